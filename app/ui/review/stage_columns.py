"""What Select and Verify put in the place of the lists at the left and the panels at the right."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from app.project.model import Stage
from app.ui.actions.action_set import ActionSet
from app.ui.review.candidate_list import CandidateList
from app.ui.review.question_panel import QuestionList
from app.ui.review.queue_list import QueueList
from app.ui.review.select_panel import SelectPanel
from app.ui.review.verify_panel import VerifyPanel, nothing_waits
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import boxed, column, scrolled
from app.workspace.turns import Later
from app.workspace.workspace import Workspace


class StageColumns(QObject):
    """Two columns, `left` and `right`; which page they show is the stage's."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QObject) -> None:
        super().__init__(parent)  # goes with it: another one takes its place in another language
        self._workspace = workspace
        self.candidates = CandidateList(workspace, theme, actions["track.find"])
        self.waiting = QueueList(
            workspace,
            Stage.VERIFICATION,
            self.tr("TO VERIFY"),
            nothing_waits(workspace),
            workspace.verifying.show,
            theme,
        )
        self.questions = QuestionList(workspace)
        self.left, self.right = QStackedWidget(), QStackedWidget()
        for stack, pages in (
            (self.left, (self.candidates, boxed(column(self.waiting, self.questions, gap=0)))),
            (self.right, (scrolled(SelectPanel(workspace, actions)), scrolled(VerifyPanel(workspace, actions, theme)))),
        ):
            for page in pages:
                stack.addWidget(page)
        self._later = Later(workspace.turns, self)
        """One answer brings several changes: the queues are shown once."""
        self._later.due.connect(self._show_queues)
        for follows in (workspace.selecting, workspace.verifying, workspace.verification):
            follows.changed.connect(self._later.start)
        workspace.category_questions.changed.connect(self.questions.show_questions)
        self.show_stage(Stage.ANNOTATION)

    def show_stage(self, stage: Stage) -> None:
        """Show the pages of a stage, or nothing in Annotate."""
        for stack in (self.left, self.right):
            stack.setVisible(stage is not Stage.ANNOTATION)
            stack.setCurrentIndex(0 if stage is Stage.SELECTION else 1)
        self._show_queues()

    def _show_queues(self) -> None:
        if not self.left.isHidden():
            self.candidates.show_queue(self._workspace.selecting.current)
            self.waiting.say_empty(nothing_waits(self._workspace))
            self.waiting.show_queue(self._workspace.verifying.current)
            self.questions.show_questions()
