"""The layer of the pixel grid: the borders between image pixels, where they are large enough to be told apart."""

from math import ceil, floor

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter

from app.ui.canvas.geometry import View

_MIN_PIXEL = 8.0
"""Widget pixels that an image pixel must have on its smaller side."""
_DARK, _LIGHT = QColor(0, 0, 0, 45), QColor(255, 255, 255, 30)


def paint_grid(painter: QPainter, view: View, rect: QRect) -> None:
    """Paint the borders under `rect` (device pixels, on the image) as a dark line beside a light one."""
    if min(view.scale_x, view.scale_y) / view.dpr < _MIN_PIXEL:
        return
    for first, last, origin, scale, upright in (
        (rect.left(), rect.right(), view.left, view.scale_x, True),
        (rect.top(), rect.bottom(), view.top, view.scale_y, False),
    ):
        # one more on either side: rounding may move its line in
        for border in range(ceil((first - origin) / scale) - 1, floor((last + 1 - origin) / scale) + 2):
            line = round(origin + border * scale)
            for shift, color in ((-1, _DARK), (0, _LIGHT)):
                if upright:
                    painter.fillRect(line + shift, rect.top(), 1, rect.height(), color)
                else:
                    painter.fillRect(rect.left(), line + shift, rect.width(), 1, color)
