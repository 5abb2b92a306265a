"""One measured number and what was promised about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the table: `target` in words, `passed` whether `value` (in `unit`) keeps it."""

    name: str
    value: float
    unit: str
    target: str
    passed: bool


def at_most(name: str, value: float, unit: str, limit: float) -> Result:
    """Return a result that passes when the value is not larger than the limit."""
    return Result(name, value, unit, f"<= {limit:g} {unit}", value <= limit)


def at_least(name: str, value: float, unit: str, limit: float) -> Result:
    """Return a result that passes when the value is not smaller than the limit."""
    return Result(name, value, unit, f">= {limit:g} {unit}", value >= limit)
