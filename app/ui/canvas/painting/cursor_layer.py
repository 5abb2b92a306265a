"""The layer of the pointer: the brush's circle at the size it paints, and the box's guides; seen on light and dark."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.ui.canvas.geometry import ImagePoint, View
from app.ui.canvas.painting.style import CanvasStyle

_SMALLEST = 4.0
"""Widget pixels below which a circle cannot be seen and a cross is drawn around it."""


@dataclass(frozen=True, slots=True)
class BrushCursor:
    """Where the brush is and how large, in image pixels. `line_from` is where a straight line would begin."""

    at: ImagePoint
    radius: float
    erase: bool
    line_from: ImagePoint | None = None


@dataclass(frozen=True, slots=True)
class PointerMarks:
    """What is drawn where the pointer is: a brush, or the guides of a box through an image point."""

    brush: BrushCursor | None = None
    guides: ImagePoint | None = None


def paint_brush(painter: QPainter, view: View, brush: BrushCursor, color: QColor, style: CanvasStyle) -> None:
    """Paint the brush's circle in the object's color; an eraser's is dashed."""
    center = view.to_widget(*brush.at)
    across, down = brush.radius * view.scale_x / view.dpr, brush.radius * view.scale_y / view.dpr
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.halo, 3.0))
    painter.drawEllipse(center, across, down)
    pen = QPen(style.ink if brush.erase else color.lighter(140), 1.4)
    if brush.erase:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.drawEllipse(center, across, down)
    if max(across, down) < _SMALLEST:
        for thick, paint in ((3.0, style.halo), (1.2, style.ink)):
            painter.setPen(QPen(paint, thick))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(center + QPointF(dx, dy) * 5, center + QPointF(dx, dy) * 10)


def paint_guides(painter: QPainter, view: View, through: ImagePoint, style: CanvasStyle) -> None:
    """Paint lines through an image point, across and down the pane."""
    center = view.to_widget(*through)
    left, top = view.pane.left / view.dpr, view.pane.top / view.dpr
    right, bottom = left + view.pane.width / view.dpr, top + view.pane.height / view.dpr
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    line = QColor(style.ink)
    line.setAlpha(200)
    for pen in (QPen(style.halo, 3.0), QPen(line, 1.0)):
        painter.setPen(pen)
        painter.drawLine(QPointF(left, center.y()), QPointF(right, center.y()))
        painter.drawLine(QPointF(center.x(), top), QPointF(center.x(), bottom))
