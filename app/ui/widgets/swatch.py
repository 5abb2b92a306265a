"""The swatch of an object: its color in a shape of its own, so that nobody needs to tell colors apart."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from app.project.model import Color, ObjectId


def shape(object: ObjectId, area: QRectF) -> QPainterPath:
    """Return the shape of an object inside `area`: one of six, by its id."""
    path = QPainterPath()
    kind = (object - 1) % 6
    if kind == 0:
        path.addEllipse(area)
    elif kind == 1:
        inset = area.width() * 0.07
        path.addRoundedRect(area.adjusted(inset, inset, -inset, -inset), 2, 2)
    else:
        corners, turn = {2: (3, 0.5), 3: (4, 0.5), 4: (5, 0.5), 5: (3, -0.5)}[kind]
        _add_polygon(path, area, corners, turn)
    return path


def draw_swatch(painter: QPainter, object: ObjectId, color: Color, area: QRectF, *, hollow: bool = False) -> None:
    """Draw the swatch of an object; hollow when its masks are hidden."""
    fill = QColor(color.red, color.green, color.blue)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(fill, 1.5) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else fill)
    painter.drawPath(shape(object, area.adjusted(0.75, 0.75, -0.75, -0.75) if hollow else area))
    painter.restore()


def swatch_pixmap(object: ObjectId, color: Color, size: int, ratio: float) -> QPixmap:
    """Return the swatch of an object as a pixmap, for menus and combo boxes."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_swatch(painter, object, color, QRectF(1, 1, size - 2, size - 2))
    painter.end()
    return pixmap


def _add_polygon(path: QPainterPath, area: QRectF, corners: int, turn: float) -> None:
    """Add a regular polygon with a corner at `turn` half turns below the right (0.5: pointing up)."""
    radius = area.width() / 2 * (1.12 if corners == 3 else 1.04)
    middle = area.center() + QPointF(0, radius * 0.14 * (1 if turn > 0 else -1) if corners == 3 else 0)
    points = [
        QPointF(
            middle.x() + radius * cos(2 * pi * i / corners - turn * pi),
            middle.y() + radius * sin(2 * pi * i / corners - turn * pi),
        )
        for i in range(corners)
    ]
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()
