"""The layer of prompts: dots for clicks, boxes, and a mark on masks a person painted. Never color alone."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.project.model import Box, Cell, Click
from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import Scene, ShownObject, qcolor

_INACTIVE_SIZE = 0.62
"""Size of the dots of objects that are not active."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A click on the canvas: the cell it belongs to and its index among the cell's clicks."""

    cell: Cell
    index: int
    click: Click


def dot_at(scene: Scene, view: View, point: QPointF, style: CanvasStyle) -> Dot | None:
    """Return the active object's click within reach of `point` (widget pixels), the newest if there are several."""
    active = scene.active
    if active is None:
        return None
    for index, click in reversed(tuple(enumerate(active.prompts.clicks))):
        if QLineF(view.to_widget(click.x, click.y), point).length() <= style.pick_distance:
            return Dot(Cell(active.id, scene.frame), index, click)
    return None


def paint_prompts(painter: QPainter, view: View, scene: Scene, style: CanvasStyle, dragged_dot: Dot | None) -> None:
    """Paint the prompts on this frame but for `dragged_dot`: that one is painted by the gesture."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shown in scene.objects:
        size = 1.0 if shown.active else _INACTIVE_SIZE
        if shown.prompts.box is not None:
            paint_box(painter, view, shown.prompts.box, qcolor(shown.color), style, handles=shown.active)
        if shown.painted and not shown.mask.area.empty:
            _paint_brush_mark(painter, _mark_position(view, shown), qcolor(shown.color), style, max(size, 0.8))
    dragged = (dragged_dot.cell, dragged_dot.index) if dragged_dot is not None else None
    for shown in scene.objects:
        for index, click in enumerate(shown.prompts.clicks):
            if dragged != (Cell(shown.id, scene.frame), index):
                center = view.to_widget(click.x, click.y)
                rim = None if shown.active else qcolor(shown.color)
                paint_dot(painter, center, click.positive, style, 1.0 if shown.active else _INACTIVE_SIZE, rim)


def paint_dot(
    painter: QPainter, center: QPointF, positive: bool, style: CanvasStyle, size: float = 1.0, rim: QColor | None = None
) -> None:
    """Paint a click: a filled circle with a plus, or a light one with a minus. `rim` is another color for its ring."""
    radius = style.prompt_radius * size
    ink, fill = (style.ink, style.positive) if positive else (style.negative, style.ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.halo)
    painter.drawEllipse(center, radius + 2.2, radius + 2.2)
    painter.setBrush(fill)
    painter.setPen(QPen(rim or (style.ink if positive else style.negative), 1.6))
    painter.drawEllipse(center, radius, radius)
    reach = radius * 0.55
    painter.setPen(QPen(ink, 2.0 if size == 1 else 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(center - QPointF(reach, 0), center + QPointF(reach, 0))
    if positive:
        painter.drawLine(center - QPointF(0, reach), center + QPointF(0, reach))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_box(
    painter: QPainter, view: View, box: Box, color: QColor, style: CanvasStyle, handles: bool = False
) -> None:
    """Paint a box prompt: dashes in the object's color on a dark line, and handles to drag."""
    corners = [view.to_widget(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    rect = QRectF(corners[0], corners[3])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.halo, 3.0))
    painter.drawRect(rect)
    painter.setPen(QPen(color.lighter(130), 1.5, Qt.PenStyle.DashLine))
    painter.drawRect(rect)
    if handles:
        painter.setPen(QPen(style.halo, 1.0))
        painter.setBrush(style.ink)
        middle = rect.center()
        for x in (rect.left(), middle.x(), rect.right()):
            for y in (rect.top(), middle.y(), rect.bottom()):
                if QPointF(x, y) != middle:
                    painter.drawRect(QRectF(x - 3, y - 3, 6, 6))
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _mark_position(view: View, shown: ShownObject) -> QPointF:
    """Return where the mark of a painted mask stands: above the mask, within the pane."""
    area = shown.mask.area
    top = view.to_widget((area.x0 + area.x1) / 2, area.y0) - QPointF(0, 14)
    pane, half = view.pane, 12.0
    return QPointF(
        min(max(top.x(), pane.left / view.dpr + half), (pane.left + pane.width) / view.dpr - half),
        min(max(top.y(), pane.top / view.dpr + half), (pane.top + pane.height) / view.dpr - half),
    )


def _paint_brush_mark(painter: QPainter, center: QPointF, color: QColor, style: CanvasStyle, size: float) -> None:
    """Paint a small brush in a rounded square: this mask was painted by a person."""
    half = 9.0 * size
    painter.setPen(QPen(color, 1.6))
    painter.setBrush(style.halo.darker() if style.halo.alpha() > 200 else QColor(20, 21, 24, 215))
    painter.drawRoundedRect(QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half), 4 * size, 4 * size)
    painter.setPen(QPen(style.ink, 1.8 * size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(center + QPointF(0.5, -0.5) * size, center + QPointF(5, -5) * size)
    tip = QPainterPath(center + QPointF(-5.5, 5.5) * size)
    tip.cubicTo(center + QPointF(-3.5, 5) * size, center + QPointF(-5, 0.5) * size, center + QPointF(-1.5, 0) * size)
    tip.cubicTo(center + QPointF(2, 0.5) * size, center + QPointF(1.5, 6) * size, center + QPointF(-5.5, 5.5) * size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.ink)
    painter.drawPath(tip)
    painter.setBrush(Qt.BrushStyle.NoBrush)
