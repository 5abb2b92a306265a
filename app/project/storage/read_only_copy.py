"""A copy of a project's database to read: no byte of the project changes, and its folder may be read-only."""

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


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """Lend a copy of the database at `path`. ProjectError: missing, open elsewhere, or it cannot be read."""
    required(path)
    _refuse_open(path)
    try:
        with TemporaryDirectory(prefix="masklane-", ignore_cleanup_errors=True) as folder:
            copy = Path(folder) / path.name
            for part in _PARTS:
                original = path.with_name(path.name + part)
                if original.is_file():  # a device that pretends to be one would never end
                    shutil.copyfile(original, copy.with_name(copy.name + part))
            yield copy
    except OSError as error:
        raise ProjectError(
            "The project file {path} cannot be copied to look at it: {reason}.",
            "Check the drive, and the free space for temporary files.",
            path=path,
            reason=error.strerror or error,
        ) from error


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
