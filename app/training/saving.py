"""Why a file of a training could not be written, in words: torch has none of its own for a full disk."""

import errno
import shutil
from pathlib import Path

from app.errors import TrainingError

FULL = 1 << 20
"""Bytes that are free on a disk, or fewer, when a file did not fit."""


def unwritable(path: Path, partial: Path, error: Exception) -> TrainingError:
    """Return what to say of `path`, which is as it was before; what there is of `partial` is deleted."""
    full = isinstance(error, OSError) and error.errno == errno.ENOSPC
    try:
        full = full or shutil.disk_usage(path.parent).free < FULL
        partial.unlink(missing_ok=True)
    except OSError:
        pass  # the disk is gone: the reason says so
    if full:
        return TrainingError(
            "The disk is full: {path} cannot be written.",
            "Make room; what was saved before is gone on from.",
            path=path,
        )
    return TrainingError("{path} cannot be written: {reason}.", path=path, reason=str(error))
