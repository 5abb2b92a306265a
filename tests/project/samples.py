"""Small projects, masks and edits for the tests of this room."""

from collections.abc import Iterable

import numpy as np

from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_checks import check
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    MaskSource,
    ObjectId,
    RunId,
    Video,
    VideoId,
    VideoObject,
)

WIDTH, HEIGHT, FRAMES = 16, 12, 100
VIDEO = VideoId(1)
OBJECT = ObjectId(1)
CELL = Cell(OBJECT, FrameIndex(5))


def cell(object: int, frame: int) -> Cell:
    return Cell(ObjectId(object), FrameIndex(frame))


def a_video(id: int = VIDEO, **changes: object) -> Video:
    values = {
        "name": f"clip {id}",
        "path": f"clip{id}.mp4",
        "width": WIDTH,
        "height": HEIGHT,
        "frame_count": FRAMES,
        "rate": 25.0,
        "size_bytes": 1000,
        "head_sha256": "ab" * 32,
    }
    return Video(id=VideoId(id), **{**values, **changes})


def an_object(id: int = OBJECT, video: int = VIDEO, **changes: object) -> VideoObject:
    return VideoObject(
        **{"id": ObjectId(id), "video": VideoId(video), "name": f"object {id}", "color": Color(1, 2, 3), **changes}
    )


def pixels(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((HEIGHT, WIDTH)) < 0.4


def a_mask(seed: int = 0, source: MaskSource = MaskSource.PROMPTED, run: int | None = None) -> CellMask:
    return CellMask(Mask.from_array(pixels(seed)), source, None if run is None else RunId(run), 0.75, 0.5)


def apply(document: Document, edit: Edit) -> None:
    """Make an edit as the application does: checked, then applied."""
    check(document, edit)
    document.apply(edit)


def a_document(objects: Iterable[int] = (OBJECT,)) -> Document:
    document = Document()
    apply(document, start(objects))
    return document


def start(objects: Iterable[int] = (OBJECT,)) -> Edit:
    """The edit that adds a video and objects to an empty project."""
    return Edit(
        videos={VIDEO: Delta(None, a_video())},
        objects={ObjectId(id): Delta(None, an_object(id)) for id in objects},
    )


def set_mask(document: Document, where: Cell, mask: CellMask | None) -> Edit:
    return Edit(masks={where: Delta(document.mask(where), mask)})
