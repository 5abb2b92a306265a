"""Gives the keyboard back when a menu of the menu bar is closed."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenuBar


class MenuFocus(QObject):
    """Follows the menus of a menu bar: Escape leaves the bar with the menu.

    Qt keeps the bar in keyboard mode then, where keys look as if they went to the canvas, and the next Escape does not.
    """

    def __init__(self, bar: QMenuBar) -> None:
        super().__init__(bar)
        self._bar = bar
        self._leave_timer = QTimer(self, interval=0, singleShot=True)  # the next menu is open by then, if there is one
        self._leave_timer.timeout.connect(self._leave)
        for action in bar.actions():
            action.menu().aboutToHide.connect(self._leave_timer.start)  # type: ignore[attr-defined]

    def _leave(self) -> None:
        if QApplication.activePopupWidget() is None and self._bar.window().focusWidget() is self._bar:
            escape = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self._bar, escape)
