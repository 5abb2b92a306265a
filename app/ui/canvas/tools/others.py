"""What painting does about the pixels of other objects, as a table, and the stroke that keeps to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QT_TRANSLATE_NOOP

from app.masks import brush
from app.masks.mask import Mask, Rect
from app.project.model import ObjectId

Bits = NDArray[np.bool_]


class OtherPixels(Enum):
    """What becomes of pixels of other objects that are painted over, with brush, eraser, polygon or lasso."""

    SHARED = "shared"
    KEPT = "kept"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class OtherPixelsRow:
    """A row of the table. `title` is that of the choice beside the tool, `verb` that of the command; both are to be
    translated in the context "Canvas".
    """

    id: OtherPixels
    title: str
    verb: str


OTHER_PIXELS: Mapping[OtherPixels, OtherPixelsRow] = MappingProxyType(
    {
        row.id: row
        for row in (
            OtherPixelsRow(
                OtherPixels.SHARED,
                str(QT_TRANSLATE_NOOP("Canvas", "May paint over others")),
                str(QT_TRANSLATE_NOOP("Canvas", "Painting may go over others")),
            ),
            OtherPixelsRow(
                OtherPixels.KEPT,
                str(QT_TRANSLATE_NOOP("Canvas", "Stops at others")),
                str(QT_TRANSLATE_NOOP("Canvas", "Painting stops at others")),
            ),
            OtherPixelsRow(
                OtherPixels.TAKEN,
                str(QT_TRANSLATE_NOOP("Canvas", "Takes from others")),
                str(QT_TRANSLATE_NOOP("Canvas", "Painting takes from others")),
            ),
        )
    }
)


class Sweep:
    """The bits of a stroke, shape (H, W), changed in place: those of the object, and those taken from others.

    `kept` pixels stay as they are, None: there are none. `taken` holds what goes from the others, None: nothing does.
    """

    def __init__(self, before: Mask, kept: Mask | None, takes: bool) -> None:
        self.pixels = before.to_array()
        self._before = before.to_array() if kept is not None else self.pixels
        self._kept = kept.to_array() if kept is not None else None
        self.taken: Bits | None = np.zeros_like(self.pixels) if takes else None

    def to(self, start: tuple[float, float], end: tuple[float, float], radius: float, paint: bool) -> Rect | None:
        """Paint or erase along a line, in image pixels. Returns what may have changed, None for nothing."""
        touched = brush.stroke(self.pixels, start, end, radius, paint)
        if touched is None:
            return None
        x0, y0, x1, y1 = touched
        here = (slice(y0, y1), slice(x0, x1))
        if self.taken is not None:
            brush.stroke(self.taken, start, end, radius)
        if self._kept is not None:
            np.copyto(self.pixels[here], self._before[here], where=self._kept[here])
            if self.taken is not None:
                self.taken[here] &= ~self._kept[here]
        return touched


def left_of(others: Mapping[ObjectId, Mask], gone: Mask | None) -> dict[ObjectId, Mask]:
    """Return what is left of those of the others that lose a pixel to `gone`, None: nothing is taken."""
    if gone is None:
        return {}
    return {id: mask.difference(gone) for id, mask in others.items() if mask.overlap(gone)}


def united(masks: Mapping[ObjectId, Mask]) -> Mask | None:
    """Return the union of masks, None of none."""
    found: Mask | None = None
    for mask in masks.values():
        found = mask if found is None else found.union(mask)
    return found
