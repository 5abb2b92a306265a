"""SQLite's failures as ProjectErrors, for the person at the screen."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import ProjectError


@contextmanager
def as_project_errors(path: Path) -> Iterator[None]:
    """Turn failures of the database at `path` into ProjectError. Other errors (bugs) pass through."""
    try:
        yield
    except UnicodeDecodeError as error:  # Python's binding cannot show SQLite's message, which quotes a broken schema
        raise _damaged(path) from error
    except sqlite3.DatabaseError as error:
        translated = translate(error, path)
        if translated is None:
            raise
        raise translated from error


def corrupt(why: str) -> sqlite3.DatabaseError:
    """Return the error that SQLite would raise if it had noticed the damage itself."""
    error = sqlite3.DatabaseError(why)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def translate(error: sqlite3.DatabaseError, path: Path) -> ProjectError | None:
    """Return `error` of the database at `path` as a ProjectError, or None when it is a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_IOERR_LOCK and not _writable(path):
        code = sqlite3.SQLITE_READONLY  # opened for reading only, the file cannot be locked
    return _of_the_disk(code & 0xFF, path) or _of_the_file(code & 0xFF, path)


def disk_full(folder: Path, error: OSError | None = None) -> ProjectError:
    """Return the error for a change of the project in `folder` that the disk did not take, full or by `error`."""
    if error is None or error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ProjectError(
            "The disk is full: the last change of {folder} was not saved.",
            "Free some disk space, then do it again.",
            folder=folder,
        )
    return disk_failed(folder)


def disk_failed(path: Path) -> ProjectError:
    """Return the error for a disk that does not answer."""
    return ProjectError(
        "Reading or writing {path} failed: the disk or the network does not answer as it should.",
        "What was saved before is kept. Check the drive and its connection, then open the project again.",
        path=path,
    )


def _of_the_disk(code: int, path: Path) -> ProjectError | None:
    folder = path.parent
    match code:
        case sqlite3.SQLITE_FULL:
            return disk_full(folder)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return ProjectError(
                "The project {folder} cannot be changed: the file or its folder is read-only.",
                "Copy the folder to a place you can write to, and open the copy.",
                folder=folder,
            )
        case sqlite3.SQLITE_IOERR:
            return disk_failed(path)
    return None


def _of_the_file(code: int, path: Path) -> ProjectError | None:
    match code:
        case sqlite3.SQLITE_CANTOPEN:
            return ProjectError(
                "The project file {path} cannot be opened.",
                "Check that the folder exists and that you may write to it.",
                path=path,
            )
        case sqlite3.SQLITE_NOTADB:
            return ProjectError(
                "{path} is not a Masklane project.", "Choose a folder that holds project.masklane.", path=path
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_CONSTRAINT | sqlite3.SQLITE_MISMATCH:
            # Edits are checked before they are written: a constraint fails only when the file contradicts itself.
            return _damaged(path)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ProjectError(
                "The project {folder} is open in another program.", "Close it there first.", folder=path.parent
            )
        case sqlite3.SQLITE_TOOBIG | sqlite3.SQLITE_NOMEM:
            return ProjectError("The project file {path} holds more than fits into memory.", path=path)
    return None


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _damaged(path: Path) -> ProjectError:
    return ProjectError(
        "The project file {path} is damaged.",
        "Open an earlier copy of the folder, or save what can still be read into a new project with "
        "`masklane check FOLDER --salvage NEW`.",
        path=path,
    )
