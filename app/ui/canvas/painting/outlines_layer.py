"""The layer of outlines, equally crisp at every zoom, and the hatching of masks that are stale."""

from collections.abc import Sequence
from math import ceil, cos, pi, sin

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from app.ui.canvas.contours import PIXEL_BORDER_ZOOM, Bits, Contours, Lines, pixel_borders
from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import ShownObject, qcolor

_HATCH_PERIOD = 12
_HATCH_LINE = 2
Passes = Sequence[tuple[QColor, float]]
"""Colors and thicknesses in device pixels, painted one over the other."""

MAX_OUTLINE_WEIGHT = 2.0
"""Outlines are at most so many times as thick as usual."""
_MARGIN = 6


def margin(view: View) -> int:
    """Return the device pixels by which an outline reaches beyond its mask, at most."""
    return ceil(_MARGIN * view.dpr)


def paint_outline(
    painter: QPainter,
    view: View,
    rect: QRect,
    shown: ShownObject,
    style: CanvasStyle,
    weight: float,
    live: Bits | None = None,
) -> None:
    """Paint the outline of one mask under `rect` (device pixels): thick with a dark halo if it is the active object's.

    `weight` multiplies its thickness. `live`, shape (height, width), are the bits of a stroke under way, which replace
    those of the mask.
    """
    color = qcolor(shown.color).lighter(118)
    width = weight * (style.active_outline_width if shown.active else style.outline_width)
    passes = [(color, width * view.dpr)]
    if shown.active:
        passes.insert(0, (QColor(0, 0, 0, 70), (width + 2.5) * view.dpr))
    # Reaching beyond what is repainted keeps the rim of the clipped mask itself out of view.
    around = margin(view)
    area = view.image_area(rect.adjusted(-around, -around, around, around), 2)
    if view.zoom >= PIXEL_BORDER_ZOOM:
        if live is None:
            area = area.intersected(shown.mask.area.grown(1))
            if area.empty:
                return
        bits = live[area.slices] if live is not None else shown.mask.bits(area)
        _paint_borders(painter, pixel_borders(bits, area, view), passes)
    else:
        contours = Contours(np.pad(live[area.slices], 1), area) if live is not None else shown.mask.contours
        _paint_path(painter, view, contours.path(view.zoom), passes)


def _paint_borders(painter: QPainter, lines: Lines, passes: Passes) -> None:
    """Paint lines as rectangles of whole pixels: they are the same wherever the image has been panned to."""
    painter.setPen(Qt.PenStyle.NoPen)
    for color, thickness in passes:
        around = max(1, round(thickness))
        corners = lines[:, :2] - around // 2
        painter.setBrush(color)
        sizes = lines[:, 2:] - lines[:, :2] + around
        painter.drawRects([QRect(*rect) for rect in np.hstack((corners, sizes)).tolist()])
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_path(painter: QPainter, view: View, path: QPainterPath, passes: Passes) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    covered = [thickness for _color, thickness in passes[1:]] + [0.0]
    for (color, thickness), inner in zip(passes, covered, strict=True):
        pen = QPen(color, 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for dx, dy in _offsets(thickness, inner):
            to_device = QTransform(view.scale_x, 0, 0, view.scale_y, view.left + dx, view.top + dy)
            painter.setTransform(to_device, combine=False)
            painter.drawPath(path)
    painter.restore()


def _offsets(thickness: float, covered: float) -> list[tuple[float, float]]:
    """Return shifts at which hairlines add up to a thick line: Qt draws those ten times faster than one thick one.

    They lie on rings without visible gaps between them; none where a line as thick as `covered` is painted next.
    """
    if thickness <= 1:
        return [(0.0, 0.0)]
    shifts: list[tuple[float, float]] = []
    radius = (thickness - 1) / 2
    while radius > (covered - 1) / 2 + 0.5 or not shifts:
        count = 4 * max(1, round(radius + 0.5))
        turns = [pi * (2 * i + 1) / count for i in range(count)]
        shifts += [(radius * cos(turn), radius * sin(turn)) for turn in turns]
        radius -= 1.2
    return shifts


def paint_hatching(painter: QPainter, view: View, shown: ShownObject) -> None:
    """Hatch a mask that was tracked before its prompts changed; the lines stay in place on the image while panning."""
    tile = QImage(_HATCH_PERIOD, _HATCH_PERIOD, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    for y in range(_HATCH_PERIOD):
        for step in range(2 * _HATCH_LINE):
            dark = step >= _HATCH_LINE
            tile.setPixelColor(
                (step - y) % _HATCH_PERIOD, y, QColor(0, 0, 0, 70) if dark else QColor(255, 255, 255, 130)
            )
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(1 / view.scale_x, 1 / view.scale_y))
    painter.save()
    painter.setTransform(QTransform(view.scale_x, 0, 0, view.scale_y, view.left, view.top), combine=False)
    painter.fillPath(shown.mask.contours.path(view.zoom), brush)
    painter.restore()
