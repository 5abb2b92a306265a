"""Rows of a damaged table: reading goes on behind every page that SQLite cannot read, or that misleads it."""

import sqlite3
from collections.abc import Callable, Iterator
from typing import Any, Final

MOST_PROBES: Final = 400_000
"""Single rows of one table that are looked up before it is given up: some seconds."""
ONE_BY_ONE: Final = 4_096
"""Ids in a row that are looked up one by one; more of them are read in one go, or halved."""
_FURTHEST: Final = 62
"""Powers of two that are tried as a distance to what can be read behind a gap: row ids have 63 bits."""

Row = tuple[Any, ...]


class GapReader:
    """Reads the rows of one table in the order of their ids. `lost` is told of each id, or span, it cannot read.

    Damage may fail, lead astray (an id that is wrong, a page that is another's) or hide what follows. So each jump
    between two ids is doubted: is there something in between, or behind the end?
    """

    def __init__(
        self, connection: sqlite3.Connection, table: str, columns: str, lost: Callable[[int, int | None, str], None]
    ) -> None:
        self._connection = connection
        self._all = f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? AND rowid <= ? ORDER BY rowid"  # noqa: S608
        self._one = f"SELECT rowid, {columns} FROM {table} WHERE rowid = ?"  # noqa: S608
        self._next = f"SELECT rowid FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 1"  # noqa: S608
        self._lost = lost
        self._gap: tuple[int, int, str] | None = None
        self._probes = 0

    def rows(self) -> Iterator[Row]:
        """Yield (row id, *columns) of each row that can be read."""
        last, end = -1, (1 << 63) - 1
        while True:
            reason = ""
            try:
                for row in self._connection.execute(self._all, (last, end)):
                    if row[0] <= last or (row[0] > last + 1 and self._behind(last, row[0]) is not None):
                        break
                    last = row[0]
                    yield row
            except sqlite3.DatabaseError as error:
                reason = str(error)
            beyond = self._behind(last, end)
            if beyond is None:
                break
            yield from self._between(last, beyond - 1)
            yield from self._single(beyond)
            last = beyond
        self._tell_gap()
        if reason:
            self._lost(last + 1, None, reason)

    def _behind(self, low: int, high: int) -> int | None:
        """Return the id of a row behind `low` and before `high` that can be found, if there seems to be one."""
        found = high
        for power in range(_FURTHEST):
            place = low + (1 << power) - 1
            if place >= found - 1:
                break
            try:
                row = self._connection.execute(self._next, (place,)).fetchone()
            except sqlite3.DatabaseError:
                continue
            if row is not None and place < row[0] < found:  # the first one may be an id that is wrong
                found = int(row[0])
        return found if found < high else None

    def _between(self, low: int, high: int) -> Iterator[Row]:
        """Yield what can be read behind `low` up to `high`."""
        spans = [(low, high)]
        while spans:
            low, high = spans.pop()
            if high - low <= ONE_BY_ONE:
                for id in range(low + 1, high + 1):
                    yield from self._single(id)
                continue
            try:
                yield from self._connection.execute(self._all, (low, high)).fetchall()
            except sqlite3.DatabaseError:
                middle = low + (high - low) // 2
                spans += [(middle, high), (low, middle)]

    def _single(self, id: int) -> Iterator[Row]:
        """Yield the row of that id, if there is one and it can be read."""
        self._probes += 1
        if self._probes > MOST_PROBES:
            return
        try:
            row = self._connection.execute(self._one, (id,)).fetchone()
        except sqlite3.DatabaseError as error:
            if self._gap is None or self._gap[1] != id - 1:
                self._tell_gap()
                self._gap = (id, id, str(error))
            self._gap = (self._gap[0], id, self._gap[2])
            return
        if row is not None and row[0] == id:
            yield row

    def _tell_gap(self) -> None:
        if self._gap is not None:
            self._lost(*self._gap)
            self._gap = None
