"""What is lost by kills, damaged files and full disks: counted, not timed. `python -m tests.bench faults`."""

from tests.bench.faults import damages, full_disks, kills
from tests.bench.result import Result


def measure() -> list[Result]:
    """Count what 200 kills, 200 damages and 20 full disks lose."""
    return [*kills.measure(), *damages.measure(), *full_disks.measure()]
