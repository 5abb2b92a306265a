"""The running job in the status bar: title, progress, Stop, and a button that opens the job queue."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from app.ui.jobs.job_queue import JobQueue
from app.ui.jobs.job_text import progress_text
from app.ui.jobs.progress_bar import ProgressBar
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedLabel, label
from app.workspace.jobs.jobs import Job, JobState
from app.workspace.workspace import Workspace


class JobView(QWidget):
    """Hidden while there is no job."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._theme = theme
        self._title = ElidedLabel(where=Qt.TextElideMode.ElideMiddle)
        self._bar = ProgressBar(theme, self)
        self._bar.setFixedWidth(120)
        self._progress = label("", "dim")
        self._more = QToolButton(self)
        self._more.setToolTip(self.tr("Running and waiting jobs"))
        self._more.setAccessibleName(self.tr("Running and waiting jobs"))
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_icon(self._more, "chevron-up", "text_dim")
        self._more.clicked.connect(self.show_queue)
        self._stop = QToolButton(self)
        theme.set_icon(self._stop, "stop", "danger")
        self._stop.setToolTip(self.tr("Stop; what is done is kept"))
        self._stop.setAccessibleName(self.tr("Stop"))
        self._stop.clicked.connect(lambda: workspace.stop(self._shown()))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        for part in (self._title, self._bar, self._progress, self._more, self._stop):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        workspace.jobs.changed.connect(self.follow)
        self.follow()

    @property
    def progress(self) -> str:
        """The progress text of the job that is shown."""
        return self._progress.text()

    def set_compact(self, compact: bool) -> None:
        """Leave title and progress to the tooltip of the bar, where something more urgent needs the room."""
        for part in (self._title, self._progress):
            part.setHidden(compact)

    def follow(self) -> None:
        """Show the job that runs now."""
        job = self._shown()
        self.setVisible(job is not None)
        if job is None:
            return
        self._title.setText(job.title)
        self._bar.show_share(job.share)
        self._progress.setText(progress_text(job))
        self._bar.setToolTip(plain_tip(f"{job.title}\n{self._progress.text()}"))
        others = len(self._workspace.jobs.active) - 1
        self._more.setText(self.tr("+{count}").format(count=others) if others else "")

    def _shown(self) -> Job | None:
        active = self._workspace.jobs.active
        return next((job for job in active if job.state is JobState.RUNNING), active[0] if active else None)

    def show_queue(self) -> None:
        """Show the running and waiting jobs, if there are any."""
        if self._workspace.jobs.active:
            queue = JobQueue(self._workspace, self._theme, self)
            queue.show_above(self.mapToGlobal(self.rect().topRight()))
