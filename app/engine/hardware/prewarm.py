"""Sends a process ahead to load torch and SAM 2 where their files are not in memory yet (scout.py).

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
from functools import cache

_AHEAD = "MASKLANE_AHEAD"
"""Set in the process that was sent ahead, which sends no other."""

PATIENCE_S = 120.0

_log = logging.getLogger(__name__)


@cache
def send_ahead() -> subprocess.Popen[bytes] | None:
    """Send a process ahead, once in the life of this one, and return at once; None where none can go."""
    if _AHEAD in os.environ:
        return None
    # -P: nothing of the folder a person happens to be in
    command = [sys.executable, "-P", "-m", "app.engine.prewarm_process"]
    environment = os.environ | {_AHEAD: "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        return subprocess.Popen(  # noqa: S603  (this interpreter, our module)
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        _log.exception("no process could go ahead")
        return None


def wait_for_it() -> None:
    """Wait until the process that was sent ahead, now or before, has done its work; soon where there was none to do.

    Only an anticipation: that it fails or takes too long is not an error.
    """
    process, start = send_ahead(), time.monotonic()
    if process is None:
        return
    try:
        status = process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        _log.warning("the process ahead is not waited for any longer")
    else:
        _log.info("the process ahead ended with status %d, waited for %.1f s", status, time.monotonic() - start)
