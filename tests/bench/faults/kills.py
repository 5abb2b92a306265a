"""Random kills of a window that is drawn in: on a quick and on a slow disk, while the database is tidied, too."""

import tempfile
from pathlib import Path

from tests.bench.faults.disk import run_on_disk
from tests.bench.result import Result, at_least, at_most

KILLS = 200
SLOW_MS = 5_000


def measure() -> list[Result]:
    """Draw, kill, and look at what is there."""
    with tempfile.TemporaryDirectory() as folder:
        told = run_on_disk("tests.bench.faults.victims", Path(folder), KILLS, SLOW_MS)
    return [
        at_least(f"{KILLS} kills: edits that were committed", told["committed"], "edits", KILLS),
        at_least("kills while the database was tidied", told["tidying"], "kills", KILLS / 4),
        at_least(f"kills on a disk that takes {SLOW_MS / 1000:g} s", told["slow"], "kills", KILLS / 4),
        at_least("edits that waited in the file beside it", told["waited"], "edits", KILLS),
        at_most("committed edits that were lost", told["lost"], "edits", 0),
        at_most("projects that were no state of what was done", told["torn"], "", 0),
        at_most("longest that an edit held the window up on a slow disk", told["longest_ms"], "ms", 1_000),
    ]
