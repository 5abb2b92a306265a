"""Small files that are read whole or not at all: written beside their place, then put there in one step."""

import os
import tempfile
from pathlib import Path


def write_whole(file: Path, content: bytes, *, to_disk: bool = False) -> None:
    """Replace `file` by `content`: a reader sees the old or the new one, and nothing else is left in the folder.

    `to_disk`: wait until the disk has it, so that a power cut takes neither. Raises OSError; what was there stays.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".new")
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            if to_disk:
                out.flush()
                os.fsync(out.fileno())
        written.replace(file)
    except OSError:
        written.unlink(missing_ok=True)
        raise
