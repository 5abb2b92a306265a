"""Which frames of one object to look at next: six numbers a frame, each ranked within the object's own frames.

No threshold carries over from one object to another, so there is none: a frame is compared with the others of its
object. The mean of the six ranks finds frames with IoU < 0.5 of a video better than any of the numbers by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

SPREAD: Final = 20
"""Suggestions lie at least 1 / SPREAD of the video apart, and as far from what a person saw."""
SHOWN: Final = 4
"""Suggestions in a list."""
AS_GOOD: Final = 0.5
"""A lost stretch comes first where a look at it is worth at least this share of the best look."""
LAST_VISIBLE: Final = 10
"""Visible frames whose median area a frame is compared with."""
STRIKING: Final = 0.75
"""Rank from which on a number is a reason."""
MISSING: Final = 0.5
"""The rank of what is not known."""

Floats = NDArray[np.float64]


class Reason(Enum):
    """Why a frame is suggested. The order is that of the numbers."""

    SCORE = "score"
    SIZE = "size"
    SIZE_CHANGE = "size change"
    SHAPE_CHANGE = "shape change"
    DISAGREEMENT = "disagreement"
    LOOKALIKES = "lookalikes"
    LOST = "lost"
    """The model found nothing: not a number, but what the others come from."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is known of n frames of an object with a mask, ascending: all of shape (n,).

    `area` in pixels. `by_person`: a person made the mask; `seen`: a person made it or called it fine. `score` is
    predicted IoU; `moved` 1 - IoU with the mask before, moved by the difference of centroids; `disagreement` and
    `lookalikes` as in Doubts. NaN where one is not known.
    """

    frames: NDArray[np.int64]
    area: NDArray[np.int64]
    by_person: NDArray[np.bool_]
    seen: NDArray[np.bool_]
    score: Floats
    moved: Floats
    disagreement: Floats
    lookalikes: Floats

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Frames on which the model found nothing."""
        return np.asarray((self.area == 0) & ~self.by_person, np.bool_)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A frame worth a look; `rank` 0..1 says how much, see `worth`; reasons, the most striking first."""

    frame: int
    rank: float
    reasons: tuple[Reason, ...]


def order_away(by_person: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the indices from the first person-made frame (or the first at all) to the end, and back to the start."""
    made = np.flatnonzero(by_person)
    start = int(made[0]) if len(made) else 0
    return np.arange(start, len(by_person)), np.arange(min(start, len(by_person) - 1), -1, -1)


def ranks(evidence: Evidence) -> Floats:
    """Return the six ranks of the frames that a person has not made, shape (6, n); NaN on those that one has."""
    numbers = np.stack(
        [
            -evidence.score,
            _size_difference(evidence),
            _size_change(evidence),
            evidence.moved,
            evidence.disagreement,
            evidence.lookalikes,
        ]
    )
    found = np.full(numbers.shape, np.nan)
    open_ = ~evidence.by_person
    for row, values in enumerate(numbers):
        found[row, open_] = ranked(values[open_])
    return found


def worth(doubt: Floats, frames: NDArray[np.int64], made: NDArray[np.bool_], frame_count: int) -> Floats:
    """Return what a correction of each frame is worth, 0..1: the doubt in its gap, less the farther it is away.

    A gap lies between frames that a person `made` or called fine: a correction is tracked up to there, and reaches
    best what is near it. So the most doubtful gap is worth most, and in it the middle of its doubt, not its worst
    frame: there an object is half hidden, and its mask a poor one to track from. All of shape (n,); `doubt` 0..1.
    """
    found = np.zeros(len(frames))
    ends = np.flatnonzero(made)
    for first, last in zip([0, *(ends + 1)], [*ends, len(frames)], strict=True):
        at, weight = frames[first:last].astype(np.float64), doubt[first:last]
        if len(at):
            before, moment = np.cumsum(weight), np.cumsum(weight * at)
            away = at * before - moment + (moment[-1] - moment) - at * (before[-1] - before)
            found[first:last] = (before[-1] - away / frame_count) / frame_count
    return found


