"""Older projects are brought to the present schema: a copy first, then all steps in one transaction."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from app.errors import ProjectError
from app.project.storage.schema import (
    CONVENTIONS_TABLE,
    ISSUES_TABLE,
    MASK_REVIEW_COLUMNS,
    SCHEMA,
    STABILITY_COLUMN,
    expected_layout,
)

Migration = Callable[[sqlite3.Connection], None]


def keep_steps(connection: sqlite3.Connection) -> None:
    """Make room for the steps of the history."""
    connection.execute(
        """CREATE TABLE steps (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    data BLOB NOT NULL,
    checksum INTEGER NOT NULL
) STRICT"""
    )


def add_values(connection: sqlite3.Connection) -> None:
    """Videos get black and white points.

    Columns at the end of a table are added by another definition alone; the table stays on the page on which that of a
    new project begins, which `ALTER TABLE` would do too, but its definition would be another text.
    """
    before = int(connection.execute("PRAGMA writable_schema").fetchone()[0])
    connection.execute("PRAGMA writable_schema = ON")
    try:
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'videos'", (expected_layout()["videos"],))
        version = int(connection.execute("PRAGMA schema_version").fetchone()[0])
        connection.execute(f"PRAGMA schema_version = {version + 1}")
    finally:
        connection.execute(f"PRAGMA writable_schema = {before}")


def add_policies(connection: sqlite3.Connection) -> None:
    """Objects get a policy and may be exclusive; runs say by which policies they tracked."""
    connection.execute("ALTER TABLE objects ADD COLUMN policy TEXT")
    connection.execute("ALTER TABLE objects ADD COLUMN exclusive INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE runs ADD COLUMN policies TEXT NOT NULL DEFAULT '[]'")


def add_review(connection: sqlite3.Connection) -> None:
    """Add issues, conventions, and what is known against a mask."""
    for column in MASK_REVIEW_COLUMNS:
        connection.execute(f"ALTER TABLE masks ADD COLUMN {column}")
    connection.execute(ISSUES_TABLE)
    connection.execute(CONVENTIONS_TABLE)


def add_tags(connection: sqlite3.Connection) -> None:
    """Objects get tags."""
    connection.execute("ALTER TABLE objects ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'")


def add_handed_in_by(connection: sqlite3.Connection) -> None:
    """Objects say who handed them in for verification."""
    connection.execute("ALTER TABLE objects ADD COLUMN annotator TEXT NOT NULL DEFAULT ''")


def add_stability(connection: sqlite3.Connection) -> None:
    """Masks that were found without prompts say how stable they are."""
    connection.execute(f"ALTER TABLE masks ADD COLUMN {STABILITY_COLUMN}")


def add_adapters(connection: sqlite3.Connection) -> None:
    """Objects say what was learned from their corrections, runs with which of it they tracked."""
    connection.execute("ALTER TABLE objects ADD COLUMN adapter TEXT NOT NULL DEFAULT ''")
    connection.execute("ALTER TABLE runs ADD COLUMN adapters TEXT NOT NULL DEFAULT '[]'")


MIGRATIONS: Final[Mapping[int, Migration]] = {
    1: keep_steps,
    2: add_values,
    3: add_policies,
    4: add_review,
    5: add_tags,
    6: add_handed_in_by,
    7: add_stability,
    8: add_adapters,
}
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
