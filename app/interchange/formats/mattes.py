"""Masks as pictures: a matte for each object, all of them united, object numbers as grey values, or cut-outs; and in.

What comes in may have any encoding: grey of 8 or 16 bits and palettes (the stored value counts), one bit, color, alpha.
"""

import re
from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import ImportFileError
from app.interchange.clip import AnnotatedClip, ExportProgress, Loss, frame_or_none, left_out
from app.interchange.encoding.frame_numbers import frame_numbers
from app.interchange.encoding.label_png import (
    MOST_MASK_COLORS,
    SIGNATURE,
    Labels,
    encode_labels,
    read_colors,
    read_foreground,
    read_labels,
    share_between,
    voc_palette,
)
from app.interchange.export.options import Outgoing
from app.interchange.export.output import placed
from app.interchange.export.pictures import encode_png, painted
from app.interchange.export.sidecar import About, read_sidecar, write_sidecar
from app.interchange.export.writing import WriteJob
from app.interchange.names import distinct, safe_name
from app.interchange.reading import (
    ClipBuilder,
    ReadJob,
    files_in,
    folders_in,
    has_files,
    mask_of,
    regular_step,
    split_labels,
)
from app.masks.feather import feathered
from app.masks.mask import Mask
from app.media.file import PICTURE_SUFFIXES
from app.media.source import Image
from app.phrases import Phrase

OBJECTS: Final = "objects"
UNITED: Final = "united"
OBJECTS_DEEP: Final = "objects-16"
UNITED_DEEP: Final = "united-16"
_ONE_EACH: Final = (OBJECTS, OBJECTS_DEEP)
NUMBERS: Final = "numbers"
DEEP: Final = "numbers-16"
DEEPER: Final = 257
"""Times a grey value of 8 bits is the same of 16."""
SOFT_VALUES: Final = 24
"""Grey values of a picture from which it is a matte with soft edges, not one of object numbers."""

EDGE_SHARE: Final = 0.9
PHOTOGRAPH: Final = 0.3
"""Share of pixels between dark and bright from which a picture is no mask."""


