"""The names of a folder's pictures, kept while they are those that masks are made on: some may be taken away later."""

import os
import tempfile
from pathlib import Path

import msgspec

from app.errors import DAMAGED
from app.media.pictures.folder import FolderSource
from app.media.source import FrameSource


def keep_names(source: FrameSource, file: Path) -> None:
    """Keep the names of a folder's pictures in `file`, in the order of frames; nothing of other media.

    A cache that cannot be written is none; this raises nothing for a full or read-only disk.
    """
    if not isinstance(source, FolderSource) or not source.path.is_dir():
        return
    names = tuple(os.fsencode(picture.name) for picture in source.files)
    if kept_names(file) == names:
        return
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(msgspec.msgpack.encode(names))
        temporary.replace(file)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def kept_names(file: Path) -> tuple[bytes, ...] | None:
    """Return the names that were kept, as the system writes them; None where there are none, or they are damaged."""
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=tuple[bytes, ...])
    except (OSError, *DAMAGED):
        return None
