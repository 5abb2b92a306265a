"""Frame states reduced to pixel columns, from ever coarser copies, so that a long video costs what is visible."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import IntFlag
from functools import cache, reduce

import numpy as np
from numpy.typing import NDArray

from app.project.model import Span
from app.review.stretches import Stretches, doubt, found_again, stretches
from app.ui.timeline.scale import Scale
from app.workspace.viewing.frame_states import ALL, FrameState, ObjectStates

STEP, LEVELS = 4, 4
"""Each level of a summary has a `STEP`-th of the entries of the one before it; the first has one a frame."""
BLOCK = STEP ** (LEVELS - 1)
"""Frames an entry of the coarsest level stands for."""
MARGIN = 16
"""Columns on either side of the view in which marks are noted, so that half a diamond shows at the edge."""
MOST_OUTDATED = 256
"""Stretches of blocks that are kept apart until they are read again."""
NO_SCORE = 255
FULL_SCORE = 250
"""Scores 0..1 are stored as 0..FULL_SCORE: a strip is a few pixels high, and the minimum of small integers is fast."""


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
    LOST = 256


@dataclass(frozen=True, slots=True, eq=False)
class LaneColumns:
    """Some lanes reduced to pixel columns: or-ed `Mark`s (uint16), worst score (0..250, 255: none; uint8).

    `prompts` and `painted` are 1 on columns on which such a mark is centered, `worst` on those of the worst frames of
    suspicious stretches, which `suspicious` covers. All have the shape (lanes, width + 2 * MARGIN): column c of the
    view is column c + MARGIN.
    """

    marks: NDArray[np.uint16]
    score: NDArray[np.uint8]
    prompts: NDArray[np.uint8]
    painted: NDArray[np.uint8]
    worst: NDArray[np.uint8]
    suspicious: NDArray[np.uint8]


@cache
def _mark_table() -> NDArray[np.uint16]:
    """Return for every combination of FrameState bits the Mark bits."""
    flags = np.arange(ALL + 1, dtype=np.int64)
    lost = (flags & FrameState.LOST) != 0
    has, absent = (flags & FrameState.HAS_MASK) != 0, (flags & FrameState.ABSENT) != 0
    same = FrameState.PROMPT | FrameState.PAINTED | FrameState.STALE | FrameState.LOCKED
    same |= FrameState.SUSPICIOUS | FrameState.VERIFIED
    table = flags & int(same)
    table |= np.where(has & ~absent & ~lost, int(Mark.PRESENT), 0)
    table |= np.where(absent, int(Mark.ABSENT), 0) | np.where(lost, int(Mark.LOST), 0)
    # A painted frame is a square, not a diamond as well; a verdict does not count where there is no mask.
    table = np.where(table & Mark.PAINTED, table & ~int(Mark.PROMPT), table)
    table = np.where(has | absent, table, table & ~int(Mark.VERIFIED))
    return table.astype(np.uint16)


class LaneSummary:
    """Follows one object's states; `version` changes with every update, so that images made from it can be cached.

    An update notes what is to be read again; that is done when somebody asks, which is behind the canvas.
    """

    def __init__(self, states: ObjectStates) -> None:
        self.states = states
        self.version = 0
        self._table = _mark_table()
        self._stretches: Stretches | None = None
        self._unread: tuple[int, int] | None = None
        """Frames whose states were read again since `stretches` was, the second one not included."""
        self._count = len(states.flags)
        self._blocks = max(-(-self._count // BLOCK), 1)
        sizes = [self._blocks * BLOCK // STEP**level for level in range(LEVELS)]
        self._marks = [np.zeros(size, np.uint16) for size in sizes]
        self._score = [np.full(size, NO_SCORE, np.uint8) for size in sizes]
        self._outdated: list[tuple[int, int]] = []
        """Blocks to be read again, the second one not included."""
        self.update_all()

    @property
    def marks(self) -> Sequence[NDArray[np.uint16]]:
        """An array of or-ed marks a level: entry i of level k stands for `STEP ** k` frames."""
        self._read_outdated()
        return self._marks

    @property
    def score(self) -> Sequence[NDArray[np.uint8]]:
        """An array of worst scores a level, as `marks`."""
        self._read_outdated()
        return self._score

    @property
    def stretches(self) -> Stretches:
        """The suspicious stretches."""
        self._read_outdated()
        if self._stretches is None:
            self._stretches = self._stretches_in(0, self._count)
        elif self._unread is not None:
            self._stretches = found_again(self._stretches, *self._unread, self._stretches_in)
        self._unread = None
        return self._stretches

    def _stretches_in(self, begin: int, end: int) -> Stretches:
        """Return the suspicious stretches of the frames begin..end - 1."""
        frames = begin + np.flatnonzero(self.states.flags[begin:end] & int(FrameState.SUSPICIOUS))
        return stretches(frames, doubt(self.states.score[frames], self.states.presence[frames]))

    def update_all(self) -> None:
        """Read all states again."""
        self._outdated.clear()
        self._outdate(0, self._blocks)

    def update(self, frames: Collection[int]) -> None:
        """Read the states around `frames` again (a change of one frame can make its neighbors suspicious)."""
        if len(frames) > 64:
            self.update_all()
            return
        blocks = {f // BLOCK for frame in frames for f in (frame - 1, frame, frame + 1)}
        for block in blocks:
            if 0 <= block < self._blocks:
                self._outdate(block, block + 1)

    def update_within(self, window: Span | None) -> None:
        """Read the states of the frames in `window`, its ends included, again."""
        if window is not None:
            self._outdate(window[0] // BLOCK, min(window[1] // BLOCK + 1, self._blocks))

    def _outdate(self, begin: int, end: int) -> None:
        self.version += 1
        self._outdated.append((begin, end))
        if len(self._outdated) > MOST_OUTDATED:  # nobody asks: the lane is out of view
            self._outdated = [(min(b for b, _ in self._outdated), max(e for _, e in self._outdated))]

    def _read_outdated(self) -> None:
        outdated, self._outdated = self._outdated, []
        for begin, end in outdated:
            self._read_blocks(begin, end)

    def _read_blocks(self, begin: int, end: int) -> None:
        frames = slice(begin * BLOCK, min(end * BLOCK, self._count))
        first, last = self._unread or (frames.start, frames.stop)
        self._unread = min(first, frames.start), max(last, frames.stop)
        self._marks[0][frames] = np.take(self._table, self.states.flags[frames])
        self._score[0][frames] = _scaled(self.states.score[frames])
        for level in range(1, LEVELS):
            size = BLOCK // STEP**level
            fine, coarse = slice(begin * size * STEP, end * size * STEP), slice(begin * size, end * size)
            # Slice by slice: numpy reduces along an axis of four ten times as slowly.
            marks, scores = self._marks[level - 1][fine], self._score[level - 1][fine]
            self._marks[level][coarse] = reduce(np.bitwise_or, [marks[i::STEP] for i in range(STEP)])
            self._score[level][coarse] = reduce(np.minimum, [scores[i::STEP] for i in range(STEP)])


def _scaled(score: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return scores of 0..1 (NaN: none) as 0..FULL_SCORE or NO_SCORE."""
    scaled = np.clip(score * np.float32(FULL_SCORE), 0, FULL_SCORE)
    numbers: NDArray[np.uint8] = np.fmin(scaled, np.float32(NO_SCORE)).astype(np.uint8)  # NO_SCORE where there is none
    return numbers


