"""Which edits build on earlier ones that may never reach the disk, and would make no sense without them."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from app.project.edit import Edit
from app.project.model import FrameIndex, ObjectId


class _Kind(Enum):
    """What a mark is about; the first ones are maps of an edit."""

    VIDEO = "videos"
    OBJECT = "objects"
    RUN = "runs"
    VERDICT = "verdicts"
    ISSUE = "issues"
    CONVENTION = "conventions"
    CELL = "cell"
    """Its prompts and its mask, which belong together."""
    LOCK = "lock"
    MASKLET = "masklet"
    """Anything of an object."""
    STEP = "step"
    """Of the history."""
    ANY_VIDEO = "any video"
    """A video that was there becomes another, or goes."""
    ANYTHING = "anything"


_RECORDS = (_Kind.VIDEO, _Kind.OBJECT, _Kind.RUN, _Kind.VERDICT, _Kind.ISSUE, _Kind.CONVENTION)

_Mark = tuple[_Kind, int | str, int]
"""Something that an edit changes or relies on: its kind, its id or name, and its frame (else 0)."""


class Unwritten:
    """Large edits on their way to the disk, each with what small edits behind it made of it.

    An edit builds on another when it changes what that one changed, or refers to it: directly, or by an edit between.
    Where that is not sure it is said to.
    """

    def __init__(self) -> None:
        self._large: dict[int, tuple[Edit, frozenset[int]]] = {}
        self._behind: dict[int, set[_Mark]] = {}

    def add(self, number: int, edit: Edit, steps: Iterable[int]) -> None:
        """Note a large edit; `steps`: those of the history that it makes or changes."""
        self._large[number], self._behind[number] = (edit, frozenset(steps)), set()

    def remove(self, number: int) -> None:
        """Forget a large edit, which is written or was taken back. Numbers of others may be given."""
        self._large.pop(number, None)
        self._behind.pop(number, None)

    def needed_by(self, edit: Edit, steps: Iterable[int]) -> tuple[int, ...]:
        """Return the numbers of the large edits that a small one builds on, and note it behind these."""
        if not self._large:
            return ()
        of_steps: set[_Mark] = {(_Kind.STEP, step, 0) for step in steps}
        relied_on, changed = {*_relied_on(edit), *of_steps}, {*_changed(edit), *of_steps}
        needed = []
        for number, (large, its_steps) in self._large.items():
            behind = self._behind[number]
            if not behind.isdisjoint(relied_on) or any(_changes(large, its_steps, mark) for mark in relied_on):
                behind |= changed
                needed.append(number)
        return tuple(needed)


def _changed(edit: Edit) -> Iterator[_Mark]:
    """Yield what an edit changes, in all the ways in which another can rely on it."""
    yield (_Kind.ANYTHING, 0, 0)
    yield from _records(edit)
    yield from _cells(edit)
    yield from ((_Kind.MASKLET, id, 0) for id in edit.objects_touched())
    if _changes_a_video(edit):
        yield (_Kind.ANY_VIDEO, 0, 0)


def _relied_on(edit: Edit) -> Iterator[_Mark]:
    """Yield what must be as it was when an edit was made."""
    yield (_Kind.ANY_VIDEO, 0, 0)
    if _changes_a_video(edit):
        yield (_Kind.ANYTHING, 0, 0)
    yield from _records(edit)
    yield from _cells(edit)
    yield from ((_Kind.OBJECT, id, 0) for id in edit.objects_on_frames())
    for record in edit.objects.values():
        if record.after is not None:
            yield (_Kind.VIDEO, record.after.video, 0)
    for id in _as_a_whole(edit):
        yield (_Kind.OBJECT, id, 0)
        yield (_Kind.MASKLET, id, 0)
    yield from _of_runs(edit)


def _as_a_whole(edit: Edit) -> Iterator[ObjectId]:
    """Yield the objects whose whole masklet matters: it was looked at, or goes."""
    yield from edit.verdicts
    yield from (issue.object for delta in edit.issues.values() for issue in (delta.before, delta.after) if issue)
    yield from (id for id, delta in edit.objects.items() if delta.after is None)
    for run in edit.runs.values():
        if run.before is not None and run.after is None:
            yield from run.before.objects


def _of_runs(edit: Edit) -> Iterator[_Mark]:
    for frames in edit.masks.by_object().values():
        runs = {mask.run for mask in frames.after.values() if mask is not None}
        yield from ((_Kind.RUN, run, 0) for run in runs if run is not None)
    for delta in edit.runs.values():
        if delta.after is not None:
            yield (_Kind.VIDEO, delta.after.video, 0)
            yield from ((_Kind.OBJECT, id, 0) for id in delta.after.objects)


def _records(edit: Edit) -> Iterator[_Mark]:
    for kind in _RECORDS:
        yield from ((kind, key, 0) for key in getattr(edit, kind.value))


def _cells(edit: Edit) -> Iterator[_Mark]:
    for changes in (edit.prompts, edit.masks):
        for id, frames in changes.by_object().items():
            yield from ((_Kind.CELL, id, frame) for frame in frames.before)
    for id, locks in edit.locks.by_object().items():
        yield from ((_Kind.LOCK, id, frame) for frame in locks.before)


def _changes(edit: Edit, steps: frozenset[int], mark: _Mark) -> bool:
    """Return whether a large edit with its steps changes something, without walking through its cells."""
    kind, key, frame = mark
    match kind:
        case _Kind.CELL:
            return _at(edit.prompts.by_object(), key, frame) or _at(edit.masks.by_object(), key, frame)
        case _Kind.LOCK:
            return _at(edit.locks.by_object(), key, frame)
        case _Kind.MASKLET:
            return key in edit.objects_touched()
        case _Kind.STEP:
            return key in steps
        case _Kind.ANY_VIDEO:
            return _changes_a_video(edit)
        case _Kind.ANYTHING:
            return True
    return key in getattr(edit, kind.value)


def _changes_a_video(edit: Edit) -> bool:
    return any(delta.before is not None for delta in edit.videos.values())


def _at(changes: Mapping[ObjectId, Any], key: int | str, frame: int) -> bool:
    frames = changes.get(ObjectId(int(key)))
    return frames is not None and FrameIndex(frame) in frames.before
