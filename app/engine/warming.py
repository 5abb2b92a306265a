"""Sends a process ahead to load torch and SAM 2 where their files are not in memory yet.

Whoever touches code that has to come from a disk first waits for it, and holds what it has at hand: the interpreter's
lock, or the system's lock for loading libraries, without which no thread begins. After a computer's start that is
seconds, a tenth or a half at a time, and the window would wait with them. Another process has other locks, but the
memory that keeps files is everybody's.
"""

import logging
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_AHEAD = "MASKLANE_AHEAD"
"""Set in the process that was sent ahead, which sends no other."""

MANY = 0.25
"""Share of a file. A few pages of what is in memory are always on their way to another place there."""
PATIENCE_S = 120.0
_PIECE = 1 << 20
_SAMPLES = 100

_log = logging.getLogger(__name__)


def send_ahead(samples: Sequence[Path]) -> None:
    """Wait for a process that does all this one is going to do, unless reading `samples` says that it is in memory.

    Only an anticipation: a process that cannot begin, fails, or takes too long is not an error.
    """
    if _AHEAD in os.environ or not was_cold(samples):
        return
    command = [sys.executable, "-P", "-m", "app.engine.scout"]  # -P: nothing of the folder a person happens to be in
    environment = os.environ | {_AHEAD: "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    start = time.monotonic()
    with suppress(OSError, subprocess.SubprocessError):
        went = subprocess.run(  # noqa: S603  (this interpreter, this module)
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        _log.info("a process went ahead: exit status %d after %.1f s", went.returncode, time.monotonic() - start)


def was_cold(files: Sequence[Path]) -> bool:
    """Read files and tell whether a good part of them had to come from a disk; they are in memory afterwards.

    False where the system does not tell (it does on Linux), and for files that are not there.
    """
    if not hasattr(os, "RWF_NOWAIT"):
        return False
    missing, piece = 0.0, bytearray(_PIECE)
    for file in files:
        with suppress(OSError), file.open("rb", buffering=0) as source:
            missing = max(missing, _missing(source.fileno()))
            while source.readinto(piece):
                pass
    return missing > MANY


def _missing(file: int) -> float:
    """Return the share of an open file that is not in memory, by looking at some of its bytes."""
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_RANDOM)  # or looking at one byte brings the next ones
    size, missing = os.fstat(file).st_size, 0
    for i in range(_SAMPLES):
        try:
            os.preadv(file, [bytearray(1)], size * i // _SAMPLES, os.RWF_NOWAIT)
        except BlockingIOError:
            missing += 1
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_SEQUENTIAL)
    return missing / _SAMPLES