def columns_of(lanes: Sequence[LaneSummary], scale: Scale) -> LaneColumns:
    """Return lanes of the same video in the pixel columns of `scale`. There must be at least one."""
    level = level_of(scale)
    step = STEP**level
    begin, end = scale.visible()
    around = MARGIN * max(int(np.ceil(1 / scale.per_frame)), 1)
    first, last = max(begin - around, 0) // step, -(-(end + around) // step)
    marks = np.stack([lane.marks[level][first:last] for lane in lanes])
    score = np.stack([lane.score[level][first:last] for lane in lanes])
    columns = _reduced(scale, first * step, step, marks, score)
    _put_stretches(columns, [lane.stretches for lane in lanes], scale)
    return columns


def _put_stretches(columns: LaneColumns, lanes: Sequence[Stretches], scale: Scale) -> None:
    """Write on which columns worst frames are, and which ones the stretches around them cover."""
    width = columns.worst.shape[1]
    lane = np.repeat(np.arange(len(lanes)), [len(stretches.worst) for stretches in lanes])
    if not len(lane):
        return

    def places(frames: list[NDArray[np.int64]], offset: float) -> NDArray[np.int64]:
        return (MARGIN + (np.concatenate(frames) + offset - scale.left) * scale.per_frame // 1).astype(np.int64)

    centers = places([stretches.worst for stretches in lanes], 0.5)
    seen = (centers >= 0) & (centers < width)
    columns.worst[lane[seen], centers[seen]] = 1
    begins = places([stretches.first for stretches in lanes], 0.0)
    ends = np.maximum(places([stretches.last for stretches in lanes], 1.0), begins + 1)
    reach = (begins < width) & (ends > 0)
    begin = begins[reach].clip(0)
    length = ends[reach].clip(None, width) - begin
    # Every covered column by its place in the flat array: few are, so this costs less than adding up all columns.
    behind = np.cumsum(length)
    first = np.repeat(lane[reach] * width + begin - (behind - length), length)
    columns.suspicious.reshape(-1)[first + np.arange(len(first))] = 1


def level_of(scale: Scale) -> int:
    """Return the coarsest level whose entries are not wider than a column, 0 when single frames are."""
    return max((level for level in range(LEVELS) if scale.per_frame * STEP**level <= 1.0), default=0)


def _reduced(scale: Scale, first: int, step: int, marks: NDArray[np.uint16], score: NDArray[np.uint8]) -> LaneColumns:
    """Reduce entries (entry i: `step` frames from frame `first + i * step` on) to the columns of `scale`."""
    count = marks.shape[1]
    wide = replace(scale, width=scale.width + 2 * MARGIN, left=scale.left - MARGIN / scale.per_frame)
    column_marks, column_score = _merged((wide.edges() - first) // step, marks, score)
    if scale.per_frame * step < 1.0:  # entries are narrower than a column: a mark is centered where it is
        centered = [((column_marks & np.uint16(mark)) != 0).view(np.uint8) for mark in _CENTERED]
    else:
        centers = np.floor(wide.center(0) + (first + np.arange(count) * step + (step - 1) / 2) * scale.per_frame)
        centered = [_centered(marks & np.uint16(mark), centers.astype(np.int64), wide.width) for mark in _CENTERED]
    none = np.zeros((2, *column_marks.shape), np.uint8)
    return LaneColumns(column_marks, column_score, *centered, *none)


def _merged(
    starts: NDArray[np.int64], marks: NDArray[np.uint16], score: NDArray[np.uint8]
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Return or-ed marks and worst score of the entries in each column, both of shape (lanes, columns).

    Column c begins at entry `starts[c]` and ends at `starts[c + 1]`; entries that there are not leave it empty.
    """
    lanes, count = marks.shape
    column_marks = np.zeros((lanes, len(starts) - 1), np.uint16)
    column_score = np.full(column_marks.shape, NO_SCORE, np.uint8)
    inside = np.flatnonzero((starts[:-1] >= 0) & (starts[:-1] < count))
    if not inside.size:
        return column_marks, column_score
    visible = slice(int(inside[0]), int(inside[-1]) + 1)
    begins = starts[visible]
    ends = np.minimum(np.maximum(starts[visible.start + 1 : visible.stop + 1], begins + 1), count)
    most = int((ends - begins).max())
    if most > len(begins):  # zoomed out so far that a few columns hold everything
        for column, (start, stop) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True), visible.start):
            column_marks[:, column] = np.bitwise_or.reduce(marks[:, start:stop], axis=1)
            column_score[:, column] = score[:, start:stop].min(axis=1)
        return column_marks, column_score
    # A column has few entries: looking them up one after the other beats reducing slices several times.
    for offset in range(most):
        entry = np.minimum(begins + offset, ends - 1)
        column_marks[:, visible] |= marks.take(entry, axis=1, mode="clip")
        np.minimum(column_score[:, visible], score.take(entry, axis=1, mode="clip"), out=column_score[:, visible])
    return column_marks, column_score


_CENTERED = (Mark.PROMPT, Mark.PAINTED)


def _centered(marked: NDArray[np.uint16], centers: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
    """Return 1 on the columns on which marked entries are centered, shape (lanes, width)."""
    centered = np.zeros((len(marked), width), np.uint8)
    lane, entry = np.nonzero(marked)
    column = centers[entry]
    visible = (column >= 0) & (column < width)
    centered[lane[visible], column[visible]] = 1
    return centered
