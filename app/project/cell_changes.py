"""Changes of cells, kept so that tens of thousands of them are inverted, applied and saved as two maps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from app.project.model import Cell, FrameIndex, ObjectId

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delta(Generic[T]):
    """Before and after of one value; None means it is not there."""

    before: T | None
    after: T | None


@dataclass(frozen=True, slots=True)
class FrameChanges(Generic[T]):
    """What changes on the frames of one object. Both maps have the same frames in the same order."""

    before: dict[FrameIndex, T | None] = field(default_factory=dict)
    after: dict[FrameIndex, T | None] = field(default_factory=dict)


class CellChanges(Mapping[Cell, Delta[T]]):
    """Maps cells to deltas. A run or a deleted object is one pair of maps, not a delta for every frame.

    Whoever makes it fills it by `put` or `put_all`; once it is part of an edit it must not be changed any more.
    """

    __slots__ = ("_objects", "_shared")

    def __init__(self, changes: Mapping[Cell, Delta[T]] | None = None) -> None:
        """Copy `changes`. A copy costs next to nothing: both share the frames of an object until one changes them."""
        self._objects: dict[ObjectId, FrameChanges[T]] = {}
        self._shared: set[ObjectId] = set()
        if isinstance(changes, CellChanges):
            self._objects = dict(changes._objects)
            self._shared.update(self._objects)
            changes._shared.update(self._objects)
        elif changes is not None:
            for cell, delta in changes.items():
                self.put(cell, delta.before, delta.after)

    def by_object(self) -> Mapping[ObjectId, FrameChanges[T]]:
        """Return the changes of each object: the way to read many of them. Read only."""
        return self._objects

    def put(self, cell: Cell, before: T | None, after: T | None) -> None:
        """Set the change of one cell."""
        frames = self._own(cell.object)
        if frames is None:
            frames = self._objects[cell.object] = FrameChanges()
        frames.before[cell.frame], frames.after[cell.frame] = before, after

    def put_all(
        self, object: ObjectId, before: Mapping[FrameIndex, T | None], after: Mapping[FrameIndex, T | None]
    ) -> None:
        """Set all changes of an object at once; both maps have the same frames in the same order."""
        if before:
            self._objects[object] = FrameChanges(dict(before), dict(after))
            self._shared.discard(object)

    def drop(self, cell: Cell) -> Delta[T] | None:
        """Forget the change of one cell and return what it was."""
        delta = self.get(cell)
        frames = None if delta is None else self._own(cell.object)
        if frames is not None:
            del frames.before[cell.frame], frames.after[cell.frame]
            if not frames.before:
                del self._objects[cell.object]
        return delta

    def _own(self, object: ObjectId) -> FrameChanges[T] | None:
        """Return the changes of an object to be changed, copied first where others have them too."""
        frames = self._objects.get(object)
        if frames is not None and object in self._shared:
            self._shared.discard(object)
            frames = self._objects[object] = FrameChanges(dict(frames.before), dict(frames.after))
        return frames

    def inverse(self) -> "CellChanges[T]":
        """Return what undoes these changes."""
        turned: CellChanges[T] = CellChanges()
        turned._objects = {id: FrameChanges(frames.after, frames.before) for id, frames in self._objects.items()}
        return turned

    def then(self, later: "CellChanges[T]") -> "CellChanges[T]":
        """Return these changes followed by `later`; cells that end where they began vanish."""
        both: CellChanges[T] = CellChanges()
        both._objects = dict(self._objects)  # what `later` leaves alone is shared, and not looked at
        for id, frames in later._objects.items():
            earlier = self._objects.get(id, FrameChanges())
            before = earlier.before | {f: value for f, value in frames.before.items() if f not in earlier.before}
            after = earlier.after | frames.after
            for frame in [f for f in frames.before if same(before[f], after[f])]:
                del before[frame], after[frame]
            if before:
                both._objects[id] = FrameChanges(before, after)
            else:
                both._objects.pop(id, None)
        return both

    def __getitem__(self, cell: Cell) -> Delta[T]:
        frames = self._objects.get(cell.object)
        if frames is None or cell.frame not in frames.before:
            raise KeyError(cell)
        return Delta(frames.before[cell.frame], frames.after[cell.frame])

    def __contains__(self, cell: object) -> bool:
        if not isinstance(cell, Cell):
            return False
        frames = self._objects.get(cell.object)
        return frames is not None and cell.frame in frames.before

    def __iter__(self) -> Iterator[Cell]:
        for id, frames in self._objects.items():
            for frame in frames.before:
                yield Cell(id, frame)

    def __bool__(self) -> bool:
        return bool(self._objects)  # an object without changes is not kept

    def __len__(self) -> int:
        return sum(len(frames.before) for frames in self._objects.values())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CellChanges):
            return self._objects == cast("CellChanges[T]", other)._objects
        return isinstance(other, Mapping) and dict(self.items()) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # as of every map

    def __repr__(self) -> str:
        return f"CellChanges({dict(self.items())!r})"


def same(before: object, after: object) -> bool:
    """Return whether a change from one value to the other is none; identical ones are not compared."""
    return before is after or before == after
