"""Small parts of the panels of stages: a button as wide as the panel, a list that is filled anew."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.actions.bindings import keys_text
from app.ui.theme.tokens import ICON, UNIT
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedLabel, boxed, column

AROUND = 2 * 9 + ICON + 4
"""Logical pixels that border, padding and icon of a WideButton take."""
INDENT, ICON_GAP = 7, 4
"""Logical pixels to where the text of a LineButton begins, and between an icon and it."""


class WideButton(QToolButton):
    """A button of an action, as wide as its panel, with the icon, the text and the first key of the action.

    A key that does not fit is in the tooltip only; so is the end of a text with a long name in it. Texts of several
    begin below each other, with an icon or without.
    """

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._show_text()

    def _show_text(self) -> None:
        if self._action.icon().isNull():
            self.setIcon(_blank())
        title, keys = self._action.text(), keys_text(self._action.shortcuts()[:1])
        metrics, room = self.fontMetrics(), self.width() - AROUND
        both = f"{title}    {keys}"
        fits = metrics.horizontalAdvance(both) <= room
        self.setText(both if fits else metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(self._action.text())


def _blank() -> QIcon:
    """Return an icon that is not seen: Qt would put a text without one in the middle."""
    picture = QPixmap(ICON, ICON)
    picture.fill(Qt.GlobalColor.transparent)
    return QIcon(picture)


class LineButton(QPushButton):
    """A flat button of one line of a list: elided where there is no room, whole in `text` and tooltip."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("&", "&&"))  # a single one would be a mnemonic
        self.words = text
        self.setProperty("kind", "line")
        self.setToolTip(plain_tip(text))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def indent(self) -> int:
        """Logical pixels to where the text begins."""
        return INDENT + self._icon_room()

    def _icon_room(self) -> int:
        """Return what Qt takes for an icon before the text."""
        return 0 if self.icon().isNull() else self.iconSize().width() + ICON_GAP

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Let as much be drawn as fits."""
        super().initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        room -= self._icon_room()
        option.text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic
        )


def with_facts(button: LineButton, facts: str) -> QWidget:
    """Return a line of a list with `facts` below its text, in small letters: elided, and whole in the tooltip."""
    below = ElidedLabel("caption")
    below.setText(facts)
    below.setContentsMargins(button.indent, 0, UNIT, UNIT)
    if facts:
        button.setToolTip(plain_tip(f"{button.words}\n{facts}"))
        button.setAccessibleDescription(facts)
    else:
        below.hide()
    return boxed(column(button, below, gap=0))


def clear(layout: QVBoxLayout) -> None:
    """Take everything out of a layout of widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
