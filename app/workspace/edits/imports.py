"""The edit that puts masks of another tool into a project: all clips at once, one step of undo."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from app.interchange.clip import AnnotatedClip, Masklet
from app.interchange.fitting import Fit
from app.interchange.questions import Clash
from app.masks.scaling import scaled
from app.project import spans
from app.project.category_checks import CategoryAnswer, CategoryCheck, check_name, check_text
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import (
    CellMask,
    FrameIndex,
    Judgement,
    ObjectId,
    Prompts,
    Span,
    Stage,
    Verdict,
    Video,
    VideoId,
    VideoObject,
)
from app.project.origins import MAX_SECONDS, ObjectOrigin, VideoOrigin, keep_object_origin, keep_video_origin
from app.project.rules import clean_text
from app.workspace.edits.objects import free_color, required, unused_name
from app.workspace.edits.staleness import left_by


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """A clip and the video it goes into, which is new when `new`."""

    fit: Fit
    video: Video
    new: bool


def new_videos(files: Sequence[Sequence[Fit]], make: Callable[[], VideoId]) -> dict[int, VideoId]:
    """Return the id of the new video for each fit without a target, by the fit's `id()`.

    What several files hold about a video of one name, size and length goes into one.
    """
    ids: dict[int, VideoId] = {}
    known: dict[tuple[object, ...], VideoId] = {}
    for fits in files:
        of_name = Counter[str]()
        for fit in fits:
            if fit.target is None and not fit.left_out:
                clip = fit.clip
                of_name[clip.name] += 1
                key = (clip.name, of_name[clip.name], clip.width, clip.height, clip.frame_count)
                if key not in known:
                    known[key] = make()
                ids[id(fit)] = known[key]
    return ids


def imported(document: Document, planned: Sequence[PlannedImport], ids: Iterator[ObjectId]) -> Edit:
    """Return the edit that takes over all masks of `planned`; `ids` are for new objects.

    Masks of other tools are `imported`: they condition tracking, and do not count as edited here; those of another
    project stay what they were. Tracked masks that depended on what they replace become stale.
    """
    draft = EditBuilder(document)
    taken: dict[VideoId, list[VideoObject]] = {}
    place = max((video.position for video in document.videos()), default=-1)
    for plan in planned:
        video = plan.video
        if plan.new and video.id not in taken:
            place += 1
            draft.video(video.id, replace(video, position=place))
        objects = taken.setdefault(video.id, list(document.objects(video.id)))
        existing = {record.name: record.id for record in document.objects(video.id)}
        made: dict[int, ObjectId] = {}
        for masklet in plan.fit.clip.masklets:
            clash = plan.fit.clash
            known = existing.pop(masklet.name, None) if clash is not Clash.NEW else None
            if known is not None and clash is Clash.SKIP:
                continue
            if known is not None:
                _into(document, draft, known, plan, masklet, clash)
                continue
            record = _record(next(ids), plan, masklet, objects)
            objects.append(record)
            made[masklet.id] = record.id
            draft.object(record.id, record)
            draft.set_all(record.id, _masks(plan, masklet), _prompts(plan, masklet))
            if masklet.verdict is not None:
                draft.verdict(record.id, _verdict(plan, masklet.verdict, record.id))
            keep_object_origin(draft, record.id, ObjectOrigin(_edited_elsewhere(masklet)))
        if plan.fit.clip.frame_count == video.frame_count:
            keep_video_origin(draft, video.id, _origin(plan.fit.clip))
        if plan.new:
            _keep_answers(draft, plan, made)
    return draft.edit()


def _keep_answers(draft: EditBuilder, plan: PlannedImport, made: Mapping[int, ObjectId]) -> None:
    """Take over of which categories all is masked, or nothing is there: true where all masklets of a video come in."""
    clip, now = plan.fit.clip, datetime.now(UTC)
    for category in sorted({*clip.exhaustive, *clip.negatives}):
        ids = tuple(sorted(made[m.id] for m in clip.masklets if m.category == category and not m.candidate))
        if bool(ids) is (category in clip.exhaustive):
            answer = CategoryAnswer.ALL if ids else CategoryAnswer.NONE
            check = CategoryCheck(plan.video.id, category, answer, "", now, ids)
            draft.convention(check_name(plan.video.id, category), check_text(check))


def _origin(clip: AnnotatedClip) -> VideoOrigin:
    duration = clip.duration if 0 < clip.duration <= MAX_SECONDS else 0.0
    return VideoOrigin(clean_text(clip.environment), clean_text(clip.split), duration, clip.step)


def _edited_elsewhere(masklet: Masklet) -> int | None:
    """Return on how many frames a person determined the mask, apart from those whose masks say so themselves."""
    if masklet.edited is None:
        return None
    return max(masklet.edited - sum(mask.source.edited for mask in masklet.masks.values()), 0)


def _verdict(plan: PlannedImport, verdict: Verdict, id: ObjectId) -> Verdict:
    at = None if verdict.frame is None else plan.fit.frames.get(verdict.frame)
    return replace(verdict, object=id, frame=None if at is None else FrameIndex(at))


def _stage(masklet: Masklet) -> Stage:
    """Return where a masklet is by its verdict, as if that had been given here."""
    if masklet.candidate:
        return Stage.SELECTION
    decided = masklet.judgement in (Judgement.SATISFACTORY, Judgement.REJECTED)
    return Stage.VERIFICATION if decided else Stage.ANNOTATION


def _stale(plan: PlannedImport, masklet: Masklet) -> tuple[Span, ...]:
    frames = plan.fit.frames
    return spans.from_frames(sorted(frames[frame] for frame in spans.frames(masklet.stale) if frame in frames))


def _into(
    document: Document, draft: EditBuilder, id: ObjectId, plan: PlannedImport, masklet: Masklet, clash: Clash
) -> None:
    """Put masks into an object that is there, with the prompts that made them; other prompts of these cells go."""
    there, prompts, locked = document.contents_of(id)
    taken = locked | (set() if clash is Clash.REPLACE else there.keys())
    masks = {frame: mask for frame, mask in _masks(plan, masklet).items() if frame not in taken}
    coming = {frame: given for frame, given in _prompts(plan, masklet).items() if frame not in taken}
    frames = np.array(sorted(masks), np.int64)
    stale = spans.add(required(document, id).stale, left_by(document, id, frames, frames))
    stale = spans.from_frames(frame for frame in spans.frames(stale) if frame not in masks)
    coming_stale = spans.from_frames(frame for frame in spans.frames(_stale(plan, masklet)) if frame in masks)
    record = replace(required(document, id), stale=spans.add(stale, coming_stale))
    if clash is Clash.REPLACE and masklet.verdict is not None and masks:
        draft.verdict(id, _verdict(plan, masklet.verdict, id))
        record = replace(record, stage=_stage(masklet))
    draft.object(id, record)
    gone: dict[FrameIndex, Prompts | None] = {frame: None for frame in masks if frame in prompts}
    draft.set_all(id, masks, gone | coming)


def _masks(plan: PlannedImport, masklet: Masklet) -> dict[FrameIndex, CellMask]:
    frames, video = plan.fit.frames, plan.video
    return {
        FrameIndex(frames[frame]): replace(mask, mask=scaled(mask.mask, video.height, video.width), run=None)
        for frame, mask in masklet.masks.items()
        if frame in frames
    }


def _prompts(plan: PlannedImport, masklet: Masklet) -> dict[FrameIndex, Prompts]:
    """Return the prompts of another project; none where places would be others."""
    clip, frames, video = plan.fit.clip, plan.fit.frames, plan.video
    if (clip.height, clip.width) != (video.height, video.width):
        return {}
    return {FrameIndex(frames[frame]): given for frame, given in masklet.prompts.items() if frame in frames}


def _record(id: ObjectId, plan: PlannedImport, masklet: Masklet, others: Sequence[VideoObject]) -> VideoObject:
    name = clean_text(masklet.name.strip()) or f"Object {len(others) + 1}"
    return VideoObject(
        id=id,
        video=plan.video.id,
        name=unused_name(name, [record.name for record in others]),
        color=masklet.color or free_color([record.color for record in others]),
        category=masklet.category,
        kind=masklet.kind,
        stage=_stage(masklet),
        stale=_stale(plan, masklet),
        tags=masklet.tags,
        position=max((record.position for record in others), default=-1) + 1,
    )
