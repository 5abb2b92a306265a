"""Where an export may go, and files that appear whole or not at all."""

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from app.errors import ExportError

PART: Final = ".part"
"""Ends the name of a file that is being written."""


def usable_folder(folder: Path) -> Path:
    """Return where `folder` really is, links and ".." resolved. ExportError when it cannot be made or written to."""
    try:
        place = folder.resolve()
        ground = place
        while not ground.exists():
            ground = ground.parent
    except (OSError, RuntimeError) as error:  # links in a circle, a drive that went away
        raise ExportError("“{place}” leads nowhere.", "Choose another folder.", place=folder) from error
    if not ground.is_dir():
        raise ExportError("“{place}” is not a folder.", "Choose another folder.", place=ground)
    if not os.access(ground, os.W_OK | os.X_OK):
        raise cannot_write(place, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    return place


def free_destination(destination: Path) -> Path:
    """Return where `destination` really is: a folder that is not there yet, or empty. ExportError when it is not free.

    For questions before the work: at its end the folder is moved there.
    """
    place = usable_folder(destination)
    try:
        if place.is_mount():
            raise ExportError("“{place}” is a drive of its own.", "Choose a new folder in it.", place=place)
        if place.exists() and any(place.iterdir()):
            raise ExportError(
                "“{destination}” exists already and is not empty.", "Choose another folder.", destination=destination
            )
    except OSError as error:
        raise cannot_write(place, error) from error
    if place.parent.exists() and not os.access(place.parent, os.W_OK | os.X_OK):
        raise cannot_write(place, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    return place


def placed(file: Path, make: Callable[[], bytes]) -> None:
    """Write a file so that it is there whole or not at all; one that an interrupted export has written stays.

    `make` gives its bytes, and is not called when they are not needed.
    """
    if file.exists():
        return
    part = file.with_name(file.name + PART)
    part.write_bytes(make())
    part.replace(file)


@contextmanager
def placed_in_pieces(file: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, which is put in its place at the end. What was begun before is begun anew."""
    part = file.with_name(file.name + PART)
    with part.open("wb") as opened:
        yield opened
    part.replace(file)


def write_whole(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a file beside its place, piece by piece, and move it there: a reader sees the old one or the new one.

    Raises ExportError.
    """
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}.unfinished")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as opened:
            opened.writelines(pieces)
        temporary.replace(file)
    except OSError as error:
        raise cannot_write(file, error) from error
    finally:
        with suppress(OSError):  # its folder is a file
            temporary.unlink(missing_ok=True)


def remove_unfinished(folder: Path) -> None:
    """Remove what `write_whole` left in a folder of our own when its process was killed."""
    for place in folder.glob(".*.????????.unfinished"):
        with suppress(OSError):
            place.unlink()


def cannot_write(place: Path, error: OSError) -> ExportError:
    """Return the error for a place that the system does not let us write to."""
    return ExportError(
        "“{place}” cannot be written: {reason}.",
        "Check free space and permissions there.",
        place=place,
        reason=error.strerror or error,
    )
