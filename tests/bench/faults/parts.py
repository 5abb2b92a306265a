"""Runs a part of the benchmark of faults in a process that cannot hang, fill the disk, or go on alone."""

import ctypes
import json
import os
import resource
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

LONGEST_SILENCE_S = 240.0
"""How long a part may tell nothing before it is taken to hang."""
LARGEST_FILE = 1 << 29
FIGURES_EVERY = 10

_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl."""


def run_part(module: str, folder: Path, *words: object, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run a module of this package; return the last figures that it told, and as `unfinished` whether it hung or died.

    One that hangs is ended, and the stacks of its threads are printed.
    """
    part = subprocess.Popen(
        [sys.executable, "-m", module, folder, *map(str, words)],
        env={
            **os.environ,
            "PYTHONFAULTHANDLER": "1",
            "QT_QPA_PLATFORM": "offscreen",
            "MASKLANE_HOME": str(folder.parent / "home"),
            **(environment or {}),
        },
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert part.stdout is not None
    figures: dict[str, Any] = {}
    with part.stdout as told:
        for line in lines(told.fileno(), LONGEST_SILENCE_S):
            if not line:
                say(f"{module} hangs:")
                part.send_signal(signal.SIGABRT)
                break
            figures = json.loads(line)
    try:
        part.wait(30)
    except subprocess.TimeoutExpired:
        part.kill()
        part.wait()
    with suppress(ProcessLookupError):
        os.killpg(part.pid, signal.SIGKILL)  # what it has started
    if not figures:
        raise SystemExit(f"{module} ended without figures.")
    return {**figures, "unfinished": part.returncode != 0}


def tell(figures: Mapping[str, object], turn: int, turns: int, what: str) -> None:
    """Give the figures so far to `run_part`, and now and then to who watches."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    if (turn + 1) % FIGURES_EVERY == 0 or turn + 1 == turns:
        say(f"{what} {turn + 1}/{turns}: " + ", ".join(f"{name} {value}" for name, value in figures.items()))


def say(text: str) -> None:
    """Print a line for who watches."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def keep_within_bounds() -> None:
    """Let this process end with its parent, and write no file that fills the disk. To be called where it begins."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))


def lines(file: int, longest_s: float) -> Iterator[str]:
    """Yield whole lines until the other side ends, and "" for each time that none came for so long."""
    rest = b""
    while True:
        ready, _, _ = select.select([file], [], [], longest_s)
        if not ready:
            yield ""
            continue
        content = os.read(file, 4096)
        if not content:
            return
        *whole, rest = (rest + content).split(b"\n")
        yield from (line.decode() for line in whole)
