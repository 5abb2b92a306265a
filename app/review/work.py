"""What the work came to, from the log of who did what: sums of time, clicks and edited frames, group by group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

import msgspec
import numpy as np

from app.project.document import Document
from app.project.model import Event, MaskSource, ObjectId, Stage

TOOL: Final = "tool"
STAGE: Final = "stage"
PHASE: Final = "phase"
MODEL: Final = "model"
SECONDS: Final = "s"
HOW: Final = "how"
WHAT: Final = "what"
ALSO: Final = "also"
NEW: Final = "new"
ORIGIN: Final = "origin"
MERGED: Final = "merged"
SENT_BACK: Final = "sent back"
DOUBT: Final = "doubt"
LOOK: Final = "look"
FRAMES: Final = "frames"
"""Keys of an event's details.

SECONDS: worked since the event before, idle time cut off. HOW: undone or redone, missing when it was done. WHAT: the
judgement of a verdict, the stage that a masklet came to, what became of an issue that was there. ALSO: the ids of
further objects it changed, with commas, or EVERY_OBJECT. NEW: there when objects were made. ORIGIN: what video, object
and ALSO were in the copy that it came from. MERGED: the name of the merging by which it came. SENT_BACK: is there when
verdicts ended because their masks changed. DOUBT: that of a masklet when a person judged it (app.review.auto_accept).
LOOK: which kind of second look a verdict was. FRAMES: those of `object` whose masks a person made in one gesture over
several, as "7-32,40".
"""
MOST_FRAMES: Final = 10_000
"""Frames that a line names; a gesture over more names none."""
EVERY_OBJECT: Final = "*"
MOST_DIGITS: Final = 18
"""Of an object's id in a line."""
DELETED, OPENED, DESCRIBED = "deleted", "opened again", "described"
"""What becomes of an issue."""


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
    MERGE = "merge"
    """What others did in a copy of the project came in."""
    EDIT = "edit"
    """Anything else."""
    TURN = "turn"
    """Another stage of the window, another annotator, or the end: the time until then."""


OF_A_MASKLET: Final = frozenset(verb.value for verb in (Verb.STAGE, Verb.VERDICT, Verb.ISSUE, Verb.RESOLVE))
"""Verbs that a masklet's own history is made of."""
_EDITING: Final = frozenset(verb.value for verb in (Verb.CLICK, Verb.BOX, Verb.PAINT, Verb.ABSENT))
_CLICK, _VERDICT, _ANNOTATION = Verb.CLICK.value, Verb.VERDICT.value, Stage.ANNOTATION.value
_STAGE, _SELECTION = Verb.STAGE.value, Stage.SELECTION.value
_UNDONE = "undone"
_TAKEN_BACK = ""
"""What a verdict is that was given and then taken away, not undone."""


Place = tuple[int, int]
"""Object and frame; there are too many for a class."""


@dataclass(slots=True)
class Tally:
    """Sums over events. `seconds` by stage, `tools`: of all stages, by tool.

    `objects`: those annotated, and those accepted, which the model may have tracked without a person.
    """

    events: int = 0
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    tools: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    clicks: int = 0
    clicked: set[Place] = field(default_factory=set)
    edited: set[Place] = field(default_factory=set)
    objects: set[ObjectId] = field(default_factory=set)
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, event: Event) -> None:
        """Count an event. What was undone or redone counts as time only; a verdict that was taken back is none."""
        details = event.details
        self.events += 1
        seconds = _seconds(details.get(SECONDS, ""))
        stage = details.get(STAGE, "")
        self.seconds[stage] += seconds
        self.tools[details.get(TOOL, "")] += seconds
        if event.object is None:
            return
        if stage == _ANNOTATION:
            self.objects.add(event.object)
        elif stage == _SELECTION and event.verb == _STAGE and details.get(WHAT) == _ANNOTATION:
            self.objects.update((event.object, *_ids(details.get(ALSO, ""))))
        if event.verb == _VERDICT:
            self.verdicts[details.get(WHAT, "")] += -1 if details.get(HOW) == _UNDONE else 1
        if HOW in details:
            return
        if FRAMES in details:
            self.edited.update((event.object, frame) for frame in _frames(details[FRAMES]))
        if event.frame is None or event.verb not in _EDITING:
            return
        place = (event.object, event.frame)
        self.edited.add(place)
        if event.verb == _CLICK:
            self.clicks += 1
            self.clicked.add(place)

    def join(self, other: "Tally") -> None:
        """Add the sums of another one."""
        self.events += other.events
        for sums, others in ((self.seconds, other.seconds), (self.tools, other.tools)):
            for name, seconds in others.items():
                sums[name] += seconds
        self.clicks += other.clicks
        self.clicked |= other.clicked
        self.edited |= other.edited
        self.objects |= other.objects
        self.verdicts.update(other.verdicts)  # one may be below 0: it took back what the other has


