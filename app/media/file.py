"""Opening a file that holds media: a plain one, never a pipe or a device that keeps its reader waiting."""

import io
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from app.errors import MediaError
from app.media.errors import quoted, unreadable

LARGEST_PICTURE = 1 << 30
"""Bytes of a picture or animation, which are read whole."""

PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff", ".exr"})
"""Of files that are pictures, whatever is in them."""

_AT_ONCE: int = getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe without a writer returns at once. Windows has no pipes among its files."""


def open_file(path: Path) -> BinaryIO:
    """Return the file, open for reading. Raises MediaError: not there, not allowed, not a plain file."""
    try:
        raw = io.FileIO(path, opener=lambda name, flags: os.open(name, flags | _AT_ONCE))
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:  # a zero byte in a name
        raise MediaError("{file} is not a name a file can have.", file=quoted(path)) from error
    if not stat.S_ISREG(os.fstat(raw.fileno()).st_mode):
        raw.close()
        raise MediaError(
            "{file} is a pipe or a device, not a file.", "Save what comes out of it as a file.", file=quoted(path)
        )
    return io.BufferedReader(raw)


def title_of(path: Path) -> str:
    """Return what media is called: the name of a file without its suffix; that of a folder whole, dots and all."""
    with suppress(OSError):  # in a folder that nobody may look into
        if path.is_dir():
            return path.name
    return path.stem


def read_head(path: Path, most: int) -> bytes:
    """Return the first bytes of a file, `most` at most. Raises MediaError."""
    with open_file(path) as file:
        try:
            return file.read(most)
        except OSError as error:
            raise unreadable(path, error) from error


def read_picture_file(path: Path) -> bytes:
    """Return all bytes of a picture or animation. Raises MediaError when that cannot be, or they are too many."""
    data = read_head(path, LARGEST_PICTURE + 1)
    if len(data) > LARGEST_PICTURE:
        raise MediaError("{file} is too large for a picture.", "Choose a picture or a video.", file=quoted(path))
    return data
