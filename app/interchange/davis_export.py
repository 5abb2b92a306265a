"""Writing DAVIS layout: frames as JPEG, object numbers as palette PNGs, a list of sequences, names in meta.json."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from app.errors import ExportError
from app.interchange.clip import (
    ExportCheck,
    ExportClip,
    ExportJob,
    ExportProgress,
    Loss,
    frame_or_none,
    frame_total,
    left_out,
)
from app.interchange.label_png import encode_labels
from app.interchange.names import distinct, safe_name
from app.interchange.output import new_folder
from app.masks.mask import Mask
from app.media.source import Image
from app.phrases import Phrase
from app.project.model import ObjectId

MOST_OBJECTS: Final = 254
"""A byte a pixel: 0 is the background, and loaders take 255 for pixels that do not count."""

JPEG_QUALITY: Final = 95
RESOLUTION: Final = "480p"
"""The folder's name in the format, whatever the size of the frames: loaders look there."""


def check_davis(clips: Sequence[ExportClip]) -> ExportCheck:
    """Find overlaps and gaps. ExportError: more objects than the format has numbers."""
    losses: list[Loss] = []
    done, total = 0, frame_total(clips)
    for clip in clips:
        name, objects = clip.video.name, clip.annotated
        if len(objects) > MOST_OBJECTS:
            raise ExportError(
                "“{name}” has {count} objects; DAVIS holds {most} at most.",
                "Choose a format without this limit, or delete objects.",
                name=name,
                count=len(objects),
                most=MOST_OBJECTS,
            )
        overlapping = bare = partial = 0
        for frame in range(clip.video.frame_count):
            masks = [mask for _, mask in clip.on(frame)]
            overlapping += _any_overlap(masks)
            bare += not masks
            partial += bool(masks) and len(masks) < len(objects)
            done += 1
            yield ExportProgress(done, total)
        losses += [Loss(name, words) for words in _words(overlapping, bare, partial)]
    return tuple(losses)


def export_davis(clips: Sequence[ExportClip], out: Path) -> ExportJob:
    """Write a data set to a new folder. Frame i of a video is %05d of i, its number in the window and the model.

    Frames that cannot be decoded are left out with their masks; the others keep their numbers.
    """
    names = distinct(safe_name(clip.video.name) for clip in clips)
    done, total = 0, frame_total(clips)
    with new_folder(out) as folder:
        described = {}
        for clip, name in zip(clips, names, strict=True):
            holes: list[int] = []
            with closing(_write_sequence(clip, folder, name, holes)) as frames:
                for _ in frames:
                    done += 1
                    yield ExportProgress(done, total)
            described[name] = {"title": clip.video.name, "objects": _described(clip, holes)}
            if holes:
                yield left_out(clip, holes)
        lists = folder / "ImageSets" / "2017"
        lists.mkdir(parents=True)
        (lists / "val.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        (folder / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode({"videos": described})))


def numbers_of(clip: ExportClip) -> dict[ObjectId, int]:
    """Return the number of each object with masks: 1, 2 ... by id, so that objects added later change none of them."""
    return {id: place for place, id in enumerate(sorted(record.id for record in clip.annotated), start=1)}


def labels_of(masks: Sequence[tuple[int, Mask]], height: int, width: int) -> NDArray[np.uint8]:
    """Paint (number, mask) into one picture; where they overlap the lowest number wins."""
    labels = np.zeros((height, width), np.uint8)
    for number, mask in sorted(masks, key=lambda item: item[0], reverse=True):
        box = mask.bbox
        if box is not None:
            x0, y0, x1, y1 = box
            labels[y0:y1, x0:x1][mask.to_rows(y0, y1)[:, x0:x1]] = number
    return labels


def encode_jpeg(image: Image) -> bytes:
    """Return the picture as JPEG. ExportError when the encoder refuses it."""
    done, data = cv2.imencode(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not done:
        raise ExportError("A frame cannot be written as JPEG.")
    return bytes(data)


def _write_sequence(clip: ExportClip, folder: Path, name: str, holes: list[int]) -> ExportJob:
    """Write frames and annotations; what cannot be decoded is noted in `holes`."""
    frames = folder / "JPEGImages" / RESOLUTION / name
    annotations = folder / "Annotations" / RESOLUTION / name
    frames.mkdir(parents=True)
    annotations.mkdir(parents=True)
    numbers = numbers_of(clip)
    source = clip.opened()
    try:
        for frame in range(clip.video.frame_count):
            image = frame_or_none(source, frame)
            masks = [(numbers[record.id], mask) for record, mask in clip.on(frame)]
            if image is None:
                holes.append(frame)
            else:
                (frames / f"{frame:05}.jpg").write_bytes(encode_jpeg(image))
            if masks and image is not None:
                labels = labels_of(masks, clip.video.height, clip.video.width)
                (annotations / f"{frame:05}.png").write_bytes(encode_labels(labels))
            yield ExportProgress(frame + 1, clip.video.frame_count)
    finally:
        source.close()


def _described(clip: ExportClip, holes: Sequence[int]) -> dict[str, dict[str, object]]:
    """Return what YouTube-VOS keeps of each object (category, frames), and the names and ids it has in the project."""
    without = frozenset(holes)
    numbers = numbers_of(clip)
    return {
        str(numbers[record.id]): {
            "category": record.category,
            "name": record.name,
            "id": record.id,
            "frames": [
                f"{frame:05}"
                for frame, mask in sorted(clip.masks[record.id].items())
                if mask.mask.area and frame not in without
            ],
        }
        for record in sorted(clip.annotated, key=lambda record: record.id)
    }


def _any_overlap(masks: Sequence[Mask]) -> bool:
    together: Mask | None = None
    for mask in masks:
        if mask.area == 0:
            continue
        if together is not None and together.overlap(mask):
            return True
        together = mask if together is None else together.union(mask)
    return False


def _words(overlapping: int, bare: int, partial: int) -> list[Phrase]:
    words = []
    if overlapping:
        words.append(
            Phrase(
                "frames on which objects overlap: {count}; each pixel goes to the object with the lowest id.",
                count=overlapping,
            )
        )
    if partial:
        words.append(
            Phrase(
                "frames on which some objects have no mask yet: {count}; they are written as absent there.",
                count=partial,
            )
        )
    if bare:
        words.append(Phrase("frames without any mask: {count}; they get no annotation file.", count=bare))
    return words
