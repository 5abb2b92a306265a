"""What a search for objects waits for, said where it was asked for, and the button that lets it go first."""

from PySide6.QtWidgets import QWidget

from app.ui.widgets.widgets import breakable, column, label, push_button, row, show_part
from app.workspace.jobs.jobs import Job, JobKind, JobState
from app.workspace.workspace import Workspace


class WaitingSearch(QWidget):
    """Hidden while no search waits for a run."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._words = label("", wrap=True)
        self.first = push_button(self.tr("Search first"), "quiet")
        self.first.clicked.connect(self._hasten)
        self.setLayout(column(self._words, row(self.first, None), gap=0))
        self.hide()
        workspace.jobs.changed.connect(self._follow)
        self._follow()

    @property
    def words(self) -> str:
        """What the search waits for."""
        return self._words.text()

    def _follow(self) -> None:
        active = self._workspace.jobs.active
        ahead = next((job for job in active if job.state is JobState.RUNNING and job.kind is JobKind.TRACK), None)
        waits = ahead is not None and self._search() is not None
        if ahead is not None:
            self._words.setText(breakable(self.tr("Waits for “{title}” to end.").format(title=ahead.title)))
        if waits is self.isHidden():
            show_part(self, waits)

    def _search(self) -> Job | None:
        waiting = (job for job in self._workspace.jobs.active if job.state is JobState.QUEUED)
        return next((job for job in waiting if job.kind is JobKind.SEGMENT and job.sooner is not None), None)

    def _hasten(self) -> None:
        search = self._search()
        if search is not None and search.sooner is not None:
            search.sooner()
