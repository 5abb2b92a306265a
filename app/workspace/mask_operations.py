"""The verb that cleans up many masks: computed in the background, taken over as one step."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.generators import result_of
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import FrameIndex, ObjectId
from app.workspace.bulk_edits import MaskJobs, Work, counted
from app.workspace.edits import cells as edits
from app.workspace.edits.staleness import without
from app.workspace.error_reports import reports

AT_ONCE = 4
"""Masks that are changed before the verb returns; more are a job."""

Frames = Mapping[ObjectId, NDArray[np.int64]]


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """New masks, the document as it `was` when they were asked for, and the edit that makes them there."""

    was: Document
    masks: dict[ObjectId, dict[FrameIndex, Mask]]
    edit: Edit


class OperationVerbs(MaskJobs):
    """Operations on masks: holes, specks, growing, smoothing."""

    @reports
    def apply_operation(
        self, objects: Iterable[ObjectId], first: int, last: int, operation: Callable[[Mask], Mask], title: str
    ) -> None:
        """Apply `operation` to all masks of `objects` on frames first..last as one step; locked cells are left out.

        Many masks are computed in the background. Those that change meanwhile stay as they are then; stopped, all do.
        """
        was = self.document.frozen()
        frames = _free(was, objects, first, last)
        count = sum(map(len, frames.values()))

        def work() -> Work[_Made]:
            masks: dict[ObjectId, dict[FrameIndex, Mask]] = {id: {} for id in frames}
            yield from counted(_fill(masks, was, frames, operation))
            return _Made(was, masks, edits.transformed(was, masks))

        if count <= AT_ONCE:
            self._take_over(title, result_of(work()))
        else:
            self._compute(title, count, work, lambda made: self._take_over(title, made))

    @reports
    def _take_over(self, title: str, made: _Made) -> None:
        """Make one step of the masks that were made, where the old ones are still there and free."""
        edit = made.edit
        if not self.document.agrees(made.was, made.masks):
            edit = edits.transformed(self.document, self._welcome(made))
        if self._do(title, edit) is None:
            self.notice.emit(self.tr("Nothing to change here."))

    def _welcome(self, made: _Made) -> dict[ObjectId, dict[FrameIndex, Mask]]:
        """Return those of the made masks whose old ones are still there and free."""
        found: dict[ObjectId, dict[FrameIndex, Mask]] = {}
        for id, masks in made.masks.items():
            record = self.document.object(id)
            if record is not None and not record.locked:
                before = made.was.contents_of(id)[0]
                now, _prompts, locked = self.document.contents_of(id)
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
