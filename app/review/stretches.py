"""Frames that deserve a look as stretches: what lies close together is one thing to look at, at its worst frame."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GAP = 5
"""Frames without a mark that still belong to a stretch: a fault that flickers is one fault."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """First, last (included) and worst frame of each stretch: int64, shape (stretches,), ascending."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    worst: NDArray[np.int64]


def stretches(frames: NDArray[np.int64], doubt: NDArray[np.float32]) -> Stretches:
    """Return the stretches of the marked `frames`, which ascend; the worst is that with the largest `doubt`.

    Both have shape (n,). Of several frames in the same doubt the first is the worst.
    """
    if not len(frames):
        return Stretches(frames, frames, frames)
    begins = np.flatnonzero(np.diff(frames, prepend=frames[0] - GAP - 2) > GAP + 1)
    ends = np.append(begins[1:], len(frames)) - 1
    largest = np.repeat(np.maximum.reduceat(doubt, begins), ends - begins + 1)
    worst = np.flatnonzero(doubt == largest)
    return Stretches(frames[begins], frames[ends], frames[worst[np.searchsorted(worst, begins)]])


def found_again(known: Stretches, begin: int, end: int, find: Callable[[int, int], Stretches]) -> Stretches:
    """Return the stretches that there are after frames begin..end - 1 were marked otherwise; `known` are those before.

    `find` returns those of a part of the frames; it is asked about no more than what a changed mark can join or part.
    """
    reach = GAP + 1
    before = int(np.searchsorted(known.last, begin - reach))
    after = max(before, int(np.searchsorted(known.first, end - 1 + reach, "right")))
    if before < after:
        begin, end = min(begin, int(known.first[before])), max(end, int(known.last[after - 1]) + 1)
    new = find(begin, end)
    parts = [(known.first, new.first), (known.last, new.last), (known.worst, new.worst)]
    return Stretches(*(np.concatenate((old[:before], made, old[after:])) for old, made in parts))


def doubt(score: NDArray[np.float32], presence: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how doubtful each mask is, 0..1, from its predicted IoU and presence (0..1, NaN: none, no doubt)."""
    unsure = np.nan_to_num(1 - np.abs(2 * presence - 1))
    return np.asarray(np.maximum(np.nan_to_num(1 - score), unsure), np.float32)
