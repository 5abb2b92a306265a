"""An edit as rows written and deleted. Called inside a transaction; the store begins and ends it."""

import sqlite3
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from app.project.cell_changes import CellChanges
from app.project.edit import Changes, Edit
from app.project.model import Cell
from app.project.rules import MAX_ID
from app.project.storage import rows

Id = TypeVar("Id", bound=int)
V = TypeVar("V")

VIDEOS: Final = "videos"
OBJECTS: Final = "objects"
RUNS: Final = "runs"
"""Kinds of things that get ids."""

_BEYOND: Final = MAX_ID - (1 << 32)


class Writer:
    """Writes edits, and gives out ids that were never given out before, not even to things deleted or undone since."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next = {kind: self._first_free(kind) for kind in (VIDEOS, OBJECTS, RUNS)}

    def new_id(self, kind: str) -> int:
        """Return an id that nothing of this kind (VIDEOS, OBJECTS, RUNS) ever had in a saved edit."""
        id = self._next[kind]
        self._next[kind] += 1
        return id

    def write(self, edit: Edit) -> None:
        """Write all of `edit`."""
        self._records(VIDEOS, rows.VIDEO_COLUMNS, edit.videos, rows.video_row)
        self._records(OBJECTS, rows.OBJECT_COLUMNS, edit.objects, rows.object_row)
        self._records(RUNS, rows.RUN_COLUMNS, edit.runs, rows.run_row)
        self._records("verdicts", rows.VERDICT_COLUMNS, edit.verdicts, rows.verdict_row)
        self._cells("masks", rows.MASK_COLUMNS, edit.masks, rows.mask_row)
        self._cells("prompts", rows.PROMPT_COLUMNS, edit.prompts, rows.prompts_row)
        self._cells("locks", rows.LOCK_COLUMNS, edit.locks, lambda cell, _lock: (int(cell.object), int(cell.frame)))
        for kind, ids in ((VIDEOS, edit.videos), (OBJECTS, edit.objects), (RUNS, edit.runs)):
            if ids:
                self._remember(kind, max(ids))

    def _records(self, table: str, columns: str, changes: Changes[Id, V], row: Callable[[V], rows.Row]) -> None:
        gone = [(int(id),) for id, delta in changes.items() if delta.after is None]
        kept = [row(delta.after) for delta in changes.values() if delta.after is not None]
        self._table(table, columns, 1, gone, kept)

    def _cells(self, table: str, columns: str, changes: CellChanges[V], row: Callable[[Cell, V], rows.Row]) -> None:
        for id, frames in changes.by_object().items():
            gone = ((int(id), int(frame)) for frame, value in frames.after.items() if value is None)
            kept = (row(Cell(id, frame), value) for frame, value in frames.after.items() if value is not None)
            self._table(table, columns, 2, gone, kept)

    def _table(self, table: str, columns: str, keys: int, gone: Iterable[rows.Row], kept: Iterable[rows.Row]) -> None:
        """Delete and write rows. They may be made while they are written: other threads get their turn in between."""
        self._connection.executemany(_delete(table, columns, keys), gone)
        self._connection.executemany(_upsert(table, columns, keys), kept)

    def _remember(self, kind: str, used: int) -> None:
        if used >= self._next[kind]:  # never so for ids given out here, which another thread may be doing right now
            self._next[kind] = used + 1
        self._connection.execute(
            "INSERT INTO next_ids (kind, next) VALUES (?, ?) "
            "ON CONFLICT (kind) DO UPDATE SET next = max(next, excluded.next)",
            (kind, used + 1),
        )

    def _first_free(self, kind: str) -> int:
        """Return the next id. Ids in the file beyond all that can have been given out are forged and do not count."""
        ask = self._connection.execute
        stored = ask("SELECT next FROM next_ids WHERE kind = ? AND next < ?", (kind, _BEYOND)).fetchone()
        highest = ask(f"SELECT max(id) FROM {kind} WHERE id < ?", (_BEYOND,)).fetchone()[0]  # noqa: S608
        known = [value for value in (stored and stored[0], highest and highest + 1) if isinstance(value, int)]
        return max([1, *known])


def _upsert(table: str, columns: str, keys: int) -> str:
    names = columns.split(", ")
    # A path comes as bytes, because a file's name need not be valid text.
    marks = ", ".join("CAST(? AS TEXT)" if name == "path" else "?" for name in names)
    values = ", ".join(f"{name} = excluded.{name}" for name in names[keys:])
    action = f"UPDATE SET {values}" if values else "NOTHING"
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({', '.join(names[:keys])}) DO {action}"  # noqa: S608


def _delete(table: str, columns: str, keys: int) -> str:
    where = " AND ".join(f"{name} = ?" for name in columns.split(", ")[:keys])
    return f"DELETE FROM {table} WHERE {where}"  # noqa: S608
