"""An object's states reduced to pixel columns, through a coarser copy so that a long video costs what is visible."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from app.ui.timeline.scale import Scale
from app.workspace.states import FrameState, ObjectStates

BLOCK = 16
"""Frames an entry of the coarse copy stands for."""


class Mark(IntFlag):
    """What a pixel column shows. Unlike FrameState, bits of several frames may be or-ed and keep their meaning."""

    PRESENT = 1
    ABSENT = 2
    PROMPT = 4
    PAINTED = 8
    STALE = 16
    LOCKED = 32
    SUSPICIOUS = 64
    VERIFIED = 128


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One lane, a value a pixel column, shape (width,): or-ed `Mark`s (uint8), worst score 0..1 (float32, NaN: none).

    `prompts`, `painted` and `suspicious` are the columns (int64, ascending) on which such a mark is centered.
    """

    marks: NDArray[np.uint8]
    score: NDArray[np.float32]
    prompts: NDArray[np.int64]
    painted: NDArray[np.int64]
    suspicious: NDArray[np.int64]


def _mark_table() -> NDArray[np.uint8]:
    """Return for every combination of FrameState bits the Mark bits."""
    flags = np.arange(256, dtype=np.int64)
    has, absent = (flags & FrameState.HAS_MASK) != 0, (flags & FrameState.ABSENT) != 0
    same = FrameState.PROMPT | FrameState.PAINTED | FrameState.STALE | FrameState.LOCKED
    same |= FrameState.SUSPICIOUS | FrameState.VERIFIED
    table = flags & int(same)
    table |= np.where(has & ~absent, int(Mark.PRESENT), 0) | np.where(absent, int(Mark.ABSENT), 0)
    # A painted frame is a square, not a diamond as well; a verdict says nothing where there is no mask.
    table = np.where(table & Mark.PAINTED, table & ~int(Mark.PROMPT), table)
    table = np.where(has | absent, table, table & ~int(Mark.VERIFIED))
    return table.astype(np.uint8)


class LaneSummary:
    """Follows one object's states; `version` changes with every update, so that pictures made from it can be kept."""

    def __init__(self, states: ObjectStates) -> None:
        self._states = states
        self._table = _mark_table()
        self._count = len(states.flags)
        self._blocks = -(-self._count // BLOCK)
        self._marks = np.zeros(self._blocks, np.uint8)
        self._score = np.full(self._blocks, np.nan, np.float32)
        self.version = 0
        self.update_all()

    @property
    def states(self) -> ObjectStates:
        """The states summed up."""
        return self._states

    def update_all(self) -> None:
        """Read all states again."""
        self._update_blocks(0, self._blocks)

    def update(self, frames: Iterable[int]) -> None:
        """Read the states around `frames` again (a change of one frame can make its neighbors suspicious)."""
        blocks = {f // BLOCK for frame in frames for f in (frame - 1, frame, frame + 1)}
        if len(blocks) > 64:
            self.update_all()
            return
        for block in blocks:
            if 0 <= block < self._blocks:
                self._update_blocks(block, block + 1)

    def columns(self, scale: Scale) -> Columns:
        """Return the lane in the pixel columns of `scale`."""
        if scale.per_frame * BLOCK < 0.5:
            first, step, marks, score = 0, BLOCK, self._marks, self._score
        else:
            begin, end = scale.visible()
            begin, end = max(begin - 1, 0), min(end + 1, self._count)
            first, step = begin, 1
            marks = self._table[self._states.flags[begin:end]]
            score = self._states.score[begin:end]
        return _columns(scale, first, step, marks, score)

    def _update_blocks(self, begin: int, end: int) -> None:
        self.version += 1
        first, last = begin * BLOCK, min(end * BLOCK, self._count)
        missing = (end - begin) * BLOCK - (last - first)
        marks = self._table[self._states.flags[first:last]]
        score = self._states.score[first:last]
        if missing:
            marks = np.concatenate((marks, np.zeros(missing, np.uint8)))
            score = np.concatenate((score, np.full(missing, np.nan, np.float32)))
        self._marks[begin:end] = np.bitwise_or.reduce(marks.reshape(-1, BLOCK), axis=1)
        self._score[begin:end] = np.fmin.reduce(score.reshape(-1, BLOCK), axis=1)


def _columns(scale: Scale, first: int, step: int, marks: NDArray[np.uint8], score: NDArray[np.float32]) -> Columns:
    """Reduce entries (entry i: `step` frames from frame `first + i * step` on) to the columns of `scale`."""
    column_marks = np.zeros(scale.width, np.uint8)
    column_score = np.full(scale.width, np.nan, np.float32)
    starts = (scale.edges() - first) // step
    inside = np.flatnonzero((starts[:-1] >= 0) & (starts[:-1] < len(marks)))
    if inside.size:
        begin, end = int(inside[0]), int(inside[-1]) + 1
        part = starts[begin:end]
        if scale.per_frame * step >= 1.0:
            column_marks[begin:end] = marks[part]
            column_score[begin:end] = score[part]
        else:
            stop = min(int(starts[end]), len(marks))
            column_marks[begin:end] = np.bitwise_or.reduceat(marks[:stop], part)
            column_score[begin:end] = np.fmin.reduceat(score[:stop], part)
    return Columns(
        column_marks,
        column_score,
        _centers(scale, first, step, marks, Mark.PROMPT),
        _centers(scale, first, step, marks, Mark.PAINTED),
        _centers(scale, first, step, marks, Mark.SUSPICIOUS),
    )


def _centers(scale: Scale, first: int, step: int, marks: NDArray[np.uint8], mark: Mark) -> NDArray[np.int64]:
    """Return the columns on which entries that carry `mark` are centered, once each."""
    frames = first + (np.flatnonzero(marks & np.uint8(mark)) + 0.5) * step
    columns = np.floor((frames - scale.left) * scale.per_frame).astype(np.int64)
    columns = columns[(columns >= -16) & (columns < scale.width + 16)]
    unique: NDArray[np.int64] = columns[np.flatnonzero(np.diff(columns, prepend=-(1 << 40)))]
    return unique
