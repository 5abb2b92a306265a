"""One line that says something and offers one way on: icon, message, hint, button, further ways in a menu, close."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import ElidedLabel, label, push_button, set_role

HEIGHT = 26
ICON = 16
LEAST_WIDTH = 360
"""Logical pixels; what stands beside the line gives way before it becomes narrower."""


class Severity(Enum):
    """How bad it is; the value is a name that the style knows."""

    FAILURE = "failure"
    SLIP = "slip"
    DONE = "done"


_ICONS = {
    Severity.FAILURE: ("error", "danger"),
    Severity.SLIP: ("warning", "warning"),
    Severity.DONE: ("saved", "good"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A button: its text, and what it does."""

    text: str
    run: Callable[[], object]


class MessageLine(QFrame):
    """Hidden while it says nothing. Texts without room are elided; the tooltip has them whole."""

    changed = Signal()
    """It says something else, or nothing any more."""
    closed = Signal()
    taken = Signal(object)
    """A Way that was pressed."""

    def __init__(
        self,
        theme: UiTheme,
        parent: QWidget | None = None,
        where: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """`where` the message is elided."""
        super().__init__(parent)
        self.setObjectName("messageline")
        self._theme = theme
        self._icon = QLabel()
        self._message = ElidedLabel("strong", where)
        self._hint = ElidedLabel("dim")
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = push_button("")
        self._button.setProperty("stature", "small")
        self._others = self._tool("more", self.tr("Other ways"))
        self._others.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._others.setMenu(self._menu)
        self._waiting = label("", "caption")
        self._close = self._tool("close", self.tr("Close"))
        self._way: Way | None = None
        self._says = self._held_back = False
        self._lay_out()
        self._close.clicked.connect(self.closed)
        self._button.clicked.connect(lambda: self.taken.emit(self._way))
        self.hide()

    @property
    def says_something(self) -> bool:
        """True while there is something to read, held back or not."""
        return self._says

    def hold_back(self, back: bool) -> None:
        """Stay hidden while something more urgent is shown in this place."""
        self._held_back = back
        self.setVisible(self._says and not back)

    def say_nothing(self) -> None:
        """Hide."""
        self._says = False
        self.hide()
        self.changed.emit()

    @property
    def button(self) -> QPushButton:
        """The fitting way."""
        return self._button

    @property
    def menu(self) -> QMenu:
        """The other ways."""
        return self._menu

    @property
    def ways(self) -> tuple[str, ...]:
        """The texts of the ways that are offered, the button's first."""
        texts = [self._button.text()] if self._way is not None else []
        return (*texts, *(action.text() for action in self._menu.actions()))

    def show_message(
        self,
        severity: Severity,
        message: str,
        hint: str = "",
        ways: Sequence[Way] = (),
        waiting: int = 0,
        whole: str = "",
    ) -> None:
        """Show a message. `waiting`: how many come when it is closed. `whole`: all of it, where it is shortened."""
        set_role(self, "severity", severity.value)
        self._theme.set_pixmap(self._icon, *_ICONS[severity], ICON)
        self._message.setText(message)
        self._message.set_tip(whole or f"{message}\n{hint}".strip())
        self._hint.setText(hint)
        self.setAccessibleName(whole.strip() or f"{message} {hint}".strip())
        self._way = ways[0] if ways else None
        self._button.setVisible(self._way is not None)
        self._button.setText(self._way.text if self._way is not None else "")
        self._menu.clear()
        for way in ways[1:]:
            self._menu.addAction(way.text).triggered.connect(lambda _checked=False, way=way: self.taken.emit(way))
        self._others.setVisible(len(ways) > 1)
        self._waiting.setText(self.tr("+{count}").format(count=waiting))
        self._waiting.setVisible(waiting > 0)
        self._says = True
        self.setVisible(not self._held_back)
        self.changed.emit()

    def sizeHint(self) -> QSize:
        """Return one line, whatever is said."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the width that is kept."""
        return self.sizeHint()

    def _tool(self, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        self._theme.set_icon(button, icon)
        button.setIconSize(QSize(ICON, ICON))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 0, UNIT, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._icon)
        layout.addWidget(self._message)
        layout.addWidget(self._hint, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._others)
        layout.addWidget(self._waiting)
        layout.addWidget(self._close)
