"""How much a mask differs from the one before it apart from having moved, on a small grid for all sizes of video."""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask

SIDE: Final = 96
"""Cells a side of the grid that masks are compared on."""

Grid = NDArray[np.float32]
"""The share of each cell that a mask covers, shape (SIDE, SIDE)."""


def grid_of(mask: Mask) -> Grid:
    """Return a mask on the grid."""
    box = mask.bbox
    if box is None:
        return np.zeros((SIDE, SIDE), np.float32)
    pixels = np.zeros(mask.shape, np.uint8)
    pixels[box[1] : box[3]] = mask.to_rows(box[1], box[3]) * np.uint8(255)
    small = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)


def moved_difference(before: Grid, after: Grid) -> float:
    """Return 1 - IoU of two masks after the first is moved so that their centroids agree, 0..1; two empty ones: 0."""
    old, new = _centroid(before), _centroid(after)
    if old is None or new is None:
        return 0.0 if old is new else 1.0
    shift = np.array([[1, 0, new[0] - old[0]], [0, 1, new[1] - old[1]]], np.float32)
    moved = cv2.warpAffine(before, shift, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
    both = float(np.maximum(moved, after).sum())
    return 1.0 - float(np.minimum(moved, after).sum()) / both if both else 1.0


def _centroid(grid: Grid) -> tuple[float, float] | None:
    mass = float(grid.sum())
    if not mass:
        return None
    places = np.arange(SIDE, dtype=np.float32)
    return float(grid.sum(axis=0) @ places) / mass, float(grid.sum(axis=1) @ places) / mass
