"""Edits of whole objects: make, name, order, delete, duplicate, merge, split, swap and reassign."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.errors import EditRefused
from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import (
    CellMask,
    Color,
    FrameIndex,
    MaskSource,
    ObjectId,
    Prompts,
    VideoId,
    VideoObject,
)
from app.project.rules import MAX_NAME, clean_text
from app.workspace.edits.order import moved
from app.workspace.edits.staleness import left_by, together

Masks = Mapping[FrameIndex, CellMask]

PALETTE = (
    Color(86, 180, 233),
    Color(230, 159, 0),
    Color(0, 158, 115),
    Color(204, 121, 167),
    Color(240, 228, 66),
    Color(213, 94, 0),
    Color(0, 114, 178),
    Color(170, 220, 120),
    Color(150, 120, 220),
    Color(240, 130, 130),
    Color(110, 210, 200),
    Color(190, 150, 110),
)
"""Colors for objects; the first seven are Okabe and Ito's, told apart with every kind of color blindness."""


def add(
    document: Document, id: ObjectId, video: VideoId, name: str, category: str, usual: str = "Object {number}"
) -> Edit:
    """Return the edit that makes an empty object at the end of its video's list, without a name one of the `usual`."""
    others = document.objects(video)
    draft = EditBuilder(document)
    draft.object(
        id,
        VideoObject(
            id=id,
            video=video,
            name=clean_text(name.strip()) or _free_name(usual, [o.name for o in others]),
            color=free_color([o.color for o in others]),
            category=clean_text(category.strip()),
            position=max((o.position for o in others), default=-1) + 1,
        ),
    )
    return draft.edit()


def has_usual_name(record: VideoObject, usual: str) -> bool:
    """Return whether an object is called as `add` would have called it: one of the `usual` names."""
    before, _number, after = usual.partition("{number}")
    inner = record.name.removeprefix(before).removesuffix(after)
    return inner.isdecimal() and record.name == f"{before}{inner}{after}"


def revise(document: Document, ids: Iterable[ObjectId], **fields: object) -> Edit:
    """Return the edit that sets `fields` of the records of `ids`."""
    draft = EditBuilder(document)
    for id in ids:
        draft.object(id, replace(required(document, id), **fields))  # type: ignore[arg-type]
    return draft.edit()


def rename(document: Document, id: ObjectId, name: str) -> Edit:
    """Return the edit that names `id`. Raises EditRefused for an empty name, or one taken in the same video."""
    record = required(document, id)
    name = clean_text(name.strip())
    if not name:
        raise EditRefused("An object needs a name.", "Type at least one character.")
    if any(other.name == name and other.id != id for other in document.objects(record.video)):
        raise EditRefused("There is already an object named “{name}” in this video.", "Choose another name.", name=name)
    return revise(document, (id,), name=name)


def reorder(document: Document, ids: Sequence[ObjectId], place: int) -> Edit:
    """Return the edit that moves `ids`, together, before the object at index `place` of their video's list."""
    draft = EditBuilder(document)
    for video in {required(document, id).video for id in ids}:
        for index, record in enumerate(moved(document.objects(video), lambda record: record.id in ids, place)):
            draft.object(record.id, replace(record, position=index))
    return draft.edit()


def delete(document: Document, ids: Iterable[ObjectId]) -> Edit:
    """Return the edit that removes objects with their masks, prompts, locks, verdicts and issues."""
    draft = EditBuilder(document)
    for id in ids:
        _remove(draft, id)
    return draft.edit()


def duplicate(document: Document, id: ObjectId, copy: ObjectId, usual: str = "{name} copy") -> Edit:
    """Return the edit that makes `copy`, an object with the same masks and prompts as `id`, below it."""
    record = required(document, id)
    others = document.objects(record.video)
    draft = EditBuilder(document)
    name = unused_name(usual.format(name=record.name), [o.name for o in others])
    color = free_color([o.color for o in others])
    position = max(o.position for o in others) + 1
    draft.object(copy, replace(record, id=copy, name=name, color=color, position=position, locked=False))
    masks, prompts, _locks = document.contents_of(id)
    copies = {f: replace(m, run=None) for f, m in masks.items()}
    draft.set_all(copy, copies, prompts)
    return draft.edit()


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """Unions of masks of several objects, and all masks of each as they were then."""

    parts: tuple[Masks, ...]
    unions: dict[FrameIndex, CellMask]

    def fill(self, frames: Iterable[FrameIndex]) -> Iterator[None]:
        """Join the masks on `frames`, one frame a step."""
        for frame in frames:
            self.unions[frame] = joined(self.parts, frame)
            yield

    def changed(self, now: Sequence[Masks]) -> set[FrameIndex]:
        """Return the frames on which an object has another mask now; `now` has the same objects."""
        pairs = [(old, new) for old, new in zip(self.parts, now, strict=True) if old != new]
        return {f for old, new in pairs for f in old.keys() | new.keys() if old.get(f) is not new.get(f)}


