"""In which order masklets are worth annotating: what a model would learn most from comes first.

That is the aim; in the first comparison with chance a model learned less (`tests.bench choosing`).

A masklet is worth its doubt, how unlike it is to what is verified, and how little of its category is. Each is chosen as
if those before it had been verified, so that the first few are not all of one kind.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.review.evidence import Floats

USUAL_DOUBT: Final = 0.3
"""Of a masklet of which nothing is tracked, where of no other anything is either."""
LEAST_DOUBT: Final = 0.02
LEAST_UNLIKE: Final = 0.15
"""Share of its worth that is left of a masklet that looks like one that is verified."""
STRIKING: Final = 0.75
"""Share of the largest doubt, or of the largest distance, from which on it is a reason."""


class LearningReason(Enum):
    """Why a masklet teaches much."""

    UNSURE = "unsure"
    """The model was: low scores, lost frames, sizes that change."""
    OTHERWISE = "otherwise"
    """The model in use makes another mask than the one that tracked it."""
    UNLIKE = "unlike"
    """Nothing that is verified looks like it."""
    RARE = "rare"
    """Little of its category is verified."""
    OPEN = "open"
    """Nothing of it is tracked yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """n masklets that wait: doubts 0..1 (NaN: nothing tracked), categories as numbers from 0, looks of shape (n, d).

    `otherwise`: 1 - IoU of two models' masks, NaN where there is one. Looks are of unit length, NaN where not known.
    """

    doubt: Floats
    otherwise: Floats
    category: NDArray[np.int64]
    looks: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Verified:
    """What is verified: masklets of each category, shape (categories,), and looks of some, shape (m, d)."""

    counts: NDArray[np.int64]
    looks: Floats


@dataclass(frozen=True, slots=True)
class Ranked:
    """The `index`-th masklet; `worth` 0..1, reasons in the order of LearningReason."""

    index: int
    worth: float
    reasons: tuple[LearningReason, ...]


def learning_order(waiting: Waiting, verified: Verified, most: int) -> tuple[Ranked, ...]:
    """Return the first `most` masklets, what teaches most first."""
    doubt = _doubts(waiting)
    counts = verified.counts.astype(np.float64)
    nearest = _nearest(waiting.looks, verified.looks)
    scale = _scale(waiting.looks)
    left, found = np.ones(len(doubt), np.bool_), list[Ranked]()
    while left.any() and len(found) < most:
        unlike = np.where(np.isnan(nearest), 1.0, np.clip(nearest / scale, LEAST_UNLIKE, 1.0))
        share = (1 + counts.min(initial=0)) / (1 + counts[waiting.category])
        value = doubt * unlike * np.sqrt(share)
        index = int(np.argmax(np.where(left, value, -1.0)))
        rare = len(counts) > 1 and counts[waiting.category[index]] == counts.min() < counts.max()
        reasons = _reasons(waiting, index, float(nearest[index]) / scale, rare=bool(rare))
        found.append(Ranked(index, float(value[index]), reasons))
        left[index] = False
        counts[waiting.category[index]] += 1
        nearest = np.fmin(nearest, _nearest(waiting.looks, waiting.looks[index : index + 1]))
    return tuple(found)


def _doubts(waiting: Waiting) -> Floats:
    """Return how doubtful each masklet is, the larger of both doubts; the middle of all where nothing is known."""
    both = np.fmax(waiting.doubt, waiting.otherwise)
    usual = float(np.nanmedian(both)) if np.isfinite(both).any() else USUAL_DOUBT
    return np.asarray(np.clip(np.where(np.isnan(both), usual, both), LEAST_DOUBT, 1.0), np.float64)


def _nearest(looks: Floats, others: Floats) -> Floats:
    """Return the cosine distance of each (n, d) to the nearest of others (m, d), NaN where that is not known."""
    known = others[~np.isnan(others).any(axis=1)] if others.size else others
    if not len(known) or looks.shape[1] != known.shape[1]:
        return np.full(len(looks), np.nan)
    return np.asarray(1 - (looks @ known.T).max(axis=1), np.float64)


def _scale(looks: Floats) -> float:
    """Return the distance that counts as wholly unlike: the middle of those between masklets that wait."""
    known = looks[~np.isnan(looks).any(axis=1)] if looks.size else looks
    if len(known) < 2:
        return 1.0
    apart = 1 - known @ known.T
    return max(float(np.median(apart[np.triu_indices(len(known), 1)])), 1e-6)


def _reasons(waiting: Waiting, index: int, unlike: float, *, rare: bool) -> tuple[LearningReason, ...]:
    def striking(values: Floats) -> bool:
        return bool(values[index] >= max(STRIKING * np.nanmax(values, initial=0.0), LEAST_DOUBT))

    told = {
        LearningReason.UNSURE: striking(waiting.doubt),
        LearningReason.OTHERWISE: striking(waiting.otherwise),
        LearningReason.UNLIKE: unlike >= STRIKING,
        LearningReason.RARE: rare,
        LearningReason.OPEN: bool(np.isnan(waiting.doubt[index])),
    }
    return tuple(reason for reason, holds in told.items() if holds)
