"""In which order masklets are worth annotating: what a model would learn most from comes first.

A masklet is worth what it stands for: how alike those that wait are to it, and not to what is verified or comes before
it (a facility location, as in Wei, Iyer, Bilmes 2015). While little is verified each of them counts the same, later the
more the more doubtful it is: with few labels what is typical teaches more than what is hard (Hacohen, Dekel, Weinshall
2022). That a model learns more so than by chance is not shown: on one set of clips the list was above five choices by
chance, on another below three (`tests.bench choosing`). What of its category is verified counts less. Where no looks
are known the most doubtful comes first.
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
"""What is left of a masklet's need where one that looks the same is verified."""
FEW: Final = 30
"""Verified masklets from which on doubt counts as much as being there."""
MANY: Final = 3.0
"""Masklets, itself included, that one stands for at least that is called typical."""
STRIKING: Final = 0.75
"""Share of the largest doubt, of the most that one stands for, or of the largest distance, that makes a reason."""


class LearningReason(Enum):
    """Why a masklet teaches much."""

    TYPICAL = "typical"
    """Many that wait look like it."""
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
    counts, cover = verified.counts.astype(np.float64), _Cover(waiting.looks, verified.looks)
    need = _needs(_doubts(waiting), float(counts.sum()), seen=bool(cover.seen.any()))
    left, found = np.ones(len(need), np.bool_), list[Ranked]()
    while left.any() and len(found) < most:
        share = (1 + counts.min(initial=0)) / (1 + counts[waiting.category])
        needed = need * np.sqrt(share)
        value = cover.gains(needed) / needed.sum()
        index = int(np.argmax(np.where(left, value, -1.0)))
        rare = len(counts) > 1 and counts[waiting.category[index]] == counts.min() < counts.max()
        found.append(Ranked(index, float(value[index]), _reasons(waiting, index, cover, rare=bool(rare))))
        left[index] = False
        counts[waiting.category[index]] += 1
        cover.add(index)
    return tuple(found)


class _Cover:
    """How far what is verified or chosen stands for those that wait, by looks (n, d): at least for itself."""

    def __init__(self, looks: Floats, verified: Floats) -> None:
        self.seen = np.flatnonzero(~np.isnan(looks).any(axis=1) & (looks.shape[1] > 0))
        self._place = {int(index): place for place, index in enumerate(self.seen)}
        known = looks[self.seen]
        scale = _scale(known)
        self._alike = _alike(known, known, scale)
        np.fill_diagonal(self._alike, 1.0)
        others = verified[~np.isnan(verified).any(axis=1)] if verified.size else verified
        self._stood_for = _alike(known, others, scale).max(axis=1, initial=0.0)
        self._many = self._alike.sum(axis=1)

    def gains(self, needed: Floats) -> Floats:
        """Return how much of what is needed (n,) each would stand for that nothing stands for yet."""
        found = needed.copy()
        found[self.seen] = needed[self.seen] @ np.maximum(self._alike - self._stood_for[:, None], 0.0)
        return found

    def add(self, index: int) -> None:
        """Note that a masklet is chosen."""
        if index in self._place:
            self._stood_for = np.maximum(self._stood_for, self._alike[:, self._place[index]])

    def typical(self, index: int) -> bool:
        """Return whether many look like a masklet."""
        place = self._place.get(index)
        return place is not None and bool(self._many[place] >= max(STRIKING * self._many.max(), MANY))

    def unlike(self, index: int) -> bool:
        """Return whether nothing that is verified or chosen looks like a masklet, where there is any."""
        place = self._place.get(index)
        return place is not None and bool(self._stood_for.any() and self._stood_for[place] <= 1 - STRIKING)


def _alike(looks: Floats, others: Floats, scale: float) -> Floats:
    """Return how far each of the others (m, d) stands for each of the looks (n, d): shape (n, m), 0..1."""
    if looks.shape[1] != others.shape[1]:
        return np.zeros((len(looks), len(others)))
    near = np.clip(1 - (1 - looks @ others.T) / scale, 0.0, 1.0)
    return np.asarray((1 - LEAST_UNLIKE) * near, np.float64)


def _needs(doubt: Floats, verified: float, *, seen: bool) -> Floats:
    """Return how much each needs what it is learned from: the more by its doubt the more is verified."""
    trust = verified / (verified + FEW) if seen else 1.0
    middle = float(doubt.mean()) if len(doubt) else 1.0
    return np.asarray((1 - trust) + trust * doubt / middle, np.float64)


def _doubts(waiting: Waiting) -> Floats:
    """Return how doubtful each masklet is, the larger of both doubts; the middle of all where nothing is known."""
    both = np.fmax(waiting.doubt, waiting.otherwise)
    usual = float(np.nanmedian(both)) if np.isfinite(both).any() else USUAL_DOUBT
    return np.asarray(np.clip(np.where(np.isnan(both), usual, both), LEAST_DOUBT, 1.0), np.float64)


def _scale(looks: Floats) -> float:
    """Return the distance that counts as wholly unlike: the middle of those between masklets that wait."""
    if len(looks) < 2:
        return 1.0
    apart = 1 - looks @ looks.T
    return max(float(np.median(apart[np.triu_indices(len(looks), 1)])), 1e-6)


def _reasons(waiting: Waiting, index: int, cover: _Cover, *, rare: bool) -> tuple[LearningReason, ...]:
    def striking(values: Floats) -> bool:
        return bool(values[index] >= max(STRIKING * np.nanmax(values, initial=0.0), LEAST_DOUBT))

    told = {
        LearningReason.TYPICAL: cover.typical(index),
        LearningReason.UNSURE: striking(waiting.doubt),
        LearningReason.OTHERWISE: striking(waiting.otherwise),
        LearningReason.UNLIKE: cover.unlike(index),
        LearningReason.RARE: rare,
        LearningReason.OPEN: bool(np.isnan(waiting.doubt[index])),
    }
    return tuple(reason for reason, holds in told.items() if holds)
