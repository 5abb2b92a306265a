"""Reading the log of who did what as it is wanted for its numbers: fetched at once, made into events many at a time."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import lt
from typing import Any, Final

import msgspec

from app.collector import collector_resting
from app.project.model import Event
from app.project.storage.rows import EVENT_COLUMNS, UNREADABLE, event_in
from app.project.storage.sqlite_errors import corrupt

_AT_ONCE: Final = 1000
_DETAILS: Final = msgspec.json.Decoder(dict[str, str])
_TEXT: Final = {str}
_NUMBERS: Final = {int, type(None)}

Line = tuple[Any, ...]
"""(row id, *EVENT_COLUMNS)."""


def fetch_lines(connection: sqlite3.Connection) -> list[Line]:
    """Return the lines of the log, oldest first. sqlite3.DatabaseError when they cannot be read."""
    lenient = connection.text_factory
    connection.text_factory = str  # takes half the time, and refuses what is no UTF-8
    try:
        return _fetch(connection)
    except sqlite3.OperationalError:
        connection.text_factory = lenient
        return _fetch(connection)
    finally:
        connection.text_factory = lenient


def events_of(lines: Sequence[Line]) -> Iterator[Event]:
    """Yield the events in lines. Those that cannot be read are left out."""
    for first in range(0, len(lines), _AT_ONCE):
        some = lines[first : first + _AT_ONCE]
        try:
            with collector_resting():
                events = _together(some)
        except UNREADABLE:
            events = _one_by_one(some)
        yield from events


def _fetch(connection: sqlite3.Connection) -> list[Line]:
    found: list[Line] = []
    last = -1
    with collector_resting():
        lines = connection.execute(f"SELECT rowid, {EVENT_COLUMNS} FROM events ORDER BY rowid")  # noqa: S608
        while some := lines.fetchmany(_AT_ONCE):
            ids = [last, *(line[0] for line in some)]
            if not all(map(lt, ids, ids[1:])):  # a damaged file can lead in circles
                raise corrupt("row ids do not ascend")
            last = ids[-1]
            found += some
    return found


def _together(lines: Sequence[Line]) -> Iterable[Event]:
    """Return the events in lines, column by column; one of UNREADABLE when there is a line that may be none."""
    _ids, at, annotators, verbs, videos, objects, frames, texts = zip(*lines, strict=True)
    if not ({*map(type, at), *map(type, annotators), *map(type, verbs), *map(type, texts)} <= _TEXT):
        raise ValueError("text was expected")
    if not {*map(type, videos), *map(type, objects), *map(type, frames)} <= _NUMBERS:
        raise ValueError("a whole number was expected")
    joined = "\n".join(texts)
    details = _DETAILS.decode_lines(joined.encode("utf-8", "replace"))
    if len(details) != len(lines) or joined.count("\n") != len(lines) - 1:
        raise ValueError("details of one line each were expected")
    return list(map(Event, map(datetime.fromisoformat, at), annotators, verbs, videos, objects, frames, details))


def _one_by_one(lines: Iterable[Line]) -> Iterator[Event]:
    for line in lines:
        try:
            event = event_in(line[1:])
        except UNREADABLE:
            continue
        yield event
