"""A round brush on a boolean picture: one call a pointer move, in place, fast enough for 60 a second on 4K."""

from math import ceil, floor, hypot

import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Rect

Canvas = NDArray[np.bool_]


def stroke(
    canvas: Canvas, start: tuple[float, float], end: tuple[float, float], radius: float, value: bool = True
) -> Rect | None:
    """Set every pixel of `canvas`, shape (H, W), whose center is at most `radius` from the segment start-end.

    Positions are (x, y) in image pixels, fractions count. The pixels under both ends are always set, so the finest
    brush leaves a mark. Returns the rectangle that holds all changes, clipped to the canvas, or None when it missed.
    """
    height, width = canvas.shape
    reach = radius + 1.0
    visible = _clipped(start, end, (-reach, -reach, width + reach, height + reach))
    if visible is None:
        return None
    (ax, ay), (bx, by) = visible
    # A slanting segment's rectangle is mostly empty; pieces of about the brush's size keep the work along the line.
    pieces = max(1, ceil(hypot(bx - ax, by - ay) / max(2.0 * radius, 16.0)))
    for i in range(pieces):
        p = ax + (bx - ax) * i / pieces, ay + (by - ay) * i / pieces
        q = ax + (bx - ax) * (i + 1) / pieces, ay + (by - ay) * (i + 1) / pieces
        _capsule(canvas, p, q, radius, value)
    for x, y in (start, end):
        if 0 <= x < width and 0 <= y < height:
            canvas[int(y), int(x)] = value
    return _touched(canvas, visible, radius)


def _capsule(canvas: Canvas, p: tuple[float, float], q: tuple[float, float], radius: float, value: bool) -> None:
    """Set what is at most `radius` from the segment p-q, looking at its rectangle only."""
    rect = _touched(canvas, (p, q), radius)
    if rect is None:
        return
    x0, y0, x1, y1 = rect
    x = np.arange(x0, x1, dtype=np.float32)[None, :] + np.float32(0.5 - p[0])
    y = np.arange(y0, y1, dtype=np.float32)[:, None] + np.float32(0.5 - p[1])
    dx, dy = q[0] - p[0], q[1] - p[1]
    squared = dx * dx + dy * dy
    if squared > 1e-12:
        along = np.clip((x * np.float32(dx) + y * np.float32(dy)) / np.float32(squared), 0.0, 1.0)
        x = x - along * np.float32(dx)
        y = y - along * np.float32(dy)
    canvas[y0:y1, x0:x1][x * x + y * y <= np.float32(radius * radius)] = value


def _touched(canvas: Canvas, segment: tuple[tuple[float, float], tuple[float, float]], radius: float) -> Rect | None:
    """Return the pixels that a brush along `segment` can reach, clipped to the canvas."""
    height, width = canvas.shape
    (ax, ay), (bx, by) = segment
    reach = max(radius, 1.0)
    x0, x1 = max(floor(min(ax, bx) - reach), 0), min(ceil(max(ax, bx) + reach) + 1, width)
    y0, y1 = max(floor(min(ay, by) - reach), 0), min(ceil(max(ay, by) + reach) + 1, height)
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _clipped(
    start: tuple[float, float], end: tuple[float, float], bounds: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the part of a segment inside `bounds`, or None: what is far outside must not cost time (Liang-Barsky)."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    first, last = 0.0, 1.0
    for step, distance in ((-dx, ax - bounds[0]), (dx, bounds[2] - ax), (-dy, ay - bounds[1]), (dy, bounds[3] - ay)):
        if step == 0.0:
            if distance < 0.0:
                return None
        elif step < 0.0:
            first = max(first, distance / step)
        else:
            last = min(last, distance / step)
    if first > last:
        return None
    return (ax + first * dx, ay + first * dy), (ax + last * dx, ay + last * dy)