@dataclass(frozen=True, slots=True, eq=False)
class Masklets:
    """What there is in a project: annotated frames with a mask, and edited cells, of each object that is no candidate.

    Frames that the annotation rate passes over count where a person changed their mask. `imported`: the objects whose
    masks all came from elsewhere, for which nobody worked here.
    """

    frames: Mapping[ObjectId, int]
    edited: frozenset[Place]
    imported: frozenset[ObjectId] = frozenset()

    @classmethod
    def of(cls, document: Document) -> "Masklets":
        """Return what is in a project."""
        frames: dict[ObjectId, int] = {}
        edited: set[Place] = set()
        imported: set[ObjectId] = set()
        for record in document.all_objects():
            masks, step = document.contents_of(record.id).masks, document.annotation_step(record.video)
            changed = [frame for frame in document.conditioning_frames(record.id) if masks[frame].source.edited]
            between = sum(frame % step != 0 for frame in changed)
            frames[record.id] = between + (len(masks) if step == 1 else sum(frame % step == 0 for frame in masks))
            edited.update((record.id, frame) for frame in changed)
            if masks and all(mask.source is MaskSource.IMPORTED for mask in masks.values()):
                imported.add(record.id)
        return cls(frames, frozenset(edited), frozenset(imported))


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of the data engine, None where there is nothing to divide by. `verdicts`: share of each judgement
    in those given, and as the empty one how many of them a person took back.

    `seconds` are those of annotation, `seconds_a_verdict` those of verification.
    """

    masklets: int
    frames: int
    seconds: float
    seconds_a_frame: float | None
    edited_frames: int
    edited_share: float | None
    clicks: int
    clicks_a_frame: float | None
    masklets_an_hour: float | None
    seconds_a_verdict: float | None
    verdicts: Mapping[str, float]


def numbers(tally: Tally, there: Masklets, *, whole: bool = False) -> Numbers:
    """Return what a tally comes to; with `whole` it is that of the project, and all of its masklets count.

    Of what was imported and never changed there are numbers, and no rates: that took nobody's time here.
    """
    objects = there.frames.keys() if whole else tally.objects & there.frames.keys()
    frames = sum(there.frames[id] for id in objects)
    made = objects - there.imported
    made_frames = sum(there.frames[id] for id in made)
    edited = len(there.edited if whole else there.edited & tally.edited)
    seconds = tally.seconds[_ANNOTATION]
    verdicts = +tally.verdicts
    judged = verdicts.total() - verdicts[_TAKEN_BACK]
    return Numbers(
        len(objects),
        frames,
        seconds,
        _over(seconds, made_frames) or None,
        edited,
        _over(edited, made_frames),
        tally.clicks,
        _over(tally.clicks, len(tally.clicked)),
        _over(len(made) * 3600.0, seconds) or None,
        _over(tally.seconds[Stage.VERIFICATION.value], judged) or None,
        {what: count / judged for what, count in sorted(verdicts.items()) if judged},
    )


class Grouping(Enum):
    """What the work is told apart by."""

    ANNOTATOR = "annotator"
    MASKLET = "masklet"
    PHASE = "phase"
    MODEL = "model"
    WEEK = "week"


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """The tallies of a project: of all, and by each grouping; those of masklets by the object's id as text."""

    whole: Tally
    by: Mapping[str, Mapping[str, Tally]]


