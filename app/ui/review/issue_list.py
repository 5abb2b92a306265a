"""Open issues of a masklet: number, what is wrong, the way to its frame, and the button that answers it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QInputDialog, QMenu, QWidget

from app.project.model import Issue, IssueId, ObjectId
from app.ui.review.parts import clear
from app.ui.widgets.widgets import ElidedLabel, breakable, column, label, push_button, row, section, set_role
from app.workspace.workspace import Workspace


class IssueLine(QFrame):
    """One issue; a click anywhere on it selects it."""

    pressed = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell that it was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()
        event.accept()


class IssueList(QWidget):
    """A titled list; nothing is shown where nothing is wrong. Numbers are those on the canvas."""

    revealed = Signal(QWidget)
    """The line of the issue that was selected, to be brought into view."""

    def __init__(self, workspace: Workspace, title: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._object: ObjectId | None = None
        self._lines = column(gap=1)
        self.lines: dict[IssueId, IssueLine] = {}
        self.setLayout(column(section(title, self._lines), gap=0))
        workspace.issue_marks.changed.connect(self._mark)

    def show_object(self, object: ObjectId | None) -> None:
        """Show the open issues of an object."""
        self._object = object
        clear(self._lines)
        self.lines.clear()
        for number, issue in () if object is None else self._workspace.issue_marks.numbered(object):
            self.lines[issue.id] = line = self._line(number, issue)
            self._lines.addWidget(line)
        self.setVisible(bool(self.lines))
        self._mark()

    def _line(self, number: int, issue: Issue) -> IssueLine:
        marks = self._workspace.issue_marks
        badge = label(str(number), "badge")
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = issue.text or self.tr("No reason was given")
        text = label(breakable(words), "" if issue.text else "dim", wrap=True)
        head = row(badge, text, gap=2)
        head.setStretch(1, 1)
        buttons: list[QWidget] = []
        if issue.span is not None:
            first, last = issue.span
            where = self.tr("Frame {first}") if first == last else self.tr("Frames {first}–{last}")
            go = push_button(where.format(first=first, last=last), "quiet")
            go.clicked.connect(lambda: marks.show(issue.id))
            buttons.append(go)
        say = push_button(self.tr("What is wrong?"), "quiet")
        say.clicked.connect(lambda: self._offer_reasons(issue, say))
        resolve = push_button(self.tr("Resolved"), "quiet")
        resolve.clicked.connect(lambda: self._workspace.verification.resolve([issue.id]))
        line = IssueLine()
        line.setObjectName("issueline")
        who = ElidedLabel("caption")
        who.setText(issue.annotator)
        if not issue.annotator:
            who.hide()
        ask = [] if issue.text else [row(say, None)]
        body = column(head, who, *ask, row(*buttons, None, resolve, gap=0), gap=1)
        body.setContentsMargins(6, 6, 4, 2)
        line.setLayout(body)
        line.setAccessibleName(f"{number} {words}")
        line.pressed.connect(lambda: marks.show(issue.id))
        return line

    def _offer_reasons(self, issue: Issue, at: QWidget) -> None:
        """Offer the project's reasons, and to write another."""
        menu, verification = QMenu(self), self._workspace.verification
        for reason in verification.reasons:
            entry = menu.addAction(reason.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, reason=reason: verification.describe(issue.id, reason))
        menu.addSeparator()
        menu.addAction(self.tr("In words of your own…")).triggered.connect(lambda: self._ask_words(issue))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def _ask_words(self, issue: Issue) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Issue"))
        dialog.setLabelText(self.tr("What is wrong?"))
        dialog.setTextValue(issue.text)
        dialog.textValueSelected.connect(lambda text: self._workspace.verification.describe(issue.id, text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _mark(self) -> None:
        """Show which issue is selected."""
        selected = self._workspace.issue_marks.selected
        for id, line in self.lines.items():
            set_role(line, "selected", "true" if id == selected else "false")
            if id == selected:
                self.revealed.emit(line)
