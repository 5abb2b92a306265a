"""Edits of single cells and ranges: prompts, painted masks, absence, locks, and late results of the model."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np

from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_builder import EditBuilder
from app.project.model import Cell, CellMask, FrameIndex, MaskSource, ObjectId, Prompts, Span, VideoObject
from app.workspace.edits.objects import required
from app.workspace.edits.staleness import outdated_by, spans_of, without


def prompt(document: Document, cell: Cell, prompts: Prompts) -> Edit:
    """Return the edit that sets what a person said about `cell`; what depends on it becomes stale.

    Where nothing says any more where the object is, a mask that came from prompts goes too. Prompts that only say where
    it is not make no mask: where there is none, nothing depends on them. Saying the same again changes nothing.
    """
    draft = EditBuilder(document)
    before = document.prompts(cell) or Prompts()
    if before == prompts:
        return draft.edit()
    draft.prompts(cell, prompts)
    mask = document.mask(cell)
    unfounded = prompts.empty or (before.locates and not prompts.locates)
    if unfounded and mask is not None and mask.source.conditions:
        draft.mask(cell, None)
    if before.locates or prompts.locates or (mask is not None and not mask.empty):
        _outdate(document, draft, cell)
    return draft.edit()


def paint(document: Document, cell: Cell, mask: Mask) -> Edit:
    """Return the edit that makes `mask` what `cell` looks like; it conditions the model exactly as a click does."""
    draft = EditBuilder(document)
    draft.prompts(cell, Prompts(mask=mask))
    draft.mask(cell, CellMask(mask, MaskSource.PAINTED))
    if not draft.edit().empty:
        _outdate(document, draft, cell)
    return draft.edit()


def segmented(
    document: Document,
    cell: Cell,
    mask: Mask,
    score: float,
    presence: float,
    unfollowed: tuple[Span, ...] | None = None,
) -> Edit:
    """Return the edit that puts the model's answer to the prompts of `cell` there.

    `unfollowed`: what was stale of the object before its prompts, if other frames do not follow the answer: that is
    stale again, unless more happened to the object since.
    """
    draft = EditBuilder(document)
    draft.mask(cell, CellMask(mask, MaskSource.PROMPTED, None, score, presence))
    _outdate(document, draft, cell)  # again: a run may have gone on while the answer was on its way
    if unfollowed is not None:
        record = required(document, cell.object)
        outdated = spans.add(unfollowed, outdated_by(document, cell.object, cell.frame))
        if spans.remove(outdated, cell.frame, cell.frame) == record.stale:
            draft.object(cell.object, replace(record, stale=spans.remove(unfollowed, cell.frame, cell.frame)))
    return draft.edit()


def clear(document: Document, cells: Mapping[ObjectId, Sequence[FrameIndex]]) -> Edit:
    """Return the edit that removes masks and prompts of cells; what depended on them becomes stale."""
    draft = EditBuilder(document)
    for id, frames in cells.items():
        there = document.frame_arrays(id)
        decided = {*there.conditioning.tolist(), *there.prompts.tolist()}.intersection(frames)
        _outdate_all(document, draft, id, sorted(decided), frames)
        draft.set_all(id, dict.fromkeys(frames), dict.fromkeys(frames))
    return draft.edit()


def lock(document: Document, objects: Iterable[ObjectId], first: FrameIndex, last: FrameIndex, locked: bool) -> Edit:
    """Return the edit that locks or unlocks all cells of `objects` on frames first..last."""
    draft = EditBuilder(document)
    for id in dict.fromkeys(objects):
        required(document, id)
        draft.lock_all(id, map(FrameIndex, range(first, last + 1)), locked)
    return draft.edit()


def transformed(document: Document, masks: Mapping[ObjectId, Mapping[FrameIndex, Mask]]) -> Edit:
    """Return the edit that replaces masks by edited ones (holes filled, grown, smoothed): they count as painted."""
    now = {id: document.contents_of(id)[0] for id in masks}
    return painted(
        document,
        {
            id: {frame: mask for frame, mask in wanted.items() if frame not in now[id] or now[id][frame].mask != mask}
            for id, wanted in masks.items()
        },
    )


def painted(document: Document, masks: Mapping[ObjectId, Mapping[FrameIndex, Mask]]) -> Edit:
    """Return the edit by which a person says what many cells look like, as `paint` does for one."""
    draft = EditBuilder(document)
    for id, wanted in masks.items():
        made = {frame: CellMask(mask, MaskSource.PAINTED) for frame, mask in wanted.items()}
        draft.set_all(id, made, {frame: Prompts(mask=mask) for frame, mask in wanted.items()})
        if wanted:
            _outdate_all(document, draft, id, wanted, wanted)
    return draft.edit()


def tracked(document: Document, frame: FrameIndex, masks: Mapping[ObjectId, CellMask]) -> Edit:
    """Return the edit that takes over one frame of a run, except where a person has decided or locked meanwhile."""
    draft = EditBuilder(document)
    for id, mask in masks.items():
        cell = Cell(id, frame)
        record = document.object(id)
        before = document.mask(cell)
        if (
            record is None
            or record.locked
            or document.locked(cell)
            or (before is not None and before.source.conditions)
        ):
            continue
        same = before is not None and before.fine and before.mask == mask.mask
        draft.mask(cell, replace(mask, fine=True) if same else mask)
        _refresh(document, draft, id, ((frame, frame),))
    return draft.edit()


def taken(document: Document, object: ObjectId, masks: Mapping[FrameIndex, CellMask]) -> Edit:
    """Return the edit that takes over tracked masks of many frames, except where a person has decided or locked."""
    draft = EditBuilder(document)
    now, _, locks = document.contents_of(object)
    free = {f: m for f, m in masks.items() if f not in locks and (f not in now or not now[f].source.conditions)}
    draft.set_all(object, free, {})
    _refresh(document, draft, object, ((frame, frame) for frame in free))
    return draft.edit()


def outdated(document: Document, objects: Iterable[ObjectId], first: FrameIndex, last: FrameIndex) -> Edit:
    """Return the edit that calls all tracked masks of `objects` on first..last into question, to track them again."""
    draft = EditBuilder(document)
    for id in objects:
        there = document.frame_arrays(id)
        frames = there.masks[np.searchsorted(there.masks, first) : np.searchsorted(there.masks, last, "right")]
        kept = np.concatenate((there.conditioning, there.locks))
        record = required(document, id)
        draft.object(id, replace(record, stale=spans.add(record.stale, spans_of(without(frames, kept)))))
    return draft.edit()


def confirmed(document: Document, stretches: Mapping[ObjectId, tuple[FrameIndex, FrameIndex]]) -> Edit:
    """Return the edit that declares masks up to date that a run has found unchanged."""
    draft = EditBuilder(document)
    for id, span in stretches.items():
        if document.object(id) is not None:
            _refresh(document, draft, id, (span,))
    return draft.edit()


def fine(document: Document, cell: Cell) -> Edit:
    """Return the edit that says that the model's mask of `cell` is fine: true until it changes."""
    draft = EditBuilder(document)
    mask = document.mask(cell)
    if mask is not None:
        draft.mask(cell, replace(mask, fine=True))
    return draft.edit()


