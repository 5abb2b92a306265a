"""Random kills of a window that is drawn in: on a quick and on a slow disk, while the database is tidied, too."""

import os
import tempfile
from pathlib import Path

from tests.bench.faults.disk import run_on_disk
from tests.bench.result import Result, at_least, at_most

KILLS = 200
SLOW_MS = 5_000


def measure() -> list[Result]:
    """Draw, kill, and look at what is there."""
    kills = int(os.environ.get("MASKLANE_TURNS", KILLS))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = run_on_disk("tests.bench.faults.victims", Path(folder), kills, SLOW_MS)
    return [
        at_least("kills", told["kills"], "", kills),
        at_least("edits that were committed", told["committed"], "edits", kills),
        at_least("kills while the database was tidied", told["tidying"], "kills", kills / 4),
        at_least("kills while a large edit was not written yet", told["behind"], "kills", kills / 20),
        at_least(f"kills on a disk that takes {SLOW_MS / 1000:g} s", told["slow"], "kills", kills / 4),
        at_least("edits that waited in the file beside it", told["waited"], "edits", kills),
        at_most("committed edits that were lost", told["lost"], "edits", 0),
        at_most("projects that were no state of what was done", told["torn"], "", 0),
        at_most("processes that hung or died by themselves", told["died"] + told["unfinished"], "", 0),
        at_most("longest that an edit held the window up on a slow disk", told["longest_ms"], "ms", SLOW_MS / 2),
    ]
