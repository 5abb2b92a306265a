"""The edit that puts masks of another tool into a project: all clips at once, one step of undo."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.interchange.clip import Masklet
from app.interchange.fitting import Fit
from app.interchange.questions import Clash
from app.masks.scaling import scaled
from app.project import spans
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import CellMask, FrameIndex, MaskSource, ObjectId, Stage, Video, VideoId, VideoObject
from app.project.rules import clean_text
from app.workspace.edits.objects import free_color, required, unused_name
from app.workspace.edits.staleness import left_by


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """A clip and the video it goes into, which is new when `new`."""

    fit: Fit
    video: Video
    new: bool


def imported(document: Document, planned: Sequence[PlannedImport], ids: Iterator[ObjectId]) -> Edit:
    """Return the edit that takes over all masks of `planned`; `ids` are for new objects.

    Masks are `imported`: they condition tracking, and do not count as edited here. Tracked masks that depended on what
    they replace become stale.
    """
    draft = EditBuilder(document)
    taken: dict[VideoId, list[VideoObject]] = {}
    place = max((video.position for video in document.videos()), default=-1)
    for plan in planned:
        video = plan.video
        if plan.new:
            place += 1
            draft.video(video.id, replace(video, position=place))
        objects = taken.setdefault(video.id, list(document.objects(video.id)))
        existing = {record.name: record.id for record in document.objects(video.id)}
        for masklet in plan.fit.clip.masklets:
            clash = plan.fit.clash
            known = existing.pop(masklet.name, None) if clash is not Clash.NEW else None
            if known is not None and clash is Clash.SKIP:
                continue
            masks = _masks(plan, masklet)
            if known is not None:
                _into(document, draft, known, masks, clash)
                continue
            record = _record(next(ids), video.id, masklet, objects)
            objects.append(record)
            draft.object(record.id, record)
            draft.set_all(record.id, masks, {})
    return draft.edit()


def _into(
    document: Document, draft: EditBuilder, id: ObjectId, masks: Mapping[FrameIndex, CellMask], clash: Clash
) -> None:
    """Put masks into an object that is there."""
    there, prompts, locked = document.contents_of(id)
    masks = {f: mask for f, mask in masks.items() if f not in locked and (clash is Clash.REPLACE or f not in there)}
    frames = np.array(sorted(masks), np.int64)
    stale = spans.add(required(document, id).stale, left_by(document, id, frames, frames))
    stale = spans.from_frames(frame for frame in spans.frames(stale) if frame not in masks)
    draft.object(id, replace(required(document, id), stale=stale))
    draft.set_all(id, masks, {frame: None for frame in masks if frame in prompts})


def _masks(plan: PlannedImport, masklet: Masklet) -> dict[FrameIndex, CellMask]:
    frames, video = plan.fit.frames, plan.video
    return {
        FrameIndex(frames[frame]): CellMask(
            scaled(mask.mask, video.height, video.width), MaskSource.IMPORTED, None, mask.score, mask.presence
        )
        for frame, mask in masklet.masks.items()
        if frame in frames
    }


def _record(id: ObjectId, video: VideoId, masklet: Masklet, others: Sequence[VideoObject]) -> VideoObject:
    name = clean_text(masklet.name.strip()) or f"Object {len(others) + 1}"
    return VideoObject(
        id=id,
        video=video,
        name=unused_name(name, [record.name for record in others]),
        color=masklet.color or free_color([record.color for record in others]),
        category=masklet.category,
        kind=masklet.kind,
        stage=Stage.ANNOTATION,
        position=max((record.position for record in others), default=-1) + 1,
    )
