"""The job under way in the status bar: title, progress, rate, time left, Stop, and a list of what waits."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from app.ui.meter import Meter
from app.ui.numbers import duration, rate
from app.ui.pieces import label
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import UNIT
from app.workspace.jobs import Job, JobState
from app.workspace.workspace import Workspace


class JobView(QWidget):
    """Hidden while nothing runs."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._title = label("")
        self._bar = Meter(theme, self)
        self._bar.setFixedWidth(120)
        self._facts = label("", "dim")
        self._more = QToolButton(self)
        self._more.setToolTip(self.tr("What else is waiting"))
        self._more.clicked.connect(self._show_queue)
        self._stop = QToolButton(self)
        theme.wear(self._stop, "stop", "danger")
        self._stop.setToolTip(self.tr("Stop; what is done stays"))
        self._stop.setAccessibleName(self.tr("Stop"))
        self._stop.clicked.connect(lambda: workspace.stop(self._shown()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        for part in (self._title, self._bar, self._facts, self._more, self._stop):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        workspace.jobs_changed.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Show the job that runs now."""
        job = self._shown()
        self.setVisible(job is not None)
        if job is None:
            return
        self._title.setText(job.title)
        self._bar.show_share(job.done / job.total if job.total else None)
        self._facts.setText(facts_of(job))
        others = len(self._workspace.jobs.active) - 1
        self._more.setVisible(others > 0)
        self._more.setText(self.tr("+{count}").format(count=others))

    def _shown(self) -> Job | None:
        active = self._workspace.jobs.active
        return next((job for job in active if job.state is JobState.RUNNING), active[0] if active else None)

    def _show_queue(self) -> None:
        menu = QMenu(self)
        for job in self._workspace.jobs.active:
            entry = menu.addAction(self.tr("Stop: {title}").format(title=job.title))
            entry.triggered.connect(lambda _=False, job=job: self._workspace.stop(job))
        menu.exec(self._more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def facts_of(job: Job) -> str:
    """Return how far a job is, how fast and how long it will take, as far as that is known."""
    if job.state is JobState.QUEUED:
        return "…"
    facts = []
    if job.total:
        percent = job.unit == "bytes"
        facts.append(f"{job.done * 100 // job.total} %" if percent else f"{job.done}/{job.total}")
    if job.rate and job.unit == "frames":
        facts.append(f"{rate(job.rate)} fps")
    elif job.rate and job.unit == "bytes":
        facts.append(f"{job.rate / (1 << 20):.1f} MB/s")
    if job.seconds_left is not None and job.seconds_left >= 1:
        facts.append(duration(job.seconds_left))
    return " · ".join(facts)
