"""Masks between two masks: a shape that travels from one place to the other and becomes the other one meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask

Distances = NDArray[np.float32]
"""Signed distance of each pixel's center from the outline, in pixels; positive inside."""

_FAR = -1e6
"""Distance of what lies beyond the part of the frame that is looked at."""


@dataclass(frozen=True, slots=True)
class _Extent:
    """Reach of a mask around its centroid (x, y), in pixels: how far it goes left, up, right and down, rounded up."""

    x: float
    y: float
    left: int
    top: int
    right: int
    bottom: int


def between(first: Mask, last: Mask, count: int) -> Iterator[Mask]:
    """Yield `count` masks that lead from one mask to the other in even steps; neither may be empty.

    Signed distances to both outlines are mixed with the centroids laid on each other, and the result is put where the
    centroid is by then: a shape that moves farther than it is large travels, and does not vanish here and appear there.
    Each is as large as the share of the way says, so that parts which lie elsewhere do not leave a gap in time.
    """
    a, b = _extent(first), _extent(last)
    left, top = max(a.left, b.left) + 1, max(a.top, b.top) + 1
    width, height = left + max(a.right, b.right) + 2, top + max(a.bottom, b.bottom) + 2
    from_first = _distances(first, a, left, top, width, height)
    from_last = _distances(last, b, left, top, width, height)
    for step in range(1, count + 1):
        share = step / (count + 1)
        mixed = (1 - share) * from_first + share * from_last
        area = round((1 - share) * first.area + share * last.area)
        x, y = (1 - share) * a.x + share * b.x, (1 - share) * a.y + share * b.y
        yield _placed(mixed.astype(np.float32), area, (x - left, y - top), first.height, first.width)


def _extent(mask: Mask) -> _Extent:
    bbox = mask.bbox
    assert bbox is not None, "there is no way from or to an empty mask"
    x0, y0, x1, y1 = bbox
    pixels = mask.to_rows(y0, y1)[:, x0:x1]
    x = x0 + float(np.average(np.arange(x1 - x0), weights=pixels.sum(axis=0))) + 0.5
    y = y0 + float(np.average(np.arange(y1 - y0), weights=pixels.sum(axis=1))) + 0.5
    return _Extent(x, y, ceil(x - x0), ceil(y - y0), ceil(x1 - x), ceil(y1 - y))


def _distances(mask: Mask, extent: _Extent, left: int, top: int, width: int, height: int) -> Distances:
    """Return signed distances in a window of width x height whose point (left, top) is the mask's centroid."""
    x0, y0, x1, y1 = mask.bbox or (0, 0, 0, 0)
    corner_x, corner_y = extent.x - left, extent.y - top
    begin_x, begin_y = floor(corner_x), floor(corner_y)
    inside = np.zeros((height, width), np.uint8)
    inside[y0 - begin_y : y1 - begin_y, x0 - begin_x : x1 - begin_x] = mask.to_rows(y0, y1)[:, x0:x1]
    whole = signed_distances(inside)
    return _shifted(whole, begin_x - corner_x, begin_y - corner_y)


def signed_distances(inside: NDArray[np.uint8]) -> Distances:
    """Return each pixel's signed distance to the outline between 1 and 0; there must be some of both."""
    to_outside = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    to_inside = cv2.distanceTransform(1 - inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(np.where(inside > 0, to_outside - 0.5, 0.5 - to_inside), np.float32)


def _placed(mixed: Distances, area: int, corner: tuple[float, float], height: int, width: int) -> Mask:
    """Return the `area` pixels deepest inside, with the window's corner at a point of a frame of height x width."""
    begin_x, begin_y = floor(corner[0]), floor(corner[1])
    shown = _shifted(np.pad(mixed, ((0, 1), (0, 1)), constant_values=_FAR), corner[0] - begin_x, corner[1] - begin_y)
    rows, columns = shown.shape
    least = np.partition(shown.ravel(), shown.size - area)[shown.size - area]
    inside = shown >= least
    without = shown > least  # many pixels of a regular shape are as deep: the nearer size
    fewer, more = np.count_nonzero(without), np.count_nonzero(inside)
    if fewer and area - fewer < more - area:
        inside = without
    x0, y0, x1, y1 = max(begin_x, 0), max(begin_y, 0), min(begin_x + columns, width), min(begin_y + rows, height)
    made = np.zeros((height, width), np.bool_)
    if x0 < x1 and y0 < y1:
        made[y0:y1, x0:x1] = inside[y0 - begin_y : y1 - begin_y, x0 - begin_x : x1 - begin_x]
    return Mask.from_array(made)


def _shifted(distances: Distances, x: float, y: float) -> Distances:
    """Return distances moved by a part of a pixel, to the right and down."""
    if x == 0.0 and y == 0.0:
        return distances
    matrix = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
    size = (distances.shape[1], distances.shape[0])
    return np.asarray(
        cv2.warpAffine(distances, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
