"""Decides which keys the focused widget gets; shortcuts get the rest."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_TEXT_FIELDS = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit, QKeySequenceEdit)
_PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_PRESS_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_COMES_BACK = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""The focus returns to a widget that had it before."""
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def is_text_field(widget: QObject | None) -> bool:
    """Return whether `widget` takes typed text."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, _TEXT_FIELDS)


def keeps_key(widget: QObject | None, event: QKeyEvent, *, reached_by_keys: bool) -> bool:
    """Return whether the key belongs to the focused `widget` rather than to a shortcut.

    A text field keeps every key without Ctrl, Alt or Meta. A button keeps the keys that press it, a slider and a combo
    box their arrows where the keyboard went there: after a click on one they are the canvas' again. A list keeps its
    arrows and Del, and everything but canvas and timeline keeps Tab, so that the keyboard reaches all of it.
    """
    if event.modifiers() & ~_PLAIN:
        return False
    key = event.key()
    if is_text_field(widget):
        return key not in (Qt.Key.Key_F1, Qt.Key.Key_F6)
    if isinstance(widget, QAbstractButton | QComboBox) and key in _PRESS_KEYS:
        return reached_by_keys
    if isinstance(widget, QAbstractSlider | QComboBox) and key in _ARROWS:
        return reached_by_keys
    if isinstance(widget, QAbstractItemView) and key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete):
        return True
    return key in _TAB_KEYS and isinstance(widget, QAbstractButton | QComboBox | QAbstractSlider | QAbstractItemView)


class KeyRouter(QObject):
    """Event filter of a window: keeps the keys of the focused widget from shortcuts, and reports released keys.

    It filters the focused widget, too: only what loses the focus is told why it moves on.
    """

    def __init__(self, window: QWidget, released: Callable[[QKeyEvent], None]) -> None:
        super().__init__(window)
        self._window = window
        self._released = released
        self._moved_by = Qt.FocusReason.OtherFocusReason
        self._clicked = False
        """True while the focus is where a click has put it."""
        window.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the ShortcutOverride of keys that belong to the focused widget."""
        kind = event.type()
        if kind is QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._moved_by = event.reason()
        elif kind is QEvent.Type.MouseButtonPress and watched is QApplication.focusWidget():
            self._clicked = True
        elif watched is not self._window:
            pass
        elif kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if keeps_key(QApplication.focusWidget(), event, reached_by_keys=not self._clicked):
                event.accept()
                return True
        elif kind is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            self._released(event)
        return super().eventFilter(watched, event)

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        for widget in (before, now):
            if widget is not None and widget is not self._window:
                widget.removeEventFilter(self)
        if now is None:
            return
        if now is not self._window:
            now.installEventFilter(self)
        if self._moved_by not in _COMES_BACK:
            self._clicked = self._moved_by is Qt.FocusReason.MouseFocusReason
        self._moved_by = Qt.FocusReason.OtherFocusReason
