"""What waits for annotation in all videos, below the objects of the one that is shown; what was sent back is first."""

from PySide6.QtWidgets import QWidget

from app.project.model import Judgement, Stage
from app.ui.review.queue_list import QueueList
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import column, rule
from app.workspace.workspace import Workspace

MOST_HEIGHT, HEAD = 120, 52
"""Logical pixels of the rows that are seen at most, and of what is above them."""


class TodoList(QWidget):
    """A click goes to the masklet, at its first open issue where there is one, or to what is not masked yet.

    It is there where the list of objects does not show the same: with objects in several videos, or some sent back, or
    something that a reviewer found not masked.
    """

    def __init__(self, workspace: Workspace, theme: UiTheme) -> None:
        super().__init__()
        self._workspace = workspace
        self.queue = QueueList(
            workspace,
            Stage.ANNOTATION,
            self.tr("TO DO"),
            self.tr("Nothing with this tag."),
            workspace.issue_marks.show_object,
            theme,
        )
        self.setLayout(column(rule(), self.queue, gap=0))
        workspace.verification.changed.connect(self.show_work)
        workspace.view.selection_changed.connect(self.show_work)
        self.hide()

    def show_work(self) -> None:
        """Show what waits now."""
        workspace, waiting = self._workspace, self._workspace.verification.queue(Stage.ANNOTATION)
        verdicts = [workspace.document.verdict(record.id) for record in waiting]
        back = any(found is not None and found.judgement is Judgement.UNSATISFACTORY for found in verdicts)
        apart = bool(waiting) and len({record.video for record in workspace.document.all_objects()}) > 1
        incomplete = bool(workspace.category_questions.incomplete)
        there = back or apart or incomplete or bool(workspace.verification.tag and waiting)
        if there:
            self.queue.show_queue(workspace.view.active_object)
            self.setFixedHeight(HEAD + min(max(self.queue.rows_height, 24), MOST_HEIGHT))
        if there is self.isHidden():
            self.setVisible(there)
