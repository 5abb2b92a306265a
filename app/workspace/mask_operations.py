"""Verbs on masks that are there: replace, clear, lock, clean up. Many are computed in the background, as one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from app.generators import result_of
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_checks import tried
from app.project.model import Cell, FrameIndex, ObjectId
from app.workspace.editing.bulk_edits import BulkEdits, Work, counted
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import arrives, reports
from app.workspace.editing.locks import Locks
from app.workspace.edits import cells as edits
from app.workspace.edits.staleness import without
from app.workspace.tracking.runs import RunQueue
from app.workspace.viewing.view import Navigation

AT_ONCE = 4
"""Masks that are changed before the verb returns; more are a job."""

Frames = Mapping[ObjectId, NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """New masks, the document as it `was` when they were asked for, the edit that makes them there, and it `tried`."""

    was: Document
    masks: dict[ObjectId, dict[FrameIndex, Mask]]
    edit: Edit
    tried: Document


class MaskOperations(QObject):
    """Masks of cells, ranges and whole objects."""

    def __init__(self, editor: Editor, view: Navigation, locks: Locks, runs: RunQueue, bulk: BulkEdits) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._locks = locks
        self._runs = runs
        self._bulk = bulk

    @reports
    def replace(self, cell: Cell, mask: Mask, title: str) -> None:
        """Take over an edited mask (the result of a previewed operation) as one step named `title`."""
        if self._locks.allow((cell,), lambda: self.replace(cell, mask, title)):
            self.editor.do(title, edits.transformed(self.editor.document, {cell.object: {cell.frame: mask}}))

    @reports
    def clear_cell(self, cell: Cell) -> None:
        """Remove mask and prompts of one cell."""
        if self._locks.allow((cell,), lambda: self.clear_cell(cell)):
            self.editor.do(self.tr("Clear frame"), edits.clear(self.editor.document, {cell.object: (cell.frame,)}))

    @reports
    def clear_object(self, object: ObjectId) -> None:
        """Remove all masks and prompts of an object, except locked ones; the object stays."""
        masks, prompts, locks = self.editor.document.contents_of(object)
        free = sorted((masks.keys() | prompts.keys()) - locks)
        if free and self._locks.allow((Cell(object, free[0]),), lambda: self.clear_object(object)):
            self._runs.stop_tracking(object)
            self.editor.do(self.tr("Clear object"), edits.clear(self.editor.document, {object: free}))

    @reports
    def set_locked(self, objects: Iterable[ObjectId], first: int, last: int, locked: bool) -> None:
        """Protect the masks of `objects` on frames first..last from runs and edits, or release them."""
        title = self.tr("Lock frames") if locked else self.tr("Unlock frames")
        edit = edits.lock(self.editor.document, objects, FrameIndex(first), FrameIndex(last), locked)
        self.editor.do(title, edit)

    @reports
    def toggle_lock(self) -> None:
        """Lock or unlock the selected objects on the range, or on this frame without one."""
        view = self._view
        if view.cell is not None:
            first, last = view.range or (view.frame, view.frame)
            self.set_locked(view.selection, first, last, not self.editor.document.locked(view.cell))

    @reports
    def apply(
        self, objects: Iterable[ObjectId], first: int, last: int, operation: Callable[[Mask], Mask], title: str
    ) -> None:
        """Apply `operation` to all masks of `objects` on frames first..last as one step; locked cells are left out.

        Many masks are computed in the background. Those that change meanwhile stay as they are then; stopped, all do.
        """
        objects = tuple(objects)
        again = lambda: self.apply(objects, first, last, operation, title)  # noqa: E731
        if not self._locks.allow_verified(objects, again):
            return
        was = self.editor.document.frozen()
        frames = _free(was, objects, first, last)
        count = sum(map(len, frames.values()))

        def work() -> Work[_Made]:
            masks: dict[ObjectId, dict[FrameIndex, Mask]] = {id: {} for id in frames}
            yield from counted(_fill(masks, was, frames, operation))
            edit = edits.transformed(was, masks)
            return _Made(was, masks, edit, tried(was, edit))

        if count <= AT_ONCE:
            self._take_over(title, result_of(work()))
        else:
            self._bulk.compute(title, count, work, lambda made: self._take_over(title, made))

    @arrives
    def _take_over(self, title: str, made: _Made) -> None:
        """Make one step of the masks that were made, where the old ones are still there and free."""
        edit = made.edit
        if self.editor.document.agrees(made.was, made.masks):
            self.editor.vouch(edit, made.tried)
        else:
            edit = edits.transformed(self.editor.document, self._still_free(made))
        if self.editor.do(title, edit) is None:
            self.editor.messages.say(self.tr("Nothing to change here."))

    def _still_free(self, made: _Made) -> dict[ObjectId, dict[FrameIndex, Mask]]:
        """Return those of the made masks whose old ones are still there and free."""
        found: dict[ObjectId, dict[FrameIndex, Mask]] = {}
        for id, masks in made.masks.items():
            record = self.editor.document.object(id)
            if record is not None and not record.locked:
                before = made.was.contents_of(id)[0]
                now, _prompts, locked = self.editor.document.contents_of(id)
                here = now.keys() - locked
                found[id] = {f: mask for f, mask in masks.items() if f in here and now[f].mask is before[f].mask}
        return found


def _free(document: Document, objects: Iterable[ObjectId], first: int, last: int) -> Frames:
    """Return the frames in first..last on which objects have masks that may be changed."""
    found: dict[ObjectId, NDArray[np.int64]] = {}
    for id in objects:
        record = document.object(id)
        if record is not None and not record.locked:
            there = document.frame_arrays(id)
            inside = there.masks[np.searchsorted(there.masks, first) : np.searchsorted(there.masks, last, "right")]
            found[id] = without(inside, there.locks)
    return found


def _fill(
    masks: dict[ObjectId, dict[FrameIndex, Mask]],
    document: Document,
    frames: Frames,
    operation: Callable[[Mask], Mask],
) -> Iterator[None]:
    """Put the changed masks into `masks`, one a step."""
    for id, wanted in frames.items():
        there = document.contents_of(id)[0]
        for frame in map(FrameIndex, wanted.tolist()):
            masks[id][frame] = operation(there[frame].mask)
            yield
