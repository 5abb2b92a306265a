"""The popup of running and waiting jobs, with buttons to stop one or move it up."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.jobs.job_text import progress_text
from app.ui.jobs.progress_bar import ProgressBar
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import ElidedLabel, boxed, column, label, row
from app.workspace.jobs.jobs import Job, JobState
from app.workspace.workspace import Workspace

WIDTH = 420
"""Logical pixels. A title without room is elided in its middle: object and video are at its ends."""


class JobQueue(QFrame):
    """Follows the jobs, and closes when the last one has ended."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Running and waiting jobs"))
        self.setFixedWidth(WIDTH)
        self._workspace = workspace
        self._theme = theme
        self._rows: dict[Job, JobRow] = {}
        self._column = QVBoxLayout()
        self._column.setSpacing(2 * UNIT)
        self.setLayout(column(label(self.tr("RUNNING AND WAITING JOBS"), "heading"), self._column, gap=2, margin=3))
        workspace.jobs.changed.connect(self._follow)
        self._follow()

    @property
    def rows(self) -> tuple["JobRow", ...]:
        """The rows from top to bottom."""
        return tuple(self._rows.values())

    def show_above(self, corner: QPoint) -> None:
        """Show with the lower right corner at a global position, the keyboard on the first button."""
        self.adjustSize()
        self.move(corner - QPoint(self.width(), self.height()))
        self.show()
        if self._rows:
            self.rows[0].stop.setFocus(Qt.FocusReason.PopupFocusReason)

    def _order(self) -> list[Job]:
        """Return the active jobs: runs in the order of their queue, everything else where it began."""
        runs = iter(self._workspace.runs.queue)
        queued = set(self._workspace.runs.queue)
        return [next(runs) if job in queued else job for job in self._workspace.jobs.active]

    def _follow(self) -> None:
        jobs = self._order()
        if not jobs:
            self.close()
            return
        if jobs != list(self._rows):
            self._rebuild(jobs)
        first = next((job for job in jobs if _is_waiting(job)), None)
        for job, shown in self._rows.items():
            in_queue = job is not first and job in self._workspace.runs.queue
            shown.follow(sooner=_is_waiting(job) and (in_queue or job.sooner is not None))

    def _rebuild(self, jobs: list[Job]) -> None:
        """Put the rows in the order of `jobs`; those that stay keep the keyboard."""
        for gone in [job for job in self._rows if job not in jobs]:
            self._rows.pop(gone).deleteLater()
        for job in jobs:
            shown = self._rows.pop(job, None) or JobRow(job, self._workspace, self._theme)
            self._rows[job] = shown
            self._column.removeWidget(shown)
            self._column.addWidget(shown)
        bottom = self.geometry().bottom()
        self.adjustSize()
        if self.isVisible():
            self.move(self.x(), bottom - self.height() + 1)


class JobRow(QWidget):
    """One job."""

    def __init__(self, job: Job, workspace: Workspace, theme: UiTheme) -> None:
        super().__init__()
        self.job = job
        self._title = ElidedLabel(where=Qt.TextElideMode.ElideMiddle)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._title.setText(job.title)
        self._progress = label("", "dim")
        self._bar = ProgressBar(theme)
        self.sooner = _button(theme, "chevron-up", "text_dim", self.tr("Move up: {title}").format(title=job.title))
        self.stop = _button(theme, "stop", "danger", self.tr("Stop: {title}").format(title=job.title))
        policy = self.sooner.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.sooner.setSizePolicy(policy)
        self.sooner.clicked.connect(self._move_up)
        self.stop.clicked.connect(lambda: workspace.stop(job))
        text = column(self._title, row(self._bar, self._progress), gap=1)
        self._runs = workspace.runs
        line = row(boxed(text), self.sooner, self.stop)
        line.setStretch(0, 1)
        self.setLayout(line)

    def _move_up(self) -> None:
        if self.job.sooner is not None:
            self.job.sooner()
        else:
            self._runs.requeue(self.job, self._runs.queue.index(self.job) - 1)

    def follow(self, *, sooner: bool) -> None:
        """Show the progress; `sooner`: with the button that moves it up."""
        self._progress.setText(self.tr("waiting") if _is_waiting(self.job) else progress_text(self.job))
        self._bar.show_share(self.job.share)
        self.sooner.setVisible(sooner)


def _is_waiting(job: Job) -> bool:
    return job.state is JobState.QUEUED


def _button(theme: UiTheme, icon: str, color: str, text: str) -> QToolButton:
    button = QToolButton()
    theme.set_icon(button, icon, color)
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button