def write_mattes(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write a folder a video: in it one for each object, or pictures of all objects."""
    for clip in clips:
        variant = clip.options.variant
        names = matte_names(clip)
        place = folder / clip.name
        for name in names.values() if variant in _ONE_EACH else ("",):
            (place / name).mkdir(parents=True, exist_ok=True)
        for frame in clip.frames:
            found = clip.on(frame)
            if variant in _ONE_EACH:
                for masklet, mask in found:
                    file = place / names[masklet.id] / f"{clip.stem(frame)}.png"
                    placed(file, partial(_matte, feathered(mask, clip.options.feather), variant == OBJECTS_DEEP))
            elif found:
                pairs = [(masklet.id, mask) for masklet, mask in found]
                placed(place / f"{clip.stem(frame)}.png", partial(_together, clip, pairs))
            yield None
    nameless = [replace(clip, clip=replace(clip.clip, masklets=())) for clip in clips]
    write_sidecar(folder, nameless if clips[0].options.variant in (UNITED, UNITED_DEEP) else clips)


def _matte(grey: NDArray[np.uint8], deep: bool) -> bytes:
    return encode_png(grey.astype(np.uint16) * DEEPER if deep else grey)


def matte_names(clip: Outgoing) -> dict[int, str]:
    """Return the names of objects as those of files, each another."""
    names = distinct(safe_name(masklet.name, "object") for masklet in clip.masklets)
    return dict(zip((masklet.id for masklet in clip.masklets), names, strict=True))


def united(masks: Sequence[Mask], height: int, width: int, feather: int) -> NDArray[np.uint8]:
    """Return how much of each pixel is in any of the masks, 0..255, shape (H, W); edges rise over `feather` pixels."""
    together = Mask.empty(height, width)
    for mask in masks:
        together = together.union(mask)
    return feathered(together, feather)


def _together(clip: Outgoing, found: Sequence[tuple[int, Mask]]) -> bytes:
    height, width = clip.clip.height, clip.clip.width
    if clip.options.variant in (UNITED, UNITED_DEEP):
        grey = united([mask for _, mask in found], height, width, clip.options.feather)
        return _matte(grey, clip.options.variant == UNITED_DEEP)
    numbered = [(clip.numbers[id], mask) for id, mask in found]
    if clip.options.variant == DEEP:
        return encode_png(painted(numbered, height, width, clip.options.winner, np.uint16))
    return encode_labels(painted(numbered, height, width, clip.options.winner, np.uint8))


def write_cutouts(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write the frames as PNGs that are transparent where no object is; a folder a video."""
    for clip in clips:
        holes: list[int] = []
        (folder / clip.name).mkdir(parents=True, exist_ok=True)
        source = clip.clip.opened()
        try:
            for frame in clip.frames:
                file = folder / clip.name / f"{clip.stem(frame)}.png"
                image = None if file.exists() else frame_or_none(source, frame)
                if image is not None:
                    placed(file, partial(_cutout, clip, frame, image))
                elif not file.exists():
                    holes.append(frame)
                yield None
        finally:
            source.close()
        if holes:
            yield left_out(clip.clip.name, holes)
    write_sidecar(folder, clips)


def _cutout(clip: Outgoing, frame: int, image: Image) -> bytes:
    return encode_png(with_alpha(clip, frame, image))


def with_alpha(clip: Outgoing, frame: int, image: Image) -> NDArray[np.uint8]:
    """Return a frame with the union of its masks as alpha, shape (H, W, 4)."""
    height, width = image.shape[:2]
    return np.dstack((image, united([mask for _, mask in clip.on(frame)], height, width, clip.options.feather)))


# Reading


def read_mattes(root: Path) -> ReadJob:
    """Read mask pictures: those of a folder (one object, or one a value), of a folder for each object, or of several
    videos with such folders."""
    suffixes = tuple(PICTURE_SUFFIXES)
    if root.is_file():
        return ((yield from _read(root.stem, {"": (root,)}, About())),)
    if has_files(root, suffixes):
        return ((yield from _read(root.name, {"": files_in(root, suffixes)}, read_sidecar(root, root.name))),)
    clips = []
    inner = folders_in(root)
    if any(has_files(folder, suffixes) for folder in inner) and not _known(root, inner):
        return ((yield from _read(root.name, _by_object(inner), read_sidecar(root, root.name))),)
    for video in inner:
        found = {"": files_in(video, suffixes)} if has_files(video, suffixes) else _by_object(folders_in(video))
        if any(found.values()):
            clips.append((yield from _read(video.name, found, read_sidecar(root, video.name))))
    if not clips:
        raise ImportFileError("“{name}” holds no pictures of masks.", name=root.name)
    return tuple(clips)


def _known(root: Path, folders: Sequence[Path]) -> bool:
    """Return whether the file beside says that these folders are videos, not objects."""
    return any(read_sidecar(root, folder.name).title for folder in folders)


def _by_object(folders: Sequence[Path]) -> dict[str, tuple[Path, ...]]:
    suffixes = tuple(PICTURE_SUFFIXES)
    return {folder.name: files for folder in folders if (files := files_in(folder, suffixes))}


def _read(
    name: str, found: dict[str, tuple[Path, ...]], about: About
) -> Generator[ExportProgress | Loss, None, AnnotatedClip]:
    files = [file for group in found.values() for file in group]
    numbers = _numbered(found)
    frame_of = {folder: dict(zip(of, about.frames([*of.values()]), strict=True)) for folder, of in numbers.items()}
    called: dict[int, set[str]] = {}
    for stem, frame in (pair for of in frame_of.values() for pair in of.items()):
        called.setdefault(frame, set()).add(stem)
    frames = sorted(called)
    made: ClipBuilder | None = None
    soft = doubtful = done = 0
    colors = _Colors()
    ordered = sorted(about.objects)
    names = dict(zip(distinct(safe_name(about.objects[n].name, "object") for n in ordered), ordered, strict=True))
    for folder, group in found.items():
        for file in group:
            labels, is_soft = values_of(file, colors)
            soft += is_soft
            done += 1
            if made is None:
                made = ClipBuilder(about.title or name, labels.shape[0], labels.shape[1], about.frame_count)
            doubtful += bool(labels.all())
            for value, mask in _objects(labels, folder):
                key = (
                    names.get(folder, folder)
                    if folder
                    else (value if value < 2**15 or labels.dtype == np.uint16 else 1)
                )
                if not made.knows(key):
                    made.describe(key, **about.of(key if isinstance(key, int) else 0, folder))
                made.put(key, frame_of[folder][file.stem], mask)
            yield ExportProgress(done, len(files))
    assert made is not None
    if "" in found:
        made.absent_elsewhere(frames)
    if soft:
        yield Loss(made.name, Phrase("pictures with soft edges, which are cut at half: {count}.", count=soft))
    if doubtful:
        yield Loss(made.name, Phrase("masks that cover the whole frame: {count}.", count=doubtful))
    frame_names = {frame: stem for frame, (stem, *others) in called.items() if not others}
    return made.clip(frame_names=frame_names, step=regular_step(frames), rate=about.rate, numbers_known=about.known)


def _numbered(found: Mapping[str, Sequence[Path]]) -> Mapping[str, Mapping[str, int]]:
    """Return the number of each name in a folder: by all names together, but where only those of each folder agree
    (cat_0001 in one, dog_0001 in another), by these."""
    together = _numbers({file.stem for group in found.values() for file in group})
    each = {folder: _numbers({file.stem for file in group}) for folder, group in found.items()}
    if not _are_digits(together) and all(map(_are_digits, each.values())):
        return each
    return {folder: {stem: together[stem] for stem in stems} for folder, stems in each.items()}


def _numbers(stems: Collection[str]) -> Mapping[str, int]:
    ordered = sorted(stems, key=lambda stem: (len(stem), stem))
    return dict(zip(ordered, frame_numbers(ordered), strict=True))


def _are_digits(numbers: Mapping[str, int]) -> bool:
    """Return whether the numbers are the last digits of their names, not just their places."""
    return all(int((re.findall("[0-9]+", stem) or ["-1"])[-1]) == number for stem, number in numbers.items())


def _objects(labels: Labels, folder: str) -> list[tuple[int, Mask]]:
    """Return the objects in a picture: one where a folder is one or where only one value stands, else one a value."""
    if folder:
        return [(1, mask_of(labels > 0))]
    found = list(split_labels(labels))
    largest = int(np.iinfo(labels.dtype).max)
    return [(1, mask) for _, mask in found] if [value for value, _ in found] in ([largest], [255]) else found


class _Colors:
    """Numbers of colors, the same in all pictures of a clip: VOC's where the first are of its map, else 1, 2 ..."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {0: 0}

    def numbered(self, codes: NDArray[np.uint32]) -> Labels | None:
        """Return the number of each pixel's color; None where there are too many for a picture of masks."""
        found = np.unique(codes)
        if len(found) > MOST_MASK_COLORS:
            return None
        if len(self._numbers) == 1 and set(found.tolist()) <= _VOC.keys():
            self._numbers = dict(_VOC)
        for code in found.tolist():
            self._numbers.setdefault(code, max(self._numbers.values()) + 1)
        numbers = np.array([self._numbers[code] for code in found.tolist()], np.uint16)
        return numbers[np.searchsorted(found, codes)]


_VOC: Final = {int(red) << 16 | int(green) << 8 | int(blue): n for n, (red, green, blue) in enumerate(voc_palette())}


def values_of(file: Path, colors: _Colors) -> tuple[Labels, bool]:
    """Return the object numbers in a picture of any encoding, and whether it was a matte with soft edges.

    ImportFileError: it looks like a photograph.
    """
    with file.open("rb") as opened:
        is_png = opened.read(len(SIGNATURE)) == SIGNATURE
    try:
        labels: Any = read_labels(file) if is_png else None
    except ImportFileError:
        labels = None
    if labels is None:
        codes = read_colors(file)
        if codes is None:
            if share_between(file) > PHOTOGRAPH:
                raise _photograph(file)
            return read_foreground(file).astype(np.uint8), False
        grey = codes & 0xFF
        if (codes != grey * 0x010101).any():
            labels = colors.numbered(codes)
            if labels is None:
                raise _photograph(file)
            return labels, False
        labels = grey.astype(np.uint8)
    largest = 255 if labels.dtype == np.uint8 else 65535
    values = np.unique(labels[:: max(1, labels.shape[0] // 512)])
    if largest in values and (len(values) > SOFT_VALUES or _rises_to(largest, labels)):
        return (labels > largest // 2).astype(np.uint8), True
    return labels, False


def _photograph(file: Path) -> ImportFileError:
    return ImportFileError(
        "“{name}” looks like a photograph, not like a mask.", "Choose the folder of the masks.", name=file.name
    )


def _rises_to(largest: int, labels: Labels) -> bool:
    """Return whether the values between 0 and the largest are those of an edge: nearly all have a higher one beside
    them, which is not so in the middle of objects."""
    between = (labels > 0) & (labels < largest)
    if not between.any():
        return False
    highest = cv2.dilate(labels, np.ones((3, 3), np.uint8))
    return float(np.mean(highest[between] > labels[between])) > EDGE_SHARE
