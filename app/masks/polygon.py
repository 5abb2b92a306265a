"""Outlines and masks: polygons drawn by a person become masks, masks become polygons, exactly and with their holes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.masks.mask import Mask

Ring = NDArray[np.float64]
"""Corners (x, y) in image pixels, shape (n, 2); the last is joined to the first."""

_FAR = 1e7
"""Coordinates are cut off here, far outside of any frame, before arithmetic loses fractions of pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Polygon:
    """The outline of one connected part of a mask (pixels that share a side), and those of its holes."""

    outline: Ring
    holes: tuple[Ring, ...]


def from_rings(rings: Sequence[ArrayLike], height: int, width: int) -> Mask:
    """Return the pixels whose centers lie inside an odd number of the rings; beyond the frame is cut off."""
    flips = np.concatenate([np.zeros(0, np.int64), *(_crossings(ring, height, width) for ring in rings)])
    places, times = np.unique(flips, return_counts=True)
    return Mask(places[(times % 2 == 1) & (places < height * width)], height, width)


def polygons(mask: Mask, tolerance: float = 0.0) -> tuple[Polygon, ...]:
    """Return the polygons of a mask along the sides of its pixels, those with the larger outlines first.

    With tolerance 0, `from_rings` of all rings gives the mask back. Otherwise corners are dropped while the outline
    stays within `tolerance` pixels (Douglas and Peucker); rings that would vanish keep all their corners.
    """
    bbox = mask.bbox
    if bbox is None:
        return ()
    x0, y0, x1, y1 = bbox
    inside = np.pad(mask.to_rows(y0, y1)[:, x0:x1], 1)
    _count, labels = cv2.connectedComponents(inside.astype(np.uint8), connectivity=4)
    outlines: dict[int, Ring] = {}
    holes: dict[int, list[Ring]] = {}
    for ring in _rings(inside):
        top = ring[np.lexsort((ring[:, 0], ring[:, 1]))[0]]
        below = int(labels[top[1], top[0]])
        shape = _simplified(ring, tolerance) + np.array([x0 - 1.0, y0 - 1.0])
        if below:
            outlines[below] = _turned(shape, clockwise=True)
        else:
            holes.setdefault(int(labels[top[1] - 1, top[0]]), []).append(_turned(shape, clockwise=False))
    found = [Polygon(outlines[label], tuple(holes.get(label, ()))) for label in outlines]
    return tuple(sorted(found, key=lambda polygon: -abs(_signed_area(polygon.outline))))


def _crossings(ring: ArrayLike, height: int, width: int) -> NDArray[np.int64]:
    """Return where the sides of a ring cross the rows of pixel centers, as places in reading order."""
    corners = np.asarray(ring, np.float64).reshape(-1, 2)
    if len(corners) < 3 or not np.isfinite(corners).all():
        return np.zeros(0, np.int64)
    corners = np.clip(corners, -_FAR, _FAR)
    after = np.roll(corners, -1, axis=0)
    upper = np.where((corners[:, 1] <= after[:, 1])[:, None], corners, after)
    lower = np.where((corners[:, 1] <= after[:, 1])[:, None], after, corners)
    # A side covers the rows whose center y + 0.5 lies in [upper, lower): each corner counts once.
    first = np.clip(np.ceil(upper[:, 1] - 0.5), 0, height).astype(np.int64)
    last = np.clip(np.ceil(lower[:, 1] - 0.5), 0, height).astype(np.int64)
    rows = last - first
    side = np.repeat(np.arange(len(rows)), rows)
    y = np.arange(len(side)) - np.repeat(np.cumsum(rows) - rows, rows) + first[side]
    along = (y + 0.5 - upper[side, 1]) / (lower[side, 1] - upper[side, 1])
    x = upper[side, 0] + along * (lower[side, 0] - upper[side, 0])
    column = np.clip(np.ceil(x - 0.5), 0, width).astype(np.int64)
    return np.asarray(y * width + column, np.int64)


def _rings(inside: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """Yield the closed outlines, corners (x, y), of an array whose border is outside.

    Every corner ends one horizontal and one vertical side. Where two pixels touch in a corner only there are two
    corners in one place, each with the sides of one pixel, so that the outlines of both stay apart.
    """
    a, b, c, d = inside[:-1, :-1], inside[:-1, 1:], inside[1:, :-1], inside[1:, 1:]
    falling, rising = a & d & ~b & ~c, b & c & ~a & ~d
    y, x = np.nonzero((a ^ b ^ c ^ d) | falling | rising)
    double = np.where((falling | rising)[y, x], 2, 1)
    second = np.repeat(rising[y, x], double)  # at these, left belongs to down, else left belongs to up
    y, x = np.repeat(y, double) + 1, np.repeat(x, double) + 1
    copy = np.arange(len(x)) - np.repeat(np.cumsum(double) - double, double)
    across = np.lexsort((copy, x, y))
    down = np.lexsort((np.where(second, 1 - copy, copy), y, x))
    beside, above = np.empty(len(x), np.int64), np.empty(len(x), np.int64)
    beside[across[0::2]], beside[across[1::2]] = across[1::2], across[0::2]
    above[down[0::2]], above[down[1::2]] = down[1::2], down[0::2]
    partner = (beside.tolist(), above.tolist())
    seen = bytearray(len(x))
    for start in range(len(x)):
        corner, ring = start, []
        while not seen[corner]:
            seen[corner] = True
            ring.append(corner)
            corner = partner[len(ring) % 2][corner]
        if not ring:
            continue
        yield np.stack((x[ring], y[ring]), axis=1)


def _simplified(ring: NDArray[np.int64], tolerance: float) -> Ring:
    if tolerance > 0.0:
        simple = cv2.approxPolyDP(ring.astype(np.int32).reshape(-1, 1, 2), tolerance, True).reshape(-1, 2)
        if len(simple) >= 3:
            return simple.astype(np.float64)
    return ring.astype(np.float64)


def _turned(ring: Ring, clockwise: bool) -> Ring:
    """Return the ring in the given sense, beginning with its top-left corner."""
    turned = ring if (_signed_area(ring) > 0.0) == clockwise else ring[::-1]
    return np.roll(turned, -int(np.lexsort((turned[:, 0], turned[:, 1]))[0]), axis=0)


def _signed_area(ring: Ring) -> float:
    """Return the area inside, positive when the corners go clockwise as seen on the screen (y down)."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2.0
