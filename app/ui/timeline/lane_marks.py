"""What stands on single columns of lanes: diamonds of prompts, squares of painted frames, padlocks, heads of ticks."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.summary import MARGIN, LaneColumns

PADLOCK = ("..###..", ".#...#.", ".#...#.", "#######", "#######", "###.###", "#######")
"""The sign of a lock, a character a logical pixel."""


@dataclass(frozen=True, slots=True, eq=False)
class Stamps:
    """Where stamps go: pixels of shape (lanes, height, width), contiguous; colors of markers and their edges."""

    pixels: NDArray[np.uint32]
    marker: np.uint32
    edge: np.uint32

    def put(
        self, positions: tuple[NDArray[np.intp], NDArray[np.intp]], row: int, shape: NDArray[np.bool_], color: np.uint32
    ) -> None:
        """Draw `shape`, at most 2 * MARGIN + 1 wide, around `row` of lanes and columns."""
        lane, column = positions
        _lanes, height, width = self.pixels.shape
        reach = shape.shape[0] // 2
        inside = (column >= reach) & (column < width - reach)
        down, across = np.nonzero(shape)
        middles = (lane[inside] * height + row) * width + column[inside]
        self.pixels.reshape(-1)[middles[:, None] + ((down - reach) * width + across - reach)] = color


def draw_heads(stamps: Stamps, worst: NDArray[np.uint8], row: int, unit: int, color: np.uint32) -> None:
    """Draw the heads of suspicious ticks, where there is room for them."""
    marks = _marks(worst)
    if not _crowded(marks, worst, 10 * unit):
        stamps.put(_positions(marks, worst), row, _diamond(2 * unit), color)


def draw_markers(stamps: Stamps, columns: LaneColumns, row: int, unit: int, ratio: float) -> None:
    """Draw diamonds of prompts and squares of painted frames."""
    prompts, painted = _marks(columns.prompts), _marks(columns.painted)
    radius = round((2.5 if _crowded(prompts, columns.prompts, 8 * unit) else 4.5) * ratio)
    square = round(4 * ratio)
    for marks, shape, size in ((prompts, _diamond, radius), (painted, _square, square)):
        positions = _positions(marks, columns.prompts)
        mark, edge = shape(size), shape(size + unit)
        edge[unit:-unit, unit:-unit] &= ~mark
        stamps.put(positions, row, edge, stamps.edge)
        stamps.put(positions, row, mark, stamps.marker)


def draw_padlocks(stamps: Stamps, padlocks: NDArray[np.uint8], row: int, ratio: float, color: np.uint32) -> None:
    """Draw padlocks on the columns that `lock_signs` found."""
    size = padlock_size(ratio)
    stamps.put(_positions(_marks(padlocks), padlocks, size + 2), row, _padlock(size), color)


def padlock_size(ratio: float) -> int:
    """Return how many device pixels a padlock is wide and high."""
    return round(len(PADLOCK) * ratio)


def lock_signs(locked: NDArray[np.bool_], size: int) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Return where brackets lie over locked columns, and the columns of padlocks `size` wide; shape (lanes, columns).

    A padlock stands where a stretch begins, or comes into view, with the bracket behind it; alone over a short one.
    """
    lanes, width = locked.shape
    brackets, padlocks = locked.copy(), np.zeros((lanes, width), np.uint8)
    if not locked.any():
        return brackets, padlocks
    padded = np.zeros((lanes, width + 2), np.int8)
    padded[:, 1:-1] = locked
    steps = padded[:, 1:] - padded[:, :-1]
    begins, ends = np.flatnonzero(steps.view(np.uint8) == 1), np.flatnonzero(steps < 0)
    lane, begin = np.divmod(begins, width + 1)
    end = ends % (width + 1)
    seen = np.maximum(begin, MARGIN)
    long = end - seen >= 2 * size
    padlocks[lane, np.minimum(np.where(long, seen + size // 2, (begin + end - 1) // 2), width - 1)] = 1
    under = np.zeros((lanes, width + 1), np.int8)
    under.reshape(-1)[begins] = 1
    under[lane, np.where(long, seen + size + 1, end)] = -1
    brackets &= np.cumsum(under, axis=1, dtype=np.int8)[:, :-1] == 0
    return brackets, padlocks


def _marks(marked: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Return where the marks are in the flat array, ascending: they are few, and the array is long."""
    return np.flatnonzero(marked.view(np.bool_))


def _crowded(marks: NDArray[np.intp], marked: NDArray[np.uint8], room: int) -> bool:
    """Return whether the marks of some lane are less than `room` pixels apart on average."""
    width = marked.shape[1]
    return len(marks) > 0 and int(np.bincount(marks // width).max()) * room > width


def _positions(
    marks: NDArray[np.intp], marked: NDArray[np.uint8], room: int = 3
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return lanes and columns of the marks; of several within `room` columns, which would cover each other, one."""
    apart = np.diff(marks // room, prepend=-1) != 0
    return np.divmod(marks[apart], marked.shape[1])


@cache
def _padlock(size: int) -> NDArray[np.bool_]:
    sign = np.array([[character == "#" for character in row] for row in PADLOCK])
    at = np.arange(size) * len(PADLOCK) // size
    return np.asarray(sign[at][:, at])


def _diamond(reach: int) -> NDArray[np.bool_]:
    away = np.abs(np.arange(-reach, reach + 1))
    return np.asarray(away[:, None] + away <= reach)


def _square(reach: int) -> NDArray[np.bool_]:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.bool_)
