"""A process of its own that does nothing but wake up, and so knows when the machine held everybody up."""

import subprocess
import sys
import tempfile
import weakref
from pathlib import Path

TICK_S = 0.002
LATE_S = 0.01
"""From this on a wake-up counts as late: far more than a scheduler takes on a machine that runs."""
WATCH = f"""
import os, time
last, parent = time.monotonic(), os.getppid()
while os.getppid() == parent:
    time.sleep({TICK_S})
    now = time.monotonic()
    if now - last > {LATE_S} + {TICK_S}:
        print(last + {TICK_S}, now, flush=True)
    last = now
"""


class Witness:
    """Runs until it is let go of, or this process is gone. Its clock is `time.monotonic`, the same in every process."""

    def __init__(self) -> None:
        self._seen = tempfile.NamedTemporaryFile("a+", suffix=".txt")  # noqa: SIM115 - as long as the process runs
        process = subprocess.Popen([sys.executable, "-S", "-c", WATCH], stdout=self._seen)
        weakref.finalize(self, process.kill)

    def held_up(self, begin: float, end: float) -> float:
        """Return for how many seconds between two times everybody was held up; the end should be a moment ago."""
        # opened again: the file that is open has one place, for us and for the process that writes
        text = Path(self._seen.name).read_text()
        late = [tuple(map(float, line.split())) for line in text.split("\n")[:-1]]
        return sum(max(0.0, min(end, last) - max(begin, first)) for first, last in late)
