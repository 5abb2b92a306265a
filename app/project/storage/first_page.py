"""The first page of a damaged copy, without which SQLite reads nothing: replaced by that of a new project."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from app.project.storage.database import fill
from app.project.storage.lost_tables import find_lost_tables
from app.project.storage.schema import APPLICATION_ID, SCHEMA, expected_layout, layout

_LEAF: Final = 0x0D
_TYPE_AT: Final = 100
_SIZE_AT: Final = slice(16, 18)
_PAGES_AT: Final = slice(28, 32)
"""Places in SQLite's file format: the type of the first page (a leaf holds all of the schema), size and number."""


def mend_first_page(copy: Path) -> bool:
    """Give the database `copy` another first page if its own is unusable; return whether it has.

    The tables of each project of this schema begin on the same pages, because they are made in the same order; those
    that were added to an older project are looked for.
    """
    if _usable(copy):
        return False
    new = copy.with_name(copy.name + ".first")
    try:
        fill(new)
        page = bytearray(new.read_bytes())
    finally:
        new.unlink(missing_ok=True)
    size = int.from_bytes(page[_SIZE_AT])
    pages = -(-copy.stat().st_size // size)
    if page[_TYPE_AT] != _LEAF or pages < 2:
        return False
    page[_PAGES_AT] = pages.to_bytes(4)
    for log in ("-wal", "-shm", "-journal"):
        copy.with_name(copy.name + log).unlink(missing_ok=True)
    with copy.open("r+b") as file:
        file.write(page[:size])
    find_lost_tables(copy)
    return True


def _usable(copy: Path) -> bool:
    """Return whether SQLite finds our tables, or those of another version, whose pages are not known here."""
    with closing(sqlite3.connect(copy)) as connection, suppress(sqlite3.DatabaseError, UnicodeDecodeError):
        connection.execute("PRAGMA writable_schema = ON")  # a file that was cut off is read as far as it goes
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return ours and ((version != SCHEMA and bool(layout(connection))) or layout(connection) == expected_layout())
    return False
