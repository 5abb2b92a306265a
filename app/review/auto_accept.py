"""Masklets accepted by the scores that suggestions come from; a project's own verdicts say how often that is wrong.

The doubt of a masklet is one number. The more of the least doubtful ones people found good, the higher the doubt up to
which masklets may be accepted unseen; how often that is wrong has a bound that holds with CONFIDENCE (Clopper and
Pearson). Thresholds are tried from the strictest on, until one fails: trying several costs no confidence that way.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
import numpy as np

from app.errors import DAMAGED
from app.project.document import Document
from app.project.model import Event, Judgement, MaskSource, ObjectId
from app.project.second_looks import LookKind, second_looks
from app.review.stretches import doubt
from app.review.work import DOUBT, HOW, LOOK, WHAT, Verb

AUTOMATIC: Final = "auto-accept"
"""Stands for the annotator in verdicts that were given by the score."""
MAX_WRONG: Final = 0.05
"""Share of accepted masklets that may be wrong."""
CONFIDENCE: Final = 0.95
AUDITED: Final = 20
"""One of so many accepted masklets comes to a person all the same."""
WORST: Final = 10
"""The doubt of a masklet is the mean over the most doubtful 1 / WORST of its frames."""
DIGITS: Final = 4
"""Of a doubt: the log has as many."""
WEIGHED: Final = 20_000
"""Frames of a masklet that are weighed, at most."""
_BY_MODEL: Final = frozenset({MaskSource.TRACKED, MaskSource.AUTO})


@dataclass(frozen=True, slots=True)
class Audit:
    """What people said about masklets that were accepted unseen: how many they looked at, and how many were wrong."""

    looks: int = 0
    wrong: int = 0

    @property
    def failed(self) -> bool:
        """True when more of them are wrong than may be."""
        return self.wrong > MAX_WRONG * self.looks


@dataclass(frozen=True, slots=True)
class AutoAccept:
    """What a project accepts unseen: masklets up to a doubt. It was calibrated on `verdicts`, of which `wrong` were not
    satisfactory; at most `bound` of such masklets are wrong. `before`: what audits had come to when it was switched on.
    """

    threshold: float
    verdicts: int
    wrong: int
    bound: float
    before: Audit = Audit()


@dataclass(frozen=True, slots=True)
class JudgedSample:
    """A masklet that a person judged: its doubt at that time, and whether it was satisfactory."""

    doubt: float
    good: bool


def masklet_doubt(document: Document, id: ObjectId) -> float | None:
    """Return how doubtful a masklet is, 0..1, from what the model said of its masks; None where it made none of them.

    What a person called fine is in no doubt. Masks that a person made, or another tool, say nothing.
    """
    masks = tuple(document.contents_of(id).masks.values())
    made = [mask for mask in masks[:: max(len(masks) // WEIGHED, 1)] if mask.source in _BY_MODEL]
    if not made:
        return None
    score = np.array([1.0 if mask.fine else mask.score for mask in made], np.float32)
    presence = np.array([1.0 if mask.fine else mask.presence for mask in made], np.float32)
    doubts = np.sort(doubt(score, presence))
    return round(float(doubts[-math.ceil(len(doubts) / WORST) :].mean()), DIGITS)


def samples_of(events: Iterable[Event]) -> tuple[JudgedSample, ...]:
    """Return the verdicts of people in a log, each masklet as it was then, without those that were taken back."""
    given: dict[ObjectId, list[JudgedSample]] = {}
    for event in events:
        if (
            event.verb != Verb.VERDICT.value
            or event.object is None
            or event.details.get(LOOK) == LookKind.RECHECK.value
        ):
            continue  # a re-check is no other masklet
        stack = given.setdefault(event.object, [])
        if event.details.get(HOW) == "undone":
            del stack[-1:]
            continue
        value, what = _number(event.details.get(DOUBT, "")), event.details.get(WHAT, "")
        if value is not None and what:
            stack.append(JudgedSample(value, what == Judgement.SATISFACTORY.value))
    return tuple(sample for stack in given.values() for sample in stack)


def calibrated(samples: Sequence[JudgedSample]) -> AutoAccept | None:
    """Return up to which doubt masklets may be accepted unseen; None when the verdicts do not allow any."""
    ordered = sorted(samples, key=lambda sample: sample.doubt)
    found: AutoAccept | None = None
    wrong = 0
    for count, sample in enumerate(ordered, start=1):
        wrong += not sample.good
        tied = count < len(ordered) and ordered[count].doubt == sample.doubt
        if count < needed() or tied:
            continue
        bound = upper_bound(wrong, count)
        if bound > MAX_WRONG:
            break
        found = AutoAccept(sample.doubt, count, wrong, bound)
    return found


def needed() -> int:
    """Return how many verdicts, all of them good, it takes at least."""
    return math.ceil(math.log(1 - CONFIDENCE) / math.log(1 - MAX_WRONG))


def upper_bound(wrong: int, count: int, confidence: float = CONFIDENCE) -> float:
    """Return the one-sided upper bound of Clopper and Pearson for the share of wrong ones."""
    if wrong >= count:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, count, middle) > 1 - confidence else (low, middle)
    return high


def is_audited(id: ObjectId) -> bool:
    """Return whether a masklet is one of those that come to a person all the same. It depends on its id only."""
    return id * 0x85EBCA6B % (1 << 32) < (1 << 32) // AUDITED


def audit_of(document: Document, before: Audit = Audit()) -> Audit:
    """Return what the audits of a project came to, without those of `before`."""
    looks = [look for look in second_looks(document.conventions()) if look.kind is LookKind.AUDIT]
    wrong = sum(not look.same for look in looks)
    return Audit(max(len(looks) - before.looks, 0), max(wrong - before.wrong, 0))


def due_audit(document: Document, allowed: Callable[[ObjectId], bool] = lambda _id: True) -> ObjectId | None:
    """Return a masklet among the `allowed` ones that was accepted unseen and is to be audited; None for none."""
    accepted = (verdict.object for verdict in document.verdicts().values() if verdict.annotator == AUTOMATIC)
    return min((id for id in accepted if is_audited(id) and allowed(id)), default=None)


def auto_accept_in(text: str | None) -> AutoAccept | None:
    """Return the rule in the text of the convention, None where it is none or makes no sense."""
    try:
        rule = msgspec.json.decode(text or "", type=AutoAccept)
    except DAMAGED:
        return None
    return rule if 0.0 <= rule.threshold <= 1.0 and 0.0 <= rule.bound <= MAX_WRONG else None


def auto_accept_text(rule: AutoAccept) -> str:
    """Return the text of the convention."""
    return msgspec.json.encode(rule).decode()


def _at_most(wrong: int, count: int, share: float) -> float:
    """Return the probability of at most `wrong` of `count` when each is wrong with probability `share`."""
    if share <= 0.0:
        return 1.0
    if share >= 1.0:
        return 0.0
    logs = (
        math.lgamma(count + 1)
        - math.lgamma(k + 1)
        - math.lgamma(count - k + 1)
        + k * math.log(share)
        + (count - k) * math.log1p(-share)
        for k in range(wrong + 1)
    )
    return math.fsum(map(math.exp, logs))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None
