"""Frames that cannot be decoded, as ruler, filmstrip and lanes mark them: a hatched gap, with a cross where it fits.

Those that are built on one of them and may look wrong have a dotted line over them on the ruler.
"""

from collections.abc import Collection

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from app.ui.theme.tokens import Palette
from app.ui.timeline.scale import Scale
from app.ui.timeline.viewport import Viewport

LEAST = 3.0
"""Logical pixels that a gap is wide at least."""
CROSS = 2.5
"""Half the width of a cross in logical pixels."""
DOT = 2.0
"""Logical pixels a dot of a dotted line is wide and high."""


def hole_spans(holes: Collection[int], scale: Scale) -> list[tuple[float, float]]:
    """Return left and right edge (logical pixels) of the gaps in view, neighboring frames and pixels joined."""
    frames = np.array(sorted(holes), np.float64)
    left = (frames - scale.left) * scale.per_frame
    right = np.maximum(left + scale.per_frame, left + LEAST)
    inside = (right > 0) & (left < scale.width)
    left, right = left[inside], right[inside]
    if not len(left):
        return []
    begins = np.flatnonzero(np.concatenate(([True], left[1:] > right[:-1] + 1e-6)))
    ends = np.append(begins[1:], len(left)) - 1
    return list(zip(left[begins].tolist(), right[ends].tolist(), strict=True))


def draw_holes(painter: QPainter, viewport: Viewport, area: QRectF, palette: Palette) -> None:
    """Mark the gaps in `area`, whose left edge is that of the view."""
    spans = hole_spans(viewport.holes(), viewport.scale)
    if not spans:
        return
    hatch = QBrush(palette.color("text_faint"), Qt.BrushStyle.BDiagPattern)
    painter.save()
    for begin, end in spans:
        left, right = round(begin), max(round(end), round(begin + LEAST))
        gap = QRectF(left, area.top(), right - left, area.height())
        painter.fillRect(gap, palette.color("window"))
        painter.fillRect(gap, hatch)
        painter.fillRect(QRectF(left, area.top(), 1, area.height()), palette.color("warning"))
        painter.fillRect(QRectF(right - 1, area.top(), 1, area.height()), palette.color("warning"))
    painter.restore()


def draw_behind_holes(painter: QPainter, viewport: Viewport, top: float, palette: Palette) -> None:
    """Draw a dotted line at `top` over the frames that may look wrong, as they are built on one of the gaps."""
    painter.save()
    pen = QPen(palette.color("warning"), DOT, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1, 1])
    painter.setPen(pen)
    for left, right in hole_spans(viewport.behind_holes(), viewport.scale):
        painter.drawLine(QPointF(round(left), top + DOT / 2), QPointF(round(right), top + DOT / 2))
    painter.restore()


def draw_lost_tile(painter: QPainter, tile: QRectF, palette: Palette) -> None:
    """Draw the place of a picture that cannot be decoded."""
    painter.fillRect(tile, palette.color("lane"))
    middle = tile.center()
    painter.setPen(QPen(palette.color("warning"), 1.5))
    for slope in (1, -1):
        away = QPointF(2 * CROSS, 2 * CROSS * slope)
        painter.drawLine(middle - away, middle + away)
