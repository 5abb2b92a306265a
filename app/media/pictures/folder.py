"""A folder of pictures (or a single one) as a source of frames, in the order a person would read the names."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.errors import FrameLost, MediaError
from app.media.depth import SAMPLES, ValueRange, range_of
from app.media.errors import lost_picture, quoted, unreadable
from app.media.file import PICTURE_SUFFIXES, read_picture_file
from app.media.pictures.picture import header_of, stored_picture
from app.media.pictures.picture_header import PictureHeader
from app.media.pictures.sequences import in_order, sequences, without_masks
from app.media.pictures.stills import StillsSource, stills_info
from app.media.source import MediaInfo
from app.phrases import plural, ranges


def pictures_in(folder: Path) -> tuple[Path, ...]:
    """Return the pictures of a folder that are frames, in order; hidden files and masks beside their frames are not.

    Raises MediaError.
    """
    return without_masks(all_pictures(folder))[0]


def all_pictures(folder: Path) -> tuple[Path, ...]:
    """Return all pictures of a folder in order, masks beside their frames too, without hidden files. MediaError."""
    try:
        with os.scandir(folder) as entries:  # the folder knows what is a file: none is looked at for that
            names = [entry.name for entry in entries if _is_picture(entry.name) and entry.is_file()]
    except OSError as error:
        raise unreadable(folder, error) from error
    return in_order(folder / name for name in names)


def _is_picture(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in PICTURE_SUFFIXES


def check_one_sequence(folder: Path) -> None:
    """Raise MediaError when the pictures of a folder are those of several videos, by their names."""
    found = sequences(pictures_in(folder))
    if found:
        raise MediaError(
            "The folder {file} holds the pictures of several videos: {sequences}.",
            "Move those of each into a folder of their own, and add these.",
            file=quoted(folder),
            sequences=", ".join(f"{name} ({count})" for name, count in list(found.items())[:5]),
        )


class FolderSource(StillsSource):
    """Pictures by index. Every file's header is read when it opens; pixels only by `frame`."""

    def __init__(self, path: Path, files: tuple[Path, ...], info: MediaInfo) -> None:
        super().__init__(path, info)
        self._files = files

    @property
    def files(self) -> tuple[Path, ...]:
        """The pictures, one a frame."""
        return self._files

    def clone(self) -> "FolderSource":
        """Return another reader of the same pictures; no header is read again."""
        return FolderSource(self._path, self._files, self._info)

    def close(self) -> None:
        """Nothing is held between frames."""

    def _decoded(self, index: int) -> NDArray[Any] | None:
        data = read_picture_file(self._files[index])
        try:
            return stored_picture(self._files[index], data)
        except MediaError as error:
            raise self._lost(index) from error

    def _lost(self, index: int) -> FrameLost:
        return lost_picture(self._files[index], index)


def open_folder(path: Path, chosen: ValueRange | None = None) -> FolderSource:
    """Open a folder of pictures; `chosen` are black and white of deep ones, instead of those found out.

    Raises MediaError: no pictures, or pictures of different sizes.
    """
    return _open(path, required_pictures(path), chosen)


def required_pictures(folder: Path) -> tuple[Path, ...]:
    """Return the pictures of a folder as `pictures_in` does. Raises MediaError when there are none."""
    files = pictures_in(folder)
    if not files:
        raise MediaError(
            "The folder {file} holds no pictures.",
            "Pictures are PNG, JPEG, BMP, WebP, TIFF or EXR files.",
            file=quoted(folder),
        )
    return files


def open_picture(path: Path, chosen: ValueRange | None = None) -> FolderSource:
    """Open a single picture as a source of one frame, as `open_folder` does. Raises MediaError."""
    return _open(path, (path,), chosen)


