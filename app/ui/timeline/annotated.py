"""The frames that a project annotates, where those are not all of them: a line each, as far as there is room."""

from math import ceil
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.ui.timeline.viewport import Viewport

LEAST_GAP: Final = 6.0
"""Logical pixels from one line to the next; closer ones would be a surface."""


def translucent(color: QColor) -> QColor:
    """Return a color through which lanes are seen."""
    soft = QColor(color)
    soft.setAlpha(70)
    return soft


def draw_annotated(painter: QPainter, viewport: Viewport, area: QRectF, color: QColor) -> None:
    """Draw lines from the top of `area` to its bottom (logical pixels)."""
    step, scale = viewport.workspace.view.annotation_step, viewport.scale
    if step == 1 or step * scale.per_frame < LEAST_GAP:
        return
    first, last = scale.visible()
    for frame in range(ceil(first / step) * step, last, step):
        painter.fillRect(QRectF(round(scale.center(frame)), area.top(), 1, area.height()), color)