def overlapping(objects: Iterable[Masks]) -> set[FrameIndex]:
    """Return the frames on which several objects have a mask: what merging has to join."""
    seen: set[FrameIndex] = set()
    shared: set[FrameIndex] = set()
    for masks in objects:
        shared |= masks.keys() & seen
        seen |= masks.keys()
    return shared


def joined(objects: Iterable[Masks], frame: FrameIndex) -> CellMask:
    """Return the union of the masks of objects on a frame, of which at least one has one there."""
    parts = [masks[frame] for masks in objects if frame in masks]
    edited = any(part.source.conditions for part in parts)
    return CellMask(
        reduce(Mask.union, (part.mask for part in parts)),
        MaskSource.PAINTED if edited else MaskSource.TRACKED,
        score=min(part.score for part in parts),
        presence=max(part.presence for part in parts),
    )


def merge(document: Document, ids: Sequence[ObjectId], made: Joined | None = None) -> Edit:
    """Return the edit that joins all of `ids` into the first: unions of masks and tags; the others are deleted.

    The first takes a category of theirs where it has none.
    `made` is what was joined before, for these objects: only what has changed since is joined here.
    """
    if len(ids) < 2:
        raise EditRefused("Merging needs at least two objects.", "Select them with Ctrl+click in the list.")
    target, others = ids[0], ids[1:]
    draft = EditBuilder(document)
    stale = required(document, target).stale
    contents = [document.contents_of(id) for id in ids]
    prompts_there, masks_there = contents[0][1], contents[0][0]
    masks: dict[FrameIndex, CellMask | None] = {}
    prompts: dict[FrameIndex, Prompts | None] = {}
    for id, (its_masks, its_prompts, _locks) in zip(others, contents[1:], strict=True):
        stale = spans.add(stale, required(document, id).stale)
        masks.update(its_masks)
        prompts.update({f: p for f, p in its_prompts.items() if f not in prompts_there and f not in masks_there})
        _remove(draft, id)
    masks.update(_unions([all_masks for all_masks, _prompts, _locks in contents], made))
    draft.set_all(target, masks, prompts)
    records = [required(document, id) for id in ids]
    tags = tuple(dict.fromkeys(tag for record in records for tag in record.tags))
    category = next((record.category for record in records if record.category), "")
    draft.object(target, replace(records[0], stale=stale, tags=tags, category=category))
    return draft.edit()


def _unions(objects: Sequence[Masks], made: Joined | None) -> Masks:
    shared = overlapping(objects)
    if made is None:
        return {frame: joined(objects, frame) for frame in shared}
    changed = made.changed(objects)
    if not changed:
        return made.unions
    kept = {frame: union for frame, union in made.unions.items() if frame in shared and frame not in changed}
    return kept | {frame: joined(objects, frame) for frame in shared & changed}


def split(document: Document, id: ObjectId, frame: FrameIndex, new: ObjectId) -> Edit:
    """Return the edit that hands everything of `id` from `frame` on to a new object `new`."""
    record = required(document, id)
    if not any(f >= frame for f in document.mask_frames(id)):
        raise EditRefused(
            "{name} has no masks from frame {frame} on.",
            "Go to the frame where it should end.",
            name=record.name,
            frame=frame,
        )
    made = add(document, new, record.video, unused_name(record.name, _names(document, record)), record.category)
    draft = EditBuilder(document)
    born = made.objects[new].after
    last = _frame_count(document, record) - 1
    span = (frame, FrameIndex(max(last, frame)))
    assert born is not None
    left = left_by(document, id, *_exchanged(document, (id,), _frames(document, id, *span)))
    kept = spans.remove(record.stale, FrameIndex(0), FrameIndex(frame - 1))
    alike = {"policy": record.policy, "exclusive": record.exclusive, "tags": record.tags}
    draft.object(new, replace(born, stale=kept, **alike))  # type: ignore[arg-type]
    draft.object(id, replace(record, stale=spans.add(spans.remove(record.stale, *span), left)))
    _hand_over(document, draft, id, new, *span)
    return draft.edit()


def swap(document: Document, a: ObjectId, b: ObjectId, first: FrameIndex, last: FrameIndex) -> Edit:
    """Return the edit that exchanges the masks and prompts of two objects on frames first..last.

    What is exchanged is as a person wants it; tracked masks elsewhere that depended on it become stale.
    """
    draft = EditBuilder(document)
    there = together(_frames(document, a, first, last), _frames(document, b, first, last))
    exchanged = _exchanged(document, (a, b), there)
    for id, other in ((a, b), (b, a)):
        kept = spans.remove(required(document, id).stale, first, last)
        taken = spans.clip(required(document, other).stale, first, last)
        stale = spans.add(spans.add(kept, taken), left_by(document, id, *exchanged))
        draft.object(id, replace(required(document, id), stale=stale))
    for id, other in ((a, b), (b, a)):
        draft.set_all(id, *_contents(document, other, id, cast("list[FrameIndex]", there.tolist())))
    return draft.edit()


