"""The hidden folder beside a destination in which an export grows, and in which a later one of the same goes on.

It holds `state.json`, which says what is being written and by which process, and `data`, which is moved into place at
the end. Folders of other names, or without such a file, are nobody's business here.
"""

import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec
import psutil

from app.errors import DAMAGED
from app.interchange.export.output import PART, cannot_write, free_destination

STATE: Final = "state.json"
DATA: Final = "data"
SUFFIX: Final = ".unfinished"


class _State(msgspec.Struct):
    """`process` and `started` (seconds since 1970) say who writes; 0: nobody any more."""

    kind: Literal["masklane export"]
    digest: str
    process: int = 0
    started: float = 0.0


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What an export that was stopped or killed has written."""

    folder: Path
    files: int


def left_over(destination: Path, digest: str) -> LeftOver | None:
    """Return what an earlier export of the same to this place has written, None when there is nothing of that kind."""
    for folder, state in _ours(destination.absolute()):
        if state.digest == digest and not _alive(state):
            files = _whole_files(folder)
            return LeftOver(folder, files) if files else None
    return None


@contextmanager
def new_folder(destination: Path, digest: str, *, anew: bool = False) -> Iterator[Path]:
    """Give a hidden folder beside the destination to write in, and move it there at the end.

    `digest` says what is written. When the work is stopped the folder stays, if there are whole files in it, and the
    next export of the same goes on in it unless `anew`; when it fails it is removed. ExportError: the destination holds
    something already, or the system does not let us write.
    """
    destination = free_destination(destination)
    own = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}{SUFFIX}")
    keep = False
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        if anew or not _taken_over(destination, digest, own):
            own.mkdir()
        _note(own, digest, os.getpid())
        (own / DATA).mkdir(exist_ok=True)
        yield own / DATA
        _remove_parts(own / DATA)
        if destination.exists():
            destination.rmdir()
        (own / DATA).replace(destination)
        _clear(destination)
    except (GeneratorExit, KeyboardInterrupt):
        with suppress(OSError):
            keep = _whole_files(own) > 0
            _note(own, digest, 0)
        raise
    except OSError as error:
        raise cannot_write(destination, error) from error
    finally:
        if not keep:
            _remove(own)


def _whole_files(folder: Path) -> int:
    return sum(1 for file in (folder / DATA).rglob("*") if file.is_file() and file.suffix != PART)


def _taken_over(destination: Path, digest: str, own: Path) -> bool:
    """Make the folder of an earlier export ours; only one process can rename it."""
    for folder, state in _ours(destination):
        if state.digest == digest and not _alive(state):
            with suppress(OSError):
                folder.rename(own)
                return True
    return False


def _clear(destination: Path) -> None:
    """Remove what earlier exports to a place that is written now have left, and beside it what is moved already."""
    for folder, state in _ours(destination):
        if not _alive(state):
            _remove(folder)
    for folder, state in _with_state(destination.parent.glob(f".*{SUFFIX}")):
        if not (folder / DATA).exists() and not _alive(state):  # killed between the move and its own removal
            _remove(folder)
    for folder in _named_so(destination):
        with suppress(OSError):  # killed before it could say what it is: empty, or with the beginning of that
            (folder / f"{STATE}{PART}").unlink(missing_ok=True)
            folder.rmdir()


def _remove(folder: Path) -> None:
    """Remove a hidden folder, what says whose it is last: whenever this is killed, the next export knows the rest."""
    for part in (folder / DATA, folder):
        shutil.rmtree(part, ignore_errors=True)


def _ours(destination: Path) -> Iterator[tuple[Path, _State]]:
    return _with_state(_named_so(destination))


def _with_state(folders: Iterable[Path]) -> Iterator[tuple[Path, _State]]:
    for folder in folders:
        with suppress(OSError, *DAMAGED):
            yield folder, msgspec.json.decode((folder / STATE).read_bytes(), type=_State)


def _named_so(destination: Path) -> Iterator[Path]:
    """Yield what is named as a hidden folder of a destination."""
    with suppress(OSError):
        for folder in sorted(destination.parent.glob(f".*{SUFFIX}")):
            name, dot, token = folder.name.removesuffix(SUFFIX).rpartition(".")
            if name == f".{destination.name}" and dot and len(token) == 8:
                yield folder


def _alive(state: _State) -> bool:
    """Return whether the process that writes is still there; a number that another one has now does not count."""
    if not state.process:
        return False
    try:
        return abs(psutil.Process(state.process).create_time() - state.started) < 1
    except psutil.Error:
        return False


def _note(folder: Path, digest: str, process: int) -> None:
    started = psutil.Process(process).create_time() if process else 0.0
    state = _State(kind="masklane export", digest=digest, process=process, started=started)
    new = folder / f"{STATE}{PART}"
    new.write_bytes(msgspec.json.encode(state))
    new.replace(folder / STATE)


def _remove_parts(data: Path) -> None:
    for file in data.rglob(f"*{PART}"):
        file.unlink()
