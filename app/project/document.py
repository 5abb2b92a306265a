"""The open project in memory: what is there now, read from any side, changed by applying edits and in no other way."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.project.annotation_rate import RATE, rate_in
from app.project.cells import FrameArrays, ObjectCells
from app.project.edit import Changes, Delta, Edit
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
from app.project.spans import contains

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in a project, obeying app.project.rules. The document takes the maps over."""

    videos: dict[VideoId, Video] = field(default_factory=dict)
    objects: dict[ObjectId, VideoObject] = field(default_factory=dict)
    cells: dict[ObjectId, ObjectCells] = field(default_factory=dict)
    runs: dict[RunId, Run] = field(default_factory=dict)
    verdicts: dict[ObjectId, Verdict] = field(default_factory=dict)
    issues: dict[IssueId, Issue] = field(default_factory=dict)
    conventions: dict[str, str] = field(default_factory=dict)


class ObjectContents(NamedTuple):
    """What one object has on its frames, in no order."""

    masks: Mapping[FrameIndex, CellMask]
    prompts: Mapping[FrameIndex, Prompts]
    locks: Set[FrameIndex]


class Document:
    """Lives in the main thread. Tuples and masks it returns are immutable and may be handed to other threads."""

    def __init__(self, contents: Contents | None = None) -> None:
        contents = contents or Contents()
        self._videos = contents.videos
        self._objects = contents.objects
        self._cells = contents.cells
        self._runs = contents.runs
        self._verdicts = contents.verdicts
        self._issues = contents.issues
        self._conventions = contents.conventions
        self._issues_of: dict[ObjectId, set[IssueId]] = defaultdict(set)
        for issue in self._issues.values():
            self._issues_of[issue.object].add(issue.id)
        self._video_order: tuple[Video, ...] | None = None
        self._object_order: dict[VideoId, tuple[VideoObject, ...]] = {}
        self._candidate_order: dict[VideoId, tuple[VideoObject, ...]] = {}
        self._objects_in: dict[VideoId, set[ObjectId]] = defaultdict(set)
        self._candidates_in: dict[VideoId, set[ObjectId]] = defaultdict(set)
        for record in self._objects.values():
            self._kin(record)[record.video].add(record.id)
        self._mask_counts: dict[VideoId, NDArray[np.int32]] = {}
        self._shared: set[ObjectId] = set()
        """Objects whose cells are also those of a document this one was copied from or to."""

    def frozen(self) -> "Document":
        """Return a copy of this document as it is now, for other threads to read or to try an edit on.

        Neither sees what is done to the other. It costs next to nothing: both share the cells of an object until one
        of them changes it.
        """
        copy = Document(
            Contents(
                dict(self._videos),
                dict(self._objects),
                dict(self._cells),
                dict(self._runs),
                dict(self._verdicts),
                dict(self._issues),
                dict(self._conventions),
            )
        )
        self._shared.update(self._cells)
        copy._shared.update(self._cells)
        return copy

    def agrees(self, frozen: "Document", objects: Iterable[ObjectId]) -> bool:
        """Return whether `objects` are here what they are in `frozen`, a copy of this document made earlier.

        What was changed and changed back counts as another.
        """
        return all(
            self._cells.get(id) is frozen._cells.get(id)
            and self._objects.get(id) == frozen._objects.get(id)
            and self._verdicts.get(id) == frozen._verdicts.get(id)
            and self.issues_of(id) == frozen.issues_of(id)
            for id in objects
        )

    def videos(self) -> tuple[Video, ...]:
        """Return all videos by position, then id."""
        if self._video_order is None:
            self._video_order = tuple(sorted(self._videos.values(), key=lambda video: (video.position, video.id)))
        return self._video_order

    def video(self, id: VideoId) -> Video | None:
        """Return the video, or None."""
        return self._videos.get(id)

    def objects(self, video: VideoId) -> tuple[VideoObject, ...]:
        """Return the objects of a video by position, then id; () for an unknown video. Candidates are none."""
        return self._ordered(video, self._object_order, self._objects_in)

    def candidates(self, video: VideoId) -> tuple[VideoObject, ...]:
        """Return what was found in a video and nobody has accepted, by position, then id."""
        return self._ordered(video, self._candidate_order, self._candidates_in)

    def records(self, video: VideoId) -> tuple[VideoObject, ...]:
        """Return objects and candidates of a video: all that has masks there."""
        return self.objects(video) + self.candidates(video)

    def all_objects(self) -> tuple[VideoObject, ...]:
        """Return the objects of all videos, video by video."""
        return tuple(record for video in self.videos() for record in self.objects(video.id))

    def all_records(self) -> tuple[VideoObject, ...]:
        """Return objects and candidates of all videos, video by video."""
        return tuple(record for video in self.videos() for record in self.records(video.id))

    def stale(self, cell: Cell) -> bool:
        """Tell whether a cell was tracked before the last correction, and is to be tracked again.

        Nothing is that a person has made or locked, nor is anything of a locked object.
        """
        record, mask = self.object(cell.object), self.mask(cell)
        if record is None or mask is None or record.locked or mask.source.conditions or self.locked(cell):
            return False
        return contains(record.stale, cell.frame)

    def object(self, id: ObjectId) -> VideoObject | None:
        """Return the object or the candidate, or None."""
        return self._objects.get(id)

    def video_of(self, object: ObjectId) -> Video | None:
        """Return the video an object is in, or None for an unknown object."""
        record = self._objects.get(object)
        return None if record is None else self._videos[record.video]

    def run(self, id: RunId) -> Run | None:
        """Return the run's record, or None."""
        return self._runs.get(id)

    def runs(self, video: VideoId | None = None) -> tuple[Run, ...]:
        """Return the runs, oldest first, of one video or of all."""
        return tuple(self._runs[id] for id in sorted(self._runs) if video is None or self._runs[id].video == video)

    def verdict(self, object: ObjectId) -> Verdict | None:
        """Return the verdict on an object's masklet, or None."""
        return self._verdicts.get(object)

    def verdicts(self) -> Mapping[ObjectId, Verdict]:
        """Return all verdicts; a view that follows the document."""
        return MappingProxyType(self._verdicts)

    def issue(self, id: IssueId) -> Issue | None:
        """Return the issue, or None."""
        return self._issues.get(id)

    def issues(self) -> Mapping[IssueId, Issue]:
        """Return all issues; a view that follows the document."""
        return MappingProxyType(self._issues)

    def issues_of(self, object: ObjectId) -> tuple[Issue, ...]:
        """Return what was found wrong with an object's masklet, oldest first."""
        return tuple(self._issues[id] for id in sorted(self._issues_of.get(object, ())))

    def convention(self, name: str) -> str | None:
        """Return what the project has agreed upon under that name, or None."""
        return self._conventions.get(name)

    def annotation_step(self, video: VideoId) -> int:
        """Return how many frames lie from one of a video that is annotated to the next; 1 for an unknown video."""
        record = self._videos.get(video)
        return 1 if record is None else rate_in(self._conventions.get(RATE)).step(record.rate)

    def conventions(self) -> Mapping[str, str]:
        """Return all that the project has agreed upon; a view that follows the document."""
        return MappingProxyType(self._conventions)

    def prompts(self, cell: Cell) -> Prompts | None:
        """Return a cell's prompts, or None when it has none."""
        cells = self._cells.get(cell.object)
        return None if cells is None else cells.prompts.get(cell.frame)

    def mask(self, cell: Cell) -> CellMask | None:
        """Return a cell's mask, or None when it has none yet."""
        cells = self._cells.get(cell.object)
        return None if cells is None else cells.masks.get(cell.frame)

    def locked(self, cell: Cell) -> bool:
        """Return whether runs leave this cell alone."""
        cells = self._cells.get(cell.object)
        return cells is not None and cell.frame in cells.locks

    def locks_of(self, object: ObjectId) -> Set[FrameIndex]:
        """Return the locked frames: the document's own, read only."""
        cells = self._cells.get(object)
        return frozenset() if cells is None else cells.locks

    def contents_of(self, object: ObjectId) -> ObjectContents:
        """Return masks, prompts and locks of an object: the document's own, read only, not to be kept over an edit."""
        cells = self._cells.get(object) or ObjectCells()
        return ObjectContents(cells.masks, cells.prompts, cells.locks)

    def masks_of(self, object: ObjectId) -> Iterable[tuple[FrameIndex, CellMask]]:
        """Yield an object's masks as (frame, mask), ascending, as they are at the time of the call."""
        cells = self._cells.get(object)
        if cells is None:
            return ()
        frames = cells.mask_frames.ordered()
        return zip(frames, map(cells.masks.copy().__getitem__, frames), strict=True)

    def frame_arrays(self, object: ObjectId) -> FrameArrays:
        """Return where an object has masks, conditioning masks, prompts and locks, as arrays."""
        return FrameArrays(self._cells.get(object) or ObjectCells())

    def mask_frames(self, object: ObjectId) -> Sequence[FrameIndex]:
        """Return the frames on which an object has a mask (empty ones too), ascending."""
        cells = self._cells.get(object)
        return () if cells is None else cells.mask_frames.ordered()

    def conditioning_frames(self, object: ObjectId) -> Sequence[FrameIndex]:
        """Return the frames whose mask was not tracked: what tracking starts from, ascending."""
        cells = self._cells.get(object)
        return () if cells is None else cells.conditioning_frames.ordered()

    def prompt_frames(self, object: ObjectId) -> Sequence[FrameIndex]:
        """Return the frames with prompts, ascending."""
        cells = self._cells.get(object)
        return () if cells is None else cells.prompt_frames.ordered()

    def lock_frames(self, object: ObjectId) -> Sequence[FrameIndex]:
        """Return the locked frames, ascending."""
        cells = self._cells.get(object)
        return () if cells is None else cells.lock_frames.ordered()

    def mask_counts(self, video: VideoId) -> NDArray[np.int32]:
        """Return how many objects have a mask (empty ones too) on each frame: shape (frame_count,), read only.

        A view that follows the document until the video's record changes, or a candidate of it becomes an object; shape
        (0,) for an unknown video.
        """
        counts = self._mask_counts.get(video)
        if counts is None:
            record = self._videos.get(video)
            counts = np.zeros(0 if record is None else record.frame_count, np.int32)
            for id in self._objects_in.get(video, ()):
                counts[self.frame_arrays(id).masks] += 1
            self._mask_counts[video] = counts
        view = counts.view()
        view.flags.writeable = False
        return view

    def apply(self, edit: Edit, tried: "Document | None" = None) -> None:
        """Make every change of `edit`. The caller has checked it with `edit_checks.check`: nothing is checked here.

        `tried`: a copy on which it was made already, of when the objects on whose frames it changes something were what
        they are now. Their cells are taken from there, and the copy must not be changed any more.
        """
        _put(self._videos, edit.videos)
        _put(self._runs, edit.runs)
        _put(self._verdicts, edit.verdicts)
        _put(self._issues, edit.issues)
        _put(self._conventions, edit.conventions)
        self._file_issues(edit.issues)
        if edit.videos:
            self._video_order = None
            for id in edit.videos:
                self._mask_counts.pop(id, None)
        self._count_masks(edit)
        self._apply_objects(edit.objects)
        self._apply_cells(edit, tried)

    def _file_issues(self, changes: Changes[IssueId, Issue]) -> None:
        for id, delta in changes.items():
            if delta.before is not None:
                self._issues_of[delta.before.object].discard(id)
            if delta.after is not None:
                self._issues_of[delta.after.object].add(id)

    def _ordered(
        self,
        video: VideoId,
        known: dict[VideoId, tuple[VideoObject, ...]],
        ids: Mapping[VideoId, Set[ObjectId]],
    ) -> tuple[VideoObject, ...]:
        order = known.get(video)
        if order is None:
            records = (self._objects[id] for id in ids.get(video, ()))
            order = known[video] = tuple(sorted(records, key=lambda record: (record.position, record.id)))
        return order

    def _kin(self, record: VideoObject) -> dict[VideoId, set[ObjectId]]:
        """Return where the ids of what is of a kind with a record are kept: of objects, or of candidates."""
        return self._candidates_in if record.candidate else self._objects_in

    def _apply_objects(self, changes: Changes[ObjectId, VideoObject]) -> None:
        _put(self._objects, changes)
        for id, delta in changes.items():
            if delta.before is not None:
                self._kin(delta.before)[delta.before.video].discard(id)
            if delta.after is not None:
                self._kin(delta.after)[delta.after.video].add(id)
            for record in (delta.before, delta.after):
                if record is not None:
                    (self._candidate_order if record.candidate else self._object_order).pop(record.video, None)
            if delta.before is not None and delta.after is not None and delta.before.candidate != delta.after.candidate:
                self._mask_counts.pop(delta.after.video, None)

    def _apply_cells(self, edit: Edit, tried: "Document | None") -> None:
        touched = edit.objects_on_frames()
        for id in touched:
            if id not in self._objects:  # it was deleted, and nothing may be left of it
                self._cells.pop(id, None)
                self._shared.discard(id)
            elif tried is not None and id in tried._cells:
                self._cells[id] = tried._cells[id]
                self._shared.discard(id)
            else:
                self._change_cells(id, edit)
                if self._cells[id].empty:
                    del self._cells[id]

    def _change_cells(self, id: ObjectId, edit: Edit) -> None:
        cells = self._writable_cells(id)
        if id in edit.masks.by_object():
            cells.set_masks(edit.masks.by_object()[id].after)
        if id in edit.prompts.by_object():
            cells.set_prompts(edit.prompts.by_object()[id].after)
        if id in edit.locks.by_object():
            cells.set_locks(edit.locks.by_object()[id].after)

    def _writable_cells(self, object: ObjectId) -> ObjectCells:
        """Return the cells of an object to be changed, copied first where another document has them too."""
        if object in self._shared:
            self._shared.discard(object)
            if object in self._cells:
                self._cells[object] = self._cells[object].copy()
        return self._cells.setdefault(object, ObjectCells())

    def _count_masks(self, edit: Edit) -> None:
        """Update the counts that are kept. Runs before `_apply_objects`: an object that goes has its video still."""
        for id, changes in edit.masks.by_object().items():
            record = self._objects.get(id)
            if record is None and id in edit.objects:
                record = edit.objects[id].after
            counts = None if record is None or record.candidate else self._mask_counts.get(record.video)
            if counts is not None:
                frames = np.fromiter(changes.before, np.int64, len(changes.before))
                counts[frames] += _there(changes.after) - _there(changes.before)


def _there(masks: Mapping[FrameIndex, CellMask | None]) -> NDArray[np.int32]:
    """Return 1 for every mask, 0 for every None, in order: shape (len(masks),)."""
    found = masks.values()
    if all(found) or not any(found):  # a run, an import, what is deleted
        return np.full(len(masks), all(found), np.int32)
    return np.array([mask is not None for mask in masks.values()], np.int32)


def _put(values: dict[K, V], changes: Mapping[K, Delta[V]]) -> None:
    for key, delta in changes.items():
        if delta.after is None:
            values.pop(key, None)
        else:
            values[key] = delta.after
