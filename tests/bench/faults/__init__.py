"""What is lost by kills, damaged files and full disks: counted, not timed. `python -m tests.bench faults`.

Each part can be run alone: `kills`, `damages`, `full_disks`. MASKLANE_TURNS: how many of each, for a quick look.
"""

from collections.abc import Iterator

from tests.bench.faults import damages, full_disks, kills
from tests.bench.faults.parts import say
from tests.bench.result import Result


def measure() -> list[Result]:
    """Count what 200 kills, 200 damages and 20 full disks lose, and tell the figures of each part as it ends."""
    return list(_measured())


def _measured() -> Iterator[Result]:
    for part in (kills, damages, full_disks):
        for result in part.measure():
            say(f"{result.name}: {result.value:.6g} {result.unit} {'' if result.passed else 'MISSED'}".rstrip())
            yield result
