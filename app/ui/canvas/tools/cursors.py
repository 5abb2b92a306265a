"""Mouse cursors: Qt's own, and a crosshair that leaves the pixel free and shows whether a press adds or removes."""

from collections.abc import Callable, Hashable
from enum import Enum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QPainter, QPen, QPixmap

from app.ui.canvas.painting.prompts_layer import paint_dot
from app.ui.canvas.painting.style import CanvasStyle

_SIZE, _MIDDLE = 33, 15.5
_GAP, _REACH = 3.5, 10.5
"""Where the arms of the crosshair begin and end, in logical pixels from its middle."""
_BADGE = QPointF(25, 25)


class PressEffect(Enum):
    """What a press would do."""

    NONE = "none"
    ADD = "add"
    REMOVE = "remove"


class Cursors:
    """Makes each cursor once: equal cursors are the same object."""

    def __init__(self) -> None:
        self._made: dict[Hashable, QCursor] = {}

    def shape(self, shape: Qt.CursorShape) -> QCursor:
        """Return one of Qt's cursors."""
        return self._kept(shape, lambda: QCursor(shape))

    def crosshair(self, effect: PressEffect, style: CanvasStyle, ratio: float) -> QCursor:
        """Return a crosshair with a small plus or minus beside it, sharp at a device pixel ratio of `ratio`."""
        return self._kept((effect, ratio), lambda: _crosshair(effect, style, ratio))

    def _kept(self, key: Hashable, make: Callable[[], QCursor]) -> QCursor:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]


def _crosshair(effect: PressEffect, style: CanvasStyle, ratio: float) -> QCursor:
    pixmap = QPixmap(round(_SIZE * ratio), round(_SIZE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    middle = QPointF(_MIDDLE, _MIDDLE)
    for color, thickness in ((style.halo, 3.0), (style.ink, 1.0)):
        painter.setPen(QPen(color, thickness, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        for direction in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
            painter.drawLine(middle + direction * _GAP, middle + direction * _REACH)
    if effect is not PressEffect.NONE:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_dot(painter, _BADGE, effect is PressEffect.ADD, style, 0.62)
    painter.end()
    return QCursor(pixmap, int(_MIDDLE), int(_MIDDLE))
