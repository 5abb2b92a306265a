"""What is known of an object's frames that tells where its masks may be wrong."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of n frames of an object with a mask, ascending: all of shape (n,).

    `area` in pixels. `by_person`: a person made the mask; `seen`: a person made it or called it fine. `score` is
    predicted IoU; `moved` 1 - IoU with the mask before, moved by the difference of centroids; `disagreement` and
    `lookalikes` as in Doubts. NaN where one is not known.
    """

    frames: NDArray[np.int64]
    area: NDArray[np.int64]
    by_person: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    score: Floats
    moved: Floats
    disagreement: Floats
    lookalikes: Floats

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Frames on which the model found nothing."""
        return np.asarray((self.area == 0) & ~self.by_person, np.bool_)


def order_away(by_person: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the indices from the first person-made frame (or the first at all) to the end, and back to the start."""
    made = np.flatnonzero(by_person)
    start = int(made[0]) if len(made) else 0
    return np.arange(start, len(by_person)), np.arange(min(start, len(by_person) - 1), -1, -1)


def log_area(evidence: Evidence) -> Floats:
    """Return the logarithm of the areas, of an empty mask that of one pixel."""
    return np.log(np.maximum(evidence.area, 1).astype(np.float64))


def size_difference(evidence: Evidence) -> Floats:
    """Return |log area - log area of the person-made frame nearest in area|."""
    area = log_area(evidence)
    made = area[evidence.by_person & (evidence.area > 0)]
    if not len(made):
        return np.full(area.shape, np.nan)
    return np.asarray(np.abs(area[:, None] - made[None, :]).min(axis=1), np.float64)
