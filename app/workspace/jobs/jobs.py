"""Long work as a person sees it: a title, how far it is, how fast, and a way to stop it."""

import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import UserError
from app.workspace.jobs.worker import Ending

REPORT_MS = 100
PACE_WINDOW_S = 4.0
LEAST_SAMPLES = 3
"""Kept however old they are: a slow model makes one frame in many seconds."""
LEAST_SECONDS = 1.0
"""Over which a pace is measured before it is told; over so few samples it takes the whole window."""


class JobKind(Enum):
    """What a job does."""

    TRACK = "track"
    SEGMENT = "segment"
    IMPORT = "import"
    EXPORT = "export"
    PUBLISH = "publish"
    DOWNLOAD = "download"
    MODEL = "model"
    COMPARE = "compare"
    TRAIN = "train"


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


class Pace:
    """How fast something goes at the moment: over the last seconds, so that a pause is soon forgotten.

    It is told once it is measured over a second and several reports. The first thing that is done takes longer than
    the others, as a model is loaded or a memory filled for it: measuring begins behind it.
    """

    def __init__(self, window_s: float = PACE_WINDOW_S) -> None:
        self._window = window_s
        self._samples: deque[tuple[float, float]] = deque()
        self._begun = False

    def note(self, now: float, done: float) -> None:
        """Take over how much is done. Less than before begins anew."""
        before = self._samples[-1][1] if self._samples else done
        if done < before or (done > before and not self._begun):
            self._begun = done > before
            self._samples.clear()
        self._samples.append((now, done))
        while len(self._samples) > LEAST_SAMPLES and self._samples[1][0] <= now - self._window:
            self._samples.popleft()

    def skip(self, done: float) -> None:
        """Take over that so much is done, as some of it had not to be done: that is no pace."""
        by = done - self._samples[-1][1] if self._samples else 0.0
        self._samples = deque((at, before + by) for at, before in self._samples)

    @property
    def rate(self) -> float:
        """Units a second, 0.0 before there is anything to tell."""
        if len(self._samples) < 2:
            return 0.0
        (start, before), (end, after) = self._samples[0], self._samples[-1]
        enough = LEAST_SECONDS if len(self._samples) > LEAST_SAMPLES else self._window
        return (after - before) / (end - start) if end - start >= enough else 0.0


@dataclass(slots=True, eq=False)
class Job:
    """One job; read by views, written by the verbs that started it.

    `total` is 0 while unknown. `stopper` ends the job; what is done stays. `done` may be a fraction: of a frame of
    several objects, of which one has its mask. `error` says why it failed, `again` begins it once more, `sooner` lets a
    waiting job go before what is under way.
    """

    id: int
    title: str
    kind: JobKind
    stopper: Callable[[], None]
    unit: str = ""
    total: int = 0
    done: float = 0
    state: JobState = JobState.QUEUED
    pace: Pace = field(default_factory=Pace)
    error: UserError | None = None
    again: Callable[[], object] | None = None
    sooner: Callable[[], None] | None = None

    @property
    def rate(self) -> float:
        """Units a second at the moment, 0.0 before there is anything to tell."""
        return self.pace.rate

    @property
    def share(self) -> float | None:
        """How much is done, 0..1, None while nobody knows."""
        return self.done / self.total if self.total else (0.0 if self.state is JobState.QUEUED else None)

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

    def clear(self) -> None:
        """Forget all jobs: nobody looks at them any more."""
        self._jobs.clear()

    def add(self, title: str, kind: JobKind, stopper: Callable[[], None], *, total: int = 0, unit: str = "") -> Job:
        """Return a new queued job."""
        job = Job(next(self._ids), title, kind, stopper, unit, total)
        self._jobs.append(job)
        ended = [old for old in self._jobs if not old.state.active]
        for old in ended[: max(len(ended) - self.KEPT, 0)]:
            self._jobs.remove(old)
        self.changed.emit()
        return job

    def progress(self, job: Job, done: float, total: int | None = None, unit: str | None = None) -> None:
        """Say how far `job` is; the first call marks it as running. Another `unit` is another pace."""
        if unit is not None and unit != job.unit:
            job.unit, job.pace = unit, Pace()
        job.state = JobState.RUNNING
        job.pace.note(time.monotonic(), done)
        job.done = done
        job.total = job.total if total is None else total
        if not self._report.isActive():
            self._report.start()

    def skip(self, job: Job, done: float) -> None:
        """Say that `job` is so far, as some of it had not to be done."""
        job.pace.skip(done)
        job.done = done

    def end(self, job: Job, state: JobState) -> None:
        """Mark `job` as ended; ending it twice is a bug."""
        assert job.state.active, f"{job.title} ended twice"
        job.state = state
        job.stopper = lambda: None  # it held what the job was about
        self.changed.emit()
        self.ended.emit(job)
