"""A note beside the database that names the program with the project open. The lock itself is SQLite's."""

import getpass
import os
import platform
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from app.errors import DAMAGED

_MAX_BYTES = 4096


class Owner(msgspec.Struct, frozen=True):
    """The program that holds a project's lock."""

    host: str
    user: str
    process: int
    since: datetime

    @property
    def text(self) -> str:
        """Who, where and since when, in English."""
        return f"{self.user} on {self.host} (process {self.process}, since {self.since:%Y-%m-%d %H:%M})"


def note_path(database: Path) -> Path:
    """Return where the note about a database is kept."""
    return database.with_name(database.name + "-owner")


def leave_note(database: Path) -> None:
    """Write that this process has the project open. Nothing depends on it, so failing is no failure."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # no user database, as in some containers
        user = "somebody"
    owner = Owner(platform.node(), user, os.getpid(), datetime.now().astimezone())
    note = note_path(database)
    with suppress(OSError):
        note.unlink(missing_ok=True)
        with note.open("xb") as file:  # a new file: a link that lies there is not followed
            file.write(msgspec.json.encode(owner))


def remove_note(database: Path) -> None:
    """Take the note away."""
    with suppress(OSError):
        note_path(database).unlink(missing_ok=True)


def read_note(database: Path) -> Owner | None:
    """Return who left the note, or None when there is none that makes sense."""
    try:
        with note_path(database).open("rb") as file:
            return msgspec.json.decode(file.read(_MAX_BYTES), type=Owner)
    except (OSError, *DAMAGED):
        return None
