"""The layer of the gesture under way: rubber band, unfinished polygon, dragged dot, straight line ahead."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.project.model import Box
from app.ui.canvas.geometry import ImagePoint, View
from app.ui.canvas.painting.prompts_layer import Dot, paint_dot
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.painting.text_layer import paint_label


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a gesture shows while it lasts, in image pixels.

    `line` is open or `closed`; `handles` draws a handle at each of its points, the first one larger if the line is
    `closable`: a click there closes it. With `subtract`, the area is taken away from the mask. `rings` are closed lines
    with a handle at each corner, a larger one at the corner that is `held`.
    """

    box: Box | None = None
    line: tuple[ImagePoint, ...] = ()
    closed: bool = False
    handles: bool = False
    closable: bool = False
    subtract: bool = False
    rings: tuple[tuple[ImagePoint, ...], ...] = ()
    held: ImagePoint | None = None
    dragged_dot: Dot | None = None
    dragged_to: ImagePoint | None = None


def paint_sketch(painter: QPainter, view: View, sketch: Sketch, color: QColor, style: CanvasStyle) -> None:
    """Paint a gesture's sketch in the color of the object it is for."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if sketch.box is not None:
        _paint_band(painter, view, sketch.box, color, style)
    if sketch.line:
        _paint_line(painter, view, sketch, style.negative if sketch.subtract else color, style)
    for ring in sketch.rings:
        _paint_ring(painter, view, ring, sketch.held, color, style)
    if sketch.dragged_dot is not None and sketch.dragged_to is not None:
        paint_dot(painter, view.to_widget(*sketch.dragged_to), sketch.dragged_dot.click.positive, style, 1.15)


def _paint_band(painter: QPainter, view: View, box: Box, color: QColor, style: CanvasStyle) -> None:
    rect = QRectF(view.to_widget(box.x0, box.y0), view.to_widget(box.x1, box.y1))
    fill = QColor(color)
    fill.setAlpha(40)
    painter.setBrush(fill)
    painter.setPen(QPen(style.halo, 3.0))
    painter.drawRect(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color.lighter(130), 1.5))
    painter.drawRect(rect)
    size = f"{round(box.x1 - box.x0)} × {round(box.y1 - box.y0)}"
    paint_label(painter, rect.bottomRight() + QPointF(8, 8), size, style)


def _paint_line(painter: QPainter, view: View, sketch: Sketch, color: QColor, style: CanvasStyle) -> None:
    points = [view.to_widget(x, y) for x, y in sketch.line]
    polygon = QPolygonF(points)
    if len(points) > 2:
        fill = QColor(color)
        fill.setAlpha(45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(polygon)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(style.halo, 3.2), _line_pen(color, sketch.subtract)):
        painter.setPen(pen)
        painter.drawPolygon(polygon) if sketch.closed else painter.drawPolyline(polygon)
    for index, point in enumerate(points if sketch.handles else ()):
        _paint_handle(painter, point, color, style, large=index == 0 and sketch.closable)


def _paint_ring(
    painter: QPainter,
    view: View,
    ring: tuple[ImagePoint, ...],
    held: ImagePoint | None,
    color: QColor,
    style: CanvasStyle,
) -> None:
    points = [view.to_widget(x, y) for x, y in ring]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(style.halo, 3.2), _line_pen(color, subtract=False)):
        painter.setPen(pen)
        painter.drawPolygon(QPolygonF(points))
    for corner, point in zip(ring, points, strict=True):
        _paint_handle(painter, point, color, style, large=corner == held)


def _paint_handle(painter: QPainter, point: QPointF, color: QColor, style: CanvasStyle, *, large: bool) -> None:
    painter.setPen(QPen(style.halo, 1.5))
    painter.setBrush(color.lighter(140) if large else style.ink)
    radius = 6.5 if large else 3.5
    painter.drawEllipse(point, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line_pen(color: QColor, subtract: bool) -> QPen:
    """Return a solid pen for a line that adds, a dashed one for a line that takes away."""
    pen = QPen(color.lighter(130), 1.6)
    if subtract:
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
    return pen
