"""Which grids of clicks a search for objects uses: the largest that this machine finishes in a bearable time."""

from collections.abc import Sequence
from typing import Final

Grid = tuple[int, ...]
"""Clicks a side: on the whole image, on each of its 2 x 2 overlapping crops, on each of 4 x 4."""

FULL: Final[Grid] = (32, 16, 4)
"""That of SAM 2's data engine."""
GRIDS: Final[Sequence[Grid]] = (FULL, (32, 16), (24, 12), (16, 8), (16, 4), (16,), (12,), (8,))
"""From the largest to the smallest."""
BEARABLE_SECONDS: Final = 15.0
"""A frame is searched in about so long, where any grid is that quick."""


def clicks_of(grid: Grid) -> int:
    """Return how many clicks a grid makes."""
    return sum(4**layer * side**2 for layer, side in enumerate(grid))


def crops_of(grid: Grid) -> int:
    """Return how many pictures a grid has encoded: the whole image and its crops."""
    return sum(4**layer for layer in range(len(grid)))


def seconds_of(grid: Grid, encode_seconds: float, click_seconds: float) -> float:
    """Return how long a search takes where a picture and a click take so long."""
    return crops_of(grid) * encode_seconds + clicks_of(grid) * click_seconds


def grid_for(encode_seconds: float, click_seconds: float, largest: Grid = FULL) -> Grid:
    """Return the first grid from `largest` on that takes no longer than is bearable, the smallest where none does."""
    worth = GRIDS[GRIDS.index(largest) :]
    bearable = (grid for grid in worth if seconds_of(grid, encode_seconds, click_seconds) <= BEARABLE_SECONDS)
    return next(bearable, GRIDS[-1])
