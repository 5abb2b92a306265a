"""Older projects are brought to the present schema: a copy first, then all steps in one transaction."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.errors import ProjectError
from app.project.storage.schema import CONVENTIONS_TABLE, ISSUES_TABLE, MASK_REVIEW_COLUMNS, SCHEMA

Migration = Callable[[sqlite3.Connection], None]


def add_review(connection: sqlite3.Connection) -> None:
    """Add issues, conventions, and what is known against a mask."""
    for column in MASK_REVIEW_COLUMNS:
        connection.execute(f"ALTER TABLE masks ADD COLUMN {column}")
    connection.execute(ISSUES_TABLE)
    connection.execute(CONVENTIONS_TABLE)


MIGRATIONS: Final[Mapping[int, Migration]] = {1: add_review}
"""From schema n to n + 1. They leave tables defined exactly as app.project.storage.schema has them."""


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    target: int | None = None,
    migrations: Mapping[int, Migration] | None = None,
    *,
    keep_older: bool = True,
) -> Path | None:
    """Bring the database at `path` to `target` (None: the present schema); return the copy made before, if one was.

    With `keep_older` false none is made: the database is a copy already. ProjectError for a schema from the future or
    without a way up. On any failure the database is as it was.
    """
    target, migrations = target or SCHEMA, MIGRATIONS if migrations is None else migrations
    version = format_of(connection)
    if version == target:
        return None
    if version > target:
        raise ProjectError(
            "The project {parent} was made by a newer Masklane (format {version}; this one knows {target}).",
            "Update Masklane to open it.",
            parent=path.parent,
            version=version,
            target=target,
        )
    if any(step not in migrations for step in range(version, target)) or version < 1:
        raise ProjectError(
            "The project {parent} has the unknown format {version}.", parent=path.parent, version=version
        )
    copy = _copy(connection, path, version) if keep_older else None
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in range(version, target):
            migrations[step](connection)
        connection.execute(f"PRAGMA user_version = {target}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return copy


def format_of(connection: sqlite3.Connection) -> int:
    """Return the number of the form a database has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy the database through SQLite: it knows what is still in the log, and opening the file would lose the lock.

    The copy gets its name when it is whole.
    """
    copy = path.with_name(f"{path.name}.format{version}.bak")
    number = 1
    while copy.exists() or copy.is_symlink():
        number += 1
        copy = path.with_name(f"{path.name}.format{version}-{number}.bak")
    unfinished = copy.with_name(copy.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    target = sqlite3.connect(unfinished)
    try:
        connection.backup(target)
        target.close()
        unfinished.replace(copy)
    finally:
        target.close()
        unfinished.unlink(missing_ok=True)
    return copy
