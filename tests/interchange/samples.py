"""A small annotated video for the tests of this room: its frames carry their numbers, its masks move with time."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, clip_of
from app.interchange.export.losses import check
from app.interchange.export.options import WriteOptions
from app.interchange.export.writing import ExportJob, chosen, export, passes
from app.interchange.table import FORMATS
from app.masks.mask import Mask
from app.media.opening import open_media
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.model import (
    Cell,
    CellMask,
    Color,
    FrameIndex,
    MaskSource,
    ObjectId,
    ObjectKind,
    Video,
    VideoId,
    VideoObject,
)
from tests.media.clips import write, x264
from tests.project.samples import apply

WIDTH, HEIGHT, FRAMES = 160, 96, 9
COLORS = (Color(255, 0, 0), Color(0, 255, 0), Color(0, 0, 255))
Draw = Callable[[int, int], np.ndarray | None]
Result = TypeVar("Result")
"""Pixels of object (by place) on a frame; None = no mask yet."""


def ring(place: int, frame: int) -> np.ndarray:
    """Two parts, one of them with a hole, that move a pixel a frame; objects lie apart."""
    pixels = np.zeros((HEIGHT, WIDTH), bool)
    x = 4 + 50 * place + frame
    pixels[10:40, x : x + 30] = True
    pixels[18:30, x + 8 : x + 20] = False
    pixels[50:60, x : x + 10] = True
    return pixels


def video_file(path: Path, frames: int = FRAMES, **options: object) -> Path:
    return write(path, range(frames), options=x264(), **options)


def a_document(
    file: Path,
    *,
    name: str = "walk",
    objects: int = 2,
    draw: Draw = ring,
    first_id: int = 1,
    kind: ObjectKind = ObjectKind.MANUAL,
    source: MaskSource = MaskSource.PAINTED,
) -> Document:
    media = open_media(file)
    info = media.info
    media.close()
    video = Video(VideoId(1), name, file.name, info.width, info.height, info.frame_count, float(info.rate), 1, "")
    document = Document()
    records = [
        VideoObject(ObjectId(first_id + place), video.id, f"object {place}", COLORS[place % 3], "thing", kind)
        for place in range(objects)
    ]
    masks = {}
    for place, record in enumerate(records):
        for frame in range(info.frame_count):
            pixels = draw(place, frame)
            if pixels is not None:
                mask = CellMask(Mask.from_array(pixels), source, None, 0.75)
                masks[Cell(record.id, FrameIndex(frame))] = Delta(None, mask)
    apply(
        document,
        Edit(
            videos={video.id: Delta(None, video)},
            objects={record.id: Delta(None, record) for record in records},
            masks=masks,
        ),
    )
    return document


def a_clip(file: Path, **options: object) -> AnnotatedClip:
    clip = clip_of(a_document(file, **options), VideoId(1), lambda: open_media(file))
    return replace(clip, exhaustive={"thing": frozenset(masklet.id for masklet in clip.masklets)})


def run_to_end(job: Generator[ExportProgress, None, Result]) -> Result:
    """Run a job to its end at once and return its result."""
    while True:
        try:
            next(job)
        except StopIteration as finished:
            result: Result = finished.value
            return result


def exporting(format_id: str, clips: Sequence[AnnotatedClip], out: Path, **options: object) -> ExportJob:
    """Return the job that writes clips in a format."""
    row = FORMATS[format_id]
    choice = row.checked(WriteOptions(**options))
    return export(row.writer(), chosen(clips, choice), out, passes(row.pictures, choice))


def losses(format_id: str, clips: Sequence[AnnotatedClip], **options: object) -> tuple[Loss, ...]:
    """Return what a format would lose of clips."""
    row = FORMATS[format_id]
    choice = row.checked(WriteOptions(**options))
    return run_to_end(
        check(row.title, row.holding(choice.variant), chosen(clips, choice), row.loses, row.writes_frames(choice))
    )
