"""A copy of a project's database to read: no byte of the project changes, and its folder may be read-only."""

import filecmp
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from app.errors import ProjectError
from app.project.storage.database import WAIT_SECONDS, in_use, means_busy, required, uri
from app.project.storage.waiting_edits import SUFFIX

_PARTS = ("", "-wal", "-journal", SUFFIX)
"""The database, and what a process that was killed has left beside it: they are read as one."""


TRIES = 10
"""How often a database that is open elsewhere is copied until nothing was written meanwhile."""


@contextmanager
def copied(path: Path, while_open: bool = False) -> Iterator[Path]:
    """Lend a copy of the database at `path`. ProjectError: missing, open elsewhere, or it cannot be read.

    `while_open`: also of one that another process has open, as it would be left if that were killed now. Not of one
    that this process has open: it would lose its lock.
    """
    required(path)
    try:
        _refuse_open(path)
        is_open = False
    except ProjectError:
        if not while_open:
            raise
        is_open = True
    try:
        with TemporaryDirectory(prefix="masklane-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / path.name
            _copy(path, copy)
            tries = 1
            while is_open and not _same(path, copy):
                if tries == TRIES:
                    raise in_use(path)
                _copy(path, copy)
                tries += 1
            yield copy
    except OSError as error:
        raise ProjectError(
            "The project file {path} cannot be copied to look at it: {reason}.",
            "Check the drive, and the free space for temporary files.",
            path=path,
            reason=error.strerror or error,
        ) from error


def _copy(path: Path, copy: Path) -> None:
    """Copy a database with all its parts; parts that it has no more go."""
    for part in _PARTS:
        original, target = path.with_name(path.name + part), copy.with_name(copy.name + part)
        target.unlink(missing_ok=True)
        if original.is_file():  # a device that pretends to be one would never end
            shutil.copyfile(original, target)


def _same(path: Path, copy: Path) -> bool:
    """Return whether nothing was written since a copy was begun: then its parts were there together.

    All parts are read a second time after all were read once. A write in between shows in one of them: SQLite appends
    to the log, or counts a change in the database's first page.
    """
    for part in _PARTS:
        original, target = path.with_name(path.name + part), copy.with_name(copy.name + part)
        if original.is_file() != target.is_file():
            return False
        if original.is_file() and not filecmp.cmp(original, target, shallow=False):
            return False
    return True


def _refuse_open(path: Path) -> None:
    """Raise ProjectError when another program has the database open: a copy could mix two states of it.

    A connection that may not write cannot have the exclusive lock it asks for. So it fails before it touches the log,
    with another error than "busy" when nobody else holds the lock.
    """
    connection = sqlite3.connect(f"{uri(path)}?mode=ro", uri=True, isolation_level=None, timeout=WAIT_SECONDS)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        if means_busy(error):
            raise in_use(path) from error
    finally:
        connection.close()
