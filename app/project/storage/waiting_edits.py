"""Edits that wait for the database, in a file beside it: they survive a kill while the disk is busy with the database.

Records follow each other: length and CRC-32 of what follows, then MessagePack. A record is written whole or is none.
A large edit has a number here and no record: a record that needs one which never reached the database is left out.
"""

import re
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, Final

import msgspec

from app.errors import DAMAGED, ProjectError
from app.project.storage.sqlite_errors import disk_full
from app.project.storage.writer import TableRows, write_rows

WAITING: Final = "waiting"
"""Key of the table meta: the token of the store that wrote last, and the number of the last of its waiting edits that
is in the database."""
SUFFIX: Final = "-waiting"

_HEAD: Final = struct.Struct("<II")
_NAME: Final = re.compile("[a-z_0-9]+")


class WaitingEdit(msgspec.Struct, frozen=True, array_like=True):
    """One edit as rows. `token` and `number` say of which opening it is, and its place in it.

    `needs`: numbers of edits without which this one makes no sense. `found`: what WAITING said when the project was
    opened, and still says while the database has taken nothing since.
    """

    token: str
    number: int
    tables: tuple[TableRows, ...]
    next_ids: dict[str, int]
    needs: tuple[int, ...] = ()
    found: str | None = None


class WaitingEdits:
    """The file, while a project is open. Touches no database: for any thread, one at a time."""

    def __init__(self, database: Path, token: str, found: str | None = None) -> None:
        """`found`: what the database says of WAITING, None where that cannot be read."""
        self._path = waiting_path(database)
        self._token = token
        self._found = found
        self._number = 0
        self._ends: dict[int, int] = {}  # of each edit in the file
        self._file: FileIO | None = None

    def number_of_large(self) -> int:
        """Return the number of an edit that is too large for the file, and has its place between the others."""
        self._number += 1
        return self._number

    def append(self, tables: tuple[TableRows, ...], next_ids: dict[str, int], needs: tuple[int, ...] = ()) -> int:
        """Write an edit, and return its number (from 1). ProjectError, and nothing is written, when that fails.

        It survives the end of this process in any way. `needs`: numbers of large edits without which it is not taken
        over.
        """
        edit = WaitingEdit(self._token, self._number + 1, tables, next_ids, needs, self._found)
        payload = msgspec.msgpack.encode(edit)
        record = _HEAD.pack(len(payload), zlib.crc32(payload)) + payload
        before = 0
        try:
            if self._file is None:
                self._path.unlink(missing_ok=True)  # a new file: a link that lies there is not followed
                self._file = FileIO(self._path, "x")
            before = self._file.tell()
            if self._file.write(record) != len(record):
                raise disk_full(self._path.parent)
        except OSError as error:
            self._cut(before)
            raise disk_full(self._path.parent, error) from error
        except ProjectError:
            self._cut(before)
            raise
        self._number += 1
        self._ends[self._number] = before + len(record)
        return self._number

    def clear(self, behind: int = 0) -> None:
        """Forget the edits behind this number: they are in the database, or were taken back."""
        self._ends = {number: end for number, end in self._ends.items() if number <= behind}
        self._cut(max(self._ends.values(), default=0))

    def close(self) -> None:
        """Let go of the file, which is removed when nothing in it waits."""
        if self._file is not None:
            waits = self._file.tell() > 0
            self._file.close()
            self._file = None
            if not waits:
                with suppress(OSError):
                    self._path.unlink()

    def _cut(self, length: int) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(length)
                self._file.seek(length)


def waiting_path(database: Path) -> Path:
    """Return where edits wait for a database."""
    return database.with_name(database.name + SUFFIX)


def take_over_waiting(connection: sqlite3.Connection, database: Path) -> int:
    """Bring edits that were waiting when a process was killed into the database; return how many there were.

    Raises sqlite3.DatabaseError; then they go on waiting.
    """
    path = waiting_path(database)
    if path.is_symlink() or not path.is_file():
        return 0
    mark = last_taken(connection)
    edits = list(_left(_read(path), mark))
    if edits:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for edit in edits:
                write_rows(connection, edit.tables, edit.next_ids)
            connection.execute(
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (WAITING, f"{edits[-1].token} {edits[-1].number}"),
            )
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    with suppress(OSError):
        path.unlink()
    return len(edits)


def last_taken(connection: sqlite3.Connection) -> str:
    """Return what the database says of WAITING, "" for nothing. Raises sqlite3.DatabaseError."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (WAITING,)).fetchone()
    return "" if row is None else str(row[0])


def _left(edits: Iterator[WaitingEdit], mark: str) -> Iterator[WaitingEdit]:
    """Yield the edits that the database does not have, and that make sense without what was lost."""
    token, _, number = mark.partition(" ")
    for edit in edits:
        if edit.token == token and number.isdecimal():
            done = int(number)
        elif edit.found == mark:
            done = 0
        else:
            continue
        if edit.number > done and all(needed <= done for needed in edit.needs):
            yield edit


def _read(path: Path) -> Iterator[WaitingEdit]:
    """Yield what was written whole, in order: up to the first record that was not."""
    try:
        content = path.read_bytes()
    except OSError:
        return
    at = 0
    while at + _HEAD.size <= len(content):
        length, checksum = _HEAD.unpack_from(content, at)
        payload = content[at + _HEAD.size : at + _HEAD.size + length]
        if len(payload) != length or zlib.crc32(payload) != checksum:
            return
        try:
            edit = msgspec.msgpack.decode(payload, type=WaitingEdit)
        except DAMAGED:
            return
        if not all(_sound(table) for table in edit.tables):
            return
        yield edit
        at += _HEAD.size + length


def _sound(table: TableRows) -> bool:
    """Return whether its names can stand in a statement."""
    names: list[Any] = [table.table, *table.columns.split(", ")]
    return all(_NAME.fullmatch(name) for name in names)
