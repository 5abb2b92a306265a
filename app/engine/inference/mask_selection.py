"""Chooses among the masks that a search has found: clean ones, best first, none of them twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.engine.predictor import Prediction
from app.masks.mask import Mask
from app.project.model import Doubts

Pixels = NDArray[np.bool_]
Box = tuple[int, int, int, int]

# Smaller components and holes are removed (SAM 2's data engine); less in images below half a megapixel
SMALLEST_PIXELS: Final = 200
SMALLEST_SHARE: Final = 1 / 2000
LARGEST_SHARE: Final = 0.9
# Not 0.7, as SAM 2's generator has it: what is less alike is no other object to a person
DUPLICATE_IOU: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class FoundMask:
    """A mask at the image's size, as the model made it, with its predicted IoU and stability.

    `refine` makes a mask with a better border of one without specks; it is called for what is chosen only.
    """

    pixels: Pixels
    score: float
    stability: float
    refine: Callable[[Pixels], Pixels] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """The part of a chosen mask within its box, and its area."""

    box: Box
    pixels: Pixels
    area: int


class MaskSelection:
    """What was chosen on one image of `width` x `height` so far: `found`, which only grows."""

    def __init__(self, width: int, height: int) -> None:
        self.found: tuple[Prediction, ...] = ()
        self._kept: list[_Kept] = []
        self._size = width * height
        self._smallest = max(1, min(SMALLEST_PIXELS, int(self._size * SMALLEST_SHARE)))

    def add(self, masks: Iterable[FoundMask]) -> Iterator[None]:
        """Take those of `masks`, best first, that are worth it; yields after each."""
        for mask in masks:
            self._add(mask)
            yield

    def _add(self, mask: FoundMask) -> None:
        pixels = remove_specks(mask.pixels, self._smallest)
        kept = self._fresh(pixels)
        if kept is None:
            return
        if mask.refine is not None:
            finer = remove_specks(mask.refine(pixels), self._smallest)
            same = self._fresh(finer)
            if same is not None and _iou(same, kept) > DUPLICATE_IOU:  # else it has become something else
                pixels, kept = finer, same
        self._kept.append(kept)
        made = Prediction(Mask.from_array(pixels), mask.score, 1.0, Doubts(stability=mask.stability))
        self.found = (*self.found, made)

    def _fresh(self, pixels: Pixels) -> _Kept | None:
        """Return what is kept of a mask, None where it is too small, too large, or much like one that was chosen."""
        area = int(pixels.sum())
        if not self._smallest <= area <= LARGEST_SHARE * self._size:
            return None
        x, y, across, down = cv2.boundingRect(pixels.view(np.uint8))
        made = _Kept((x, y, x + across, y + down), pixels[y : y + down, x : x + across], area)
        return None if any(_iou(made, other) > DUPLICATE_IOU for other in self._kept) else made


def remove_specks(pixels: Pixels, smallest: int) -> Pixels:
    """Return a mask without components and holes of fewer than `smallest` pixels."""
    filled = pixels | _small(~pixels, smallest)
    return filled & ~_small(filled, smallest)


def _small(pixels: Pixels, smallest: int) -> Pixels:
    count, labels, facts, _ = cv2.connectedComponentsWithStats(pixels.astype(np.uint8), connectivity=8)
    if count <= 1:
        return np.zeros_like(pixels)
    small = facts[:, cv2.CC_STAT_AREA] < smallest
    small[0] = False
    return np.asarray(small[labels], dtype=np.bool_)


def _iou(one: _Kept, other: _Kept) -> float:
    if min(one.area, other.area) <= DUPLICATE_IOU * max(one.area, other.area):
        return 0.0  # it cannot be more than that
    box = one.box
    left, top = max(box[0], other.box[0]), max(box[1], other.box[1])
    right, bottom = min(box[2], other.box[2]), min(box[3], other.box[3])
    if right <= left or bottom <= top:
        return 0.0
    ours = one.pixels[top - box[1] : bottom - box[1], left - box[0] : right - box[0]]
    theirs = other.pixels[top - other.box[1] : bottom - other.box[1], left - other.box[0] : right - other.box[0]]
    shared = int((ours & theirs).sum())
    return shared / (one.area + other.area - shared)