class WorkBook:
    """Counts a log event by event, so that what came since is all that has to be counted for the next look."""

    def __init__(self) -> None:
        self._parts: dict[tuple[str, str, str, str, str], Tally] = {}
        self._weeks: dict[date, str] = {}

    def add(self, events: Iterable[Event]) -> None:
        """Count further events."""
        parts, weeks = self._parts, self._weeks
        for event in events:
            day = event.when.date()
            week = weeks.get(day)
            if week is None:
                week = weeks[day] = f"{day.isocalendar().year}-W{day.isocalendar().week:02}"
            details = event.details
            object = "" if event.object is None else str(event.object)
            key = (event.annotator, object, details.get(PHASE, ""), details.get(MODEL, ""), week)
            part = parts.get(key)
            if part is None:
                part = parts[key] = Tally()
            part.add(event)

    def work(self) -> Work:
        """Return the tallies of what was counted so far."""
        whole, by = Tally(), {grouping.value: dict[str, Tally]() for grouping in Grouping}
        for key, part in self._parts.items():
            whole.join(part)
            for groups, group in zip(by.values(), key, strict=True):
                groups.setdefault(group, Tally()).join(part)
        by[Grouping.MASKLET.value].pop("", None)
        for id, part in by[Grouping.MASKLET.value].items():
            part.objects &= {ObjectId(int(id))}  # one line accepts several
        return Work(whole, by)


def counted(events: Iterable[Event]) -> Work:
    """Return the tallies of a log."""
    book = WorkBook()
    book.add(events)
    return book.work()


def history_of(events: Iterable[Event], object: ObjectId) -> Iterator[Event]:
    """Yield what happened to a masklet as a whole: its stages, verdicts and issues, oldest first.

    Of an edit that ended its verdict it yields a line, too: one that says that it came to verification again.
    """
    id = str(object)
    for event in events:
        also = event.details.get(ALSO, "")
        if event.object != object and also != EVERY_OBJECT and id not in also.split(","):
            continue
        if event.verb in OF_A_MASKLET:
            yield event
        elif SENT_BACK in event.details:
            how = {HOW: event.details[HOW]} if HOW in event.details else {}
            back = {WHAT: Stage.VERIFICATION.value} | how
            yield msgspec.structs.replace(event, verb=Verb.STAGE.value, object=object, details=back)


def frames_text(frames: Iterable[int]) -> str:
    """Return frames as they stand in a line, empty where they are none or too many."""
    at = np.unique(np.fromiter(frames, np.int64))
    if not 0 < len(at) <= MOST_FRAMES:
        return ""
    ends = np.flatnonzero(np.diff(at) > 1)
    stretches = zip(at[[0, *(ends + 1)]].tolist(), at[[*ends, -1]].tolist(), strict=True)
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in stretches)


def _frames(text: str) -> Iterator[int]:
    """Yield the frames in a detail; none where a damaged or forged log says something else."""
    left = MOST_FRAMES
    for part in text.split(","):
        first, _, last = part.partition("-")
        if len(part) > 24 or not (first.isdecimal() and (last or first).isdecimal()):
            return
        stretch = range(int(first), int(last or first) + 1)[:left]
        left -= len(stretch)
        yield from stretch


def _ids(text: str) -> Iterator[ObjectId]:
    """Yield the objects in a detail; those that a damaged or forged log names otherwise are none."""
    for part in text.split(","):
        if part.isdecimal() and len(part) <= MOST_DIGITS:
            yield ObjectId(int(part))


def _seconds(text: str) -> float:
    """Return the seconds in a detail; what a damaged or forged log says beyond a day, or below 0, is none."""
    try:
        seconds = float(text or 0.0)
    except ValueError:
        return 0.0
    return seconds if 0.0 <= seconds <= 86_400.0 else 0.0


def _over(part: float, whole: float) -> float | None:
    return part / whole if whole else None
