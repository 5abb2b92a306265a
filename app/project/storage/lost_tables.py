"""Where the tables begin that migrations added, in a file whose first page, which would say it, is another's.

In a new project they begin on pages of their own as all tables do; in one that was migrated, anywhere. What begins a
table is a page of rows that no other page leads to, and its rows have the columns of the table.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

ADDED: Final = {
    "steps": ("null", "int", "text", "text", "blob", "int"),
    "issues": ("null", "int", "text", "text", "text", "text null", "text null", "text", "text null"),
    "conventions": ("text", "text"),
}
"""Tables that older projects do not begin with, and the kinds their columns are stored as (a row's id as null)."""
_LEAF: Final = 0x0D
_INNER: Final = 0x05
_DEEPEST: Final = 20
_SAMPLE: Final = 3
"""Rows of a page that must look like the table's."""


def find_lost_tables(copy: Path) -> None:
    """Let the first page of the database `copy`, which was taken from a new project, say where tables begin."""
    content = copy.read_bytes()
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_master").fetchall())
        pages = _Pages(content, size)
        others = {page for name, page in roots.items() if name not in ADDED}
        begins = [page for page in pages.unreached() if page not in others]
        moved = {name: _begin(pages, begins, roots[name], kinds) for name, kinds in ADDED.items()}
        if moved == {name: roots[name] for name in ADDED}:
            return
        connection.execute("PRAGMA writable_schema = ON")
        for name, page in moved.items():
            connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = ?", (page or pages.count + 1, name))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with copy.open("r+b") as file:  # the page of a table that was not found: it has no rows
        file.seek(pages.count * size)
        file.write(bytes((_LEAF, 0, 0, 0, 0, *size.to_bytes(2), 0)).ljust(size, b"\0"))
        file.seek(28)
        file.write((pages.count + 1).to_bytes(4))


def _begin(pages: "_Pages", begins: list[int], usual: int, kinds: tuple[str, ...]) -> int | None:
    """Return the page on which a table begins, None when there is none. Of several the one with most rows: pages that
    were freed keep a part of what was in them.
    """
    if usual in begins and not pages.rows(usual):
        return usual
    fitting = [page for page in begins if pages.rows(page) and pages.fits(page, kinds)]
    return max(fitting, key=pages.rows, default=None)


class _Pages:
    """The pages of a database as SQLite's file format has them, numbered from 1. What makes no sense is no page."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size
        self.count = len(content) // size

    def unreached(self) -> list[int]:
        """Return the pages of rows that no other page leads to."""
        kinds = {page: self._byte(page, 0) for page in range(2, self.count + 1)}
        inner = [page for page, kind in kinds.items() if kind == _INNER]
        reached = {child for page in inner for child in self._children(page)}
        return [page for page, kind in kinds.items() if kind in (_LEAF, _INNER) and page not in reached]

    def rows(self, page: int, depth: int = 0) -> int:
        """Return how many rows stand on a page and on those it leads to."""
        if self._byte(page, 0) == _LEAF:
            return self._cells(page)
        if self._byte(page, 0) != _INNER or depth > _DEEPEST:
            return 0
        return sum(self.rows(child, depth + 1) for child in self._children(page))

    def fits(self, page: int, kinds: tuple[str, ...]) -> bool:
        """Return whether the first rows below a page have these columns."""
        for _ in range(_DEEPEST):
            if self._byte(page, 0) == _LEAF:
                break
            page = next(iter(self._children(page)), 0)
        try:
            found = [self._row(page, cell) for cell in range(min(self._cells(page), _SAMPLE))]
        except IndexError:
            return False
        return bool(found) and all(
            len(row) == len(kinds) and all(one in kind.split() for one, kind in zip(row, kinds, strict=True))
            for row in found
        )

    def _byte(self, page: int, at: int) -> int:
        place = (page - 1) * self._size + at
        return self._content[place] if 0 < page <= self.count else 0

    def _number(self, page: int, at: int, bytes_: int) -> int:
        place = (page - 1) * self._size + at
        return int.from_bytes(self._content[place : place + bytes_])

    def _cells(self, page: int) -> int:
        return min(self._number(page, 3, 2), self._size // 4) if 0 < page <= self.count else 0

    def _children(self, page: int) -> Iterator[int]:
        for cell in range(self._cells(page)):
            yield self._number(page, self._number(page, 12 + 2 * cell, 2), 4)
        yield self._number(page, 8, 4)

    def _row(self, page: int, cell: int) -> list[str]:
        """Return the kinds of a row's columns on a leaf."""
        at = (page - 1) * self._size + self._number(page, 8 + 2 * cell, 2)
        for _ in range(2):  # the row's length and its id
            _value, at = self._varint(at)
        length, begin = self._varint(at)
        end, at = at + length, begin
        kinds: list[str] = []
        while at < end and len(kinds) <= self._size:
            kind, at = self._varint(at)
            kinds.append(_kind(kind))
        return kinds

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for place in range(at, at + 9):
            byte = self._content[place]
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                break
        return value, place + 1


def _kind(stored: int) -> str:
    """Return what a number of SQLite's record format stands for."""
    if stored >= 12:
        return "text" if stored % 2 else "blob"
    return "null" if stored == 0 else "real" if stored == 7 else "int"
