"""The private virtual environment: in what state it is, who may change it, and what it was made from."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from installers.launcher.failure import SetupFailed

_MARK = "masklane.json"
_LOCK = "masklane.lock"
_LOG = "masklane-setup.log"
_KEPT = (_LOCK, _LOG)
_SECONDS_BETWEEN_TRIES = 0.3


class State(Enum):
    """What there is to do before the environment can be used."""

    MISSING = "missing"
    FOREIGN = "somebody else's"
    HALF_MADE = "half made"
    OUTDATED = "outdated"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the environment shall be made from.

    When `identity` (places, processor, torch build) differs, it is made anew; when `content` (versions) differs or one
    of the `extras` is missing, it is updated.
    """

    identity: str
    content: str
    extras: frozenset[str]


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What an update keeps: the extras, and the index torch came from (empty for pip's usual registry)."""

    extras: frozenset[str]
    torch_index: str


class Environment:
    """A virtual environment in `folder` that this launcher makes and marks as its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / _LOG
        self._lock: BinaryIO | None = None

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Return where the command `name` is, once it is installed."""
        return self.folder / "Scripts" / f"{name}.exe" if os.name == "nt" else self.folder / "bin" / name

    def state(self, wanted: Wanted) -> State:
        """Compare what is there with what is wanted. Cheap: one small file is read. Raises SetupFailed."""
        try:
            if not self.folder.is_dir() or not any(path.name not in _KEPT for path in self.folder.iterdir()):
                return State.MISSING
        except OSError as error:
            raise self._unusable(error) from error
        try:
            mark = json.loads((self.folder / _MARK).read_text("utf-8"))
        except FileNotFoundError:
            return State.FOREIGN
        except ValueError:
            return State.HALF_MADE
        if not isinstance(mark, dict) or mark.get("identity") != wanted.identity or not self.python.exists():
            return State.HALF_MADE
        if mark.get("content") is None:
            return State.HALF_MADE
        outdated = mark["content"] != wanted.content or not wanted.extras <= set(mark.get("extras", ()))
        return State.OUTDATED if outdated else State.READY

    @property
    def lock_handles(self) -> tuple[int, ...]:
        """What a child process inherits to hold the lock too; nothing on Windows."""
        return (self._lock.fileno(),) if self._lock and sys.platform != "win32" else ()

    def made_with(self) -> MadeWith:
        """Return what the last finished set-up noted, as far as that is known."""
        try:
            mark = json.loads((self.folder / _MARK).read_text("utf-8"))
            return MadeWith(frozenset(str(extra) for extra in mark["extras"]), str(mark["torch_index"]))
        except (OSError, ValueError, KeyError, TypeError):
            return MadeWith(frozenset(), "")

    def mark_unfinished(self) -> None:
        """Note that work on it began: until it is marked finished, the next start makes it anew."""
        self._mark({"identity": None, "content": None})

    def mark_finished(self, wanted: Wanted, torch_index: str) -> None:
        """Note that it now is what was wanted, with torch from `torch_index`."""
        extras = sorted(wanted.extras)
        mark = {"identity": wanted.identity, "content": wanted.content, "extras": extras, "torch_index": torch_index}
        self._mark(mark)

    def mark_outdated(self, wanted: Wanted, before: MadeWith) -> None:
        """Note that an update ended early but in order: the next start updates again and need not begin anew."""
        self.mark_finished(Wanted(wanted.identity, "", before.extras), before.torch_index)

    def clear(self) -> None:
        """Remove everything but the lock and the log. Raises SetupFailed when something is in use."""
        try:
            for path in self.folder.iterdir():
                if path.name in (*_KEPT, _MARK):
                    continue
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()
        except OSError as error:
            raise SetupFailed(
                f"The folder {self.folder} cannot be cleared for a new set-up: {error.strerror} ({error.filename}).",
                "Close Masklane wherever it runs, then start again.",
            ) from error

    @contextmanager
    def locked(self, waiting: Callable[[], None]) -> Iterator[None]:
        """Hold the right to change it; calls `waiting` once when another start holds it, then waits.

        The system gives the lock back when the process that holds it ends, however it ends, and with it every process
        that `lock_handles` were passed to: a pip that outlives a killed start must end before the next one begins.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / _LOCK).open("a+b")
        except OSError as error:
            raise self._unusable(error) from error
        with file:
            if not _take(file):
                waiting()
                while not _take(file):
                    time.sleep(_SECONDS_BETWEEN_TRIES)
            self._lock = file
            try:
                yield
            finally:
                self._lock = None

    def _unusable(self, error: OSError) -> SetupFailed:
        return SetupFailed(
            f"Masklane cannot keep its environment in {self.folder}: {error.strerror}.",
            "Set the variable MASKLANE_VENV to a folder you may write to, then start again.",
        )

    def _mark(self, content: Mapping[str, object]) -> None:
        new = self.folder / f"{_MARK}.new"
        new.write_text(json.dumps(content), "utf-8")
        new.replace(self.folder / _MARK)


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        """Try to lock `file` for as long as it is open."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        """Try to lock `file` for as long as it is open."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
