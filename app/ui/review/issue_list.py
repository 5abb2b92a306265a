"""Open issues of a masklet: what is wrong, the way to its frame, and the button that answers it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from app.project.model import Issue, ObjectId
from app.ui.review.parts import clear
from app.ui.widgets.widgets import boxed, column, label, push_button, row, section
from app.workspace.workspace import Workspace


class IssueList(QWidget):
    """A titled list; nothing is shown where nothing is wrong."""

    def __init__(self, workspace: Workspace, title: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._lines = column(gap=1)
        self.setLayout(column(section(title, self._lines), gap=0))

    def show_object(self, object: ObjectId | None) -> None:
        """Show the open issues of an object."""
        issues = () if object is None else self._workspace.document.issues_of(object)
        self._show([issue for issue in issues if not issue.resolved])

    def _show(self, issues: Sequence[Issue]) -> None:
        clear(self._lines)
        for issue in issues:
            self._lines.addWidget(self._line(issue))
        self.setVisible(bool(issues))

    def _line(self, issue: Issue) -> QFrame:
        buttons: list[QWidget] = []
        if issue.span is not None:
            first, last = issue.span
            where = self.tr("Frame {first}") if first == last else self.tr("Frames {first}–{last}")
            go = push_button(where.format(first=first, last=last), "quiet")
            go.clicked.connect(lambda: self._workspace.view.go_to(first))
            buttons.append(go)
        resolve = push_button(self.tr("Resolved"), "quiet")
        resolve.clicked.connect(lambda: self._workspace.verification.resolve([issue.id]))
        text = label(issue.text or self.tr("No reason was given"), wrap=True)
        return boxed(column(text, row(*buttons, resolve, None, label(issue.annotator, "caption"), gap=1), gap=0))