def _open(path: Path, files: tuple[Path, ...], chosen: ValueRange | None) -> FolderSource:
    headers = _headers(files)
    size = _common_size(files, headers)
    values = _values(files, headers)
    broken = tuple(index for index, header in enumerate(headers) if header is None)
    warnings = []
    if path.is_dir():
        warnings = [_gap_words(path, files), _broken_words(broken), _pages_words(headers), _masks_words(path)]
    shown = tuple(text for text in warnings if text)
    return FolderSource(path, files, stills_info(size, len(files), values, chosen, shown, broken))


def _headers(files: tuple[Path, ...]) -> list[PictureHeader | None]:
    """Return the pictures' headers, None for those that cannot be read: frames, but holes.

    Raises MediaError when none is readable.
    """
    headers: list[PictureHeader | None] = []
    failure: MediaError | None = None
    for file in files:
        try:
            headers.append(header_of(file))
        except MediaError as error:
            failure = failure or error
            headers.append(None)
    if failure is not None and not any(headers):
        raise failure
    return headers


def _common_size(files: tuple[Path, ...], headers: list[PictureHeader | None]) -> tuple[int, int]:
    first: tuple[Path, tuple[int, int]] | None = None
    for file, header in zip(files, headers, strict=True):
        if header is None:
            continue
        first = first or (file, header.shown_size)
        if header.shown_size != first[1]:
            raise _not_of_one_size(first, (file, header.shown_size))
    assert first is not None
    return first[1]


def _values(files: tuple[Path, ...], headers: list[PictureHeader | None]) -> ValueRange | None:
    """Find out which values are black and white, from deep pictures spread over the folder; None where none is deep."""
    deep = [file for file, header in zip(files, headers, strict=True) if header is not None and header.bits > 8]
    if not deep:
        return None
    chosen = [deep[place] for place in np.unique(np.linspace(0, len(deep) - 1, SAMPLES).astype(int))]

    def stored() -> Iterator[NDArray[Any]]:
        for file in chosen:
            with suppress(MediaError):  # a hole says nothing about the others
                yield stored_picture(file, read_picture_file(file))

    return range_of(stored())


def _not_of_one_size(one: tuple[Path, tuple[int, int]], other: tuple[Path, tuple[int, int]]) -> MediaError:
    return MediaError(
        "The pictures are not of one size: {file} has {width}×{height} pixels, "
        "{other} has {other_width}×{other_height}.",
        "A folder must hold the frames of one video; move the others elsewhere.",
        file=quoted(one[0]),
        width=one[1][0],
        height=one[1][1],
        other=quoted(other[0]),
        other_width=other[1][0],
        other_height=other[1][1],
    )


def _broken_words(broken: tuple[int, ...]) -> str:
    """Return a sentence about pictures that cannot be read."""
    return f"Frames that cannot be decoded: {ranges(broken)}; all others keep their numbers." if broken else ""


def _pages_words(headers: list[PictureHeader | None]) -> str:
    """Return a sentence about files of several pages, of which a folder shows the first."""
    several = sum(header is not None and header.pages > 1 for header in headers)
    return f"Files with several pages: {several}; the first page of each is shown. Add such a file itself." * bool(
        several
    )


def _masks_words(folder: Path) -> str:
    """Return a sentence about masks that lie beside the frames."""
    left = without_masks(all_pictures(folder))[1]
    if not left:
        return ""
    return f"Pictures that look like masks of others and are no frames: {len(left)}, such as {quoted(left[0])}."


def _gap_words(folder: Path, files: tuple[Path, ...]) -> str:
    """Return a sentence when numbers are missing between the names; frames are counted without the gaps."""
    numbers = [int(found[-1]) for file in files if (found := re.findall(r"[0-9]+", file.stem))]
    if len(numbers) != len(files) or any(b <= a for a, b in pairwise(numbers)):
        return ""
    steps = np.diff(numbers)
    missing = int((steps // steps.min() - 1).sum()) if len(steps) else 0
    if not missing:
        return ""
    lacking = plural(missing, "One number is", f"{missing} numbers are")
    return f"{lacking} missing between the pictures of {quoted(folder)}; the frames follow without gaps."
