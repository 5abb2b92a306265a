"""The ring around what has the keyboard, for widgets that paint themselves."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter

THICKNESS = 2


def ring_of(event: QFocusEvent) -> int:
    """Return how thick the ring is: thin where the pointer has brought the keyboard along and shows where it is."""
    return 1 if event.reason() is Qt.FocusReason.MouseFocusReason else THICKNESS


def paint_focus(painter: QPainter, area: QRect, color: QColor, thickness: int = THICKNESS) -> None:
    """Paint a ring just inside `area`."""
    for side in (
        QRect(area.left(), area.top(), area.width(), thickness),
        QRect(area.left(), area.bottom() + 1 - thickness, area.width(), thickness),
        QRect(area.left(), area.top(), thickness, area.height()),
        QRect(area.right() + 1 - thickness, area.top(), thickness, area.height()),
    ):
        painter.fillRect(side, color)
