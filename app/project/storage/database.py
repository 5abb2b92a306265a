"""A project's SQLite file: made, opened, locked and recognized. What is in it is the store's business."""

import os
import secrets
import sqlite3
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from app.errors import ProjectError
from app.project.storage.lock_note import leave_note, read_note
from app.project.storage.migrations import format_of, migrate
from app.project.storage.schema import APPLICATION_ID, SCHEMA, TABLES, expected_layout, layout
from app.project.storage.sqlite_errors import as_project_errors, corrupt
from app.project.storage.waiting_edits import take_over_waiting

WAIT_SECONDS = 0.2
"""How long another program may still hold the lock, so that closing one window and opening the next works."""
GIVEN_UP_SECONDS = 60
"""An unfinished database older than this was left by a process that was killed."""


def create_database(path: Path) -> None:
    """Make an empty project database at `path`. It appears there whole or not at all, and replaces none."""
    if path.exists():
        raise _there_already(path)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            "The folder {parent} cannot be made: {reason}.",
            "Choose another.",
            parent=path.parent,
            reason=error.strerror,
        ) from error
    try:
        with as_project_errors(path):
            fill(unfinished)
        _put(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    for left in path.parent.glob(f"{path.name}*.new"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > GIVEN_UP_SECONDS:
                left.unlink()


def fill(file: Path) -> None:
    """Write an empty project database into the new `file`."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        # Nothing has to survive before the file has its name: the disk is waited for once, not at every statement.
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        stamps = f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA};"
        connection.executescript(f"BEGIN; {stamps} {TABLES} COMMIT;")
    finally:
        connection.close()
    with file.open("r+b") as written:
        os.fsync(written.fileno())


def _put(unfinished: Path, path: Path) -> None:
    """Give the file its name. Another program may be making a project there, too: a link fails when that was first."""
    try:
        path.hardlink_to(unfinished)
    except OSError as error:
        if path.exists():
            raise _there_already(path) from error
        unfinished.replace(path)  # a drive that knows no links


def _there_already(path: Path) -> ProjectError:
    return ProjectError(
        "There is a project in {parent} already.", "Open it, or choose another folder.", parent=path.parent
    )


def open_database(path: Path, copy: Path | None = None, damaged: bool = False) -> tuple[sqlite3.Connection, int]:
    """Return the only connection to the project at `path`, locked until it is closed, of the present schema; and the
    number of the schema it had before.

    With `copy`, that copy of it is opened instead, and nothing is left at `path`; if it is `damaged`, so that what is
    left can be read. ProjectError when it is missing,
    open in another program, no project, newer, damaged, or read-only.
    """
    required(path)
    with as_project_errors(path):
        connection = sqlite3.connect(
            f"{uri(copy or path)}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=WAIT_SECONDS,
            check_same_thread=False,
        )
        try:
            before = _set_up(connection, path, copy, damaged)
        except BaseException:
            connection.close()
            raise
    if copy is None:
        leave_note(path)
    return connection, before


def required(path: Path) -> None:
    """Raise ProjectError when there is no database at `path`."""
    if not path.is_file():
        raise ProjectError(
            "There is no project in {parent}.", "A project's folder holds {name}.", parent=path.parent, name=path.name
        )


def uri(path: Path) -> str:
    """Return the address under which SQLite finds a file, without options."""
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):  # a Windows share: SQLite wants its host in the path
        address = "file:////" + address.removeprefix("file://")
    return address


def means_busy(error: sqlite3.DatabaseError) -> bool:
    """Return whether SQLite's error means that another program has the file."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def in_use(path: Path) -> ProjectError:
    """Return the error for a project that another program has open, with its name when known."""
    owner = read_note(path)
    if owner is None:
        return ProjectError(
            "The project {folder} is open in another program.", "Close it there first.", folder=path.parent
        )
    return ProjectError(
        "The project {folder} is in use by {owner}.", "Close it there first.", folder=path.parent, owner=owner.text
    )


def no_project(path: Path) -> ProjectError:
    """Return the error for a file that is something else."""
    return ProjectError("{path} is not a Masklane project.", "Choose a folder that holds project.masklane.", path=path)


def _set_up(connection: sqlite3.Connection, path: Path, copy: Path | None, damaged: bool) -> int:
    # Text may be a file's name that is no valid UTF-8, or damaged: both come back as they are, not as an exception.
    connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    connection.execute("PRAGMA trusted_schema = OFF")
    # Of damage as much as can be is found at once, or read over; a file that was cut off is read as far as it goes.
    connection.execute(f"PRAGMA cell_size_check = {'OFF' if damaged else 'ON'}")
    connection.execute(f"PRAGMA writable_schema = {'ON' if damaged else 'OFF'}")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        _check_kind(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")  # from here on nobody else can read or write
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if means_busy(error):
            raise in_use(path) from error
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:  # a header of no known format
            raise corrupt(str(error)) from error
        raise
    before = format_of(connection)
    try:
        take_over_waiting(connection, copy or path)
    except sqlite3.DatabaseError:
        if not damaged:
            raise
    migrate(connection, path, keep_older=copy is None)
    if layout(connection) != expected_layout():
        raise ProjectError(
            "The project file {path} is damaged: its tables are not as Masklane makes them.",
            "Open an earlier copy of the folder.",
            path=path,
        )
    return before


def _check_kind(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse other applications' databases before anything in them is changed."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise no_project(path)
