"""A folder that appears whole or not at all."""

import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import ExportError


@contextmanager
def new_folder(destination: Path) -> Iterator[Path]:
    """Give a hidden folder beside the destination to write in, and move it there at the end.

    When the work fails or is stopped it is removed. ExportError: the destination holds something already, or the system
    does not let us write.
    """
    staging = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}.unfinished")
    try:
        if destination.exists() and (not destination.is_dir() or any(destination.iterdir())):
            raise ExportError(
                "“{destination}” exists already and is not empty.", "Choose another folder.", destination=destination
            )
        staging.mkdir(parents=True)
        yield staging
        if destination.exists():
            destination.rmdir()
        staging.replace(destination)
    except OSError as error:
        raise cannot_write(destination, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


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
