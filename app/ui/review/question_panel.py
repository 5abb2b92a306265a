"""The second question of Verify, is all of a category in a video masked: the one in hand, and those that wait."""

from PySide6.QtWidgets import QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.review.parts import LineButton, WideButton, clear
from app.ui.theme.tokens import UNIT
from app.ui.widgets.video_names import name_among_several
from app.ui.widgets.widgets import breakable, column, label, row, rule, section, show_part
from app.workspace.review.category_questions import CategoryQuestion
from app.workspace.workspace import Workspace

SHOWN = 8
ANSWERS = ("stage.all_masked", "stage.not_all", "stage.none_here")


def words_of(workspace: Workspace, question: CategoryQuestion) -> str:
    """Return category and video of a question, in one line."""
    parts = (question.category, name_among_several(workspace.document, question.video))
    return "  ·  ".join(part for part in parts if part)


class QuestionPanel(QWidget):
    """The question in hand and its answers; nothing is shown while there is none."""

    def __init__(self, workspace: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self._workspace = workspace
        self._question = label("", "title", wrap=True)
        self._hint = label("", "dim", wrap=True)
        buttons = [WideButton(actions[id]) for id in ANSWERS]
        self._all, _not_all, self._none = buttons
        self.setLayout(column(section(self.tr("IS ALL OF IT MASKED?"), self._question, self._hint, *buttons), gap=0))
        workspace.category_questions.changed.connect(self.show_current)
        self.show_current()

    def show_current(self) -> None:
        """Show the question in hand."""
        question = self._workspace.category_questions.current
        show_part(self, question is not None)
        if question is None:
            return
        video = self._workspace.document.video(question.video)
        name = video.name if video is not None else ""
        if question.masklets:
            words = self.tr("Is every “{category}” in {video} masked?")
            hint = self.tr("No: on the frame that shows one that is not.")
        else:
            words = self.tr("No “{category}” in {video}: is that right?")
            hint = self.tr("No masklet is there. If there is one to mask, say no on its frame.")
        self._question.setText(breakable(words.format(category=question.category, video=name)))
        self._hint.setText(hint)
        self._all.setVisible(question.masklets)
        self._none.setVisible(not question.masklets)


class IncompleteList(QWidget):
    """What a reviewer found not masked yet in the video that is shown; a click goes to the frame that shows it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._lines = column(gap=0)
        self.setLayout(column(section(self.tr("NOT ALL MASKED"), self._lines), gap=0))
        workspace.verification.changed.connect(self.show_answers)
        workspace.view.video_changed.connect(self.show_answers)
        self.show_answers()

    def show_answers(self) -> None:
        """Show the answers that hold."""
        video = self._workspace.view.video
        incomplete = self._workspace.category_questions.incomplete
        found = [] if video is None else [check for check in incomplete if check.video == video.id]
        clear(self._lines)
        for check in found:
            frame = check.frame or 0
            button = LineButton(self.tr("{category}, frame {frame}").format(category=check.category, frame=frame))
            button.clicked.connect(lambda _=False, frame=frame: self._workspace.view.go_to(frame))
            self._lines.addWidget(button)
        show_part(self, bool(found))


class QuestionList(QWidget):
    """The questions that wait; a click takes one in hand."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._count = label("", "caption")
        head = row(label(self.tr("CATEGORIES TO ASK ABOUT"), "heading"), self._count, None)
        head.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, UNIT)
        self._lines = column(gap=0)
        self._lines.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 2 * UNIT)
        self._shown: tuple[CategoryQuestion, ...] = ()
        self.setLayout(column(rule(), head, self._lines, gap=0))

    def show_questions(self) -> None:
        """Show the first questions, the one in hand marked, and how many there are."""
        questions = self._workspace.category_questions
        waiting = questions.waiting
        self.setVisible(bool(waiting))
        self._count.setText(str(len(waiting)))
        at = waiting.index(questions.current) if questions.current in waiting else 0
        self._shown = waiting[max(at - SHOWN + 1, 0) :][:SHOWN]
        clear(self._lines)
        for question in self._shown:
            button = LineButton(words_of(self._workspace, question))
            button.setCheckable(True)
            button.setChecked(question == questions.current)
            button.clicked.connect(lambda _=False, question=question: questions.show(question))
            self._lines.addWidget(button)
