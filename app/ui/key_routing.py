"""Decides which keys the focused widget gets; shortcuts get the rest."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
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
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def is_text_field(widget: QObject | None) -> bool:
    """Return whether `widget` takes typed text."""
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, _TEXT_FIELDS)


def keeps_key(widget: QObject | None, event: QKeyEvent) -> bool:
    """Return whether the key belongs to the focused `widget` rather than to a shortcut.

    A text field keeps every key without Ctrl, Alt or Meta. A button keeps the keys that press it, a slider, a combo box
    and a list their arrows, and everything but canvas and timeline keeps Tab, so that the keyboard reaches all of it.
    """
    if event.modifiers() & ~_PLAIN:
        return False
    key = event.key()
    if is_text_field(widget):
        return key not in (Qt.Key.Key_F1, Qt.Key.Key_F6)
    if isinstance(widget, QAbstractButton | QComboBox) and key in _PRESS_KEYS:
        return True
    if isinstance(widget, QAbstractSlider | QComboBox) and key in _ARROWS:
        return True
    if isinstance(widget, QAbstractItemView) and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        return True
    return key in _TAB_KEYS and isinstance(widget, QAbstractButton | QComboBox | QAbstractSlider | QAbstractItemView)


class KeyRouter(QObject):
    """Event filter of a window: keeps the keys of the focused widget from shortcuts, and reports released keys."""

    def __init__(self, window: QWidget, released: Callable[[QKeyEvent], None]) -> None:
        super().__init__(window)
        self._released = released
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the ShortcutOverride of keys that belong to the focused widget."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if keeps_key(QApplication.focusWidget(), event):
                event.accept()
                return True
        elif kind is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat():
            self._released(event)
        return super().eventFilter(watched, event)
