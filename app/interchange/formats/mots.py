"""MOTS: run lengths as lines of text, and 16-bit pictures; as KITTI has it, or MOTSChallenge."""

import configparser
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from app.errors import ImportFileError
from app.interchange.clip import ExportProgress, Loss
from app.interchange.encoding.coco_rle import checked_size, from_rle, to_rle
from app.interchange.encoding.json_files import read_bytes
from app.interchange.export.options import NUMBER, Outgoing
from app.interchange.export.output import placed
from app.interchange.export.pictures import encode_png, painted
from app.interchange.export.sidecar import read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob, write_pictures
from app.interchange.reading import (
    ClipBuilder,
    ReadJob,
    files_in,
    first_files_in,
    folders_in,
    frames_in,
    mask_of,
    read_all,
)
from app.masks.mask import Mask
from app.phrases import Phrase

KITTI: Final = "kitti"
CHALLENGE: Final = "motschallenge"
CAR, PEDESTRIAN, IGNORED = 1, 2, 10
CLASSES: Final = {CAR: "car", PEDESTRIAN: "pedestrian"}
MOST_INSTANCES: Final = 999
"""An id is class * 1000 + instance."""
FIELDS: Final = 6
DIGITS: Final = 6
MOST_LOOKED_AT: Final = 20
"""Files of a folder that are opened to find out whether it is one of this format."""


