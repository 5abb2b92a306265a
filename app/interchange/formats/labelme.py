"""labelme JSON: a file a frame, beside its picture; shapes are masks (a picture of their box) or polygons."""

import base64
import binascii
import math
from collections.abc import Generator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import cv2
import msgspec
import numpy as np

from app.errors import ImportFileError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.coco_rle import checked_size
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import decode, read_bytes
from app.interchange.encoding.shapes import check_number, filled, outlines
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed
from app.interchange.export.pictures import encode_png
from app.interchange.export.sidecar import read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.linking import put_loose
from app.interchange.reading import (
    ClipBuilder,
    ReadJob,
    files_in,
    folders_in,
    frames_in,
    regular_step,
)
from app.masks.mask import Mask
from app.media.pictures.picture import decoded
from app.media.pictures.picture_header import read_header
from app.phrases import Phrase

POLYGONS: Final = "polygons"
MASKS: Final = "masks"
VERSION: Final = "5.4.1"
MOST_BYTES: Final = 256 << 20
MASK, POLYGON = "mask", "polygon"


def write_labelme(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write a folder a video, with a picture and a JSON file for each frame."""
    done: list[Outgoing] = []
    for whole in clips:
        clip = yield from write_pictures(whole, folder / whole.name)
        done.append(clip)
        (folder / clip.name).mkdir(parents=True, exist_ok=True)
        suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
        for _, frame in clip.written():
            placed(folder / clip.name / f"{clip.stem(frame)}.json", partial(_frame, clip, frame, suffix))
            yield None
    write_sidecar(folder, done)


def _frame(clip: Outgoing, frame: int, suffix: str) -> bytes:
    shapes = [shape for masklet, mask in clip.on(frame) for shape in _shapes(clip, masklet, mask)]
    text: dict[str, object] = {
        "version": VERSION,
        "flags": {},
        "shapes": shapes,
        "imagePath": f"{clip.stem(frame)}{suffix}",
        "imageData": None,
        "imageHeight": clip.clip.height,
        "imageWidth": clip.clip.width,
    }
    return msgspec.json.encode(text)


def _shapes(clip: Outgoing, masklet: Any, mask: Mask) -> list[dict[str, object]]:
    box = mask.bbox
    if box is None:
        return []
    about = {"label": masklet.name, "group_id": clip.numbers[masklet.id], "description": masklet.category, "flags": {}}
    if clip.options.variant == POLYGONS:
        rings = [np.array(ring).reshape(-1, 2).tolist() for ring in outlines(mask)]
        return [{**about, "points": ring, "shape_type": POLYGON, "mask": None} for ring in rings]
    x0, y0, x1, y1 = box
    inside = mask.to_rows(y0, y1)[:, x0:x1].astype(np.uint8)
    picture = base64.b64encode(encode_png(inside)).decode("ascii")
    corners = [[float(x0), float(y0)], [float(x1 - 1), float(y1 - 1)]]  # labelme counts the last pixel in
    return [{**about, "points": corners, "shape_type": MASK, "mask": picture}]


# Reading


class _Shape(msgspec.Struct):
    label: str
    points: list[tuple[float, float]]
    shape_type: str = POLYGON
    group_id: int | None = None
    description: str | None = ""
    mask: str | None = None


class _File(msgspec.Struct, rename={"image_height": "imageHeight", "image_width": "imageWidth"}):
    shapes: list[_Shape]
    image_height: int
    image_width: int


def json_files(path: Path) -> tuple[Path, ...]:
    """Return the files of labelme in a folder, or the file itself."""
    return files_in(path, (".json",)) if path.is_dir() else (path,)


def read_labelme(path: Path) -> ReadJob:
    """Read a folder of files as one video, or each of its folders; an object is a group of one label; see
    `put_loose` for shapes without one."""
    folders = [place for place in folders_in(path) if files_in(place, (".json",))] if path.is_dir() else []
    if path.is_dir() and not folders:
        folders = [path]
    if not folders:
        return ((yield from _read(path.stem, (path,), path.parent)),)
    clips = []
    for folder in folders:
        files = [file for file in files_in(folder, (".json",)) if file.name != "masklane.json"]
        clips.append((yield from _read(folder.name, files, folder)))
    return tuple(clips)


def _read(name: str, files: Sequence[Path], folder: Path) -> Generator[ExportProgress | Loss, None, AnnotatedClip]:
    stems = [file.stem for file in files]
    about = read_sidecar(folder, name)
    numbers = about.frames(frame_numbers(stems))
    made: ClipBuilder | None = None
    keys: dict[tuple[int, str], int] = {}
    others, loose = 0, dict[int, list[tuple[str, Mask]]]()
    for done, (file, frame) in enumerate(zip(files, numbers, strict=True)):
        found = decode(file, read_bytes(file, MOST_BYTES), _File)
        height, width = checked_size([found.image_height, found.image_width])
        made = made or ClipBuilder(about.title or name, height, width, about.frame_count)
        if (made.height, made.width) != (height, width):
            raise ImportFileError("“{name}” is of another size than the files before it.", name=file.name)
        check_number(len(found.shapes))
        for shape in found.shapes:
            mask = _mask(file, shape, height, width)
            if mask is None:
                others += 1
                continue
            if shape.group_id is None or shape.group_id <= 0:
                loose.setdefault(frame, []).append((shape.label, mask))
                continue
            group = (shape.group_id, "" if about.objects else shape.label)
            if group not in keys:
                keys[group] = made.highest_key + 1 if made.knows(shape.group_id) else shape.group_id
                made.describe(keys[group], **about.of(shape.group_id, shape.label, shape.description or ""))
            made.join(keys[group], frame, mask)
        yield ExportProgress(done + 1, len(files))
    if made is None:
        raise ImportFileError("“{name}” holds no files of labelme.", name=folder.name)
    if others:
        yield Loss(
            made.name,
            Phrase("shapes that are neither masks nor polygons, which are passed over: {count}.", count=others),
        )
    yield from put_loose(made, loose)
    made.absent_elsewhere(numbers)
    return made.clip(
        frame_names=dict(zip(numbers, stems, strict=True)),
        step=regular_step(numbers),
        rate=about.rate,
        numbers_known=about.known,
        frames_at=frames_in(folder),
    )


def _mask(file: Path, shape: _Shape, height: int, width: int) -> Mask | None:
    if shape.shape_type == POLYGON:
        return filled([[value for point in shape.points for value in point]], height, width)
    if shape.shape_type != MASK:
        return None
    if len(shape.points) != 2 or not all(math.isfinite(value) for point in shape.points for value in point):
        raise ImportFileError("“{name}” is damaged: a mask needs the two corners of its box.", name=file.name)
    x0, y0 = (math.floor(value) for value in shape.points[0])
    try:
        data = base64.b64decode(shape.mask or "", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImportFileError("“{name}” is damaged: a mask is no picture.", name=file.name) from error
    header = read_header(data)
    if header is None or not (min(x0, y0) >= 0 and x0 + header.width <= width and y0 + header.height <= height):
        raise ImportFileError("“{name}” is damaged: a mask lies outside of its picture.", name=file.name)
    picture = decoded(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.shape[:2] != (header.height, header.width):
        raise ImportFileError("“{name}” is damaged: a mask is no picture.", name=file.name)
    whole = np.zeros((height, width), np.bool_)
    inside = picture.reshape(header.height, header.width, -1)[..., 0] > 0
    whole[y0 : y0 + header.height, x0 : x0 + header.width] = inside
    return Mask.from_array(whole)
