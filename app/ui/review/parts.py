"""Small parts of the panels of stages: a button as wide as the panel, a list that is filled anew."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QToolButton, QVBoxLayout

from app.ui.actions.bindings import keys_text
from app.ui.theme.tokens import ICON
from app.ui.widgets.tooltips import plain_tip

ROOM = 208
"""Logical pixels for the text of a button in the narrowest panel; keys that do not fit are in the tooltip only."""


class WideButton(QToolButton):
    """A button of an action, as wide as its panel, with the icon, the text and the first key of the action."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action = action
        self.setObjectName("wide")
        self.setDefaultAction(action)
        self.setIconSize(QSize(ICON, ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        action.changed.connect(self._show_text)
        self._show_text()

    def minimumSizeHint(self) -> QSize:
        """A long text makes no panel wider than it is."""
        return QSize(0, super().minimumSizeHint().height())

    def _show_text(self) -> None:
        title, keys = self._action.text(), keys_text(self._action.shortcuts()[:1])
        both = f"{title}    {keys}"
        self.setText(both if self.fontMetrics().horizontalAdvance(both) <= ROOM else title)
        self.setAccessibleName(self._action.text())


class LineButton(QPushButton):
    """A flat button of one line of a list: elided where there is no room, whole in `text` and tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))  # a single one would be a mnemonic
        self.setProperty("kind", "line")
        self.setToolTip(plain_tip(text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Let as much be drawn as fits."""
        super().initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic
        )


def clear(layout: QVBoxLayout) -> None:
    """Take everything out of a layout of widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
