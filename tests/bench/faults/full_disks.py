"""A disk that is full after so many bytes, 20 of them: what commands say, and what is in the project then."""

import tempfile
from pathlib import Path

from tests.bench.faults.disk import run_on_disk
from tests.bench.result import Result, at_least, at_most

PLACES = 20


def measure() -> list[Result]:
    """Fill the disk under five kinds of work."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = run_on_disk("tests.bench.faults.writers", Path(folder), PLACES)
    return [
        at_least("places at which the disk was full", told["places"], "", PLACES),
        at_least("of these refused in words", told["refused"], "refusals", PLACES / 2),
        at_most("tracebacks, or more than one line of words", told["unkind"], "", 0),
        at_most("committed edits that were lost", told["lost"], "edits", 0),
        at_most("projects that do not open or are damaged", told["broken"], "", 0),
        at_most("things left behind by what failed", told["left"], "", 0),
        at_most("processes that hung", told["hung"] + told["unfinished"], "", 0),
    ]
