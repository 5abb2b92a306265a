"""The job under way in the status bar: title, progress, rate, time left, Stop, and a list of what waits."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.ui.jobs.job_queue import JobQueue
from app.ui.jobs.job_text import facts_of
from app.ui.jobs.progress_bar import Meter
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import label
from app.workspace.jobs.jobs import Job, JobState
from app.workspace.workspace import Workspace


class JobView(QWidget):
    """Hidden while nothing runs."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._title = label("")
        self._bar = Meter(theme, self)
        self._bar.setFixedWidth(120)
        self._facts = label("", "dim")
        self._more = QToolButton(self)
        self._more.setToolTip(self.tr("What runs and what waits"))
        self._more.setAccessibleName(self.tr("What runs and what waits"))
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_icon(self._more, "chevron-up", "text_dim")
        self._more.clicked.connect(self.show_queue)
        self._stop = QToolButton(self)
        theme.set_icon(self._stop, "stop", "danger")
        self._stop.setToolTip(self.tr("Stop; what is done stays"))
        self._stop.setAccessibleName(self.tr("Stop"))
        self._stop.clicked.connect(lambda: workspace.stop(self._shown()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        for part in (self._title, self._bar, self._facts, self._more, self._stop):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        workspace.jobs.changed.connect(self.follow)
        self.follow()

    @property
    def facts(self) -> str:
        """What is told of the job that runs now."""
        return self._facts.text()

    def follow(self) -> None:
        """Show the job that runs now."""
        job = self._shown()
        self.setVisible(job is not None)
        if job is None:
            return
        self._title.setText(job.title)
        self._bar.show_share(job.share)
        self._facts.setText(facts_of(job))
        others = len(self._workspace.jobs.active) - 1
        self._more.setText(self.tr("+{count}").format(count=others) if others else "")

    def _shown(self) -> Job | None:
        active = self._workspace.jobs.active
        return next((job for job in active if job.state is JobState.RUNNING), active[0] if active else None)

    def show_queue(self) -> None:
        """Show everything that runs and waits, if anything does."""
        if self._workspace.jobs.active:
            queue = JobQueue(self._workspace, self._theme, self)
            queue.show_above(self.mapToGlobal(self.rect().topRight()))
