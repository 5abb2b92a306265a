"""Polygons of other tools: outlines of masks as lists of corners, and masks of such lists, checked before use."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from app.errors import ImportFileError
from app.masks.mask import Mask
from app.masks.polygon import from_rings, polygons

MOST_CORNERS: Final = 1_000_000
"""Of one polygon."""
MOST_SHAPES: Final = 10_000
"""Of one frame: outlines and masks together."""
MOST_CROSSINGS: Final = 50_000_000
"""Rows of pixels that the sides of one polygon cross: what drawing it takes memory for."""


def outlines(mask: Mask) -> list[list[float]]:
    """Return the outline of each connected part as [x0, y0, x1, y1 ...] along the sides of pixels, without holes."""
    return [polygon.outline.ravel().tolist() for polygon in polygons(mask)]


def filled(rings: Sequence[object], height: int, width: int) -> Mask:
    """Return what is inside of any of the outlines [x0, y0, x1, y1 ...]. ImportFileError when one is none, or they are
    too many."""
    check_number(len(rings))
    made = Mask.empty(height, width)
    for ring in rings:
        made = made.union(from_rings([np.array(_checked(ring, height), np.float64).reshape(-1, 2)], height, width))
    return made


def check_number(shapes: int) -> None:
    """Raise ImportFileError when a frame has more shapes than any has that is meant."""
    if shapes > MOST_SHAPES:
        raise ImportFileError("A frame has {count} shapes; {most} at most are read.", count=shapes, most=MOST_SHAPES)


def _checked(ring: object, height: int) -> list[float]:
    numbers = ring if isinstance(ring, list | tuple) else []
    if len(numbers) < 6 or len(numbers) % 2 or len(numbers) > 2 * MOST_CORNERS:
        raise ImportFileError("A polygon needs three corners at least, each of two numbers.")
    if not all(type(value) in (int, float) and math.isfinite(value) for value in numbers):
        raise ImportFileError("A polygon has corners that are no numbers.")
    ys = np.clip(np.array(numbers[1::2], np.float64), 0, height)
    if float(np.abs(np.diff(ys, append=ys[:1])).sum()) > MOST_CROSSINGS:
        raise ImportFileError("A polygon is too large to be drawn.")
    return [float(value) for value in numbers]
