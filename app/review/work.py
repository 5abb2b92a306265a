"""What the work came to, from the log of who did what: the numbers of the SAM 2 paper's Table 1, group by group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from app.project.document import Document
from app.project.model import Event, ObjectId, Stage

TOOL: Final = "tool"
STAGE: Final = "stage"
PHASE: Final = "phase"
MODEL: Final = "model"
SECONDS: Final = "s"
HOW: Final = "how"
WHAT: Final = "what"
"""Keys of an event's details. SECONDS: worked since the event before, idle time cut off. HOW: undone or redone, missing
when it was done. WHAT: the judgement of a verdict, the stage that a masklet came to."""


class Verb(Enum):
    """What a gesture did, as an event's verb."""

    CLICK = "click"
    BOX = "box"
    PAINT = "paint"
    ABSENT = "absent"
    UNPROMPT = "unprompt"
    FINE = "fine"
    TRACK = "track"
    LOCK = "lock"
    ADD = "add"
    DELETE = "delete"
    STAGE = "stage"
    VERDICT = "verdict"
    ISSUE = "issue"
    RESOLVE = "resolve"
    EDIT = "edit"
    """Anything else."""
    TURN = "turn"
    """Another stage of the window, another annotator, or the end: the time until then."""


OF_A_MASKLET: Final = frozenset(verb.value for verb in (Verb.STAGE, Verb.VERDICT, Verb.ISSUE, Verb.RESOLVE))
"""Verbs that a masklet's own history is made of."""
_EDITING: Final = frozenset(verb.value for verb in (Verb.CLICK, Verb.BOX, Verb.PAINT, Verb.ABSENT))


@dataclass(frozen=True, slots=True)
class PaperPhase:
    """A row of Table 1 of the paper (arXiv 2408.00714)."""

    phase: int
    seconds_a_frame: float
    edited_share: float
    clicks_a_frame: float


PAPER: Final = (PaperPhase(1, 37.8, 1.0, 4.80), PaperPhase(2, 7.4, 0.2325, 3.61), PaperPhase(3, 4.5, 0.1904, 2.68))


Place = tuple[int, int]
"""Object and frame; there are too many for a class."""


@dataclass(slots=True)
class Tally:
    """Sums over events. `seconds` by stage."""

    events: int = 0
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    clicks: int = 0
    clicked: set[Place] = field(default_factory=set)
    edited: set[Place] = field(default_factory=set)
    objects: set[ObjectId] = field(default_factory=set)
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, event: Event) -> None:
        """Count an event. What was undone or redone counts as time only."""
        self.events += 1
        self.seconds[event.details.get(STAGE, "")] += _seconds(event.details.get(SECONDS, ""))
        if event.object is not None:
            self.objects.add(event.object)
        if HOW in event.details:
            return
        if event.verb == Verb.VERDICT.value:
            self.verdicts[event.details.get(WHAT, "")] += 1
        if event.object is None or event.frame is None or event.verb not in _EDITING:
            return
        place = (event.object, event.frame)
        self.edited.add(place)
        if event.verb == Verb.CLICK.value:
            self.clicks += 1
            self.clicked.add(place)

    def join(self, other: "Tally") -> None:
        """Add the sums of another one."""
        self.events += other.events
        for stage, seconds in other.seconds.items():
            self.seconds[stage] += seconds
        self.clicks += other.clicks
        self.clicked |= other.clicked
        self.edited |= other.edited
        self.objects |= other.objects
        self.verdicts += other.verdicts


@dataclass(frozen=True, slots=True, eq=False)
class Masklets:
    """What there is in a project: frames with a mask and edited cells of each object that is no candidate."""

    frames: Mapping[ObjectId, int]
    edited: frozenset[Place]

    @classmethod
    def of(cls, document: Document) -> "Masklets":
        """Return what is in a project."""
        frames: dict[ObjectId, int] = {}
        edited: set[Place] = set()
        for record in document.all_objects():
            masks = document.contents_of(record.id).masks
            frames[record.id] = len(masks)
            edited.update(
                (record.id, frame) for frame in document.conditioning_frames(record.id) if masks[frame].source.edited
            )
        return cls(frames, frozenset(edited))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of the data engine, None where there is nothing to divide by. `verdicts`: share of each judgement."""

    masklets: int
    frames: int
    seconds: float
    seconds_a_frame: float | None
    edited_share: float | None
    clicks_a_frame: float | None
    masklets_an_hour: float | None
    verdicts: Mapping[str, float]


def numbers(tally: Tally, there: Masklets, *, whole: bool = False) -> Numbers:
    """Return what a tally comes to; with `whole` it is that of the project, and all of its masklets count."""
    objects = there.frames.keys() if whole else tally.objects & there.frames.keys()
    frames = sum(there.frames[id] for id in objects)
    edited = len(there.edited if whole else there.edited & tally.edited)
    seconds = tally.seconds[Stage.ANNOTATION.value]
    judged = tally.verdicts.total()
    return Numbers(
        len(objects),
        frames,
        seconds,
        _over(seconds, frames),
        _over(edited, frames),
        _over(tally.clicks, len(tally.clicked)),
        _over(len(objects) * 3600.0, seconds),
        {what: count / judged for what, count in sorted(tally.verdicts.items())},
    )


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """The tallies of a project: of all, and by annotator, model and phase."""

    whole: Tally
    by: Mapping[str, Mapping[str, Tally]]


def counted(events: Iterable[Event]) -> Work:
    """Return the tallies of a log."""
    parts: dict[tuple[str, str, str], Tally] = {}
    for event in events:
        key = (event.annotator, event.details.get(MODEL, ""), event.details.get(PHASE, ""))
        if key not in parts:
            parts[key] = Tally()
        parts[key].add(event)
    whole, by = Tally(), {name: dict[str, Tally]() for name in ("annotator", "model", "phase")}
    for key, part in parts.items():
        whole.join(part)
        for groups, group in zip(by.values(), key, strict=True):
            groups.setdefault(group, Tally()).join(part)
    return Work(whole, by)


def history_of(events: Iterable[Event], object: ObjectId) -> Iterator[Event]:
    """Yield what happened to a masklet as a whole: its stages, verdicts and issues, oldest first."""
    for event in events:
        if event.object == object and event.verb in OF_A_MASKLET:
            yield event


def _seconds(text: str) -> float:
    """Return the seconds in a detail; what a damaged or forged log says beyond a day, or below 0, is none."""
    try:
        seconds = float(text or 0.0)
    except ValueError:
        return 0.0
    return seconds if 0.0 <= seconds <= 86_400.0 else 0.0


def _over(part: float, whole: float) -> float | None:
    return part / whole if whole else None
