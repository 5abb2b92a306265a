"""Documents for tests of the workspace's pure parts: one video of 64 x 48 pixels, objects with masks where asked."""

from collections.abc import Iterable

import numpy as np

from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit_builder import EditBuilder
from app.project.model import (
    Cell,
    CellMask,
    Click,
    Color,
    FrameIndex,
    MaskSource,
    ObjectId,
    Prompts,
    Span,
    Video,
    VideoId,
    VideoObject,
)
from tests.project.samples import apply

WIDTH, HEIGHT = 64, 48
VIDEO = VideoId(1)


def blob(x: int = 10, y: int = 10, side: int = 8) -> Mask:
    """Return a square mask."""
    pixels = np.zeros((HEIGHT, WIDTH), bool)
    pixels[y : y + side, x : x + side] = True
    return Mask.from_array(pixels)


def document(frames: int = 100) -> Document:
    """Return a document with one empty video."""
    made = Document()
    draft = EditBuilder(made)
    draft.video(VIDEO, Video(VIDEO, "clip", "clip.mp4", WIDTH, HEIGHT, frames, 25.0, 1000, "00" * 32))
    apply(made, draft.edit())
    return made


def add_object(
    made: Document,
    id: int,
    clicked: Iterable[int] = (),
    tracked: Iterable[int] = (),
    stale: tuple[tuple[int, int], ...] = (),
    locked: Iterable[int] = (),
) -> ObjectId:
    """Add an object with clicked, tracked and locked frames."""
    object = ObjectId(id)
    draft = EditBuilder(made)
    spans: tuple[Span, ...] = tuple((FrameIndex(a), FrameIndex(b)) for a, b in stale)
    draft.object(object, VideoObject(object, VIDEO, f"Object {id}", Color(1, 2, 3), position=id, stale=spans))
    for frame in tracked:
        draft.mask(Cell(object, FrameIndex(frame)), CellMask(blob(), MaskSource.TRACKED))
    for frame in clicked:
        cell = Cell(object, FrameIndex(frame))
        draft.prompts(cell, Prompts((Click(14, 14),)))
        draft.mask(cell, CellMask(blob(), MaskSource.PROMPTED))
    for frame in locked:
        draft.lock(Cell(object, FrameIndex(frame)), True)
    apply(made, draft.edit())
    return object
