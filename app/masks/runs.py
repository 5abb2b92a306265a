"""Arithmetic on flips: the ascending positions, in reading order, at which a mask changes between outside and inside.

A mask of H x W pixels is read row by row as one line of H*W pixels that begins outside. Its flips are strictly
ascending positions in [0, H*W), int64: the pixels from an even flip up to the following odd one (or the end) are
inside. One mask has exactly one list of flips, so equal lists are equal masks.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Flips = NDArray[np.int64]
Combine = Callable[[NDArray[np.bool_], NDArray[np.bool_]], NDArray[np.bool_]]


def from_pixels(array: NDArray[np.bool_]) -> Flips:
    """Return the flips of a boolean array of shape (H, W)."""
    line = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    if not line.size:
        return np.zeros(0, np.int64)
    inner = np.flatnonzero(line[1:] != line[:-1]) + 1
    return np.concatenate((np.zeros(1, np.int64), inner)) if line[0] else inner


def to_pixels(flips: Flips, size: int) -> NDArray[np.bool_]:
    """Return the line of `size` pixels that `flips` describe."""
    inside = np.arange(len(flips) + 1) % 2 == 1
    return np.repeat(inside, counts(flips, size))


def counts(flips: Flips, size: int) -> NDArray[np.int64]:
    """Return run lengths that alternate between outside and inside, begin outside (maybe 0) and add up to `size`."""
    lengths: NDArray[np.int64] = np.diff(flips, prepend=0, append=size)
    return lengths


def area(flips: Flips, size: int) -> int:
    """Return how many pixels are inside."""
    starts, ends = intervals(flips, size)
    return int(ends.sum() - starts.sum())


def intervals(flips: Flips, size: int) -> tuple[Flips, Flips]:
    """Return first positions and positions after the last of the runs inside."""
    starts, ends = flips[0::2], flips[1::2]
    return starts, np.append(ends, size) if len(starts) > len(ends) else ends


def clipped(flips: Flips, first: int, last: int) -> Flips:
    """Return the flips of the part [first, last) of the line, counted from its beginning."""
    begin, end = np.searchsorted(flips, (first, last), side="left")
    part: Flips = flips[begin:end] - first
    if begin % 2 == 0:
        return part
    return part[1:] if len(part) and part[0] == 0 else np.concatenate((np.zeros(1, np.int64), part))


def combined(a: Flips, b: Flips, operation: Combine) -> Flips:
    """Return the flips of `operation` applied pixel by pixel. It must leave alone what is outside of both."""
    places = np.union1d(a, b)
    inside = operation(_inside(a, places), _inside(b, places))
    changes = inside != np.concatenate((np.zeros(1, np.bool_), inside[:-1]))
    kept: Flips = places[changes]
    return kept


def overlap(a: Flips, b: Flips, size: int) -> int:
    """Return how many pixels are inside both, without drawing either."""
    if len(a) > len(b):
        a, b = b, a
    if not len(a):
        return 0
    lengths = counts(b, size)
    lengths[0::2] = 0
    before = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))

    def covered(places: Flips) -> Flips:
        """Pixels of `b` in front of each place."""
        flip = np.searchsorted(b, places, side="right")
        started = b[np.maximum(flip - 1, 0)]
        return before[flip] + np.where(flip % 2 == 1, places - started, 0)

    starts, ends = intervals(a, size)
    return int(covered(ends).sum() - covered(starts).sum())


def bounds(flips: Flips, height: int, width: int) -> tuple[int, int, int, int] | None:
    """Return (x0, y0, x1, y1), half open, of the pixels inside, or None when there are none."""
    starts, ends = intervals(flips, height * width)
    if not len(starts):
        return None
    first_row, last_row = starts // width, (ends - 1) // width
    y0, y1 = int(first_row[0]), int(last_row[-1]) + 1
    if (first_row != last_row).any():
        return 0, y0, width, y1
    return int((starts - first_row * width).min()), y0, int((ends - last_row * width).max()), y1


def rim(flips: Flips, height: int, width: int) -> int:
    """Return how many pixels of the first and last row, and of the first and last column, are inside.

    Corners count twice.
    """
    starts, ends = intervals(flips, height * width)
    top = np.minimum(ends, width) - np.minimum(starts, width)
    last = (height - 1) * width
    bottom = np.maximum(ends, last) - np.maximum(starts, last)
    left = (ends - 1) // width - (starts - 1) // width  # multiples of the width in [start, end)
    right = ends // width - starts // width
    return int((top + bottom + left + right).sum())


def _inside(flips: Flips, places: Flips) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = np.searchsorted(flips, places, side="right") % 2 == 1
    return inside
