"""BURST JSON: sequences with compressed run lengths by frame and track, each with its score."""

from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import ImportFileError
from app.interchange.bounds import Bound
from app.interchange.categories import Categories, category_names
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.coco_rle import checked_size, from_rle, to_rle
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import decode, piece
from app.interchange.export.options import Outgoing, Pictures
from app.interchange.export.output import placed_in_pieces
from app.interchange.export.sidecar import About, read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.long_lists import KeyPath, LongList, around_lists, elements
from app.interchange.reading import ClipBuilder, ReadJob, folder_in, frames_in, plain_name, regular_step
from app.project.model import MaskSource

FRAMES: Final = "frames"


def write_burst(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames and `all_classes.json`. Masks that tracking made are not ground truth, and have its score."""
    done: list[Outgoing] = []
    for clip in clips:
        done.append((yield from write_pictures(clip, folder / FRAMES / "masklane" / clip.name)))
    categories = Categories(masklet for clip in done for masklet in clip.masklets)
    with placed_in_pieces(folder / "all_classes.json") as file:
        head = {"split": "masklane", "tag": "exported", "categories": categories.rows()}
        file.write(msgspec.json.encode(head)[:-1] + b',"sequences":[')
        for place, clip in enumerate(done):
            file.write(b",\n" if place else b"\n")
            yield from _write_sequence(file, clip, categories)
        file.write(b"\n]}")
    write_sidecar(folder, done)


def _write_sequence(file: Any, clip: Outgoing, categories: Categories) -> WriteJob:
    suffix = ".png" if clip.options.pictures is Pictures.PNG else ".jpg"
    names = [f"{clip.stem(frame)}{suffix}" for _, frame in clip.written()]
    head: dict[str, object] = {
        "id": 0,
        "seq_name": clip.name,
        "dataset": "masklane",
        "width": clip.clip.width,
        "height": clip.clip.height,
        "fps": clip.clip.rate / clip.frames.step,
        "all_image_paths": names,
        "annotated_image_paths": names,
        "neg_category_ids": [],
        "not_exhaustive_category_ids": [],
        "track_category_ids": {str(clip.numbers[m.id]): categories.of(m) for m in clip.masklets},
    }
    file.write(msgspec.json.encode(head)[:-1] + b',"segmentations":[')
    for place, frame in clip.written():
        masks = {
            str(clip.numbers[masklet.id]): {
                "rle": to_rle(mask)["counts"],
                "is_gt": masklet.masks[frame].source is not MaskSource.TRACKED,
                "score": masklet.masks[frame].score,
            }
            for masklet, mask in clip.on(frame)
            if mask.area
        }
        file.write((b",\n" if place else b"\n") + msgspec.json.encode(masks))
        yield None
    file.write(b"]}")


# Reading


LONG_LISTS: Final[Mapping[KeyPath, Bound | None]] = {
    (b"sequences", None, b"segmentations"): None,
    (b"sequences", None): Bound.VIDEOS,
    (b"categories", None): Bound.CATEGORIES,
}
"""Which lists stay in the file, and of which of the others it is counted how long they are."""


class _Mask(msgspec.Struct):
    rle: str
    score: float | None = None


class _Sequence(msgspec.Struct):
    seq_name: str
    width: int
    height: int
    segmentations: LongList
    annotated_image_paths: list[str]
    all_image_paths: list[str] = msgspec.field(default_factory=list)
    track_category_ids: dict[str, int] = msgspec.field(default_factory=dict)
    dataset: str = ""
    fps: float = 0.0


class _File(msgspec.Struct):
    sequences: list[_Sequence]
    categories: list[dict[str, Any]] = msgspec.field(default_factory=list)


def read_burst(path: Path) -> ReadJob:
    """Read all sequences of a file. On an annotated frame, an object without a mask is absent."""
    found = decode(path, (yield from around_lists(path, LONG_LISTS)), _File)
    names = category_names(found.categories)
    clips = []
    for sequence in found.sequences:
        clips.append((yield from _read(path, sequence, names)))
    return tuple(clips)


def _read(path: Path, found: _Sequence, names: dict[int, str]) -> Generator[ExportProgress | Loss, None, AnnotatedClip]:
    if found.segmentations.count != len(found.annotated_image_paths):
        raise ImportFileError("“{name}” is damaged: masks and frames differ in number.", name=path.name)
    height, width = checked_size([found.height, found.width])
    stems = [plain_name(name, "a frame") for name in found.annotated_image_paths]
    name = folder_in(f"{found.seq_name}/")
    about = read_sidecar(path.parent, name)
    numbers = about.frames(frame_numbers(stems))
    made = ClipBuilder(about.title or name, height, width, about.frame_count)
    for track, category_id in found.track_category_ids.items():
        _describe(made, path, track, names.get(category_id, ""), about)
    for done, (raw, frame) in enumerate(zip(elements(path, found.segmentations), numbers, strict=True)):
        for track, mask in piece(path, raw, dict[str, _Mask]).items():
            key = _number(path, track)
            if not made.knows(key):
                _describe(made, path, track, "", about)
            score = 1.0 if mask.score is None else mask.score
            made.put(key, frame, from_rle({"size": [height, width], "counts": mask.rle}), score)
        yield ExportProgress(done + 1, len(numbers))
    made.absent_elsewhere(numbers)
    folder = path.parent / FRAMES / folder_in(f"{found.dataset or 'masklane'}/") / name
    return made.clip(
        frame_names=dict(zip(numbers, stems, strict=True)),
        step=regular_step(numbers),
        rate=about.rate or max(found.fps, 0.0),
        numbers_known=about.known,
        frames_at=frames_in(folder),
    )


def _number(path: Path, track: str) -> int:
    if not (track.isascii() and track.isdigit() and len(track) < 10):
        raise ImportFileError("“{name}” is damaged: {track} is no number of a track.", name=path.name, track=track[:40])
    return int(track)


def _describe(made: ClipBuilder, path: Path, track: str, category: str, about: About) -> None:
    number = _number(path, track)
    made.describe(number, **about.of(number, f"{category} {number}".strip(), category))
