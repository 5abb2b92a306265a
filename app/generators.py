"""Running a job, which is a generator that returns its result, at once instead of step by step."""

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


def result_of(job: Generator[object, None, T]) -> T:
    """Run `job` to its end and return its result; what it yields is dropped, what it raises is raised."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            result: T = end.value
            return result
