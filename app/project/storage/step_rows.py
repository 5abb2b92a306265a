"""Steps of the history as rows, written in the transaction of their edit; and which of those rows are of use."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

import msgspec

from app.project.model import Cell
from app.project.rules import MAX_TEXT, clean_text
from app.project.step_records import RecordKind, StepRecord
from app.project.storage import rows
from app.project.storage.writer import TableRows, rows_of

KEPT_STEPS: Final = 200
KEPT_BYTES: Final = 128 << 20
"""Oldest steps are dropped beyond so many, or so many bytes; never the newest one."""
STEP_COLUMNS: Final = "step, kind, title, data, checksum"

_WHOLE: Final = frozenset({RecordKind.OPEN.value, RecordKind.DONE.value, RecordKind.UNDONE.value})
"""Kinds of rows that make all rows of the same step before them useless."""
_AT_ONCE: Final = 256
"""Values of a step in one row: a step on 100,000 masks is never in memory as a whole."""


class StepPart(msgspec.Struct, frozen=True, array_like=True):
    """The content of a row: what turning the step does to the tables, and keys (table, then key) it leaves alone."""

    tables: tuple[TableRows, ...] = ()
    vanished: tuple[tuple[str, tuple[int | str, ...]], ...] = ()


def step_tables(records: Sequence[StepRecord]) -> Iterator[TableRows]:
    """Yield the rows that keep `records`. Those of a large step are made while they are written."""
    if records:
        yield TableRows("steps", STEP_COLUMNS, 0, (), (row for record in records for row in _rows(record)))


def checksum(step: int, kind: str, title: str, data: bytes) -> int:
    """Return the CRC-32 of a row."""
    return zlib.crc32(data, zlib.crc32(f"{step} {kind} {title}".encode()))


def is_new(step: int, kind: str, newest: int) -> bool:
    """Return whether a row makes a new step, when `newest` is the newest one so far: undone ones are gone for good."""
    return step > newest and kind in (RecordKind.OPEN.value, RecordKind.DONE.value)


def _rows(record: StepRecord) -> Iterator[rows.Row]:
    vanished = tuple((name, _plain(key)) for name, key in record.vanished)
    kind, title = record.kind.value, clean_text(record.title, MAX_TEXT)
    for data in _packed(rows_of(record.turn), vanished):
        yield (int(record.step), kind, title, data, checksum(record.step, kind, title, data))
        kind, title = RecordKind.MORE.value, ""


def _packed(tables: Iterable[TableRows], vanished: tuple[tuple[str, tuple[int | str, ...]], ...]) -> Iterator[bytes]:
    """Yield the contents of one row or more."""
    part: list[TableRows] = []
    room, packed = _AT_ONCE, False
    for table in tables:
        gone, kept = iter(table.gone), iter(table.kept)
        while True:
            first = list(islice(gone, room))
            second = list(islice(kept, room - len(first)))
            if not first and not second:
                break
            part.append(TableRows(table.table, table.columns, table.keys, first, second))
            room -= len(first) + len(second)
            if room == 0:
                yield msgspec.msgpack.encode(StepPart(tuple(part), vanished))
                part, vanished, room, packed = [], (), _AT_ONCE, True
    if part or not packed:
        yield msgspec.msgpack.encode(StepPart(tuple(part), vanished))


def _plain(key: object) -> tuple[int | str, ...]:
    """Return the key of a map of an edit as the key of a row: a cell's object and frame, an id, or a name."""
    if isinstance(key, Cell):
        return int(key.object), int(key.frame)
    assert isinstance(key, int | str)
    return (key if isinstance(key, str) else int(key),)


def tidy_steps(connection: sqlite3.Connection) -> None:
    """Delete the rows that no history will be made of any more. Called inside a transaction."""
    found = connection.execute("SELECT id, step, kind, length(data) FROM steps ORDER BY id").fetchall()
    begins: dict[int, tuple[int, str]] = {}
    undone: set[int] = set()
    newest = 0
    for id, step, kind, _size in found:
        if is_new(step, kind, newest):
            for known in undone:
                del begins[known]
            undone.clear()
        if kind in _WHOLE:
            begins[step] = (id, kind)
            (undone.add if kind == RecordKind.UNDONE.value else undone.discard)(step)
        if kind == RecordKind.VANISHED.value:
            begins.pop(step, None)
            undone.discard(step)
        newest = max(newest, step)
    sizes: dict[int, int] = {}
    for id, step, _kind, size in found:
        if step in begins and id >= begins[step][0]:
            sizes[step] = sizes.get(step, 0) + size
    kept = _kept({step: kind for step, (_id, kind) in begins.items()}, sizes)
    useless = [(id,) for id, step, _kind, _size in found if step not in kept or id < begins[step][0]]
    if useless:
        connection.executemany("DELETE FROM steps WHERE id = ?", useless)


def _kept(kinds: dict[int, str], sizes: dict[int, int]) -> set[int]:
    """Return the newest steps within the limits, without those that cannot be redone any more."""
    newest = max((step for step, kind in kinds.items() if kind != RecordKind.UNDONE.value), default=0)
    kept: set[int] = set()
    room = KEPT_BYTES
    for step in sorted(kinds, reverse=True):
        if kinds[step] == RecordKind.UNDONE.value and step < newest:
            continue
        room -= sizes.get(step, 0)
        if step < newest and (room < 0 or len(kept) >= KEPT_STEPS):
            break
        kept.add(step)
    return kept