def decided(edit: Edit) -> list[Cell]:
    """Return the cells whose mask of a person comes, goes or changes by `edit`: what runs start from is another now."""
    tracked = MaskSource.TRACKED
    return [
        Cell(id, frame)
        for id, columns in edit.masks.by_object().items()
        for (frame, before), after in zip(columns.before.items(), columns.after.values(), strict=True)
        if (before is not None and before.source is not tracked) or (after is not None and after.source is not tracked)
    ]


def left_stale(document: Document, edit: Edit, cells: Iterable[Cell]) -> Edit:
    """Return the edit that, after `edit`, marks the tracked masks as stale that follow from `cells` as they are now.

    `document` is the one before `edit`. Masks that `edit` changes itself are none of them.
    """
    objects: dict[ObjectId, Delta[VideoObject]] = {}
    for id, frames in _by_object(cells).items():
        record = document.object(id)
        after = edit.objects[id].after if id in edit.objects else record
        if record is None or after is None:
            continue
        changed = edit.masks.by_object()[id].before if id in edit.masks.by_object() else {}
        follow = {f for frame in frames for f in spans.frames(outdated_by(document, id, frame)) if f not in changed}
        left = spans.add(after.stale, spans.from_frames(follow.difference(spans.frames(record.stale))))
        if left != after.stale:
            objects[id] = Delta(after, replace(after, stale=left))
    return Edit(objects=objects)


def _by_object(cells: Iterable[Cell]) -> dict[ObjectId, list[FrameIndex]]:
    found: dict[ObjectId, list[FrameIndex]] = {}
    for cell in cells:
        found.setdefault(cell.object, []).append(cell.frame)
    return found


def _outdate(document: Document, draft: EditBuilder, cell: Cell) -> None:
    """Mark as stale what depends on `cell`; the cell itself is up to date."""
    record = draft.object_now(cell.object) or required(document, cell.object)
    stale = spans.add(record.stale, outdated_by(document, cell.object, cell.frame))
    draft.object(cell.object, replace(record, stale=spans.remove(stale, cell.frame, cell.frame)))


def _outdate_all(
    document: Document, draft: EditBuilder, id: ObjectId, decided: Iterable[FrameIndex], settled: Iterable[FrameIndex]
) -> None:
    """Mark as stale what depends on the frames `decided` of an object, all at once; the frames `settled` are not."""
    record = draft.object_now(id) or required(document, id)
    edited = document.conditioning_frames(id)
    gaps = {(bisect_left(edited, frame), bisect_right(edited, frame)): frame for frame in decided}
    outdated = (outdated_by(document, id, frame) for frame in gaps.values())
    whole = spans.normalize(chain(record.stale, *outdated))
    stale = spans.mask(whole, whole[-1][1] + 1 if whole else 0)
    done = np.fromiter(settled, np.int64)
    stale[done[done < len(stale)]] = False
    draft.object(id, replace(record, stale=spans_of(np.flatnonzero(stale))))


def _refresh(
    document: Document, draft: EditBuilder, id: ObjectId, fresh: Iterable[tuple[FrameIndex, FrameIndex]]
) -> None:
    record = draft.object_now(id) or required(document, id)
    stale = record.stale
    for first, last in fresh:
        stale = spans.remove(stale, first, last)
    if stale != record.stale:
        draft.object(id, replace(record, stale=stale))
