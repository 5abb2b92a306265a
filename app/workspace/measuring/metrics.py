"""The numbers of the data engine, live: counted from the log once, and then gesture by gesture."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from app.errors import ExportError, UserError
from app.interchange.clip import ExportProgress
from app.project.document import Document
from app.project.model import Event, ObjectId, Stage
from app.review.agreement import PairAgreement, agreement
from app.review.report import Report, as_builtins, as_csv, report
from app.review.work import Tally, Work, WorkBook
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.measuring.coverage import coverage
from app.workspace.measuring.reference import read_reference
from app.workspace.measuring.work_log import WorkLog
from app.workspace.viewing.frame_states import StateBook

STEP = 2_000
"""Lines of the log that are counted before others may use the thread."""
SHARE = 1_000
"""Units of a comparison's progress."""


@dataclass(frozen=True, slots=True)
class LiveNumbers:
    """What one masklet has cost so far: seconds of annotation, clicks, frames that a person changed."""

    seconds: float
    clicks: int
    edited_frames: int


class Metrics(QObject):
    """`begin` once; what is asked for before everything is counted is answered when it is."""

    changed = Signal()
    """There is something more to count."""

    def __init__(
        self,
        editor: Editor,
        states: StateBook,
        work_log: WorkLog,
        folder: Path,
        runner: JobRunner,
        background: Worker,
        transfer: Worker,
    ) -> None:
        super().__init__()
        self.editor = editor
        self._states = states
        self._folder = folder
        self._runner = runner
        self._background = background
        self._transfer = transfer
        self._book = WorkBook()  # the background thread's
        self._begun = False
        self._counted = False
        self._masklets: dict[ObjectId, Tally] = {}
        self._fresh: list[Event] = []
        self._agreement: PairAgreement | None = None
        self._reference = ""
        self._making = False
        self._wanted: list[Callable[[Report], None]] = []
        work_log.written.connect(self._take_line)

    @property
    def ready(self) -> bool:
        """True once the log is counted."""
        return self._counted

    @property
    def reference(self) -> str:
        """The name of what the masklets are compared with; empty for nothing."""
        return self._reference

    def begin(self) -> None:
        """Count the log; a second call does nothing."""
        if not self._begun:
            self._begun = True
            self.editor.fetch_log(self._count, self.editor.log_end)

    def of(self, object: ObjectId) -> LiveNumbers | None:
        """Return what a masklet has cost so far, None before the log is counted or when there is no such object."""
        if not self._counted or self.editor.document.object(object) is None:
            return None
        tally = self._masklets.get(object) or Tally()
        edited = coverage(self._states.of(object)).edited
        return LiveNumbers(tally.seconds[Stage.ANNOTATION.value], tally.clicks, edited)

    def take_lines(self, events: Iterable[Event]) -> None:
        """Count lines that came into the log from elsewhere."""
        for event in events:
            self._take_line(event)

    def report(self, then: Callable[[Report], None]) -> None:
        """Hand `then` the numbers of the project as they are now, all groups of them."""
        self._wanted.append(then)
        self.begin()
        self._make_if_wanted()

    @reports
    def compare(self, path: Path, then: Callable[[], None] = lambda: None) -> Job:
        """Compare the masklets with those of another project, or with masks of another tool, from now on."""
        document, folder = self.editor.document.frozen(), self._folder

        def comparing() -> Iterator[ExportProgress | PairAgreement]:
            reference = yield from read_reference(path, document, folder)
            compared = agreement(document, reference)
            while True:
                try:
                    yield ExportProgress(round(next(compared) * SHARE), SHARE)
                except StopIteration as end:
                    yield end.value
                    return

        def take(job: Job, step: ExportProgress | PairAgreement) -> None:
            if isinstance(step, PairAgreement):
                self._agreement, self._reference = step, path.name
                self.changed.emit()
                then()
            else:
                self._runner.jobs.progress(job, step.done, step.total)

        title = self.tr("Compare with {name}").format(name=path.name)
        return self._runner.run(self._transfer, title, JobKind.COMPARE, comparing, on_result=take, discard=True)

    def compare_with_nothing(self) -> None:
        """Show no comparison any more."""
        self._agreement, self._reference = None, ""
        self.changed.emit()

    @reports
    def write(self, told: Report, folder: Path, pictures: Mapping[str, Callable[[], bytes]]) -> Job:
        """Write a report into a folder: metrics.csv, metrics.json and a PNG of each picture, which is made then."""
        words = self.tr("The numbers are in {folder}.").format(folder=folder.name)

        def writing() -> Iterator[ExportProgress]:
            yield from written(told, folder, pictures)

        def ended(_job: Job, ending: Ending) -> None:
            if ending is Ending.DONE:
                self.editor.messages.written(words, folder)

        return self._runner.run(
            self._transfer,
            self.tr("Export numbers"),
            JobKind.EXPORT,
            writing,
            on_result=lambda job, step: self._runner.jobs.progress(job, step.done, step.total),
            on_end=ended,
        )

    # Counting

    def _count(self, events: Callable[[], Iterator[Event]]) -> None:
        book = self._book

        def counting() -> Iterator[Work | None]:
            left = events()
            while some := list(islice(left, STEP)):
                book.add(some)
                yield None
            yield book.work()

        self._background.submit(counting, priority=Priority.PREVIEW, on_result=self._take_work)

    def _take_work(self, work: Work | None) -> None:
        if work is None:
            return
        self._counted = True
        self._masklets = {ObjectId(int(key)): tally for key, tally in work.by["masklet"].items()}
        for event in self._fresh:
            self._add(event)
        self.changed.emit()
        self._make_if_wanted()

    def _take_line(self, event: Event) -> None:
        self._fresh.append(event)
        if self._counted:
            self._add(event)
            self.changed.emit()

    def _add(self, event: Event) -> None:
        if event.object is not None:
            self._masklets.setdefault(event.object, Tally()).add(event)

    def _make_if_wanted(self) -> None:
        if self._making or not self._wanted or not self._counted:
            return
        self._making = True
        wanted, self._wanted = self._wanted, []
        fresh, self._fresh = self._fresh, []
        document, name = self.editor.document.frozen(), self._folder.name

        def take(told: Report) -> None:
            for then in wanted:
                then(told)

        def ended(_ending: Ending, _error: UserError | None) -> None:
            self._making = False
            self._make_if_wanted()

        self._background.submit(
            lambda: self._reporting(document, fresh, name, self._agreement, self._reference),
            priority=Priority.PREVIEW,
            on_result=take,
            on_end=ended,
        )

    def _reporting(
        self, document: Document, fresh: list[Event], name: str, agreed: PairAgreement | None, reference: str
    ) -> Iterator[Report]:
        """Count what is new, and put everything together (background thread)."""
        self._book.add(fresh)
        yield report(self._book.work(), document, agreed, name, reference)


def written(told: Report, folder: Path, pictures: Mapping[str, Callable[[], bytes]]) -> Iterator[ExportProgress]:
    """Write a report into a folder, which may be there already; yields how many files are done. Raises ExportError."""
    files: dict[str, Callable[[], bytes]] = {
        "metrics.csv": lambda: as_csv(told).encode("utf-8", "backslashreplace"),
        "metrics.json": lambda: msgspec.json.format(msgspec.json.encode(as_builtins(told)), indent=2) + b"\n",
        **{f"{name}.png": make for name, make in pictures.items()},
    }
    for done, (name, make) in enumerate(files.items(), start=1):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(make())
        except OSError as error:
            raise ExportError(
                "“{name}” cannot be written: {reason}.", "Choose another folder.", name=name, reason=error.strerror
            ) from error
        yield ExportProgress(done, len(files))
