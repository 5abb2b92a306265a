"""The focus ring, for widgets that paint themselves."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter

THICKNESS = 2
"""Logical pixels."""

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


def focus_ring_thickness(event: QFocusEvent) -> int:
    """Return the ring's thickness: 1 unless keys moved the focus, when nothing else shows where it is."""
    return THICKNESS if event.reason() in _BY_KEYS else 1


def paint_focus_ring(painter: QPainter, area: QRect, color: QColor, thickness: int = THICKNESS) -> None:
    """Paint a ring just inside `area` (logical pixels)."""
    for side in (
        QRect(area.left(), area.top(), area.width(), thickness),
        QRect(area.left(), area.bottom() + 1 - thickness, area.width(), thickness),
        QRect(area.left(), area.top(), thickness, area.height()),
        QRect(area.right() + 1 - thickness, area.top(), thickness, area.height()),
    ):
        painter.fillRect(side, color)
