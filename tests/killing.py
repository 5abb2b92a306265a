"""Kills processes at every place where they touch the disk; `main` prints how often.

Each scenario is done again and again in a child, which is killed before its 1st, 2nd, 3rd ... touch, until it gets to
its end; after each of them the scenario looks at what is left. A process of its own: it forks and must have no threads.
"""

import os
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "sqlite3.connect"}
STATEMENTS = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA")
MOST = 400


@dataclass(frozen=True)
class Scenario:
    """`prepare` makes what there is before, `act` is killed, `look` says by AssertionError what must not be.

    `look` is told whether `act` came to its end. `stride`: every so many touches are tried. `threads`: the others start
    some, too, which would make the next fork a gamble; so they get children of their own.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path], None]
    look: Callable[[Path, bool], None]
    stride: int = 1
    threads: bool = False


def kill_everywhere(scenario: Scenario, folder: Path) -> int:
    """Return in how many places the scenario was killed."""
    for turn, place in enumerate(range(1, MOST, scenario.stride)):
        root = folder / f"{scenario.name} {place}"
        root.mkdir()
        _here_or_apart(scenario, partial(scenario.prepare, root))
        finished = in_child(partial(scenario.act, root), place)
        _here_or_apart(scenario, partial(scenario.look, root, finished))
        if finished:
            return turn
    raise AssertionError(f"{scenario.name} touches the disk more than {MOST} times")


def _here_or_apart(scenario: Scenario, act: Callable[[], None]) -> None:
    if scenario.threads:
        in_child(act, 0)
    else:
        act()


def in_child(act: Callable[[], None], place: int) -> bool:
    """Act in a child that is killed before its touch number `place` (0: never); return whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            if place:
                _kill_before(place)
            act()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if place and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status != 0:
        raise SystemExit(1)  # the child has said why
    return True


class Touches:
    """Counts down to the kill; a scenario calls `touch` where what it uses touches the disk unseen."""

    left: int | None = None

    @classmethod
    def touch(cls) -> None:
        if cls.left is not None:
            cls.left -= 1
            if cls.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _kill_before(place: int) -> None:
    Touches.left = place
    touch = Touches.touch

    def statement(text: str) -> None:
        if text.startswith(STATEMENTS):
            touch()

    def heard(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
            touch()

    connect = sqlite3.connect

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(statement)
        return connection

    sqlite3.connect = traced
    sys.addaudithook(heard)


def main(scenarios: Sequence[Scenario], folder: Path) -> None:
    """Print a line for each scenario: its name, and in how many places it was killed."""
    for scenario in scenarios:
        sys.stdout.write(f"{scenario.name} {kill_everywhere(scenario, folder)}\n")
        sys.stdout.flush()
