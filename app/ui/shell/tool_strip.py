"""The column of tools at the left of the canvas."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.actions.view_rows import tool_action
from app.ui.canvas.tools.table import TOOLS
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import tool_button

WIDTH = 44
HEIGHT, LEAST = 32, 20
"""Of a button, and in the smallest window, where all of them are to be seen, too."""


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
        layout.addStretch()

    def _button(self, actions: ActionSet, id: str) -> QWidget:
        button = tool_button(actions[id], size=20)
        button.setFixedWidth(WIDTH - 2 * UNIT)
        button.setMinimumHeight(LEAST)
        button.setMaximumHeight(HEIGHT)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        return button
