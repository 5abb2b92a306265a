"""An edit as rows written and deleted. Called inside a transaction; the store begins and ends it."""

import sqlite3
from collections.abc import Callable
from typing import Final, TypeVar

from app.project import rows
from app.project.edit import Changes, Edit
from app.project.model import Cell

K = TypeVar("K")
V = TypeVar("V")

VIDEOS: Final = "videos"
OBJECTS: Final = "objects"
RUNS: Final = "runs"
"""Kinds of things that get ids."""


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
        self._table(VIDEOS, rows.VIDEO_COLUMNS, edit.videos, lambda _id, video: rows.video_row(video))
        self._table(OBJECTS, rows.OBJECT_COLUMNS, edit.objects, lambda _id, record: rows.object_row(record))
        self._table(RUNS, rows.RUN_COLUMNS, edit.runs, lambda _id, run: rows.run_row(run))
        self._table("verdicts", rows.VERDICT_COLUMNS, edit.verdicts, lambda _id, verdict: rows.verdict_row(verdict))
        self._table("masks", rows.MASK_COLUMNS, edit.masks, rows.mask_row)
        self._table("prompts", rows.PROMPT_COLUMNS, edit.prompts, rows.prompts_row)
        self._table("locks", rows.LOCK_COLUMNS, edit.locks, lambda cell, _lock: (int(cell.object), int(cell.frame)))
        for kind, ids in ((VIDEOS, edit.videos), (OBJECTS, edit.objects), (RUNS, edit.runs)):
            if ids:
                self._remember(kind, max(ids))

    def _table(self, table: str, columns: str, changes: Changes[K, V], row: Callable[[K, V], rows.Row]) -> None:
        if not changes:
            return
        gone = [_key(key) for key, delta in changes.items() if delta.after is None]
        if gone:
            self._connection.executemany(_delete(table, columns, len(gone[0])), gone)
        kept = [row(key, delta.after) for key, delta in changes.items() if delta.after is not None]
        if kept:
            keys = len(_key(next(iter(changes))))
            self._connection.executemany(_upsert(table, columns, keys), kept)

    def _remember(self, kind: str, used: int) -> None:
        self._next[kind] = max(self._next[kind], used + 1)
        self._connection.execute(
            "INSERT INTO next_ids (kind, next) VALUES (?, ?) "
            "ON CONFLICT (kind) DO UPDATE SET next = max(next, excluded.next)",
            (kind, used + 1),
        )

    def _first_free(self, kind: str) -> int:
        stored = self._connection.execute("SELECT next FROM next_ids WHERE kind = ?", (kind,)).fetchone()
        highest = self._connection.execute(f"SELECT max(id) FROM {kind}").fetchone()[0]  # noqa: S608
        known = [value for value in (stored and stored[0], highest and highest + 1) if isinstance(value, int)]
        return max([1, *known])


def _key(key: object) -> tuple[int, ...]:
    if isinstance(key, Cell):
        return int(key.object), int(key.frame)
    assert isinstance(key, int)
    return (int(key),)


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
