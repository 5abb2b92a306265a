"""Builds an edit: the caller sets what comes after, what was before is read from the document."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from app.project.cell_changes import CellChanges, same
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import (
    Cell,
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

K = TypeVar("K")
V = TypeVar("V")


class EditBuilder:
    """Collects changes of `document`, which it only reads; `edit()` returns them as one edit."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._videos: dict[VideoId, Delta[Video]] = {}
        self._objects: dict[ObjectId, Delta[VideoObject]] = {}
        self._prompts: CellChanges[Prompts] = CellChanges()
        self._masks: CellChanges[CellMask] = CellChanges()
        self._locks: CellChanges[bool] = CellChanges()
        self._runs: dict[RunId, Delta[Run]] = {}
        self._verdicts: dict[ObjectId, Delta[Verdict]] = {}
        self._issues: dict[IssueId, Delta[Issue]] = {}
        self._conventions: dict[str, Delta[str]] = {}

    def video(self, id: VideoId, value: Video | None) -> None:
        """Set or remove a video."""
        _put(self._videos, id, self._document.video(id), value)

    def object(self, id: ObjectId, value: VideoObject | None) -> None:
        """Set or remove an object's record."""
        _put(self._objects, id, self._document.object(id), value)

    def prompts(self, cell: Cell, value: Prompts | None) -> None:
        """Set or remove a cell's prompts; empty prompts are removed."""
        before = self._document.prompts(cell)
        _put_cell(self._prompts, cell, before, None if value is None or value.empty else value)

    def mask(self, cell: Cell, value: CellMask | None) -> None:
        """Set or remove a cell's mask."""
        _put_cell(self._masks, cell, self._document.mask(cell), value)

    def lock(self, cell: Cell, locked: bool) -> None:
        """Lock or unlock a cell."""
        _put_cell(self._locks, cell, True if self._document.locked(cell) else None, True if locked else None)

    def set_all(
        self,
        object: ObjectId,
        masks: Mapping[FrameIndex, CellMask | None],
        prompts: Mapping[FrameIndex, Prompts | None],
    ) -> None:
        """Set or remove masks and prompts of many cells of an object, none of which is set yet."""
        masks_now, prompts_now, _locks = self._document.contents_of(object)
        _put_all(self._masks, object, masks_now, masks)
        _put_all(self._prompts, object, prompts_now, prompts)

    def lock_all(self, object: ObjectId, frames: Iterable[FrameIndex], locked: bool) -> None:
        """Lock or unlock many frames of an object, none of which is set yet."""
        now = self._document.locks_of(object)
        changed = [frame for frame in frames if (frame in now) is not locked]
        before, after = (None, True) if locked else (True, None)
        self._locks.put_all(object, dict.fromkeys(changed, before), dict.fromkeys(changed, after))

    def clear(self, object: ObjectId) -> None:
        """Remove all masks, prompts and locks of an object, none of which is set yet."""
        masks, prompts, locks = self._document.contents_of(object)
        self._masks.put_all(object, masks, dict.fromkeys(masks))
        self._prompts.put_all(object, prompts, dict.fromkeys(prompts))
        self._locks.put_all(object, dict.fromkeys(locks, True), dict.fromkeys(locks))

    def run(self, id: RunId, value: Run | None) -> None:
        """Set or remove a run's record."""
        _put(self._runs, id, self._document.run(id), value)

    def verdict(self, object: ObjectId, value: Verdict | None) -> None:
        """Set or remove a masklet's verdict."""
        _put(self._verdicts, object, self._document.verdict(object), value)

    def issue(self, id: IssueId, value: Issue | None) -> None:
        """Set or remove an issue."""
        _put(self._issues, id, self._document.issue(id), value)

    def clear_issues(self, object: ObjectId) -> None:
        """Remove all issues of an object."""
        for issue in self._document.issues_of(object):
            self.issue(issue.id, None)

    def convention(self, name: str, value: str | None) -> None:
        """Set or remove what a project has agreed upon."""
        _put(self._conventions, name, self._document.convention(name), value)

    def object_now(self, id: ObjectId) -> VideoObject | None:
        """Return the object as the edit will leave it."""
        delta = self._objects.get(id)
        return delta.after if delta is not None else self._document.object(id)

    def edit(self) -> Edit:
        """Return the edit. Nothing may be set after that: the edit has the same maps."""
        return Edit(
            videos=self._videos,
            objects=self._objects,
            prompts=self._prompts,
            masks=self._masks,
            locks=self._locks,
            runs=self._runs,
            verdicts=self._verdicts,
            issues=self._issues,
            conventions=self._conventions,
        )


def _put_cell(changes: CellChanges[V], cell: Cell, before: V | None, after: V | None) -> None:
    if same(before, after):
        changes.drop(cell)
    else:
        changes.put(cell, before, after)


def _put_all(
    changes: CellChanges[V], object: ObjectId, now: Mapping[FrameIndex, V], after: Mapping[FrameIndex, V | None]
) -> None:
    before = dict(zip(after, map(now.get, after), strict=True))
    # As `same`, but written out, and nothing is compared with None: there are tens of thousands.
    kept = [
        frame
        for (frame, old), new in zip(before.items(), after.values(), strict=True)
        if old is new or (old is not None and new is not None and old == new)
    ]
    if kept:
        after = dict(after)
        for frame in kept:
            del before[frame], after[frame]
    changes.put_all(object, before, after)


def _put(changes: dict[K, Delta[V]], key: K, before: V | None, after: V | None) -> None:
    """Note the change, or forget it when the key ends as it began."""
    if same(before, after):
        changes.pop(key, None)
    else:
        changes[key] = Delta(before, after)
