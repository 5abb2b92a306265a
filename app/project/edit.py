"""A change as a value: for every key that changes, what was there before and what is there after."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, TypeVar

from app.project.cell_changes import CellChanges, Delta, same
from app.project.model import (
    CellMask,
    FrameIndex,
    Issue,
    IssueId,
    ObjectId,
    Prompts,
    Run,
    RunId,
    Verdict,
    Video,
    VideoId,
    VideoObject,
)

T = TypeVar("T")
K = TypeVar("K")

__all__ = ["Changes", "Delta", "Edit"]

Changes = Mapping[K, Delta[T]]

CELLS = ("prompts", "masks", "locks")
"""Maps of an edit whose keys are cells."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An immutable change of a document. Apply, undo, redo, save and repaint all read these maps and nothing else.

    `locks` maps a cell to True/None: a locked cell is not written by runs. `conventions` maps what the people of a
    project have agreed upon, by name, to its text (see app.project.conventions). Maps must not be changed after
    creation; plain ones may be given for cells.
    """

    videos: Changes[VideoId, Video] = field(default_factory=dict)
    objects: Changes[ObjectId, VideoObject] = field(default_factory=dict)
    prompts: CellChanges[Prompts] = field(default_factory=CellChanges)
    masks: CellChanges[CellMask] = field(default_factory=CellChanges)
    locks: CellChanges[bool] = field(default_factory=CellChanges)
    runs: Changes[RunId, Run] = field(default_factory=dict)
    verdicts: Changes[ObjectId, Verdict] = field(default_factory=dict)
    issues: Changes[IssueId, Issue] = field(default_factory=dict)
    conventions: Changes[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in CELLS:
            given = getattr(self, name)
            if not isinstance(given, CellChanges):
                object.__setattr__(self, name, CellChanges(given))

    @property
    def empty(self) -> bool:
        """True when nothing changes."""
        return not any(getattr(self, name) for name in MAPS)

    @property
    def size(self) -> int:
        """How many values change."""
        return sum(len(getattr(self, name)) for name in MAPS)

    def inverse(self) -> "Edit":
        """Return the edit that undoes this one."""
        turned: dict[str, Any] = {name: _inverse(getattr(self, name)) for name in MAPS}
        return Edit(**turned)

    def then(self, later: "Edit") -> "Edit":
        """Return one edit with the effect of this one followed by `later`; keys that end where they began vanish."""
        both: dict[str, Any] = {name: _then(getattr(self, name), getattr(later, name)) for name in MAPS}
        return Edit(**both)

    def objects_touched(self) -> frozenset[ObjectId]:
        """Return the objects whose own record, prompts, masks, locks, verdict or issues change."""
        issues = {
            one.object for delta in self.issues.values() for one in (delta.before, delta.after) if one is not None
        }
        return frozenset({*self.objects, *self.verdicts, *issues, *self.objects_on_frames()})

    def objects_on_frames(self) -> frozenset[ObjectId]:
        """Return the objects of which prompts, masks or locks change."""
        return frozenset(id for changes in (self.prompts, self.masks, self.locks) for id in changes.by_object())

    def frames_touched(self) -> dict[ObjectId, frozenset[FrameIndex]]:
        """Return the frames on which prompts, masks or locks change, object by object."""
        found: dict[ObjectId, frozenset[FrameIndex]] = {}
        for changes in (self.prompts, self.masks, self.locks):
            for id, frames in changes.by_object().items():
                found[id] = found.get(id, frozenset()).union(frames.before)
        return found

    def touches(self, frame: FrameIndex) -> bool:
        """Return whether prompts, masks or locks of any object change on `frame`."""
        return any(
            frame in frames.before
            for changes in (self.prompts, self.masks, self.locks)
            for frames in changes.by_object().values()
        )


MAPS: Final = tuple(f.name for f in fields(Edit))
"""Names of the maps of an edit."""


def _inverse(changes: Mapping[Any, Delta[Any]]) -> Mapping[Any, Delta[Any]]:
    if isinstance(changes, CellChanges):
        return changes.inverse()
    return {key: Delta(delta.after, delta.before) for key, delta in changes.items()}


def _then(earlier: Mapping[Any, Delta[Any]], later: Mapping[Any, Delta[Any]]) -> Mapping[Any, Delta[Any]]:
    if isinstance(earlier, CellChanges) and isinstance(later, CellChanges):
        return earlier.then(later)
    both = dict(earlier)
    for key, delta in later.items():
        both[key] = Delta(earlier[key].before, delta.after) if key in earlier else delta
    return {key: delta for key, delta in both.items() if not same(delta.before, delta.after)}
