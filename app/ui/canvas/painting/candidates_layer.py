"""The layer of candidates: dashed, as they are no objects; filled are the one in hand and the one under the pointer."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import ShownCandidate, qcolor

_DASHES = [4.0, 3.0]
_FILL, _POINTED_FILL = 60, 95
"""Of 255."""


def paint_candidates(painter: QPainter, view: View, candidates: Iterable[ShownCandidate], style: CanvasStyle) -> None:
    """Paint the candidates of a frame, in their order."""
    scale = 1 / view.dpr
    to_widget = QTransform(view.scale_x * scale, 0, 0, view.scale_y * scale, view.left * scale, view.top * scale)
    painter.save()
    for candidate in candidates:
        path = to_widget.map(candidate.mask.contours.path(view.zoom))
        marked = candidate.in_hand or candidate.pointed
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=marked)
        if marked:
            painter.fillPath(path, qcolor(candidate.color, _POINTED_FILL if candidate.pointed else _FILL))
        painter.strokePath(path, QPen(style.halo, 3.5 if candidate.in_hand else 2.0))
        color = style.ink if candidate.in_hand else qcolor(candidate.color).lighter(125)
        pen = QPen(color, 2.0 if candidate.in_hand else 1.0, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(_DASHES)
        painter.strokePath(path, pen)
    painter.restore()
