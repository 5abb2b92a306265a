"""The switch Select · Annotate · Verify, with how much waits in each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from app.project.model import Stage
from app.ui.actions.action_set import ActionSet
from app.ui.widgets.widgets import segments, tool_button
from app.workspace.workspace import Workspace


class StageSwitch(QWidget):
    """Three buttons of the actions of the stages. It shows nothing without a project."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._workspace: Workspace | None = None
        self._buttons = {stage: tool_button(actions[f"stage.{stage.value}"]) for stage in Stage}
        for button in self._buttons.values():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        layout = segments(*self._buttons.values())
        layout.setContentsMargins(0, 2, 6, 2)
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
        for stage, button in self._buttons.items():
            count = len(self._workspace.verification.queue(stage))
            title = self._actions.row(f"stage.{stage.value}").title
            button.setText(f"{title}  {count}" if count else title)
