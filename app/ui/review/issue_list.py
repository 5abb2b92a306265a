"""Issues of a masklet: number, what is wrong, the way to its frame, and the button that answers it; below, those that
were answered.
"""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent
from PySide6.QtWidgets import QFrame, QInputDialog, QMenu, QWidget

from app.phrases import plural
from app.project.model import Issue, IssueId, ObjectId
from app.ui.review.parts import LineButton, clear
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
        self._lines, self._answered = column(gap=1), column(gap=1)
        self._unfolded: ObjectId | None = None
        self.lines: dict[IssueId, IssueLine] = {}
        """Those of open issues."""
        self.setLayout(column(section(title, self._lines, self._answered), gap=0))
        workspace.issue_marks.changed.connect(self._mark)
        workspace.issue_marks.asked.connect(self._ask)

    def show_object(self, object: ObjectId | None) -> None:
        """Show the issues of an object: the open ones, and how many were answered."""
        self._object = object
        clear(self._lines)
        self.lines.clear()
        for number, issue in () if object is None else self._workspace.issue_marks.numbered(object):
            self.lines[issue.id] = line = self._line(number, issue)
            self._lines.addWidget(line)
        self._show_answered()
        self.setVisible(bool(self.lines) or self._answered.count() > 0)
        self._mark()

    def _show_answered(self) -> None:
        """Offer to unfold what was answered."""
        clear(self._answered)
        object, document = self._object, self._workspace.document
        answered = [] if object is None else [issue for issue in document.issues_of(object) if issue.resolved]
        if not answered:
            return
        words = plural(len(answered), self.tr("1 resolved"), self.tr("{count} resolved"))
        fold = LineButton(words.format(count=len(answered)))
        fold.setCheckable(True)
        fold.setChecked(object == self._unfolded)
        fold.toggled.connect(self._unfold)
        self._answered.addWidget(fold)
        for issue in answered if object == self._unfolded else ():
            self._answered.addWidget(self._answered_line(issue))

    def _unfold(self, on: bool) -> None:
        self._unfolded = self._object if on else None
        self._show_answered()

    def _answered_line(self, issue: Issue) -> IssueLine:
        text = label(breakable(issue.text or self.tr("No reason was given")), "dim", wrap=True)
        who = ElidedLabel("caption")
        who.setText(self.tr("Resolved by {name}").format(name=issue.resolved_by))
        who.setHidden(not issue.resolved_by)
        again = push_button(self.tr("Open again"), "quiet")
        again.clicked.connect(lambda: self._workspace.verification.open_again([issue.id]))
        body = column(text, who, row(None, again), gap=1)
        body.setContentsMargins(6, 6, 4, 2)
        line = IssueLine()
        line.setObjectName("issueline")
        line.setLayout(body)
        line.pressed.connect(lambda: self._workspace.issue_marks.show(issue.id))
        return line

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
        say = push_button(self.tr("What is wrong?"))
        say.clicked.connect(lambda: self._offer_reasons(issue, say.mapToGlobal(say.rect().bottomLeft())))
        resolve = push_button(self.tr("Resolved"), "quiet")
        resolve.clicked.connect(lambda: self._workspace.verification.resolve([issue.id]))
        more = push_button("…", "quiet")
        more.setToolTip(self.tr("Other words, or delete it"))
        more.setAccessibleName(self.tr("Other words, or delete it"))
        more.clicked.connect(lambda: self._offer_more(issue, more))
        line = IssueLine()
        line.setObjectName("issueline")
        who = ElidedLabel("caption")
        who.setText(issue.annotator)
        if not issue.annotator:
            who.hide()
        ask = [] if issue.text else [row(say, None)]
        body = column(head, who, *ask, row(*buttons, None, more, resolve, gap=0), gap=1)
        body.setContentsMargins(6, 6, 4, 2)
        line.setLayout(body)
        line.setAccessibleName(f"{number} {words}")
        line.pressed.connect(lambda: marks.show(issue.id))
        return line

    def _ask(self, id: IssueId) -> None:
        """Offer the reasons where a person has just marked an issue; keys are no shortcuts for as long as they are."""
        issue = self._workspace.document.issue(id)
        if issue is not None and self.isVisible():
            self._offer_reasons(issue, QCursor.pos())

    def _offer_reasons(self, issue: Issue, at: QPoint) -> None:
        """Offer the project's reasons, and to write another."""
        menu, verification = QMenu(self), self._workspace.verification
        menu.addAction(self.tr("What is wrong?")).setEnabled(False)  # it may come unasked
        menu.addSeparator()
        for reason in verification.reasons:
            entry = menu.addAction(reason.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, reason=reason: verification.describe(issue.id, reason))
        menu.addSeparator()
        menu.addAction(self.tr("In words of your own…")).triggered.connect(lambda: self._ask_words(issue))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _offer_more(self, issue: Issue, at: QWidget) -> None:
        """Offer to say it in other words, and to delete it."""
        menu = QMenu(self)
        menu.addAction(self.tr("In words of your own…")).triggered.connect(lambda: self._ask_words(issue))
        delete = menu.addAction(self.tr("Delete issue"))
        delete.triggered.connect(lambda: self._workspace.verification.remove_issues([issue.id]))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    def _ask_words(self, issue: Issue) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Issue"))
        dialog.setLabelText(self.tr("What is wrong?"))
        dialog.setTextValue(issue.text)
        dialog.setMinimumWidth(420)
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
