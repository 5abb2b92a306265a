"""Work on many masks: done in the background, as a job where it takes a while, and taken over as one step."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeVar

from app.collector import collector_resting
from app.errors import UserError
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import ObjectId
from app.workspace.editor import Core
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.worker import Ending, Priority

T = TypeVar("T")

Work = Generator[int, None, T]
"""Yields now and then how many masks are done since; returns what came of them."""

REPORT_S = 0.02
MANY = 2_000
"""Up to so many masks an edit is made before the verb returns; making that of more would be felt."""


class MaskJobs(Core):
    """What verbs on many masks share."""

    def _step(self, ids: Sequence[ObjectId], make: Callable[[Document], Edit], take: Callable[[Edit], object]) -> bool:
        """Make the edit of a document and let `take` do it; where `ids` have many masks, a moment later.

        Whatever a person does meanwhile comes after it (see `catch_up`). `ids` are the objects whose cells it moves: a
        late result may change those meanwhile. Returns False when `take` was called at once and returned nothing.
        """
        if sum(len(self.document.contents_of(id)[0]) for id in ids) <= MANY:
            return bool(take(make(self.document)))
        was = self.document.frozen()
        made: list[Edit] = []

        def making() -> Iterator[None]:
            made.append(make(was))
            yield

        def finish() -> None:
            fits = bool(made) and self.document.agrees(was, ids)
            try:
                with collector_resting():
                    take(made[0] if fits else make(self.document))
            except UserError as error:
                self.report(error)

        self._unmade.append(finish)
        # When it could not be made there, the same is said by making it here.
        end = lambda _ending, _error: self.catch_up() if finish in self._unmade else None  # noqa: E731
        self._background.submit(making, priority=Priority.INTERACTIVE, on_end=end)
        return True

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
