"""Exports of every format, killed at random points and gone on with: nothing half is seen, and the end is the same.

MASKLANE_KILLS: how many a format (20); MASKLANE_SEED: which (1). It takes a system with fork.
"""

import json
import math
import os
import subprocess
import sys
import tempfile

from tests.bench.result import Result, at_least, at_most


def measure() -> list[Result]:
    """Kill in a process of its own, which must have no threads, and tell what it saw."""
    kills, seed = os.environ.get("MASKLANE_KILLS", "20"), os.environ.get("MASKLANE_SEED", "1")
    with tempfile.TemporaryDirectory() as place:
        words = [
            sys.executable,
            "-m",
            "tests.bench.faults.exporters",
            place,
            kills,
            seed,
        ]
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    formats = told["formats"]
    return [
        at_least("formats and forms", formats, "", 1),
        at_least("kills in the middle of an export", told["killed"], "kills", formats * int(kills) / 2),
        at_most("destinations that were there, and not whole", told["half"], "", 0),
        at_most("other things that were seen or changed", told["strange"], "", 0),
        at_least("exports that went on with files of before", told["resumed"], "exports", formats / 4),
        at_most("exports that ended in anything but the whole data set", told["wrong"], "", 0),
        at_most("hidden folders that are left once an export has come to its end", told["left"], "", 0),
        at_most("hidden folders of exports killed after their move, until the next one", told["moved"], "", math.inf),
    ]
