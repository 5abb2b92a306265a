"""The layer of proposed masks: a click's preview or an operation's result, dashed and lightly filled."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import ShownMask


def paint_preview(painter: QPainter, view: View, shown: ShownMask, color: QColor, style: CanvasStyle) -> None:
    """Paint a proposed mask with dashes in the object's color on a dark line."""
    scale = 1 / view.dpr
    to_widget = QTransform(view.scale_x * scale, 0, 0, view.scale_y * scale, view.left * scale, view.top * scale)
    path = to_widget.map(shown.contours.path(view.zoom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    light = QColor(color)
    light.setAlpha(70)
    painter.fillPath(path, light)
    painter.strokePath(path, QPen(style.halo, 3.0))
    pen = QPen(style.ink, 1.5, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([4, 3])
    painter.strokePath(path, pen)
