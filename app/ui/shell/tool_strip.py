"""The tools at the left of the canvas: a column, or two or three where a column is too high for the window."""

from math import ceil

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from app.ui.actions.action_set import ActionSet
from app.ui.actions.view_rows import tool_action
from app.ui.canvas.tools.table import TOOLS
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import tool_button

WIDTH = 44
"""Of a column."""
HEIGHT, LEAST = 32, 20
"""Of a button, and in a small window, where all of them are to be seen, too."""
GAP = UNIT // 2
MOST_COLUMNS = 3


class ToolStrip(QWidget):
    """A button for each tool of the canvas, for finding objects and for marking absent."""

    def __init__(self, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("toolstrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(UNIT, 2 * UNIT, UNIT, 2 * UNIT)
        self._grid.setSpacing(GAP)
        names = [*map(tool_action, TOOLS), "track.find", "object.absent"]
        self._buttons = [self._button(actions, id) for id in names]
        self._columns = 0
        self._arrange(1)

    def minimumSizeHint(self) -> QSize:
        """Return the height at which as many columns as there may be show every button."""
        rows = ceil(len(self._buttons) / MOST_COLUMNS)
        return QSize(self.width(), rows * (LEAST + GAP) - GAP + 4 * UNIT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as few columns as show every button."""
        super().resizeEvent(event)
        rows = max((self.height() - 4 * UNIT + GAP) // (LEAST + GAP), 1)
        alone = len(self._buttons) * (LEAST + GAP) + 7 * UNIT <= self.height()
        columns = 1 if alone else max(2, ceil(len(self._buttons) / rows))
        self._arrange(min(columns, MOST_COLUMNS))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        rows = ceil(len(self._buttons) / columns)
        gap = columns == 1  # between the tools and the two that are none
        for place, button in enumerate(self._buttons):
            self._grid.removeWidget(button)
            row, column = place % rows, place // rows
            self._grid.addWidget(button, row + (gap and row >= len(TOOLS)), column)
        self._grid.setRowMinimumHeight(len(TOOLS), 2 * UNIT if gap else 0)
        for row in range(len(self._buttons) + 2):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(rows + gap, 1)
        self.setFixedWidth(WIDTH if columns == 1 else columns * (WIDTH - 2 * UNIT + GAP) + 2 * UNIT)

    def _button(self, actions: ActionSet, id: str) -> QToolButton:
        button = tool_button(actions[id], size=20)
        button.setFixedWidth(WIDTH - 2 * UNIT)
        button.setMinimumHeight(LEAST)
        button.setMaximumHeight(HEIGHT)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        return button
