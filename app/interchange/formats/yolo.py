"""YOLO segmentation: a text file a picture, a polygon a row; which object a row belongs to lies in a file beside."""

import math
import re
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path
from typing import Final

import yaml

from app.errors import ImportFileError
from app.interchange.categories import UNNAMED, Categories
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.json_files import read_bytes
from app.interchange.encoding.shapes import check_number, filled, outlines
from app.interchange.export.options import Outgoing
from app.interchange.export.sidecar import About, read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.linking import Linker, joined_by_overlap
from app.interchange.reading import (
    ClipBuilder,
    ReadJob,
    files_in,
    first_files_in,
    folders_in,
    frames_in,
    regular_step,
)
from app.masks.mask import Mask
from app.media.file import PICTURE_SUFFIXES
from app.media.pictures.picture import header_of

TRACKS: Final = "tracks"
MOST_TEXT: Final = 64 << 20
MOST_YAML: Final = 1 << 20
LEAST_FIELDS: Final = 7
"""A class and three corners."""
BOX_FIELDS: Final = 5
"""A class, a middle and a size."""
_NUMBER = re.compile(rb"-?[0-9]{1,9}(\.[0-9]{0,30})?([eE]-?[0-9]{1,3})?")


def write_yolo(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write images/<video>, labels/<video>, tracks/<video>.txt and data.yaml."""
    categories = Categories((masklet for clip in clips for masklet in clip.masklets), first=0)
    (folder / TRACKS).mkdir(parents=True, exist_ok=True)
    for whole in clips:
        clip = yield from write_pictures(whole, folder / "images" / whole.name)
        labels = folder / "labels" / clip.name
        labels.mkdir(parents=True, exist_ok=True)
        numbers = clip.numbers
        with (folder / TRACKS / f"{clip.name}.txt").open("w", encoding="utf-8", newline="\n") as tracks:
            for frame in clip.frames:
                if frame not in clip.holes:
                    rows = [
                        (numbers[masklet.id], f"{categories.of(masklet)} {_normalised(ring, mask)}\n")
                        for masklet, mask in clip.on(frame)
                        for ring in outlines(mask)
                    ]
                    (labels / f"{clip.stem(frame)}.txt").write_text("".join(row for _, row in rows), encoding="ascii")
                    ids = " ".join(str(number) for number, _ in rows)
                    tracks.write(f"{clip.stem(frame)}\t{ids}\n")
                yield None
    about = {"path": ".", "train": "images", "val": "images", "names": dict(enumerate(categories.names))}
    with (folder / "data.yaml").open("w", encoding="utf-8", newline="\n") as described:
        yaml.safe_dump(about, described, allow_unicode=True, sort_keys=False, width=math.inf)
    write_sidecar(folder, clips)


def _normalised(ring: Sequence[float], mask: Mask) -> str:
    return " ".join(f"{value / (mask.height if place % 2 else mask.width):.7g}" for place, value in enumerate(ring))


# Reading


def label_folders(root: Path) -> tuple[Path, ...]:
    """Return the folders with label files below `root`: those in labels/, or in the labels/ of each of its folders
    (train, valid, test), or it itself."""
    labels = root / "labels" if (root / "labels").is_dir() else root
    splits = [place / "labels" for place in folders_in(root) if (place / "labels").is_dir()]
    places = [labels, *folders_in(labels), *splits]
    return tuple(
        place for place in places if any(_looks_like_rows(file) for file in first_files_in(place, (".txt",), 20))
    )


def _looks_like_rows(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            fields = opened.readline(1 << 16).split()
    except OSError:
        return False
    if len(fields) not in (BOX_FIELDS, *range(LEAST_FIELDS, 1 << 16)) or not fields[0].isdigit():
        return False
    return all(_NUMBER.fullmatch(field) and -1 <= float(field) <= 2 for field in fields[1:LEAST_FIELDS])


def read_yolo(root: Path) -> ReadJob:
    """Read each folder of labels as one video. A picture with an empty file says that nothing is there."""
    folders = label_folders(root)
    if not folders:
        raise ImportFileError("“{name}” holds no polygons of YOLO.", name=root.name)
    names = _names(root)
    clips = []
    for place in folders:
        clips.append((yield from _read(root, place, names)))
    return tuple(clips)


def _read(root: Path, labels: Path, names: Mapping[int, str]) -> Generator[ExportProgress | Loss, None, AnnotatedClip]:
    own = labels.name if labels.parent.name == "labels" else root.name
    pictures = root / "images" / own if labels.parent.name == "labels" else root / "images"
    if labels.name == "labels" and labels.parent != root:  # of a split
        own, pictures = labels.parent.name, labels.parent / "images"
    about = read_sidecar(root, own)
    width, height = _size(about, pictures, labels)
    files = files_in(labels, (".txt",))
    stems = [file.stem for file in files]
    frames = about.frames(frame_numbers(stems))
    tracks = _tracks(root / TRACKS / f"{own}.txt")
    made = ClipBuilder(about.title or own, height, width, about.frame_count)
    linker = Linker()
    for done, (file, frame) in enumerate(zip(files, frames, strict=True)):
        lines = [(n, line) for n, line in enumerate(read_bytes(file, MOST_TEXT).splitlines(), 1) if line.strip()]
        check_number(len(lines))
        shapes = [_shape(file, n, line, height, width) for n, line in lines]
        categories = [names.get(kind, f"class {kind}") for kind, _ in shapes]
        ids = tracks.get(file.stem)
        if ids is None:
            ids = linker.link(frame, [(category, mask) for category, (_, mask) in zip(categories, shapes, strict=True)])
        if len(ids) != len(shapes):
            raise ImportFileError("The tracks of “{name}” do not fit its rows.", name=file.name)
        for id, category, (_, mask) in zip(ids, categories, shapes, strict=True):
            if not made.knows(id):
                made.describe(id, **about.of(id, f"{category} {id}".strip(), category))
            made.join(id, frame, mask)
        yield ExportProgress(done + 1, len(files))
    made.absent_elsewhere(frames)
    if linker.objects:
        yield joined_by_overlap(made.name, linker.objects)
    return made.clip(
        frame_names=dict(zip(frames, stems, strict=True)),
        step=regular_step(frames),
        rate=about.rate,
        numbers_known=about.known,
        frames_at=frames_in(pictures),
    )


def _shape(file: Path, number: int, line: bytes, height: int, width: int) -> tuple[int, Mask]:
    fields = line.split()
    if len(fields) == BOX_FIELDS:
        raise ImportFileError("“{name}” holds boxes: only polygons are masks.", name=file.name)
    if len(fields) < LEAST_FIELDS or not fields[0].isdigit() or len(fields[0]) > 6:
        raise ImportFileError("Line {number} of “{name}” is damaged.", number=number, name=file.name)
    if not all(_NUMBER.fullmatch(field) for field in fields[1:]):
        raise ImportFileError("Line {number} of “{name}” is damaged.", number=number, name=file.name)
    corners = [_snapped(float(field) * (height if place % 2 else width)) for place, field in enumerate(fields[1:])]
    return int(fields[0]), filled([corners], height, width)


def _snapped(value: float) -> float:
    """Return a place in pixels without what rounding of the written fraction has added."""
    return float(round(value)) if math.isfinite(value) and abs(value - round(value)) < 0.01 else value


def _size(about: About, pictures: Path, labels: Path) -> tuple[int, int]:
    """Return (width, height), from the file beside or the pictures: labels hold fractions only."""
    if about.size is not None:
        return about.size
    found = files_in(pictures, tuple(PICTURE_SUFFIXES)) if pictures.is_dir() else ()
    found = found or files_in(labels, tuple(PICTURE_SUFFIXES))
    if not found:
        raise ImportFileError(
            "The pictures of “{name}” are not there, and labels do not say how large they are.",
            "Put them into “images”, beside “labels”.",
            name=labels.name,
        )
    return header_of(found[0]).shown_size


def _tracks(file: Path) -> Mapping[str, list[int]]:
    if not file.is_file():
        return {}
    rows = {}
    for number, line in enumerate(read_bytes(file, MOST_TEXT).decode("utf-8", "replace").splitlines(), start=1):
        stem, _, rest = line.partition("\t" if "\t" in line else " ")  # a space: as it was before
        ids = rest.split(" ") if rest else []
        if not all(id.isascii() and id.isdigit() and 0 < len(id) < 10 for id in ids):
            raise ImportFileError("Line {number} of “{name}” is damaged.", number=number, name=file.name)
        rows[stem] = [int(id) for id in ids]
    return rows


def _names(root: Path) -> Mapping[int, str]:
    """Return the classes in data.yaml, a list or numbered; nothing where there are none. ImportFileError: damaged."""
    file = next((root / name for name in ("data.yaml", "dataset.yaml") if (root / name).is_file()), None)
    if file is None:
        return {}
    try:
        # makes words, lists and dictionaries, nothing else: a class may be called "no" or "1"
        found = yaml.load(read_bytes(file, MOST_YAML).decode("utf-8", "replace"), Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError) as error:
        raise ImportFileError("“{name}” is damaged.", name=file.name) from error
    names = found.get("names") if isinstance(found, dict) else None
    pairs = names.items() if isinstance(names, dict) else enumerate(names) if isinstance(names, list) else ()
    read = {int(number): name for number, name in pairs if _is_class(str(number)) and isinstance(name, str)}
    return {number: "" if name == UNNAMED else name for number, name in read.items() if name}


def _is_class(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= 6
