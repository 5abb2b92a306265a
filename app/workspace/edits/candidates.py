"""Edits of candidates: what the model found by itself comes in, and becomes an object when a person accepts it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.engine.predictor import Prediction
from app.errors import ProjectError
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    FrameIndex,
    MaskSource,
    ObjectId,
    ObjectKind,
    Stage,
    VideoId,
    VideoObject,
)
from app.workspace.edits.objects import PALETTE, has_usual_name, required, unused_name

USUAL = "Candidate {number}"


def found(
    document: Document,
    video: VideoId,
    frame: FrameIndex,
    ids: Sequence[ObjectId],
    predictions: Sequence[Prediction],
    usual: str = USUAL,
) -> Edit:
    """Return the edit that makes one candidate, with its mask on `frame`, of each prediction.

    `usual` is what they are called.
    """
    draft = EditBuilder(document)
    there = document.candidates(video)
    base = there[-1].position + 1 if there else 0
    for place, (id, prediction) in enumerate(zip(ids, predictions, strict=True), start=base):
        name, color = usual.format(number=place + 1), PALETTE[place % len(PALETTE)]
        record = VideoObject(id, video, name, color, "", ObjectKind.AUTO, Stage.SELECTION, position=place)
        draft.object(id, record)
        doubts = prediction.doubts
        mask = CellMask(prediction.mask, MaskSource.AUTO, None, prediction.score, prediction.presence, doubts)
        draft.mask(Cell(id, frame), mask)
    return draft.edit()


def accepted(
    document: Document, ids: Iterable[ObjectId], usual: str = USUAL, usual_object: str = "Object {number}"
) -> Edit:
    """Return the edit that makes objects of candidates, at the end of their video's list, under names of objects."""
    draft = EditBuilder(document)
    ends: dict[VideoId, _End] = {}
    for id in ids:
        record = required(document, id)
        end = ends.setdefault(record.video, _End(document.objects(record.video)))
        unnamed = has_usual_name(record, usual) or record.name in end.names
        name = end.free_name(usual_object) if unnamed else record.name
        draft.object(id, replace(record, name=name, stage=Stage.ANNOTATION, position=end.take(name)))
        draft.verdict(id, None)
    return draft.edit()


def accepted_as(document: Document, id: ObjectId, name: str, category: str, usual_object: str) -> Edit:
    """Return the edit that makes an object of a candidate, of a category and under a name that is free.

    Without a name it is called after the category, or as objects usually are.
    """
    record = required(document, id)
    end = _End(document.objects(record.video))
    wanted = name or category
    chosen = unused_name(wanted, tuple(end.names)) if wanted else end.free_name(usual_object)
    draft = EditBuilder(document)
    made = replace(record, name=chosen, category=category, stage=Stage.ANNOTATION, position=end.take(chosen))
    draft.object(id, made)
    draft.verdict(id, None)
    return draft.edit()


def joined(document: Document, target: ObjectId, part: ObjectId) -> Edit:
    """Return the edit that makes a candidate a part of what was found on the same frame, a candidate or an object.

    Raises ProjectError where the target is not as it was found any more: tracked, painted or locked.
    """
    record = required(document, target)
    required(document, part)
    masks, parts = tuple(document.masks_of(target)), tuple(document.masks_of(part))
    as_found = len(masks) == len(parts) == 1 and masks[0][1].source is MaskSource.AUTO and not record.locked
    if not as_found or masks[0][0] != parts[0][0] or document.locked(Cell(target, masks[0][0])):
        raise ProjectError(
            "{name} is not as it was found any more.", "Accept this one, and merge both in Annotate.", name=record.name
        )
    (frame, mask), (_, other) = masks[0], parts[0]
    draft = EditBuilder(document)
    draft.mask(Cell(target, frame), replace(mask, mask=mask.mask.union(other.mask)))
    draft.clear(part)
    draft.verdict(part, None)
    draft.object(part, None)
    return draft.edit()


class _End:
    """The end of a video's list of objects, where another one goes."""

    def __init__(self, objects: Sequence[VideoObject]) -> None:
        self.names = {record.name for record in objects}
        self._number = len(objects)
        self._position = max((record.position for record in objects), default=-1)

    def free_name(self, usual: str) -> str:
        """Return a name that no object of the video has."""
        self._number += 1
        while usual.format(number=self._number) in self.names:
            self._number += 1
        return usual.format(number=self._number)

    def take(self, name: str) -> int:
        """Note that an object of this name was put there; return its position."""
        self.names.add(name)
        self._position += 1
        return self._position
