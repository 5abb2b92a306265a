"""Writing the layouts of DAVIS and YouTube-VOS: frames, object numbers as palette PNGs, lists, names in meta.json."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from app.interchange.export.options import Outgoing
from app.interchange.export.sidecar import write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.parallel.mask_tasks import LabelPicture, place_pictures

MOST_OBJECTS: Final = 253
"""A byte a pixel: 0 is the background, evaluators take 255, and some 254, for pixels that do not count."""

RESOLUTION: Final = "480p"
"""The folder's name in the format, whatever the size of the frames: loaders look there."""


def write_davis(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write DAVIS' layout, with one list of all sequences."""
    yield from _write(clips, folder, RESOLUTION)
    lists = folder / "ImageSets" / "2017"
    lists.mkdir(parents=True, exist_ok=True)
    (lists / "val.txt").write_text("".join(f"{clip.name}\n" for clip in clips), encoding="utf-8")


def write_youtube_vos(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write YouTube-VOS' layout, the same without a folder for the resolution."""
    yield from _write(clips, folder, "")


def _write(clips: Sequence[Outgoing], folder: Path, resolution: str) -> WriteJob:
    described = {}
    for whole in clips:
        frames = folder / "JPEGImages" / resolution / whole.name
        clip = yield from write_pictures(whole, frames)
        annotations = folder / "Annotations" / resolution / clip.name
        annotations.mkdir(parents=True, exist_ok=True)
        yield from place_pictures(_pictures(clip, annotations))
        described[clip.name] = {"title": clip.clip.name, "objects": _described(clip)}
    (folder / "meta.json").write_bytes(msgspec.json.format(msgspec.json.encode({"videos": described})))
    write_sidecar(folder, clips)


def _pictures(clip: Outgoing, folder: Path) -> Iterator[list[tuple[Path, LabelPicture]]]:
    """Yield the picture of each frame and where it goes; none of a frame that nobody looked at."""
    numbers, height, width = clip.numbers, clip.clip.height, clip.clip.width
    for frame in clip.frames:
        masks = [(numbers[masklet.id], mask) for masklet, mask in clip.on(frame)]
        picture = LabelPicture(height, width, clip.options.winner, masks)
        yield [(folder / f"{clip.stem(frame)}.png", picture)] if masks else []


def _described(clip: Outgoing) -> dict[str, dict[str, object]]:
    """Return what YouTube-VOS keeps of each object (category, frames), and the names and ids it has in the project."""
    return {
        str(number): {
            "category": masklet.category,
            "name": masklet.name,
            "id": masklet.id,
            "frames": [
                clip.stem(frame)
                for frame, mask in sorted(masklet.masks.items())
                if mask.mask.area and frame not in clip.holes
            ],
        }
        for masklet, number in zip(clip.masklets, clip.numbers.values(), strict=True)
    }
