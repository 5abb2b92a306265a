"""What suggestions are ranked by, gathered from a document; differences of masks are kept while the masks are."""

from collections.abc import Generator, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask, areas
from app.project.document import Document
from app.project.model import CellMask, FrameIndex, ObjectId
from app.review.evidence import Evidence, order_away
from app.review.movement import Grid, grid_of, moved_difference

STEP = 16
"""Masks that are compared between two yields: some milliseconds."""
LONG = 5_000
"""Masks of an object up to which each is compared with the one before it. Of more that is not known: it would keep the
thread for a minute whenever a project is opened."""


class EvidenceBook:
    """Belongs to the thread that gathers."""

    def __init__(self) -> None:
        self._moved: dict[ObjectId, dict[FrameIndex, tuple[Mask, Mask, float]]] = {}
        """By object and frame: the mask before, the mask there, and their difference."""

    def gather(self, document: Document, object: ObjectId) -> Generator[None, None, Evidence]:
        """Yield now and then; return the evidence of an object in a frozen document."""
        cells = dict(document.masks_of(object))
        frames, masks = list(cells), list(cells.values())
        by_person = np.array([mask.source.conditions for mask in masks], np.bool_)
        moved = np.full(len(frames), np.nan)
        compared = self._differences(object, cells, by_person) if len(cells) <= LONG else ()
        for number, (index, difference) in enumerate(compared):
            moved[index] = difference
            if number % STEP == STEP - 1:
                yield
        return Evidence(
            np.array(frames, np.int64),
            areas([mask.mask for mask in masks]),
            by_person,
            by_person | np.array([mask.fine for mask in masks], np.bool_),
            np.array([mask.score for mask in masks], np.float64),
            moved,
            _numbers([mask.doubts.disagreement for mask in masks]),
            _numbers([mask.doubts.lookalikes for mask in masks]),
        )

    def _differences(
        self, object: ObjectId, cells: Mapping[FrameIndex, CellMask], by_person: NDArray[np.bool_]
    ) -> Iterator[tuple[int, float]]:
        """Yield index and difference of each mask that has one before it, away from the first person-made one."""
        frames, masks = list(cells), list(cells.values())
        known = self._moved.get(object, {})
        kept: dict[FrameIndex, tuple[Mask, Mask, float]] = {}
        grids: tuple[Mask, Grid] | None = None
        for way in order_away(by_person):
            for before, index in zip(way[:-1].tolist(), way[1:].tolist(), strict=True):
                old, new = masks[before].mask, masks[index].mask
                found = known.get(frames[index])
                if found is None or found[0] is not old or found[1] is not new:
                    first = grids[1] if grids is not None and grids[0] is old else grid_of(old)
                    second = grid_of(new)
                    grids = (new, second)
                    found = (old, new, moved_difference(first, second))
                kept[frames[index]] = found
                yield index, found[2]
        self._moved[object] = kept


def _numbers(values: list[float | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], np.float64)
