"""Steps of the history as they are kept, and how a later result is merged into one that others were built upon."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import fields, replace
from itertools import islice
from typing import Any

from app.project.cell_changes import CellChanges, FrameChanges, same
from app.project.edit import CELLS, Delta, Edit
from app.project.model import Cell, CellMask, Prompts
from app.project.step_records import RecordKind, StepRecord

_RECORDS = ("videos", "objects", "runs", "issues")
"""Maps whose values are records with fields that change one by one; the values of the other maps change as a whole."""
_OF_OBJECTS = (*CELLS, "verdicts")
"""Maps whose values go with their object."""
_DELTA_BYTES = 300
"""What a change costs besides its masks: a key, a delta, two values."""

_WEIGHED = 64
"""How many of the values of an object with many changes are weighed, at least; the others count as much."""

_Changes = dict[Any, Delta[Any]]


class Step:
    """A titled edit that can still grow."""

    __slots__ = ("_put_before", "cells", "nbytes", "records", "title")

    def __init__(self, title: str, edit: Edit) -> None:
        self.title = title
        self._put_before: dict[tuple[str, Hashable], Delta[Any] | None] = {}
        """What was there of each key that was put since `record_of_more`."""
        self.records: dict[str, _Changes] = {}
        self.cells: dict[str, CellChanges[Any]] = {}
        self.nbytes = 0
        for f in fields(Edit):
            changes = getattr(edit, f.name)
            if f.name in CELLS:
                self.cells[f.name] = CellChanges(changes)
                self.nbytes += sum(map(_frames_nbytes, changes.by_object().values()))
            else:
                self.records[f.name] = dict(changes)
                self.nbytes += sum(map(_nbytes, changes.values()))

    @property
    def empty(self) -> bool:
        """True when it changes nothing."""
        return not (any(self.records.values()) or any(self.cells.values()))

    def edit(self) -> Edit:
        """Return what it does, as it is now."""
        maps: dict[str, Any] = {name: dict(changes) for name, changes in self.records.items()}
        maps |= {name: CellChanges(changes) for name, changes in self.cells.items()}
        return Edit(**maps)

    def own_change(self, name: str, key: Any) -> Delta[Any] | None:
        """Return its change of a key."""
        return self.cells[name].get(key) if name in CELLS else self.records[name].get(key)

    def change(self, name: str, key: Hashable) -> Delta[Any] | None:
        """Return its change of a key. Deleting an object takes away whatever a cell of it holds."""
        delta = self.own_change(name, key)
        if delta is None and name in _OF_OBJECTS:
            object = key.object if isinstance(key, Cell) else key
            owner = self.records["objects"].get(object)
            if owner is not None and owner.after is None:
                return Delta(None, None)
        return delta

    def put(self, name: str, key: Any, before: Any, after: Any) -> None:
        """Set its change of a key; a change that changes nothing is none."""
        old = self.cells[name].drop(key) if name in CELLS else self.records[name].pop(key, None)
        self.nbytes -= 0 if old is None else _nbytes(old)
        self._put_before.setdefault((name, key), old)
        if same(before, after):
            return
        delta = Delta(before, after)
        self.nbytes += _nbytes(delta)
        if name in CELLS:
            self.cells[name].put(key, before, after)
        else:
            self.records[name][key] = delta

    def record_of_more(self, id: int, *, done: bool) -> StepRecord | None:
        """Return the record of what turning it does otherwise since this was asked for last; None for nothing."""
        maps: dict[str, Any] = {}
        vanished = []
        for (name, key), old in self._put_before.items():
            now = self.own_change(name, key)
            if now is None:
                vanished.append((name, key))
                continue
            goal, known = (now.before, old and old.before) if done else (now.after, old and old.after)
            if old is None or not same(goal, known):
                maps.setdefault(name, {})[key] = Delta(None, goal)
        self._put_before.clear()
        if not maps and not vanished:
            return None
        return StepRecord(id, RecordKind.MORE, "", Edit(**maps), tuple(vanished))


def amend(steps: Sequence[Step], index: int, done: int, edit: Edit, *, until_redo: bool = False) -> Edit:
    """Merge `edit` into `steps[index]`, adapt the steps after it, and return the part to apply now.

    The first `done` of `steps` are in effect, the others were undone. See History.amend for what goes where.
    """
    applied: dict[str, Any] = {f.name: {} for f in fields(Edit)}
    for name, key, delta in _changes(edit):
        if name in _RECORDS and delta.before is not None and delta.after is not None:
            applies = _merge_fields(steps, index, done, name, key, delta, until_redo)
        else:
            applies = _merge_value(steps, index, done, name, key, delta)
        if applies:
            applied[name][key] = delta
    return Edit(**applied)


def withdrawal(step: Step, later: Sequence[Step]) -> Edit:
    """Return the edit that takes back the changes of `step` whose keys none of the `later` steps touches."""
    maps: dict[str, Any] = {f.name: {} for f in fields(Edit)}
    for name, key, delta in _changes(step.edit()):
        if all(other.change(name, key) is None for other in later):
            maps[name][key] = Delta(delta.after, delta.before)
    return Edit(**maps)


def _merge_value(steps: Sequence[Step], index: int, done: int, name: str, key: Hashable, delta: Delta[Any]) -> bool:
    """Merge a value that changes as a whole. Returns whether it is to be applied now."""
    own = steps[index].own_change(name, key)
    before = delta.before
    cover = next((i for i in range(index + 1, len(steps)) if steps[i].change(name, key) is not None), None)
    covered = cover is not None and cover < done
    if covered and name in _RECORDS:
        return False
    if cover is not None:
        change = steps[cover].change(name, key)
        assert change is not None
        before = change.before
        steps[cover].put(name, key, delta.after, change.after)
    steps[index].put(name, key, before if own is None else own.before, delta.after)
    return not covered


def _merge_fields(
    steps: Sequence[Step], index: int, done: int, name: str, key: Hashable, delta: Delta[Any], until_redo: bool
) -> bool:
    """Merge the changed fields of a record. Returns whether they are to be applied now: not when it was deleted."""
    record = _RecordStates(steps, index, done, name, key, delta.before)
    if any(state is None for state in record.states[1 : done - index + 1]):
        return False
    assert delta.after is not None
    for f in fields(delta.after):
        value = getattr(delta.after, f.name)
        if getattr(delta.before, f.name) != value:
            record.set(f.name, value, until_redo=until_redo)
    record.write()
    return True


class _RecordStates:
    """A record as it was before `steps[index]` (states[0]) and after each step from there on (states[1], ...)."""

    def __init__(self, steps: Sequence[Step], index: int, done: int, name: str, key: Hashable, now: Any) -> None:
        self._steps, self._name, self._key = steps[index:], name, key
        self._present = done - index
        self.states: list[Any] = [now] * (len(self._steps) + 1)
        changes = [step.own_change(name, key) for step in self._steps]
        for i in range(self._present, 0, -1):
            change = changes[i - 1]
            self.states[i - 1] = self.states[i] if change is None else change.before
        for i in range(self._present, len(self._steps)):
            change = changes[i]
            self.states[i + 1] = self.states[i] if change is None else change.after
        self._new = list(self.states)

    def set(self, field: str, value: object, *, until_redo: bool) -> None:
        """Let the latest step in effect that changes `field` (or the first) set it, up to the next undone one.

        The next undone one is the first that changes it, too, or with `until_redo` the first at all.
        """
        owner = max((i for i in range(1, self._present + 1) if self._changed(i, field)), default=1)
        for i in range(owner, len(self.states)):
            if i > self._present and (until_redo or self._changed(i, field)):
                break
            self._new[i] = replace(self._new[i], **{field: value})

    def write(self) -> None:
        """Give the steps their changes."""
        for i, step in enumerate(self._steps):
            if self._new[i] is not self.states[i] or self._new[i + 1] is not self.states[i + 1]:
                step.put(self._name, self._key, self._new[i], self._new[i + 1])

    def _changed(self, i: int, field: str) -> bool:
        before, after = self.states[i - 1], self.states[i]
        if before is None or after is None:
            return before is not after
        return bool(getattr(before, field) != getattr(after, field))


def _changes(edit: Edit) -> Iterator[tuple[str, Hashable, Delta[Any]]]:
    for f in fields(edit):
        for key, delta in getattr(edit, f.name).items():
            yield f.name, key, delta


def _nbytes(delta: Delta[Any]) -> int:
    return _DELTA_BYTES + sum(_mask_bytes(value) for value in (delta.before, delta.after))


def _frames_nbytes(changes: FrameChanges[Any]) -> int:
    """Return roughly how many bytes the changes of an object keep alive: of many values, some are weighed."""
    count = len(changes.before)
    every = max(count // _WEIGHED, 1)
    size = _DELTA_BYTES * count
    for values in (changes.before, changes.after):
        weighed = [value for value in islice(values.values(), 0, None, every) if value is not None]
        size += every * sum(map(_mask_bytes, weighed))
    return size


def _mask_bytes(value: object) -> int:
    if isinstance(value, CellMask):
        return value.mask.nbytes
    if isinstance(value, Prompts) and value.mask is not None:
        return value.mask.nbytes
    return 0
