"""The column of tools at the left of the canvas."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.actions.view_rows import tool_action
from app.ui.canvas.tools.table import TOOLS
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import tool_button

WIDTH = 44
HEIGHT = 32
"""Of a button: all of them are to be seen in the smallest window."""


class ToolStrip(QWidget):
    """A button for each tool of the canvas, for finding objects and for marking absent."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolstrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, 2 * UNIT, UNIT, 2 * UNIT)
        layout.setSpacing(UNIT // 2)
        for tool in TOOLS:
            layout.addWidget(self._button(actions, tool_action(tool)))
        layout.addSpacing(2 * UNIT)
        for id in ("track.find", "object.absent"):
            layout.addWidget(self._button(actions, id))
        layout.addStretch(1)

    def _button(self, actions: ActionSet, id: str) -> QWidget:
        button = tool_button(actions[id], size=20)
        button.setFixedSize(WIDTH - 2 * UNIT, HEIGHT)
        return button