def ranked(values: Floats) -> Floats:
    """Return the rank of each value among those that are known, 0..1, ties averaged; MISSING for NaN."""
    found = np.full(values.shape, MISSING)
    known = ~np.isnan(values)
    count = int(known.sum())
    if count > 1:
        _, place, often = np.unique(values[known], return_inverse=True, return_counts=True)
        last = np.cumsum(often) - 1
        found[known] = (last - (often - 1) / 2)[place] / (count - 1)
    return found


def suggest(evidence: Evidence, frame_count: int, most: int = SHOWN) -> tuple[Suggested, ...]:
    """Return up to `most` frames worth a look: lost stretches first, then what is worth most, then what stands out.

    None lies within frame_count / SPREAD of another or of a frame that a person has seen, and a lost stretch has one.
    Each is chosen as if those before it had been corrected; the last one is the most doubtful frame that is left.
    """
    found = ranks(evidence)
    doubt, made = np.nan_to_num(found.mean(axis=0)), evidence.seen.copy()
    free, apart = ~evidence.seen, frame_count / SPREAD
    for frame in evidence.frames[evidence.seen]:
        free &= np.abs(evidence.frames - frame) >= apart
    chosen: list[tuple[int, float]] = []
    while free.any() and len(chosen) < most:
        value = worth(doubt, evidence.frames, made, frame_count)
        index = int(np.argmax(np.where(free, doubt if len(chosen) == most - 1 > 0 else value, -1.0)))
        chosen.append((index, float(value[index])))
        made[index] = True
        free &= np.abs(evidence.frames - evidence.frames[index]) >= max(apart, 1.0)
        if evidence.lost[index]:
            free &= ~_stretch(evidence.lost, index)
    first = max((value for _, value in chosen), default=0.0) * AS_GOOD
    chosen.sort(key=lambda one: not (evidence.lost[one[0]] and one[1] >= first))
    return tuple(
        Suggested(int(evidence.frames[index]), value, _reasons(found[:, index], bool(evidence.lost[index])))
        for index, value in chosen
    )


def _stretch(lost: NDArray[np.bool_], index: int) -> NDArray[np.bool_]:
    """Return which frames are in the same lost stretch as one of them."""
    number = np.cumsum(np.diff(lost, prepend=False))
    return np.asarray(lost & (number == number[index]), np.bool_)


def _reasons(own: Floats, lost: bool) -> tuple[Reason, ...]:
    """Return what is striking about a frame by its six ranks, at least the most striking."""
    if lost:
        return (Reason.LOST,)
    order = sorted(range(len(own)), key=lambda row: -own[row])
    kinds: Sequence[Reason] = tuple(Reason)
    return tuple(kinds[row] for row in order if own[row] >= STRIKING) or (kinds[order[0]],)


def _log_area(evidence: Evidence) -> Floats:
    return np.log(np.maximum(evidence.area, 1).astype(np.float64))


def _size_difference(evidence: Evidence) -> Floats:
    """Return |log area - log area of the person-made frame nearest in area|."""
    area = _log_area(evidence)
    made = area[evidence.by_person & (evidence.area > 0)]
    if not len(made):
        return np.full(area.shape, np.nan)
    return np.asarray(np.abs(area[:, None] - made[None, :]).min(axis=1), np.float64)


def _size_change(evidence: Evidence) -> Floats:
    """Return |log area - log median area of the last visible frames|, away from the first person-made frame."""
    area, found = _log_area(evidence), np.full(len(evidence.frames), np.nan)
    for way in order_away(evidence.by_person):
        last: list[float] = []
        for index in way.tolist():
            if last:
                found[index] = abs(area[index] - float(np.log(np.median(np.exp(last)))))
            if evidence.area[index] > 0:
                last = [*last[1 - LAST_VISIBLE :], float(area[index])]
    return found