def write_mots(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write frames, text and pictures of each clip; frames are counted from 0 (KITTI) or 1 without gaps."""
    challenge = clips[0].options.variant == CHALLENGE
    for whole in clips:
        base = folder / whole.name if challenge else folder
        frames = base / "img1" if challenge else base / "image_02" / whole.name
        clip = yield from write_pictures(_numbered(whole, challenge), frames)
        ids = _ids(clip, challenge)
        text = base / "gt" / "gt.txt" if challenge else base / "label_02" / f"{clip.name}.txt"
        pictures = base / "instances" if challenge else base / "instances" / clip.name
        for place in (text.parent, pictures):
            place.mkdir(parents=True, exist_ok=True)
        if challenge:
            (base / "seqinfo.ini").write_text(_sequence_info(clip), encoding="utf-8")
        with text.open("w", encoding="ascii", newline="\n") as lines:
            for frame in clip.frames:
                lines.writelines(_write_frame(clip, frame, ids, pictures))
                yield None
    write_sidecar(folder, [_numbered(clip, challenge) for clip in clips])


def losses_of(clip: Outgoing) -> Iterator[Loss]:
    """Yield what is lost: categories that are no class."""
    challenge = clip.options.variant == CHALLENGE
    classes = {CLASSES[PEDESTRIAN]} if challenge else set(CLASSES.values())
    others = sum(masklet.category not in classes for masklet in clip.masklets)
    if others and challenge:
        words = Phrase("objects that are no pedestrian, the only class: {count}; written as pedestrian.", count=others)
        yield Loss(clip.clip.name, words, Phrase("KITTI's form has cars, too."))
    elif others:
        words = Phrase(
            "objects that are neither car nor pedestrian, the only classes: {count}; written as pedestrian.",
            count=others,
        )
        yield Loss(clip.clip.name, words, Phrase("COCO and BURST keep all categories."))


def _numbered(clip: Outgoing, challenge: bool) -> Outgoing:
    """Return the clip with the frames' numbers that the format asks for."""
    return replace(clip, dense=int(challenge), options=replace(clip.options, padding=DIGITS, names=NUMBER))


def _write_frame(clip: Outgoing, frame: int, ids: dict[int, int], pictures: Path) -> list[str]:
    """Write the picture of a frame and return its lines; each pixel belongs to one object only."""
    numbers = clip.numbers
    masks = [(numbers[masklet.id], mask) for masklet, mask in clip.on(frame) if mask.area]
    height, width = clip.clip.height, clip.clip.width
    by_number = np.array([0, *(ids[masklet.id] for masklet in clip.masklets)], np.uint16)
    labels = by_number[painted(masks, height, width, clip.options.winner, np.uint16)]
    number = clip.number(frame)
    placed(pictures / f"{number:0{DIGITS}}.png", partial(encode_png, labels))
    lines = []
    for id in sorted(int(by_number[number]) for number, _ in masks):
        own = mask_of(labels == id)
        if own.area:
            lines.append(f"{number} {id} {id // 1000} {height} {width} {to_rle(own)['counts']}\n")
    return lines


def _ids(clip: Outgoing, challenge: bool) -> dict[int, int]:
    """Return class * 1000 + number, so that numbers are those of the file beside."""
    numbers = clip.numbers
    kinds = {m.id: CAR if m.category == CLASSES[CAR] and not challenge else PEDESTRIAN for m in clip.masklets}
    return {masklet.id: 1000 * kinds[masklet.id] + numbers[masklet.id] for masklet in clip.masklets}


def _sequence_info(clip: Outgoing) -> str:
    rate = round(clip.clip.rate / clip.frames.step) or 1
    size = f"imWidth={clip.clip.width}\nimHeight={clip.clip.height}\nimExt=.jpg\n"
    return f"[Sequence]\nname={clip.name}\nimDir=img1\nframeRate={rate}\nseqLength={len(clip.frames)}\n{size}"


# Reading


def text_files(root: Path) -> tuple[Path, ...]:
    """Return the files of lines below a folder (or the file itself), each one sequence."""
    if root.is_file():
        return (root,)
    found = next((files for folder in _places(root) if folder.is_dir() and (files := _texts(folder))), ())
    return found or tuple(file for entry in folders_in(root) for file in _texts(entry / "gt"))


def looks_like_folder(root: Path) -> bool:
    """Return whether the first files of text in one of the folders are of lines."""
    places = (*_places(root), *(entry / "gt" for entry in folders_in(root)))
    looked_at = (first_files_in(folder, (".txt",), MOST_LOOKED_AT) for folder in places if folder.is_dir())
    return any(looks_like_lines(file) for files in looked_at for file in files)


def _places(root: Path) -> tuple[Path, ...]:
    return root / "label_02", root / "instances_txt", root / "gt", root


def looks_like_lines(file: Path) -> bool:
    """Return whether the first line of a file is one of MOTS."""
    try:
        with file.open("rb") as opened:
            fields = opened.readline(1 << 20).split()
    except OSError:
        return False
    return len(fields) == FIELDS and all(field.isdigit() for field in fields[:5])


def _texts(folder: Path) -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    return tuple(file for file in files_in(folder, (".txt",)) if looks_like_lines(file))


def read_mots(root: Path) -> ReadJob:
    """Read the lines of each sequence. An object that has no line for a frame is absent there."""
    files = text_files(root)
    if not files:
        raise ImportFileError("“{name}” holds no lines of MOTS.", name=root.name)
    return (yield from read_all(files, lambda file: _read(root, file)))


def _read(root: Path, file: Path) -> ReadJob:
    sequence = file.parent.parent if file.name == "gt.txt" else file.with_suffix("")
    about = read_sidecar(root if root.is_dir() else file.parent, sequence.name)
    length, base = _length(sequence)
    made: ClipBuilder | None = None
    ignored, last, seen = 0, length - 1, set[int]()
    lines = read_bytes(file).splitlines()
    for done, line in enumerate(lines):
        if not line.strip():
            continue
        number, id, mask = _line(file, done + 1, line)
        last = max(last, number - base)
        if id // 1000 == IGNORED:
            ignored += 1
            continue
        made = made or ClipBuilder(about.title or sequence.name, mask.height, mask.width, about.frame_count or length)
        key = id % 1000 if about.objects else id
        if key not in seen:
            seen.add(key)
            category = CLASSES.get(id // 1000, "")
            made.describe(key, **about.of(key, f"{category} {id % 1000}".strip(), category))
        made.put(key, about.frame_at(number - base), mask)
        yield ExportProgress(done + 1, len(lines))
    if ignored:
        yield Loss(
            sequence.name, Phrase("masks that are to be ignored, which are passed over: {count}.", count=ignored)
        )
    if made is None:
        raise ImportFileError("“{name}” holds no masks.", name=file.name)
    frames = [about.frame_at(place) for place in range(about.written or last + 1)]
    made.absent_elsewhere(frames)
    pictures = sequence / "img1" if length else file.parent.parent / "image_02" / sequence.name
    names = {frame: f"{place + base:0{DIGITS}}" for place, frame in enumerate(frames)}
    facts = {"rate": about.rate, "step": about.step, "numbers_known": about.known}
    return (made.clip(frame_names=names, frames_at=frames_in(pictures), **facts),)


def _line(file: Path, number: int, line: bytes) -> tuple[int, int, Mask]:
    fields = line.split()
    if len(fields) != FIELDS or not all(field.isdigit() and len(field) < 10 for field in fields[:5]):
        raise ImportFileError("Line {number} of “{name}” is damaged.", number=number, name=file.name)
    frame, id, _, height, width = (int(field) for field in fields[:5])
    return frame, id, from_rle({"size": list(checked_size([height, width])), "counts": fields[5]})


def _length(sequence: Path) -> tuple[int, int]:
    """Return how many frames MOTSChallenge's file beside a sequence says there are, and the number of the first."""
    file = sequence / "seqinfo.ini"
    if not file.is_file():
        return 0, 0
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(read_bytes(file, 1 << 20).decode())
        return parser.getint("Sequence", "seqLength"), 1
    except (configparser.Error, ValueError) as error:
        raise ImportFileError("“{name}” is damaged.", name=file.name) from error
