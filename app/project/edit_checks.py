"""Whether an edit may be applied: its `before` values are what is there, and nothing it leaves behind breaks a rule."""

from collections.abc import Callable, Iterable, Mapping, Set
from itertools import repeat
from operator import is_not
from typing import TypeVar

from app.project import rules
from app.project.cell_changes import CellChanges
from app.project.document import Document
from app.project.edit import Changes, Edit
from app.project.model import Cell, FrameIndex, ObjectId, Run, RunId, Video, VideoId, VideoObject

K = TypeVar("K")
V = TypeVar("V")


class EditError(ValueError):
    """An edit does not fit the document: a bug in what made the edit."""


def check(document: Document, edit: Edit, cells: bool = True) -> None:
    """Raise EditError unless `edit` can be applied to `document` and leaves it consistent; it only reads both.

    What must hold: every `before` is what is there now, and what comes after breaks none of app.project.rules. Without
    `cells` only for what is not on frames: of tens of thousands of masks that a thread has checked against the same.
    """
    _check_befores(document, edit)
    if cells:
        _check_cells_before(document, edit)
    _Check(document, edit).run(cells)


def tried(document: Document, edit: Edit) -> Document:
    """Return a copy of `document` on which `edit` was checked and made, on any thread. Raises EditError as `check`."""
    check(document, edit)
    made = document.frozen()
    made.apply(edit)
    return made


def _check_befores(document: Document, edit: Edit) -> None:
    _same("video", edit.videos, document.video)
    _same("object", edit.objects, document.object)
    _same("run", edit.runs, document.run)
    _same("verdict", edit.verdicts, document.verdict)
    _same("issue", edit.issues, document.issue)
    _same("convention", edit.conventions, document.convention)


def _check_cells_before(document: Document, edit: Edit) -> None:
    _same_cells("prompts", edit.prompts, lambda id, frames: list(map(document.contents_of(id).prompts.get, frames)))
    _same_cells("mask", edit.masks, lambda id, frames: list(map(document.contents_of(id).masks.get, frames)))
    _same_cells("lock", edit.locks, lambda id, frames: _locked(document.locks_of(id), frames))


def _same(what: str, changes: Changes[K, V], now: Callable[[K], V | None]) -> None:
    for key, delta in changes.items():
        current = now(key)
        if current is not delta.before and current != delta.before:
            raise EditError(f"{what} {key}: the edit expects {delta.before!r}, there is {current!r}")


def _same_cells(
    what: str, changes: CellChanges[V], now: Callable[[ObjectId, Iterable[FrameIndex]], list[V | None]]
) -> None:
    """Check many cells. Values that are the same object are not compared: there are tens of thousands."""
    for id, frames in changes.by_object().items():
        there = now(id, frames.before)
        if there == list(frames.before.values()):
            continue
        for (frame, before), current in zip(frames.before.items(), there, strict=True):
            if current is not before and current != before:
                raise EditError(f"{what} {Cell(id, frame)}: the edit expects {before!r}, there is {current!r}")


def _locked(locks: Set[FrameIndex], frames: Iterable[FrameIndex]) -> list[bool | None]:
    return [True if frame in locks else None for frame in frames]


