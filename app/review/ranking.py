"""Which frames of one object to look at next: where most is wrong, and a correction mends most of it.

Why a frame is suggested is told by six numbers, each ranked within the object's own frames: no threshold carries over
from one object to another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.review.evidence import Evidence, Floats, log_area, order_away, size_difference
from app.review.expected_loss import expected_loss, mendable, mended, worth

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
    UNSEEN = "unseen"
    """No number stands out: it is in the middle of a stretch that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A frame worth a look; `rank` 0..1 says how much, see `worth`; reasons, the most striking first."""

    frame: int
    rank: float
    reasons: tuple[Reason, ...]


def ranks(evidence: Evidence) -> Floats:
    """Return the six ranks of the frames that a person has not made, shape (6, n); NaN on those that one has."""
    numbers = np.stack(
        [
            -evidence.score,
            size_difference(evidence),
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
    found, loss = ranks(evidence), expected_loss(evidence)
    made, above = evidence.seen.copy(), mendable(loss, evidence.seen)
    free, apart = ~evidence.seen, frame_count / SPREAD
    for frame in evidence.frames[evidence.seen]:
        free &= np.abs(evidence.frames - frame) >= apart
    chosen: list[tuple[int, float]] = []
    while free.any() and len(chosen) < most:
        value = worth(loss, above, made, frame_count)
        index = int(np.argmax(np.where(free, loss if len(chosen) == most - 1 > 0 else value, -1.0)))
        chosen.append((index, float(value[index])))
        less = mended(above, made, index)
        made[index], loss, above = True, loss - less, above - less
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
    """Return what is striking about a frame by its six ranks."""
    if lost:
        return (Reason.LOST,)
    order = sorted(range(len(own)), key=lambda row: -own[row])
    kinds: Sequence[Reason] = tuple(Reason)
    return tuple(kinds[row] for row in order if own[row] >= STRIKING) or (Reason.UNSEEN,)


def _size_change(evidence: Evidence) -> Floats:
    """Return |log area - log median area of the last visible frames|, away from the first person-made frame."""
    area, found = log_area(evidence), np.full(len(evidence.frames), np.nan)
    for way in order_away(evidence.by_person):
        last: list[float] = []
        for index in way.tolist():
            if last:
                found[index] = abs(area[index] - float(np.log(np.median(np.exp(last)))))
            if evidence.area[index] > 0:
                last = [*last[1 - LAST_VISIBLE :], float(area[index])]
    return found
