"""A change as a value: for every key that changes, what was there before and what is there after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Generic, TypeVar

from app.project.model import Cell, CellMask, ObjectId, Prompts, Run, RunId, Verdict, Video, VideoId, VideoObject

T = TypeVar("T")
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Delta(Generic[T]):
    """Before and after of one value; None means it is not there."""

    before: T | None
    after: T | None


Changes = Mapping[K, Delta[T]]


@dataclass(frozen=True, slots=True)
class Edit:
    """An immutable change of a document. Apply, undo, redo, save and repaint all read these maps and nothing else.

    `locks` maps a cell to True/None: a locked cell is not written by runs. Maps must not be changed after creation.
    """

    videos: Changes[VideoId, Video] = field(default_factory=dict)
    objects: Changes[ObjectId, VideoObject] = field(default_factory=dict)
    prompts: Changes[Cell, Prompts] = field(default_factory=dict)
    masks: Changes[Cell, CellMask] = field(default_factory=dict)
    locks: Changes[Cell, bool] = field(default_factory=dict)
    runs: Changes[RunId, Run] = field(default_factory=dict)
    verdicts: Changes[ObjectId, Verdict] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """True when nothing changes."""
        return not any(getattr(self, f.name) for f in fields(self))

    def inverse(self) -> "Edit":
        """Return the edit that undoes this one."""
        return Edit(
            **{f.name: {k: Delta(d.after, d.before) for k, d in getattr(self, f.name).items()} for f in fields(self)}
        )

    def then(self, later: "Edit") -> "Edit":
        """Return one edit with the effect of this one followed by `later`; keys that end where they began vanish."""
        merged = {}
        for f in fields(self):
            mine, theirs = getattr(self, f.name), getattr(later, f.name)
            both = dict(mine)
            for key, delta in theirs.items():
                both[key] = Delta(mine[key].before, delta.after) if key in mine else delta
            merged[f.name] = {k: d for k, d in both.items() if d.before is not d.after and d.before != d.after}
        return Edit(**merged)

    def objects_touched(self) -> frozenset[ObjectId]:
        """Return the objects whose own record, prompts, masks, locks or verdict change."""
        return frozenset(self._touched())

    def _touched(self) -> Iterator[ObjectId]:
        yield from self.objects
        yield from self.verdicts
        for cells in (self.prompts, self.masks, self.locks):
            for cell in cells:
                yield cell.object
