"""An edit as rows written and deleted. Called inside a transaction; the store begins and ends it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Final, TypeVar

import msgspec

from app.project.cell_changes import CellChanges
from app.project.edit import Changes, Edit
from app.project.model import Cell, Event
from app.project.rules import MAX_ID
from app.project.storage import rows

Id = TypeVar("Id", bound=int)
V = TypeVar("V")

VIDEOS: Final = "videos"
OBJECTS: Final = "objects"
RUNS: Final = "runs"
ISSUES: Final = "issues"
"""Kinds of things that get ids."""

_BEYOND: Final = MAX_ID - (1 << 32)


class TableRows(msgspec.Struct, frozen=True, array_like=True):
    """What an edit does to a table: rows to be deleted by their keys (the first `keys` columns), and rows to write.

    `gone` and `kept` may be made while they are written, and can be read once then. With no keys rows are only added.
    """

    table: str
    columns: str
    keys: int
    gone: Iterable[rows.Row]
    kept: Iterable[rows.Row]


class Writer:
    """Writes edits, and gives out ids that were never given out before, not even to things deleted or undone since."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next = {kind: self._first_free(kind) for kind in (VIDEOS, OBJECTS, RUNS, ISSUES)}

    def new_id(self, kind: str) -> int:
        """Return an id that nothing of this kind (VIDEOS, OBJECTS, RUNS, ISSUES) ever had in a saved edit."""
        id = self._next[kind]
        self._next[kind] += 1
        return id

    def write(self, edit: Edit, events: Sequence[Event] = (), more: Iterable[TableRows] = ()) -> None:
        """Write all of `edit`, lines of the log, and `more`."""
        next_ids = next_ids_of(edit)
        for kind, next_id in next_ids.items():
            if self._next[kind] < next_id:  # noqa: PLR1730  (another thread may give out ids: lower it never is)
                self._next[kind] = next_id
        write_rows(self._connection, chain(rows_of(edit, events), more), next_ids)

    def _first_free(self, kind: str) -> int:
        """Return the next id. Ids in the file beyond all that can have been given out are forged and do not count."""
        ask = self._connection.execute
        stored = ask("SELECT next FROM next_ids WHERE kind = ? AND next < ?", (kind, _BEYOND)).fetchone()
        highest = ask(f"SELECT max(id) FROM {kind} WHERE id < ?", (_BEYOND,)).fetchone()[0]  # noqa: S608
        known = [value for value in (stored and stored[0], highest and highest + 1) if isinstance(value, int)]
        return max([1, *known])


def rows_of(edit: Edit, events: Sequence[Event] = ()) -> Iterator[TableRows]:
    """Yield what `edit` and lines of the log do to the tables."""
    yield from _records(VIDEOS, rows.VIDEO_COLUMNS, edit.videos, rows.video_row)
    yield from _records(OBJECTS, rows.OBJECT_COLUMNS, edit.objects, rows.object_row)
    yield from _records(RUNS, rows.RUN_COLUMNS, edit.runs, rows.run_row)
    yield from _records("verdicts", rows.VERDICT_COLUMNS, edit.verdicts, rows.verdict_row)
    yield from _records(ISSUES, rows.ISSUE_COLUMNS, edit.issues, rows.issue_row)
    if edit.conventions:
        yield _conventions(edit.conventions)
    yield from _cells("masks", rows.MASK_COLUMNS, edit.masks, rows.mask_row)
    yield from _cells("prompts", rows.PROMPT_COLUMNS, edit.prompts, rows.prompts_row)
    yield from _cells("locks", rows.LOCK_COLUMNS, edit.locks, lambda cell, _lock: (int(cell.object), int(cell.frame)))
    if events:
        yield TableRows("events", rows.EVENT_COLUMNS, 0, (), map(rows.event_row, events))


def next_ids_of(edit: Edit) -> dict[str, int]:
    """Return, for each kind of which `edit` has some, the id behind its highest."""
    kinds = ((VIDEOS, edit.videos), (OBJECTS, edit.objects), (RUNS, edit.runs), (ISSUES, edit.issues))
    return {kind: max(ids) + 1 for kind, ids in kinds if ids}


def write_rows(connection: sqlite3.Connection, tables: Iterable[TableRows], next_ids: Mapping[str, int]) -> None:
    """Delete and write rows. They may be made while they are written: other threads get their turn in between."""
    for table in tables:
        if table.keys:
            connection.executemany(_delete(table.table, table.columns, table.keys), table.gone)
        connection.executemany(_upsert(table.table, table.columns, table.keys), table.kept)
    for kind, next_id in next_ids.items():
        connection.execute(
            "INSERT INTO next_ids (kind, next) VALUES (?, ?) "
            "ON CONFLICT (kind) DO UPDATE SET next = max(next, excluded.next)",
            (kind, next_id),
        )


def _records(table: str, columns: str, changes: Changes[Id, V], row: Callable[[V], rows.Row]) -> Iterator[TableRows]:
    if not changes:
        return
    gone = [(int(id),) for id, delta in changes.items() if delta.after is None]
    kept = [row(delta.after) for delta in changes.values() if delta.after is not None]
    yield TableRows(table, columns, 1, gone, kept)


def _conventions(changes: Changes[str, str]) -> TableRows:
    gone = [(name,) for name, delta in changes.items() if delta.after is None]
    kept = [(name, delta.after) for name, delta in changes.items() if delta.after is not None]
    return TableRows("conventions", rows.CONVENTION_COLUMNS, 1, gone, kept)


def _cells(
    table: str, columns: str, changes: CellChanges[V], row: Callable[[Cell, V], rows.Row]
) -> Iterator[TableRows]:
    for id, frames in changes.by_object().items():
        gone = ((int(id), int(frame)) for frame, value in frames.after.items() if value is None)
        kept = (row(Cell(id, frame), value) for frame, value in frames.after.items() if value is not None)
        yield TableRows(table, columns, 2, gone, kept)


@cache
def _upsert(table: str, columns: str, keys: int) -> str:
    names = columns.split(", ")
    # A path comes as bytes, because a file's name need not be valid text.
    marks = ", ".join("CAST(? AS TEXT)" if name == "path" else "?" for name in names)
    insert = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608
    if not keys:
        return insert
    values = ", ".join(f"{name} = excluded.{name}" for name in names[keys:])
    action = f"UPDATE SET {values}" if values else "NOTHING"
    return f"{insert} ON CONFLICT ({', '.join(names[:keys])}) DO {action}"


@cache
def _delete(table: str, columns: str, keys: int) -> str:
    where = " AND ".join(f"{name} = ?" for name in columns.split(", ")[:keys])
    return f"DELETE FROM {table} WHERE {where}"  # noqa: S608
