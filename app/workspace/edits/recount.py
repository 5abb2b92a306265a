"""The edit by which a video takes another counting of its frames: what was on a frame goes where that frame is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from app.project import spans
from app.project.category_checks import category_checks, check_name, check_text
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, CellMask, FrameIndex, ObjectId, Prompts, Run, Span, Video, VideoObject

V = TypeVar("V")


@dataclass(frozen=True, slots=True, eq=False)
class Recount:
    """Two countings of one video: `before` has the frames of the masks, `now` those of its media.

    `places` says for each frame before which one it is now, -1 for none: int64, shape (frame_count before,).
    """

    before: Video
    now: Video
    places: NDArray[np.int64]

    @property
    def moves(self) -> bool:
        """True when frames get other numbers, not only more or fewer of them."""
        kept = self.places >= 0
        return not np.array_equal(self.places[kept], np.flatnonzero(kept))

    def of(self, frame: int) -> FrameIndex | None:
        """Return the frame now, None when there is none any more."""
        place = int(self.places[frame])
        return FrameIndex(place) if place >= 0 else None

    def span_of(self, span: Span) -> Span | None:
        """Return the frames now from the first to the last of those that are left of a span, None when none is."""
        there = self.places[span[0] : span[1] + 1]
        there = there[there >= 0]
        return (FrameIndex(int(there.min())), FrameIndex(int(there.max()))) if len(there) else None


def homeless(document: Document, recount: Recount) -> list[tuple[VideoObject, tuple[int, ...]]]:
    """Return the objects with the frames of their masks and prompts that are no frames any more, ascending."""
    gone = recount.places < 0
    found = []
    for record in document.objects(recount.before.id):
        arrays = document.frame_arrays(record.id)
        frames = np.union1d(arrays.masks, arrays.prompts)
        frames = frames[gone[frames]]
        if len(frames):
            found.append((record, tuple(frames.tolist())))
    return found


def take(document: Document, recount: Recount) -> Edit:
    """Return the edit that makes the counting of a video that of its media now; masks without a frame are removed."""
    draft = EditBuilder(document)
    video = document.video(recount.before.id)
    assert video is not None
    now = recount.now
    draft.video(
        video.id,
        replace(
            video,
            frame_count=now.frame_count,
            rate=now.rate,
            size_bytes=now.size_bytes,
            head_sha256=now.head_sha256,
        ),
    )
    for record in document.records(video.id):
        _move_object(document, draft, recount, record)
    for run in document.runs(video.id):
        draft.run(run.id, _run_now(recount, run))
    for check in category_checks(document).values():
        if check.video == video.id and check.frame is not None:
            moved = replace(check, frame=recount.of(check.frame))
            draft.convention(check_name(check.video, check.category), check_text(moved))
    return draft.edit()


def _move_object(document: Document, draft: EditBuilder, recount: Recount, record: VideoObject) -> None:
    masks, prompts, locks = document.contents_of(record.id)
    new_masks: dict[FrameIndex, CellMask | None] = _moved(recount, masks)
    new_prompts: dict[FrameIndex, Prompts | None] = _moved(recount, prompts)
    draft.set_all(record.id, new_masks, new_prompts)
    _move_locks(draft, recount, record.id, locks)
    stale = (place for frame in spans.frames(record.stale) if (place := recount.of(frame)) is not None)
    draft.object(record.id, replace(record, stale=spans.from_frames(stale)))
    verdict = document.verdict(record.id)
    if verdict is not None and verdict.frame is not None:
        draft.verdict(record.id, replace(verdict, frame=recount.of(verdict.frame)))
    for issue in document.issues_of(record.id):
        if issue.span is not None:
            span = recount.span_of(issue.span)
            draft.issue(issue.id, replace(issue, span=span, region=issue.region if span else None))


def _moved(recount: Recount, before: Mapping[FrameIndex, V]) -> dict[FrameIndex, V | None]:
    after: dict[FrameIndex, V | None] = dict.fromkeys(before)
    for frame, value in before.items():
        place = recount.of(frame)
        if place is not None:
            after[place] = value
    return after


def _move_locks(draft: EditBuilder, recount: Recount, id: ObjectId, locks: Iterable[FrameIndex]) -> None:
    before = set(locks)
    after = {place for frame in before if (place := recount.of(frame)) is not None}
    for frame in before ^ after:
        draft.lock(Cell(id, frame), locked=frame in after)


def _run_now(recount: Recount, run: Run) -> Run:
    """Return a run's record with its frames where they are now; the nearest that there are, if they are gone."""
    inside = recount.places[run.first : run.last + 1]
    inside = inside[inside >= 0]
    last = recount.now.frame_count - 1
    ends = (int(inside.min()), int(inside.max())) if len(inside) else (min(run.first, last), min(run.last, last))
    return replace(run, first=FrameIndex(ends[0]), last=FrameIndex(ends[1]))
