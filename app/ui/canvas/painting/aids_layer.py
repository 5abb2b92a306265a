"""The layer of aids: where the mask was a frame ago, and the names of the objects."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTransform

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.painting.text_layer import paint_label
from app.ui.canvas.scene import Scene, ShownMask

_MAX_NAME_WIDTH = 180
"""Widget pixels; the rest of a name is cut."""


def paint_ghost(painter: QPainter, view: View, shown: ShownMask, color: QColor, style: CanvasStyle) -> None:
    """Paint the edge of a mask of another frame as dots on a dark line, in widget pixels."""
    scale = 1 / view.dpr
    to_widget = QTransform(view.scale_x * scale, 0, 0, view.scale_y * scale, view.left * scale, view.top * scale)
    path = to_widget.map(shown.contours.path(view.zoom))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(style.halo, 2.6))
    pen = QPen(color.lighter(150), 1.4, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([0.1, 2.6])
    painter.strokePath(path, pen)


def paint_names(painter: QPainter, view: View, scene: Scene, style: CanvasStyle) -> None:
    """Paint each object's name above its mask, within the pane."""
    metrics = QFontMetricsF(painter.font())
    for shown in scene.objects:
        area = shown.mask.area
        if area.empty:
            continue
        name = metrics.elidedText(shown.name, Qt.TextElideMode.ElideRight, _MAX_NAME_WIDTH)
        width, height = metrics.horizontalAdvance(name) + 14, metrics.height() + 6
        top = view.to_widget((area.x0 + area.x1) / 2, area.y0)
        left, upper = view.pane.left / view.dpr, view.pane.top / view.dpr
        right, lower = left + view.pane.width / view.dpr, upper + view.pane.height / view.dpr
        if not (left < top.x() < right and top.y() < lower):
            continue
        x = min(max(top.x() - width / 2, left + 2), right - width - 2)
        paint_label(painter, QPointF(x, max(top.y() - height - 4, upper + 2)), name, style)
