"""The edit that takes over what the model found on a frame by itself: auto objects to accept or dismiss."""

from collections.abc import Sequence
from dataclasses import replace

from app.engine.predictor import Prediction
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
)
from app.workspace.edits.objects import PALETTE, add


def candidates(
    document: Document,
    video: VideoId,
    frame: FrameIndex,
    ids: Sequence[ObjectId],
    found: Sequence[Prediction],
    usual: str = "Candidate {number}",
) -> Edit:
    """Return the edit that makes one auto object in stage selection, with its mask on `frame`, of each prediction.

    `usual` is what they are called.
    """
    draft = EditBuilder(document)
    base = len(document.objects(video))
    for number, (id, prediction) in enumerate(zip(ids, found, strict=True)):
        made = add(document, id, video, usual.format(number=base + number + 1), "").objects[id].after
        assert made is not None
        color = PALETTE[(base + number) % len(PALETTE)]
        position = made.position + number
        draft.object(id, replace(made, color=color, kind=ObjectKind.AUTO, stage=Stage.SELECTION, position=position))
        mask = CellMask(prediction.mask, MaskSource.AUTO, None, prediction.score, prediction.presence)
        draft.mask(Cell(id, frame), mask)
    return draft.edit()