class _Check:
    """One edit against one document, seen as it will be afterwards."""

    def __init__(self, document: Document, edit: Edit) -> None:
        self._document = document
        self._edit = edit

    def run(self, cells: bool) -> None:
        """Raise EditError at the first thing that would be wrong; without `cells` they are not looked at."""
        for video_id, video in self._edit.videos.items():
            self._check_video(video_id, video.before, video.after)
        for object_id, record in self._edit.objects.items():
            self._check_object(object_id, record.before, record.after)
        for run_id, run in self._edit.runs.items():
            self._check_run(run_id, run.before, run.after)
        for object_id, verdict in self._edit.verdicts.items():
            if verdict.after is not None:
                _refuse(f"verdict {object_id}", rules.verdict_problem(verdict.after, self._video_of(object_id)))
        for issue_id, issue in self._edit.issues.items():
            if issue.after is not None:
                wrong = None if issue.after.id == issue_id else "its id is another"
                _refuse(
                    f"issue {issue_id}", wrong or rules.issue_problem(issue.after, self._video_of(issue.after.object))
                )
        for name, text in self._edit.conventions.items():
            if text.after is not None:
                _refuse(f"convention {name}", rules.convention_problem(name, text.after))
        if cells:
            self._check_cells()

    def _check_video(self, id: VideoId, before: Video | None, after: Video | None) -> None:
        name = f"video {id}"
        if after is not None:
            _refuse(name, rules.video_problem(after) or (None if after.id == id else "its id is another"))
        if before is None:
            return
        if after is None:
            if any(self._object(record.id) is not None for record in self._document.records(id)):
                raise EditError(f"{name} still has objects")
            if any(self._run(run.id) is not None for run in self._document.runs(id)):
                raise EditError(f"{name} still has runs")
        elif self._document.records(id) and (after.width, after.height) != (before.width, before.height):
            raise EditError(f"{name} has objects, so it cannot change its size")
        elif after.frame_count < before.frame_count:
            self._check_nothing_beyond(after)

    def _check_nothing_beyond(self, video: Video) -> None:
        """Check that nothing is left on the frames that a video loses."""
        for object in self._document.records(video.id):
            record = self._object(object.id)
            if record is None:
                continue
            name = f"object {record.id}"
            _refuse(name, rules.object_problem(record, video))
            verdict = self._document.verdict(record.id)
            if verdict is not None and record.id not in self._edit.verdicts:
                _refuse(f"verdict {record.id}", rules.verdict_problem(verdict, video))
            for issue in self._document.issues_of(record.id):
                if issue.id not in self._edit.issues:
                    _refuse(f"issue {issue.id}", rules.issue_problem(issue, video))
            masks, prompts, locks = self._document.contents_of(record.id)
            for there, changes in (
                (masks.keys(), self._edit.masks.by_object()),
                (prompts.keys(), self._edit.prompts.by_object()),
                (locks, self._edit.locks.by_object()),
            ):
                changed = changes[record.id].before.keys() if record.id in changes else ()
                if any(frame >= video.frame_count and frame not in changed for frame in there):
                    raise EditError(f"{name} still has something on a frame that video {video.id} loses")
        for run in self._document.runs(video.id):
            left = self._run(run.id)
            if left is not None:
                _refuse(f"run {run.id}", rules.run_problem(left, video))

    def _check_object(self, id: ObjectId, before: VideoObject | None, after: VideoObject | None) -> None:
        name = f"object {id}"
        if after is None:
            self._check_nothing_left(id)
            return
        if before is not None and before.video != after.video:
            raise EditError(f"{name} cannot move to another video")
        video = self._video(after.video)
        if video is None:
            raise EditError(f"{name} is in video {after.video}, which does not exist")
        _refuse(name, rules.object_problem(after, video) or (None if after.id == id else "its id is another"))

    def _check_nothing_left(self, id: ObjectId) -> None:
        edit = self._edit
        masks, prompts, locks = self._document.contents_of(id)
        for what, there, changes in (
            ("masks", masks.keys(), edit.masks.by_object()),
            ("prompts", prompts.keys(), edit.prompts.by_object()),
            ("locks", locks, edit.locks.by_object()),
        ):
            if there and not (id in changes and there <= changes[id].before.keys()):
                raise EditError(f"object {id} still has {what}")
        if self._document.verdict(id) is not None and id not in edit.verdicts:
            raise EditError(f"object {id} still has a verdict")
        for issue in self._document.issues_of(id):
            if issue.id not in edit.issues or edit.issues[issue.id].after is not None:
                raise EditError(f"object {id} still has issue {issue.id}")

    def _check_run(self, id: RunId, before: Run | None, after: Run | None) -> None:
        name = f"run {id}"
        if after is None:
            if before is not None:
                self._check_no_mask_of(before)
            return
        video = self._video(after.video)
        if video is None:
            raise EditError(f"{name} is in video {after.video}, which does not exist")
        _refuse(name, rules.run_problem(after, video) or (None if after.id == id else "its id is another"))

    def _check_no_mask_of(self, run: Run) -> None:
        changes = self._edit.masks.by_object()
        for object in run.objects:
            changed = changes[object].before if object in changes else {}
            for frame, mask in self._document.contents_of(object).masks.items():
                if mask.run == run.id and frame not in changed:
                    raise EditError(f"run {run.id} still has the mask of object {object} on frame {frame}")

    def _check_cells(self) -> None:
        edit = self._edit
        for id, prompts in edit.prompts.by_object().items():
            self._check_put("prompts", id, prompts.after, rules.prompts_problem)
        for id, masks in edit.masks.by_object().items():
            put = [mask for mask in masks.after.values() if mask is not None]
            fit = bool(put) and rules.masks_fit(put, self._video_of(id))
            self._check_put("mask", id, masks.after, None if fit else rules.mask_problem)
            for run in {mask.run for mask in put}:
                if run is not None and self._run(run) is None:
                    raise EditError(f"a mask of object {id} comes from run {run}, which does not exist")
        for id, locks in edit.locks.by_object().items():
            self._check_put("lock", id, locks.after, None)
            if False in locks.after.values():
                raise EditError(f"lock of object {id}: not locked is None")

    def _check_put(
        self,
        what: str,
        id: ObjectId,
        after: Mapping[FrameIndex, V | None],
        problem: Callable[[V, Video], str | None] | None,
    ) -> None:
        """Check what is put on the frames of an object (`problem` says what is wrong), and that these frames exist."""
        if not any(map(is_not, after.values(), repeat(None))):
            return
        video = self._video_of(id)
        put = [frame for frame, value in after.items() if value is not None]
        for frame in (min(put), max(put)):
            _refuse(f"cell {Cell(id, frame)}", rules.cell_problem(Cell(id, frame), video))
        if problem is None:
            return
        for frame, value in after.items():
            found = None if value is None else problem(value, video)
            if found is not None:
                _refuse(f"{what} {Cell(id, frame)}", found)

    def _video_of(self, object: ObjectId) -> Video:
        record = self._object(object)
        if record is None:
            raise EditError(f"object {object} does not exist")
        video = self._video(record.video)
        if video is None:
            raise EditError(f"video {record.video} does not exist")
        return video

    def _video(self, id: VideoId) -> Video | None:
        return self._edit.videos[id].after if id in self._edit.videos else self._document.video(id)

    def _object(self, id: ObjectId) -> VideoObject | None:
        return self._edit.objects[id].after if id in self._edit.objects else self._document.object(id)

    def _run(self, id: RunId) -> Run | None:
        return self._edit.runs[id].after if id in self._edit.runs else self._document.run(id)


def _refuse(name: str, problem: str | None) -> None:
    if problem is not None:
        raise EditError(f"{name}: {problem}")
