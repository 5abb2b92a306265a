"""The switch Select · Annotate · Verify, with how much waits in each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.project.model import Stage
from app.ui.actions.action_set import ActionSet
from app.ui.widgets.widgets import segments, tool_button
from app.workspace.workspace import Workspace

WIDEST, ROOM = 9999, 14
BESIDE_MENUS = 18
"""Free at the left, in pixels: what a menu bar shows for menus without room reaches into its corner."""


class StageSwitch(QWidget):
    """Three buttons of the actions of the stages. It shows nothing without a project."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._workspace: Workspace | None = None
        self._buttons = {stage: tool_button(actions[f"stage.{stage.value}"]) for stage in Stage}
        self._counts: dict[Stage, int] = {}
        for stage, button in self._buttons.items():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            actions[f"stage.{stage.value}"].changed.connect(self._show_texts)  # the button has taken the action's text
        layout = segments(*self._buttons.values())
        layout.setContentsMargins(BESIDE_MENUS, 2, 6, 2)
        self.setLayout(layout)
        self.hide()

    def button(self, stage: Stage) -> QToolButton:
        """Return the button of a stage."""
        return self._buttons[stage]

    def follow(self, workspace: Workspace | None) -> None:
        """Show the counts of a project from now on, or nothing."""
        self._workspace = workspace
        self.setVisible(workspace is not None)
        if workspace is not None:
            workspace.verification.changed.connect(self.show_counts)
            self.show_counts()

    def show_counts(self) -> None:
        """Show how much waits in each stage."""
        if self._workspace is None:
            return
        before = self._counts
        self._counts = {stage: len(self._workspace.verification.queue(stage)) for stage in Stage}
        self._counts[Stage.ANNOTATION] += len(self._workspace.category_questions.incomplete)
        if self._counts != before:
            self._show_texts()

    def _show_texts(self) -> None:
        """Each button has room for its largest count, so that none moves while one works."""
        before = self.sizeHint()
        for stage, button in self._buttons.items():
            title, count = self._actions.row(f"stage.{stage.value}").title, self._counts.get(stage, 0)
            button.setText(f"{title}  {count}" if count else title)
            button.setMinimumWidth(button.fontMetrics().horizontalAdvance(f"{title}  {WIDEST}") + ROOM)
        if self.isVisible() and self.sizeHint() != before:
            self.hide()  # a menu bar gives its corner another place only then
            self.show()
