"""The names of a folder's pictures, kept while they are those that masks are made on: some may be taken away later."""

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from app.errors import DAMAGED
from app.media.pictures.folder import FolderSource
from app.media.source import FrameSource
from app.whole_file import write_whole


def keep_names(source: FrameSource, file: Path) -> None:
    """Keep the names of a folder's pictures in `file`, in the order of frames; nothing of other media.

    A cache that cannot be written is none; this raises nothing for a full or read-only disk.
    """
    if not isinstance(source, FolderSource) or not source.path.is_dir():
        return
    names = tuple(os.fsencode(picture.name) for picture in source.files)
    if kept_names(file) == names:
        return
    with suppress(OSError):
        write_whole(file, msgspec.msgpack.encode(names))


def kept_names(file: Path) -> tuple[bytes, ...] | None:
    """Return the names that were kept, as the system writes them; None where there are none, or they are damaged."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=tuple[bytes, ...])
    except (OSError, *DAMAGED):
        return None
