"""A glance at a project that stays closed: which media it has, and how far the work is. Nothing of it changes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import ProjectError
from app.project.model import ObjectKind, Stage
from app.project.paths import database_path, media_path
from app.project.storage import rows
from app.project.storage.database import uri
from app.project.storage.read_only_copy import copied
from app.project.storage.schema import APPLICATION_ID
from app.project.storage.waiting_edits import take_over_waiting, waiting_path


@dataclass(frozen=True, slots=True)
class Glance:
    """`media`: where the media of each video is, by the video's id. Candidates are no objects.

    `frames`: how many masks there would be if every object had one on each frame of its video; `masks`: how many there
    are, lost frames not counted; `stale`: how many of these are stale.
    """

    media: dict[int, Path]
    objects: int
    frames: int
    masks: int
    stale: int


def glance(folder: Path) -> Glance | None:
    """Look at the project in `folder`; None where there is none, or it cannot be read without opening it."""
    file = database_path(folder)
    try:
        with _readable(file) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                return None
            return _read(connection, file.parent)
    except (sqlite3.DatabaseError, OSError, ProjectError, *rows.UNREADABLE):
        return None


@contextmanager
def _readable(file: Path) -> Iterator[sqlite3.Connection]:
    """Lend a connection. What a process that was killed left in the log is read from a copy.

    Where another program has the project open, it is read as it was tidied last.
    """
    log = file.with_name(f"{file.name}-wal")
    left = waiting_path(file).exists() or (log.exists() and log.stat().st_size > 0)
    if left:
        try:
            with copied(file) as copy, closing(sqlite3.connect(copy, isolation_level=None)) as connection:
                take_over_waiting(connection, copy)
                yield connection
                return
        except ProjectError:
            pass
    with closing(sqlite3.connect(f"{uri(file)}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


_KEPT = """SELECT count(*) FROM (
    SELECT frame FROM locks WHERE object = :object AND frame BETWEEN :first AND :last
    UNION SELECT frame FROM masks WHERE object = :object AND frame BETWEEN :first AND :last AND source <> 'tracked'
)"""
"""Frames of a stale stretch that a person keeps as they are, see Document.stale."""


def _read(connection: sqlite3.Connection, folder: Path) -> Glance:
    ask = connection.execute
    media, lengths = {}, {}
    for id, path, frames in ask("SELECT id, path, frame_count FROM videos").fetchall():
        media[id], lengths[id] = media_path(folder, path), frames
    counted = "SELECT object, sum(area > 0 OR source <> 'tracked') FROM masks GROUP BY object"
    masks = dict(ask(counted).fetchall())
    objects = frames = made = stale = 0
    records = ask("SELECT id, video, kind, stage, stale, locked FROM objects").fetchall()
    for id, video, kind, stage, text, locked in records:
        candidate = (kind, stage) == (ObjectKind.AUTO.value, Stage.SELECTION.value)
        if candidate or video not in lengths:
            continue
        objects += 1
        frames += lengths[video]
        made += masks.get(id, 0)
        for first, last in () if locked else rows.stale_of(text):
            kept = ask(_KEPT, {"object": id, "first": first, "last": last}).fetchone()[0]
            stale += last - first + 1 - kept
    return Glance(media, objects, frames, made, min(stale, made))
