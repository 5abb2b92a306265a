"""Edits by which a person says that what the model lost is not there."""

from dataclasses import replace

from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import CellMask, FrameIndex, MaskSource, ObjectId, Prompts, Span
from app.workspace.edits.objects import required


def lost_stretch(document: Document, object: ObjectId, frame: FrameIndex) -> Span | None:
    """Return the stretch of lost frames around `frame`, None where the object is not lost."""
    masks, _, _ = document.contents_of(object)

    def end(step: int) -> FrameIndex:
        at = frame
        while (following := masks.get(FrameIndex(at + step))) is not None and following.lost:
            at = FrameIndex(at + step)
        return at

    here = masks.get(frame)
    return (end(-1), end(1)) if here is not None and here.lost else None


def confirm_absent(document: Document, object: ObjectId, first: FrameIndex, last: FrameIndex) -> Edit:
    """Return the edit by which lost frames first..last become absent, a person's word; locked ones stay.

    The masks around them do not become stale: they were made with nothing there.
    """
    draft = EditBuilder(document)
    record = required(document, object)
    masks, _, locks = document.contents_of(object)
    frames = [frame for frame in map(FrameIndex, range(first, last + 1)) if frame in masks and frame not in locks]
    lost = {frame: masks[frame].mask for frame in frames if masks[frame].lost}
    draft.set_all(object, {f: _absent(m) for f, m in lost.items()}, {f: Prompts(mask=m) for f, m in lost.items()})
    stale = record.stale
    for frame in lost:
        stale = spans.remove(stale, frame, frame)
    draft.object(object, replace(record, stale=stale))
    return draft.edit()


def _absent(mask: Mask) -> CellMask:
    return CellMask(mask, MaskSource.PAINTED)
