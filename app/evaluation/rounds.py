"""The interactive protocol apart from who runs it: the frame to correct next, J&F round by round, steps that lose."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from app.evaluation.detection import Detection
from app.project.model import FrameIndex

LOSS = 0.005
"""By how much J&F may fall with a correction before the step counts as one that loses."""
TRIED = 12
"""Frames that are tried each time where the best one is taken."""


class NextFrame(Enum):
    """How the frame to correct next is chosen, among those that are scored and were not chosen before."""

    WORST = "worst"
    """The one with the lowest IoU."""
    EVEN = "even"
    """The middle of the longest stretch between two chosen ones: first that of the video, then of its halves."""
    SUGGESTED = "suggested"
    """The first that the workspace suggests; where it suggests none, as EVEN."""
    RANDOM = "random"
    """Any; the same ones with the same seed."""
    BEST = "best"
    """Of TRIED spread ones the one after whose correction J&F is highest: what choosing can gain, step by step."""


class FrameChooser:
    """Chooses frame after frame of a sequence of `frame_count`; `start` is annotated already."""

    def __init__(self, rule: NextFrame, frame_count: int, start: FrameIndex, seed: str) -> None:
        self._rule = rule
        self._last = frame_count - 1
        self._chosen = {start}
        self._random = random.Random(seed)  # noqa: S311

    def choose(
        self,
        iou: Callable[[FrameIndex], float],
        suggested: Callable[[], Sequence[FrameIndex]] = tuple,
        corrected: Callable[[FrameIndex], float] = float,
    ) -> FrameIndex | None:
        """Return the next frame, None when there is none left.

        `iou(frame)` is that of its mask now, `suggested()` the frames that are suggested, the first one first,
        `corrected(frame)` J&F of the sequence if that one is corrected.
        """
        left = [frame for frame in map(FrameIndex, range(1, self._last)) if frame not in self._chosen]
        if not left:
            return None
        match self._rule:
            case NextFrame.WORST:
                frame = min(left, key=iou)
            case NextFrame.EVEN:
                frame = self._middle()
            case NextFrame.SUGGESTED:
                frame = next((at for at in suggested() if at in left), self._middle())
            case NextFrame.RANDOM:
                frame = self._random.choice(left)
            case NextFrame.BEST:
                frame = max(spread(left, TRIED), key=corrected)
        self._chosen.add(frame)
        return frame

    def _middle(self) -> FrameIndex:
        ends = sorted({0, *self._chosen, self._last})
        first, last = max(pairwise(ends), key=lambda pair: pair[1] - pair[0])
        return FrameIndex((first + last) // 2)


def spread(frames: Sequence[FrameIndex], most: int) -> list[FrameIndex]:
    """Return up to `most` of some frames, as far from each other and from both ends as that many can be."""
    count = min(most, len(frames))
    return [frames[(2 * place + 1) * len(frames) // (2 * count)] for place in range(count)]


@dataclass(frozen=True, slots=True)
class Round:
    """What was done in one round, the start or a correction, and J&F after it.

    `frame` is the one corrected, None when there was nothing to correct. `computed`: frames tracked after that.
    `seconds` are those of both.
    """

    frame: FrameIndex | None
    clicks: int
    computed: int
    seconds: float
    jf: float


@dataclass(frozen=True, slots=True)
class LosingStep:
    """A correction after which J&F is lower than before by more than LOSS; `round` counts corrections from 1."""

    sequence: str
    object_id: int
    round: int
    frame: FrameIndex | None
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Course:
    """The rounds of one object: the start, then every correction."""

    sequence: str
    object_id: int
    rounds: tuple[Round, ...]
    detection: Detection | None = None
    """How well bad frames were told from good ones after the start."""

    @property
    def steps(self) -> int:
        """How many rounds after the start corrected something."""
        return sum(done.frame is not None for done in self.rounds[1:])

    @property
    def losing(self) -> tuple[LosingStep, ...]:
        """The corrections that made it worse."""
        return tuple(
            LosingStep(self.sequence, self.object_id, number, self.rounds[number].frame, before, after)
            for number, before, after in losing_steps([done.jf for done in self.rounds])
        )


def losing_steps(scores: Sequence[float]) -> list[tuple[int, float, float]]:
    """Return (round, before, after) of each step of J&F, start first, that loses more than LOSS."""
    steps = enumerate(pairwise(scores), start=1)
    return [(number, before, after) for number, (before, after) in steps if after < before - LOSS]


def mean_scores(courses: Sequence[Course]) -> list[float]:
    """Return the mean J&F over objects after the start and after each correction."""
    return [sum(done.jf for done in together) / len(together) for together in _by_round(courses)]


def mean_computed(courses: Sequence[Course]) -> list[float]:
    """Return the mean number of frames computed an object, after the start and after each correction."""
    return [sum(done.computed for done in together) / len(together) for together in _by_round(courses)]


def _by_round(courses: Sequence[Course]) -> Iterable[tuple[Round, ...]]:
    return zip(*(course.rounds for course in courses), strict=True)


@dataclass(frozen=True, slots=True)
class Duel:
    """One rule against another on the same objects, by the mean J&F of the corrected rounds.

    `ahead`: mean difference; an object is won or lost by more than LOSS.
    """

    ahead: float
    won: tuple[str, ...]
    lost: tuple[str, ...]


def duel(ours: Sequence[Course], others: Sequence[Course]) -> Duel:
    """Return how the courses of one rule stand against those of another; objects that only one has do not count."""
    theirs = {(course.sequence, course.object_id): course for course in others}
    differences: dict[str, float] = {}
    for course in ours:
        other = theirs.get((course.sequence, course.object_id))
        if other is not None and len(course.rounds) > 1 and len(other.rounds) > 1:
            differences[f"{course.sequence} {course.object_id}"] = _corrected(course) - _corrected(other)
    return Duel(
        sum(differences.values()) / max(len(differences), 1),
        tuple(name for name, ahead in differences.items() if ahead > LOSS),
        tuple(name for name, ahead in differences.items() if ahead < -LOSS),
    )


def _corrected(course: Course) -> float:
    return sum(done.jf for done in course.rounds[1:]) / (len(course.rounds) - 1)
