"""Generators on workers as jobs: seen while they run, stopped by a person, with an end that is told."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from app.errors import UserError
from app.workspace.jobs.jobs import Job, JobKind, JobList, JobState
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.messages import Messages

T = TypeVar("T")


class JobRunner:
    """Starts jobs. `jobs` is the list they stand in."""

    def __init__(self, jobs: JobList, messages: Messages) -> None:
        self.jobs = jobs
        self._messages = messages

    def run(
        self,
        worker: Worker,
        title: str,
        kind: JobKind,
        make: Callable[[], Iterator[T]],
        *,
        on_result: Callable[[Job, T], None] = lambda _job, _result: None,
        on_end: Callable[[Job, Ending], object] = lambda _job, _ending: None,
        again: Callable[[], object] | None = None,
        priority: Priority = Priority.RUN,
        total: int = 0,
        unit: str = "",
        outlasts: bool = False,
        discard: bool = False,
        hastens: bool = False,
        reported: bool = True,
    ) -> Job:
        """Run the generator that `make` returns on `worker` as a job.

        `on_result` gets what it yields. `on_end` is called before the job has ended; what went wrong is reported,
        unless `reported` is False: then whoever began it shows its `error`.
        `again` begins the job once more. A job that `outlasts` goes on when the project is closed. With `discard`
        nothing that was yielded arrives after the job was stopped. One that `hastens` can be moved up while it waits.
        """
        job = self.jobs.add(title, kind, lambda: None, total=total, unit=unit)
        job.again = again

        def ended(ending: Ending, error: UserError | None) -> None:
            on_end(job, ending)
            job.error = error
            if error is not None and reported:
                self._messages.report(error)
            self.jobs.end(job, JobState.of(ending))

        task = worker.submit(
            make,
            priority=priority,
            on_result=lambda result: on_result(job, result),
            on_end=ended,
            outlasts=outlasts,
        )
        job.stopper = lambda: worker.stop(task, discard=discard)
        if hastens:
            job.sooner = lambda: worker.hasten(task, Priority.PREVIEW)
            self.jobs.changed.emit()
        return job
