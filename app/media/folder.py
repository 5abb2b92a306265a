"""A folder of pictures (or a single one) as a source of frames, in the order a person would read the names."""

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np

from app.errors import MediaError
from app.media.errors import lost_frame, quoted, unreadable
from app.media.picture import SUFFIXES, header_of, read_picture
from app.media.source import Image, MediaInfo, MediaKind

DEFAULT_RATE = Fraction(24)


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key under which 2 comes before 10, whatever the padding and case."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return (*((0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in parts), (2, 0, name))


def pictures_in(folder: Path) -> tuple[Path, ...]:
    """Return the picture files of a folder in natural order; hidden files do not count. Raises MediaError."""
    try:
        names = [e for e in folder.iterdir() if e.suffix.lower() in SUFFIXES and not e.name.startswith(".")]
        files = [entry for entry in names if entry.is_file()]
    except OSError as error:
        raise unreadable(folder, error) from error
    return tuple(sorted(files, key=lambda file: natural_key(file.name)))


class FolderSource:
    """Pictures by index. Every file's header is read when it opens; pixels only by `frame`."""

    def __init__(self, path: Path, files: tuple[Path, ...], info: MediaInfo) -> None:
        self._path = path
        self._files = files
        self._info = info

    @property
    def path(self) -> Path:
        """The folder, or the single picture."""
        return self._path

    @property
    def info(self) -> MediaInfo:
        """What is known about all pictures."""
        return self._info

    def frame(self, index: int) -> Image:
        """Return picture `index`, read-only. Raises MediaError when it cannot be read, IndexError outside."""
        if not 0 <= index < len(self._files):
            raise IndexError(index)
        image = read_picture(self._files[index])
        if image.shape[:2] != (self._info.height, self._info.width):
            raise lost_frame(self._path, index)
        return image

    def clone(self) -> "FolderSource":
        """Return another reader of the same pictures; no header is read again."""
        return FolderSource(self._path, self._files, self._info)

    def close(self) -> None:
        """Nothing is held between frames."""


def open_folder(path: Path) -> FolderSource:
    """Open a folder of pictures. Raises MediaError: no pictures, or pictures of different sizes."""
    files = pictures_in(path)
    if not files:
        raise MediaError(
            "The folder {file} holds no pictures.",
            "Pictures are PNG, JPEG, BMP, WebP or TIFF files.",
            file=quoted(path),
        )
    return _open(path, files)


def open_picture(path: Path) -> FolderSource:
    """Open a single picture as a source of one frame. Raises MediaError."""
    return _open(path, (path,))


def _open(path: Path, files: tuple[Path, ...]) -> FolderSource:
    width, height = _common_size(files)
    warnings = [_gap_words(path, files)] if path.is_dir() else []
    info = MediaInfo(
        kind=MediaKind.IMAGES,
        width=width,
        height=height,
        frame_count=len(files),
        rate=DEFAULT_RATE,
        times=np.arange(len(files)) / float(DEFAULT_RATE),
        pixel_aspect=Fraction(1),
        warnings=tuple(text for text in warnings if text),
    )
    return FolderSource(path, files, info)


def _common_size(files: tuple[Path, ...]) -> tuple[int, int]:
    first = header_of(files[0]).shown_size
    for file in files[1:]:
        size = header_of(file).shown_size
        if size != first:
            raise MediaError(
                "The pictures are not of one size: {file} has {width}×{height} pixels, "
                "{other} has {other_width}×{other_height}.",
                "A folder must hold the frames of one video; move the others elsewhere.",
                file=quoted(files[0]),
                width=first[0],
                height=first[1],
                other=quoted(file),
                other_width=size[0],
                other_height=size[1],
            )
    return first


def _gap_words(folder: Path, files: tuple[Path, ...]) -> str:
    """Return a sentence when numbers are missing between the names; frames are counted without the gaps."""
    numbers = [int(found[-1]) for file in files if (found := re.findall(r"[0-9]+", file.stem))]
    if len(numbers) != len(files) or any(b <= a for a, b in pairwise(numbers)):
        return ""
    steps = np.diff(numbers)
    missing = int((steps // steps.min() - 1).sum()) if len(steps) else 0
    if not missing:
        return ""
    return f"{missing} numbers are missing between the pictures of {quoted(folder)}; the frames follow without gaps."
