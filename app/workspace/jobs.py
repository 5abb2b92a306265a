"""Long work as a person sees it: a title, how far it is, how fast, and a way to stop it."""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from app.workspace.worker import Ending

REPORT_MS = 100


class JobKind(Enum):
    """What a job does."""

    TRACK = "track"
    SEGMENT = "segment"
    IMPORT = "import"
    EXPORT = "export"
    DOWNLOAD = "download"
    MODEL = "model"


class JobState(Enum):
    """Where a job is in its life."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def active(self) -> bool:
        """True while the job waits or runs."""
        return self in (JobState.QUEUED, JobState.RUNNING)

    @classmethod
    def of(cls, ending: Ending) -> "JobState":
        """Return the state of a job whose task ended so."""
        return {Ending.DONE: cls.DONE, Ending.STOPPED: cls.STOPPED, Ending.FAILED: cls.FAILED}[ending]


@dataclass(slots=True, eq=False)
class Job:
    """One job; read by views, written by the verbs that started it.

    `total` is 0 while unknown. `stopper` ends the job; what is done stays.
    """

    id: int
    title: str
    kind: JobKind
    stopper: Callable[[], None]
    unit: str = ""
    total: int = 0
    done: int = 0
    state: JobState = JobState.QUEUED
    started: float | None = None

    @property
    def rate(self) -> float:
        """Units a second since the first one, 0.0 before there is anything to tell."""
        if self.started is None or self.done == 0:
            return 0.0
        return self.done / max(time.monotonic() - self.started, 1e-6)

    @property
    def seconds_left(self) -> float | None:
        """The time left at this rate, None while unknown."""
        return (self.total - self.done) / self.rate if self.total and self.rate else None


class JobList(QObject):
    """The jobs of a workspace, newest last. `changed` comes at most ten times a second while jobs progress."""

    changed = Signal()
    ended = Signal(object)
    """A job that has just reached its end."""

    KEPT = 20
    """Ended jobs that stay in the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []
        self._ids = itertools.count(1)
        self._report = QTimer(self, interval=REPORT_MS, singleShot=True)
        self._report.timeout.connect(self.changed)

    def __iter__(self) -> Iterator[Job]:
        return iter(tuple(self._jobs))

    @property
    def active(self) -> tuple[Job, ...]:
        """The jobs that wait or run."""
        return tuple(job for job in self._jobs if job.state.active)

    def add(self, title: str, kind: JobKind, stopper: Callable[[], None], *, total: int = 0, unit: str = "") -> Job:
        """Return a new queued job."""
        job = Job(next(self._ids), title, kind, stopper, unit, total)
        self._jobs.append(job)
        ended = [old for old in self._jobs if not old.state.active]
        for old in ended[: max(len(ended) - self.KEPT, 0)]:
            self._jobs.remove(old)
        self.changed.emit()
        return job

    def progress(self, job: Job, done: int, total: int | None = None) -> None:
        """Say how far `job` is; the first call marks it as running."""
        if job.started is None:
            job.started = time.monotonic()
            job.state = JobState.RUNNING
        job.done = done
        job.total = job.total if total is None else total
        if not self._report.isActive():
            self._report.start()

    def end(self, job: Job, state: JobState) -> None:
        """Mark `job` as ended; ending it twice is a bug."""
        assert job.state.active, f"{job.title} ended twice"
        job.state = state
        self.changed.emit()
        self.ended.emit(job)
