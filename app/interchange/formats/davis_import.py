"""Clips from data sets in the layouts of DAVIS and YouTube-VOS; the frames themselves need not be there."""

from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from app.errors import ImportFileError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.davis import RESOLUTIONS, VOID
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import decode, read_bytes
from app.interchange.encoding.label_png import read_labels
from app.interchange.export.sidecar import About, read_sidecar
from app.interchange.parallel.mask_tasks import from_pictures
from app.interchange.reading import (
    ClipBuilder,
    ReadJob,
    files_in,
    folders_in,
    frames_in,
    regular_step,
    text_of,
)
from app.masks.mask import Mask

ANNOTATIONS: Final = "Annotations"
MOST_META: Final = 256 << 20


def annotations_of(root: Path) -> tuple[Path, str] | None:
    """Return the folder of sequences below `root`, and the name of the resolution; None when it is no such layout."""
    for resolution in RESOLUTIONS:
        folder = root / ANNOTATIONS / resolution
        if any(_pngs(sequence) for sequence in folders_in(folder)[:20]):
            return folder, resolution
    return None


def resolution_of(root: Path) -> str | None:
    """Return the name of the folder of a resolution, empty where there is none; None when it is no such layout."""
    found = annotations_of(root)
    return None if found is None else found[1]


def read_davis(root: Path) -> ReadJob:
    """Read all sequences of a data set. On a frame with an annotation, an object without pixels is absent."""
    found = annotations_of(root)
    if found is None:
        raise ImportFileError(
            "“{name}” is not a data set in DAVIS layout.",
            "The expected folders are JPEGImages/480p/<sequence> and Annotations/480p/<sequence>.",
            name=root.name,
        )
    folder, resolution = found
    meta = _meta(root)
    sequences = [entry for entry in folders_in(folder) if _pngs(entry)]
    clips = []
    for sequence in sequences:
        frames = root / "JPEGImages" / resolution / sequence.name
        about = read_sidecar(root, sequence.name)
        clips.append((yield from _read(sequence, frames, meta.get(sequence.name, {}), about)))
    return tuple(clips)


def _read(
    sequence: Path, frames: Path, objects: Mapping[str, Any], about: About
) -> Generator[ExportProgress | Loss, None, AnnotatedClip]:
    files = _pngs(sequence)
    stems = [file.stem for file in files]
    numbers = about.frames(frame_numbers(stems))
    first = read_labels(files[0])
    made = ClipBuilder(about.title or sequence.name, first.shape[0], first.shape[1], about.frame_count)
    void: dict[int, Mask] = {}
    with closing(from_pictures(enumerate(files))) as pictures:
        for done, masks in pictures:
            for value, mask in masks:
                if value == VOID:
                    void[numbers[done]] = mask
                    continue
                if not made.knows(value):
                    made.describe(value, **_described(objects, about, value))
                made.put(value, numbers[done], mask)
            yield ExportProgress(done + 1, len(files))
    if void and not made.knows_any:  # where it is the only number, it means the one object
        made.describe(1, **_described(objects, about, 1))
        for frame, mask in void.items():
            made.put(1, frame, mask)
    made.absent_elsewhere(numbers)
    return made.clip(
        frame_names=dict(zip(numbers, stems, strict=True)),
        step=regular_step(numbers),
        rate=about.rate,
        numbers_known=about.known,
        frames_at=frames_in(frames),
    )


def _pngs(folder: Path) -> tuple[Path, ...]:
    return files_in(folder, (".png",))


def _meta(root: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the objects of each video in meta.json, by number; nothing where there is none."""
    file = root / "meta.json"
    if not file.is_file():
        return {}
    videos = decode(file, read_bytes(file, MOST_META), dict[str, Any]).get("videos")
    known = videos if isinstance(videos, dict) else {}
    return {
        name: video["objects"]
        for name, video in known.items()
        if isinstance(video, dict) and isinstance(video.get("objects"), dict)
    }


def _described(objects: Mapping[str, Any], about: About, value: int) -> dict[str, Any]:
    entry = objects.get(str(value))
    entry = entry if isinstance(entry, dict) else {}
    category = text_of(entry, "category")
    return about.of(value, text_of(entry, "name") or f"{category or 'Object'} {value}", category)
