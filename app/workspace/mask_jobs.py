"""Work on many masks: done in the background as a job, taken over as one step."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TypeVar

from app.errors import UserError
from app.workspace.core import Core
from app.workspace.jobs import Job, JobKind
from app.workspace.worker import Ending, Priority

T = TypeVar("T")

Work = Generator[int, None, T]
"""Yields now and then how many masks are done since; returns what came of them."""

REPORT_S = 0.02


class MaskJobs(Core):
    """What verbs on many masks share."""

    def _compute(self, title: str, total: int, work: Callable[[], Work[T]], take: Callable[[T], object]) -> Job:
        """Work on `total` masks in the background as a job; `take` gets the result, or nothing when it is stopped."""
        job = self.jobs.add(title, JobKind.SEGMENT, lambda: None, total=total, unit="masks")
        made: list[T] = []

        def running() -> Iterator[int]:
            made.append((yield from work()))

        def end(ending: Ending, error: UserError | None) -> None:
            if ending is Ending.DONE:
                take(made[0])
            self._end_job(job, ending, error)

        note = lambda more: self.jobs.progress(job, job.done + more)  # noqa: E731
        task = self._background.submit(running, priority=Priority.INTERACTIVE, on_result=note, on_end=end)
        job.stopper = lambda: self._background.stop(task)
        return job


def counted(steps: Iterable[object]) -> Iterator[int]:
    """Go through `steps`, one a mask; yield about fifty times a second how many are done since."""
    done, due = 0, time.monotonic() + REPORT_S
    for _ in steps:
        done += 1
        if time.monotonic() >= due:
            yield done
            done, due = 0, time.monotonic() + REPORT_S
    yield done
