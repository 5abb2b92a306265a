"""Starts a process that reads torch's and SAM 2's files into the system's file cache (prewarm_process.py).

A thread that runs code not in memory yet waits for the disk, and holds a lock meanwhile: the interpreter's, or the
system's for loading libraries, without which no thread starts. After a computer's start that is seconds, a tenth or a
half at a time, and the window would wait with it. Another process has locks of its own, and shares the file cache.
"""

import logging
import os
import subprocess
import sys
import time
from functools import cache

_AHEAD = "MASKLANE_AHEAD"
"""Set in the prewarm process, which starts no other."""

PATIENCE_S = 120.0

_log = logging.getLogger(__name__)


@cache
def start_prewarm() -> subprocess.Popen[bytes] | None:
    """Start the prewarm process, once in the life of this one, and return at once; None where none can start."""
    if _AHEAD in os.environ:
        return None
    # -P: nothing is imported from the current folder
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
        _log.exception("no prewarm process could be started")
        return None


def wait_for_prewarm() -> None:
    """Wait for the prewarm process, and start it if it was not; it ends soon where there is nothing to read.

    Only a head start: that it fails or takes too long is not an error.
    """
    process, start = start_prewarm(), time.monotonic()
    if process is None:
        return
    try:
        status = process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        _log.warning("the prewarm process takes too long and is not waited for")
    else:
        _log.info("the prewarm process ended with status %d, waited for %.1f s", status, time.monotonic() - start)
