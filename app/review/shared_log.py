"""What two copies of a project have in common, and what was done in each since, told by their logs.

A line of a log is the same line in every copy it came to, under whatever ids (see ORIGIN). An object is the same one in
two copies when the line that made it is. Times are compared and never ordered: clocks may jump.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec

from app.project.conventions import MERGES
from app.project.document import Document
from app.project.model import Event, ObjectId, VideoId
from app.review.work import ALSO, EVERY_OBJECT, MERGED, NEW, ORIGIN, Verb

_MANY = "objects"
"""A detail of lines that were about several objects before logs named them."""


class LineKey(NamedTuple):
    """What makes a line the same one in every copy: all of it, with the ids that it had where it was written."""

    when: str
    annotator: str
    verb: str
    origin: str
    frame: int | None
    details: frozenset[tuple[str, str]]


class Birth(NamedTuple):
    """The line that made an object, and the object's id where that was written."""

    line: LineKey
    object: str


def key_of(event: Event) -> LineKey:
    """Return what makes a line the same one in every copy."""
    details = frozenset(item for item in event.details.items() if item[0] not in (ORIGIN, MERGED, ALSO))
    return LineKey(event.when.isoformat(), event.annotator, event.verb, _origin(event), event.frame, details)


def _origin(event: Event) -> str:
    also = event.details.get(ALSO, "")
    return event.details.get(ORIGIN) or f"{event.video or ''}/{event.object or ''}/{also}"


class Touched(NamedTuple):
    """Objects that lines are about; `all` where one does not say which."""

    objects: frozenset[ObjectId]
    all: bool

    def touches(self, object: ObjectId) -> bool:
        """Return whether something was done to an object."""
        return self.all or object in self.objects


@dataclass(frozen=True, eq=False)
class ProjectCopy:
    """A copy of a project: what is in it, and its log, oldest line first."""

    document: Document
    log: Sequence[Event]

    @cached_property
    def keys(self) -> Counter[LineKey]:
        """The keys of all lines."""
        return Counter(map(key_of, self.log))

    @cached_property
    def in_effect(self) -> tuple[Event, ...]:
        """The lines without those of mergings that were undone."""
        merges = (self.document.convention(MERGES) or "").split()
        return tuple(event for event in self.log if event.details.get(MERGED, "") in ("", *merges))

    @cached_property
    def births(self) -> dict[ObjectId, Birth]:
        """The line that made each object, where it is in the log; of objects that were deleted too."""
        found: dict[ObjectId, Birth] = {}
        for event in self.log:
            if event.verb == Verb.MERGE.value or not (NEW in event.details or event.verb == Verb.ADD.value):
                continue
            for id, there in _named(event):
                if id not in found:
                    found[id] = Birth(key_of(event), there)
        return found

    def since(self, other: "ProjectCopy") -> tuple[Event, ...]:
        """Return the lines in effect here that are not in effect in another copy."""
        return tuple(_without(self.in_effect, Counter(map(key_of, other.in_effect))))

    def missing_in(self, other: "ProjectCopy") -> tuple[Event, ...]:
        """Return the lines in effect here that another copy does not have at all."""
        return tuple(_without(self.in_effect, Counter(other.keys)))


def touched_by(events: Iterable[Event]) -> Touched:
    """Return the objects that lines are about. That others were taken over is nothing that was done to them."""
    objects: set[ObjectId] = set()
    everything = False
    for event in events:
        if event.verb == Verb.MERGE.value:
            continue
        objects.update(objects_of(event))
        also = event.details.get(ALSO, "")
        everything = everything or also == EVERY_OBJECT or (not also and _MANY in event.details)
    return Touched(frozenset(objects), everything)


def objects_of(event: Event) -> Iterator[ObjectId]:
    """Yield the objects that a line names."""
    for id, _there in _named(event):
        yield id


def moved_line(event: Event, videos: dict[VideoId, VideoId], objects: dict[ObjectId, ObjectId], merging: str) -> Event:
    """Return a line of another copy as it stands in this one. What it is about is None where that is not here."""
    also = event.details.get(ALSO, "")
    here = also
    if also and also != EVERY_OBJECT:
        here = ",".join(str(objects.get(ObjectId(id), 0)) for id in _numbers(also))
    video = None if event.video is None else videos.get(event.video)
    object = None if event.object is None else objects.get(event.object)
    details = {name: text for name, text in event.details.items() if name not in (ALSO, ORIGIN, MERGED)}
    if here:
        details[ALSO] = here
    if (video, object, here) != (event.video, event.object, also) or ORIGIN in event.details:
        details[ORIGIN] = _origin(event)
    return msgspec.structs.replace(event, video=video, object=object, details={**details, MERGED: merging})


def _without(events: Iterable[Event], known: Counter[LineKey]) -> Iterator[Event]:
    for event in events:
        key = key_of(event)
        if known[key] > 0:
            known[key] -= 1
        else:
            yield event


def _named(event: Event) -> Iterator[tuple[ObjectId, str]]:
    """Yield (id here, id where the line was written) of each object that a line names."""
    also = event.details.get(ALSO, "")
    _video, object, others = [*_origin(event).split("/", 2), "", ""][:3]
    if event.object is not None:
        yield event.object, object
    if also != EVERY_OBJECT:
        there = others.split(",")
        for place, id in enumerate(_numbers(also)):
            if id:  # 0 stands for one that is not here
                yield ObjectId(id), there[place] if place < len(there) else ""


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.isascii() and part.isdigit() and len(part) < 20]
