"""Whether an edit may be applied: its `before` values are what is there, and nothing it leaves behind breaks a rule."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.project import rules
from app.project.edit import Changes, Edit
from app.project.model import Cell, ObjectId, Run, RunId, Video, VideoId, VideoObject

if TYPE_CHECKING:
    from app.project.document import Document

K = TypeVar("K")
V = TypeVar("V")


class EditError(ValueError):
    """An edit does not fit the document: a bug of whoever made it. The document is unchanged."""


def check(document: "Document", edit: Edit) -> None:
    """Raise EditError unless `edit` can be applied to `document` and leaves it consistent."""
    _check_befores(document, edit)
    _Check(document, edit).run()


def _check_befores(document: "Document", edit: Edit) -> None:
    _same("video", edit.videos, document.video)
    _same("object", edit.objects, document.object)
    _same("prompts", edit.prompts, document.prompts)
    _same("mask", edit.masks, document.mask)
    _same("lock", edit.locks, lambda cell: document.locked(cell) or None)
    _same("run", edit.runs, document.run)
    _same("verdict", edit.verdicts, document.verdict)


def _same(what: str, changes: Changes[K, V], now: Callable[[K], V | None]) -> None:
    for key, delta in changes.items():
        current = now(key)
        if current is not delta.before and current != delta.before:
            raise EditError(f"{what} {key}: the edit expects {delta.before!r}, there is {current!r}")


class _Check:
    """One edit against one document, seen as it will be afterwards."""

    def __init__(self, document: "Document", edit: Edit) -> None:
        self._document = document
        self._edit = edit

    def run(self) -> None:
        """Raise EditError at the first thing that would be wrong."""
        for video_id, video in self._edit.videos.items():
            self._check_video(video_id, video.before, video.after)
        for object_id, record in self._edit.objects.items():
            self._check_object(object_id, record.before, record.after)
        for run_id, run in self._edit.runs.items():
            self._check_run(run_id, run.before, run.after)
        for object_id, verdict in self._edit.verdicts.items():
            if verdict.after is not None:
                _refuse(f"verdict {object_id}", rules.verdict_problem(verdict.after, self._video_of(object_id)))
        self._check_cells()

    def _check_video(self, id: VideoId, before: Video | None, after: Video | None) -> None:
        name = f"video {id}"
        if after is not None:
            _refuse(name, rules.video_problem(after) or (None if after.id == id else "its id is another"))
        if before is None:
            return
        if after is None:
            if any(self._object(record.id) is not None for record in self._document.objects(id)):
                raise EditError(f"{name} still has objects")
            if any(self._run(run.id) is not None for run in self._document.runs(id)):
                raise EditError(f"{name} still has runs")
        elif self._document.objects(id) and (
            (after.width, after.height) != (before.width, before.height) or after.frame_count < before.frame_count
        ):
            raise EditError(f"{name} has objects, so it can neither change its size nor lose frames")

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
        document, edit = self._document, self._edit
        for what, frames, changes in (
            ("masks", document.mask_frames(id), edit.masks.keys()),
            ("prompts", document.prompt_frames(id), edit.prompts.keys()),
            ("locks", document.lock_frames(id), edit.locks.keys()),
        ):
            if any(Cell(id, frame) not in changes for frame in frames):
                raise EditError(f"object {id} still has {what}")
        if document.verdict(id) is not None and id not in edit.verdicts:
            raise EditError(f"object {id} still has a verdict")

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
        for object in run.objects:
            for frame, mask in self._document.masks_of(object):
                if mask.run == run.id and Cell(object, frame) not in self._edit.masks:
                    raise EditError(f"run {run.id} still has the mask of object {object} on frame {frame}")

    def _check_cells(self) -> None:
        for cell, prompts in self._edit.prompts.items():
            if prompts.after is not None:
                _refuse(f"prompts {cell}", rules.prompts_problem(prompts.after, self._video_at(cell)))
        for cell, mask in self._edit.masks.items():
            if mask.after is not None:
                _refuse(f"mask {cell}", rules.mask_problem(mask.after, self._video_at(cell)))
                if mask.after.run is not None and self._run(mask.after.run) is None:
                    raise EditError(f"mask {cell} comes from run {mask.after.run}, which does not exist")
        for cell, lock in self._edit.locks.items():
            if lock.after is False:
                raise EditError(f"lock {cell}: not locked is None")
            if lock.after:
                self._video_at(cell)

    def _video_at(self, cell: Cell) -> Video:
        video = self._video_of(cell.object)
        _refuse(f"cell {cell}", rules.cell_problem(cell, video))
        return video

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
