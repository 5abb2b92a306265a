"""The right panel of Verify: what is in hand, the answers, the reasons, its issues, and the last ten answers."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.phrases import plural
from app.project.model import Judgement, Stage, Verdict
from app.ui.actions.action_set import ActionSet
from app.ui.review.issue_list import IssueList
from app.ui.review.parts import LineButton, WideButton, clear, with_facts
from app.ui.review.question_panel import QuestionPanel
from app.ui.theme.theme import UiTheme
from app.ui.widgets.coverage_text import coverage_facts
from app.ui.widgets.tag_names import tag_name
from app.ui.widgets.video_names import name_among_several
from app.ui.widgets.widgets import ElidedLabel, breakable, column, label, section
from app.workspace.measuring.coverage import coverage
from app.workspace.turns import Later
from app.workspace.workspace import Workspace

ICONS = {
    Judgement.SATISFACTORY: ("saved", "good"),
    Judgement.UNSATISFACTORY: ("warning", "warning"),
    Judgement.REJECTED: ("absent", "danger"),
}
ANSWERS = ("stage.satisfactory", "stage.unsatisfactory", "stage.reject")


class VerifyPanel(QWidget):
    """Follows the masklet in hand."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme) -> None:
        super().__init__()
        self._workspace = workspace
        self._theme = theme
        self._name = ElidedLabel("title")
        self._about = label("", "dim", wrap=True)
        answers = [WideButton(actions[id]) for id in ANSWERS]
        self._hint = label("", "dim", wrap=True)
        self._reasons, self._recent = column(gap=0), column(gap=0)
        self._asked = section(self.tr("WHAT IS WRONG?"), self._hint, self._reasons)
        self._issues = IssueList(workspace, self.tr("ISSUES"))
        self._recent_shown: list[tuple[Verdict, str, str]] | None = None
        self._recent_box = section(self.tr("LAST ANSWERS"), self._recent)
        self._head = section(self.tr("VERIFY"), self._name, self._about, *answers)
        question = QuestionPanel(workspace, actions)
        self.setLayout(column(question, self._head, self._asked, self._issues, self._recent_box, None, gap=0))
        self._later = Later(workspace.turns, self)
        """One answer brings several changes: they are shown once, and behind the next masklet's picture."""
        self._later.due.connect(self.show_current)
        for follows in (workspace.verifying, workspace.verification, workspace.category_questions):
            follows.changed.connect(self._later.start)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while nobody saw it."""
        super().showEvent(event)
        self.show_current()

    @property
    def recent_buttons(self) -> tuple[QPushButton, ...]:
        """The last answers, the newest first."""
        items = (self._recent.itemAt(place) for place in range(self._recent.count()))
        lines = (item.widget() for item in items if item is not None)
        return tuple(button for line in lines if line is not None for button in line.findChildren(QPushButton))

    def show_current(self) -> None:
        """Show what is in hand now, where it is seen."""
        if not self.isVisible():
            return
        workspace, verifying = self._workspace, self._workspace.verifying
        record = None if verifying.current is None else workspace.document.object(verifying.current)
        waiting = verifying.waiting
        self._head.setVisible(record is not None or workspace.category_questions.current is None)
        if record is None:
            self._name.setText(self.tr("Nothing waits"))
            self._about.setText(nothing_waits(workspace))
        else:
            video = workspace.document.video(record.video)
            place = plural(len(waiting), self.tr("1 waits"), self.tr("{count} wait")).format(count=len(waiting))
            parts = (record.category, video.name if video is not None else "", place)
            self._name.setText(record.name)
            states, step = workspace.states.of(record.id), workspace.document.annotation_step(record.video)
            lines = (filter(None, parts), coverage_facts(coverage(states, step), missing=True))
            self._about.setText(breakable("\n".join("  ·  ".join(line) for line in lines)))
        self._show_reasons(asking=verifying.asking)
        self._issues.show_object(verifying.current)
        self._show_recent()

    def _show_reasons(self, *, asking: bool) -> None:
        self._asked.setVisible(asking)
        if not asking:
            return
        clear(self._reasons)
        frame = self._workspace.view.frame
        self._hint.setText(
            self.tr("A number key, on the frame that shows it (now {frame}). A drag marks where.").format(frame=frame)
        )
        for number, reason in enumerate(self._workspace.verification.reasons, start=1):
            button = LineButton(f"{number}   {reason}")
            button.clicked.connect(lambda _=False, number=number: self._workspace.verifying.give_reason(number))
            self._reasons.addWidget(button)

    def _show_recent(self) -> None:
        """Show the last answers where they are others than before: one answer brings several changes."""
        document, recent = self._workspace.document, []
        for verdict in self._workspace.verification.recent():
            record = document.object(verdict.object)
            if record is not None:
                recent.append((verdict, record.name, name_among_several(document, record.video)))
        if recent == self._recent_shown:
            return
        self._recent_shown = recent
        clear(self._recent)
        self._recent_box.setVisible(bool(recent))
        for verdict, name, video in recent:
            button = LineButton(name)
            self._theme.set_icon(button, *ICONS[verdict.judgement])
            button.clicked.connect(lambda _=False, id=verdict.object: self._workspace.verifying.show(id))
            facts = "  ·  ".join(part for part in (video, verdict.reason, verdict.annotator) if part)
            self._recent.addWidget(with_facts(button, facts))


def nothing_waits(workspace: Workspace) -> str:
    """Return why nothing waits for a verdict, and what to do about it."""
    waiting, tag = workspace.verification.queue(Stage.VERIFICATION), workspace.verification.tag
    own = len(waiting)
    if any(tag and tag not in record.tags for record in waiting):
        words = QCoreApplication.translate("VerifyPanel", "Nothing with the tag “{tag}” waits: others do.")
        return words.format(tag=tag_name(tag))
    if not own:
        return QCoreApplication.translate("VerifyPanel", "Hand in masklets in Annotate: Ctrl+Enter.")
    words = plural(
        own,
        QCoreApplication.translate("VerifyPanel", "What you handed in waits for somebody else: 1."),
        QCoreApplication.translate("VerifyPanel", "What you handed in waits for somebody else: {count}."),
    )
    return words.format(count=own)
