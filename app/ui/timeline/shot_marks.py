"""Shot changes on the ruler: a dashed line between two frames with a wedge on top, which no other mark has."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from app.ui.theme.tokens import Palette
from app.ui.timeline.scale import Scale

WEDGE: Final = 4.0
"""Logical pixels a wedge reaches to either side, and down."""
LINE: Final = 12.0
"""Logical pixels the line is long."""
CROWDED: Final = 3.0
"""Changes that are nearer to each other than this, in logical pixels, share a mark."""


def draw_shots(painter: QPainter, shots: Sequence[int], scale: Scale, height: int, palette: Palette) -> None:
    """Mark where shots begin, as far as they are in view."""
    if not shots:
        return
    color, last = palette.color("text_dim"), -CROWDED
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(color)
    for shot in shots:
        x = round(scale.x(shot)) + 0.5
        if not -WEDGE <= x <= scale.width + WEDGE or x - last < CROWDED:
            continue
        last = x
        painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, height - LINE), QPointF(x, height - 2))  # below the numbers
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x - WEDGE, 0), QPointF(x + WEDGE, 0), QPointF(x, WEDGE)]))
    painter.restore()