def reassign(document: Document, id: ObjectId, target: ObjectId, first: FrameIndex, last: FrameIndex) -> Edit:
    """Return the edit that gives the masks of `id` on first..last to `target`, replacing what it has there.

    Tracked masks elsewhere that depended on what came or went become stale, of both.
    """
    giver, taker = required(document, id), required(document, target)
    exchanged = _exchanged(document, (id, target), _frames(document, id, first, last))
    masks = document.frame_arrays(id).masks
    given = set(masks[np.searchsorted(masks, first) : np.searchsorted(masks, last, "right")].tolist())
    kept = spans.from_frames(frame for frame in spans.frames(taker.stale) if frame not in given)
    taken = spans.from_frames(frame for frame in spans.frames(giver.stale) if frame in given)
    draft = EditBuilder(document)
    left = left_by(document, id, *exchanged)
    draft.object(id, replace(giver, stale=spans.add(spans.remove(giver.stale, first, last), left)))
    stale = spans.add(spans.add(kept, taken), left_by(document, target, *exchanged))
    draft.object(target, replace(taker, stale=stale))
    _hand_over(document, draft, id, target, first, last)
    return draft.edit()


def required(document: Document, id: ObjectId) -> VideoObject:
    """Return the object's record. Raises EditRefused when it is gone."""
    record = document.object(id)
    if record is None:
        raise EditRefused("This object does not exist any more.", "It may have been deleted; undo brings it back.")
    return record


def _hand_over(
    document: Document, draft: EditBuilder, id: ObjectId, target: ObjectId, first: FrameIndex, last: FrameIndex
) -> None:
    frames = cast("list[FrameIndex]", _frames(document, id, first, last).tolist())
    masks, prompts = _contents(document, id, target, frames)
    draft.set_all(target, masks, prompts)
    draft.set_all(id, dict.fromkeys(masks), dict.fromkeys(prompts))


def _exchanged(
    document: Document, ids: Iterable[ObjectId], moved: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return `moved`, which ascend, and those of them on which a person made a mask of one of `ids`."""
    made = reduce(together, (document.frame_arrays(id).conditioning for id in ids))
    return moved, np.intersect1d(moved, made, assume_unique=True)


def _frames(document: Document, id: ObjectId, first: FrameIndex, last: FrameIndex) -> NDArray[np.int64]:
    """Return the frames in first..last on which an object has a mask or prompts, ascending."""
    there = document.frame_arrays(id)
    frames = together(there.masks, there.prompts)
    return frames[np.searchsorted(frames, first) : np.searchsorted(frames, last, "right")]


def _contents(
    document: Document, id: ObjectId, taker: ObjectId, frames: Sequence[FrameIndex]
) -> tuple[dict[FrameIndex, CellMask | None], dict[FrameIndex, Prompts | None]]:
    """Return masks and prompts of an object on `frames`, None where only `taker` has some."""
    masks, prompts, _locks = document.contents_of(id)
    said = (prompts.keys() | document.contents_of(taker)[1].keys()).intersection(frames)
    return {frame: masks.get(frame) for frame in frames}, {frame: prompts.get(frame) for frame in sorted(said)}


def _remove(draft: EditBuilder, id: ObjectId) -> None:
    draft.clear(id)
    draft.verdict(id, None)
    draft.clear_issues(id)
    draft.object(id, None)


def _frame_count(document: Document, record: VideoObject) -> int:
    video = document.video(record.video)
    assert video is not None
    return video.frame_count


def _names(document: Document, record: VideoObject) -> list[str]:
    return [o.name for o in document.objects(record.video)]


def _free_name(usual: str, taken: Sequence[str]) -> str:
    number = len(taken) + 1
    while usual.format(number=number) in taken:
        number += 1
    return usual.format(number=number)


def unused_name(name: str, taken: Sequence[str]) -> str:
    """Return the name, with a number where it is taken: in brackets behind another number. Long ones are cut for it."""
    number, candidate = 2, name
    form = " ({number})" if name[-1:].isdecimal() else " {number}"
    while candidate in taken:
        ending = form.format(number=number)
        candidate = name[: MAX_NAME - len(ending)] + ending
        number += 1
    return candidate


def free_color(taken: Sequence[Color]) -> Color:
    """Return the palette color used least often so far, the first of several."""
    return min(PALETTE, key=taken.count)
