"""How well a number tells bad frames from good ones: area under the ROC curve."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BAD: tuple[float, ...] = (0.75, 0.5)
"""IoU under which a frame is bad."""


@dataclass(frozen=True, slots=True)
class Detection:
    """AUROC within one object's frames for each limit of BAD: of expected loss, and of predicted IoU alone."""

    expected: tuple[float | None, ...]
    score: tuple[float | None, ...]


def detection(expected: NDArray[np.float64], score: NDArray[np.float64], iou: NDArray[np.float64]) -> Detection:
    """Return how well both tell bad frames of an object from good ones; all of shape (n,)."""
    return Detection(
        tuple(auroc(expected, iou < limit) for limit in BAD), tuple(auroc(-score, iou < limit) for limit in BAD)
    )


def auroc(scores: NDArray[np.float64], bad: NDArray[np.bool_]) -> float | None:
    """Return the chance that a bad frame has a higher score than a good one, ties half; None without both kinds."""
    positive, negative = scores[bad], scores[~bad]
    if not len(positive) or not len(negative):
        return None
    ordered = np.sort(negative)
    below, upto = np.searchsorted(ordered, positive, "left"), np.searchsorted(ordered, positive, "right")
    return float((below + upto).mean() / 2 / len(negative))


def mean_auroc(found: Sequence[float | None]) -> tuple[float | None, int]:
    """Return the mean over objects that have bad and good frames, and how many these are."""
    known = [value for value in found if value is not None]
    return (float(np.mean(known)) if known else None), len(known)
