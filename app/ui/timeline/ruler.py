"""The ruler: frame numbers and times, the playhead's handle, and the in and out points."""

from itertools import count
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION
from app.ui.timeline.annotated import draw_annotated
from app.ui.timeline.holes import draw_behind_holes, draw_holes
from app.ui.timeline.scale import Scale
from app.ui.timeline.shot_marks import draw_shots
from app.ui.timeline.viewport import Viewport
from app.workspace.turns import Later

HEIGHT = 28
RANGE_TOP = 20
GRAB_RADIUS = 6
"""Logical pixels around an in or out point within which it can be dragged."""
HANDLE_RADIUS = 7
"""Logical pixels on either side that the playhead's handle keeps free of numbers."""
LABEL_GAP = 72
"""Least logical pixels between the beginnings of two numbers."""
LABEL_ROOM = 20
"""Least logical pixels between a number and the next, with its tick."""


def label_step(scale: Scale, gap: float = LABEL_GAP) -> int:
    """Return how many frames lie between two numbers that are to be `gap` logical pixels apart."""
    steps = (int(unit * 10**power // 4) for power in count() for unit in (4, 8, 10, 20) if unit * 10**power % 4 == 0)
    return next(step for step in steps if step * scale.per_frame >= gap)


class Ruler(QWidget):
    """Press or drag to move the playhead; drag the brackets, or drag with Shift, to set the range."""

    hovered = Signal(str)

    def __init__(self, viewport: Viewport, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._workspace = viewport.workspace
        self._theme = theme
        self._dragged_end: int | None = None
        """The frame of the range's other end while one end is dragged."""
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Timeline ruler"))
        viewport.changed.connect(self.update)
        theme.changed.connect(self.update)
        self._workspace.view.frame_changed.connect(self.update)
        self._workspace.view.range_changed.connect(self.update)
        self._workspace.view.video_changed.connect(self.update)
        self._workspace.view.holes_changed.connect(self.update)
        self._later = Later(self._workspace.turns, self)  # the canvas shows an edit first
        self._later.due.connect(self.update)
        self._workspace.verification.changed.connect(self._later.start)  # another annotation rate
        self._workspace.shots.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return any width, fixed height."""
        return QSize(400, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ticks, range and playhead."""
        painter = QPainter(self)
        palette = self._theme.palette
        painter.fillRect(event.rect(), palette.color("panel"))
        if self._workspace.view.video is None:
            return
        self._draw_ticks(painter)
        annotated = QRectF(0, HEIGHT - 5, self.width(), 4)
        draw_annotated(painter, self._viewport, annotated, palette.color("accent_mark"))
        draw_behind_holes(painter, self._viewport, RANGE_TOP, palette)
        draw_holes(painter, self._viewport, QRectF(0, RANGE_TOP, self.width(), HEIGHT - RANGE_TOP - 1), palette)
        self._draw_range(painter)
        draw_shots(painter, self._workspace.shots.here(), self._viewport.scale, HEIGHT, palette)
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, palette.color("border"))
        self._draw_playhead(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag an end of the range, begin a new one with Shift, or move the playhead."""
        if event.button() is not Qt.MouseButton.LeftButton or self._workspace.view.video is None:
            return
        frame = self._viewport.scale.frame_at(event.position().x())
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._dragged_end = frame
            return
        self._dragged_end = self._opposite_end(event.position())
        if self._dragged_end is None:
            self._viewport.scrub(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was pressed."""
        video = self._workspace.view.video
        if video is None:
            return
        frame = self._viewport.scale.frame_at(event.position().x())
        self.hovered.emit(self._viewport.frame_text(frame))
        if not event.buttons() & Qt.MouseButton.LeftButton:
            near = self._opposite_end(event.position()) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
        elif self._dragged_end is not None:
            self._workspace.view.set_range(*sorted((self._dragged_end, frame)))
        else:
            self._viewport.scrub(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        self._dragged_end = None
        if not self.rect().contains(event.position().toPoint()):
            self.hovered.emit("")

    def leaveEvent(self, event: QEvent) -> None:
        """Report that nothing is hovered."""
        self.hovered.emit("")
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show the whole video, or the range if it is shown already."""
        if self._viewport.scale.is_whole:
            self._viewport.fit_range()
        else:
            self._viewport.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; pan with Shift."""
        self._viewport.wheel(event, plain_zooms=True)
        self.hovered.emit(self._viewport.frame_text(self._viewport.scale.frame_at(event.position().x())))
        event.accept()

    def _opposite_end(self, position: QPointF) -> int | None:
        """Return the other end of the range when an end lies under `position`."""
        span = self._workspace.view.range
        if span is None or position.y() < RANGE_TOP - 8:
            return None
        scale = self._viewport.scale
        if abs(position.x() - scale.x(span[1] + 1)) <= GRAB_RADIUS:
            return span[0]
        return span[1] if abs(position.x() - scale.x(span[0])) <= GRAB_RADIUS else None

    def _draw_ticks(self, painter: QPainter) -> None:
        scale, palette = self._viewport.scale, self._theme.palette
        font = painter.font()
        font.setPixelSize(CAPTION)
        painter.setFont(font)
        widest = painter.fontMetrics().horizontalAdvance(_number(scale.frame_count))
        step = label_step(scale, max(LABEL_GAP, widest + LABEL_ROOM))
        fine = max(step // 5, 1) if step >= 5 else 1
        first, last = scale.visible()
        handle = scale.center(self._workspace.view.frame)
        minor, major = palette.color("border_strong"), palette.color("text_faint")
        if fine * scale.per_frame >= 4:
            for frame in range(ceil(first / fine) * fine, last, fine):
                painter.fillRect(QRectF(round(scale.center(frame)), HEIGHT - 6, 1, 5), minor)
        for frame in range(first // step * step, last, step):
            x = round(scale.center(frame))
            painter.fillRect(QRectF(x, HEIGHT - 10, 1, 9), major)
            number = _number(frame)
            left, right = x + 4, x + 4 + painter.fontMetrics().horizontalAdvance(number)
            if right < handle - HANDLE_RADIUS or left > handle + HANDLE_RADIUS:
                painter.setPen(palette.color("text_dim"))
                painter.drawText(QPointF(left, 13), number)

    def _draw_range(self, painter: QPainter) -> None:
        span = self._workspace.view.range
        if span is None:
            return
        scale, color = self._viewport.scale, self._theme.palette.color("accent_mark")
        start, end = scale.x(span[0]), scale.x(span[1] + 1)
        soft = QColor(color)
        soft.setAlpha(70)
        painter.fillRect(QRectF(start, RANGE_TOP, end - start, HEIGHT - RANGE_TOP - 1), soft)
        painter.setPen(QPen(color, 2))
        for x, inwards in ((start + 1, 4), (end - 1, -4)):
            painter.drawPolyline(
                [
                    QPointF(x + inwards, RANGE_TOP),
                    QPointF(x, RANGE_TOP),
                    QPointF(x, HEIGHT - 2),
                    QPointF(x + inwards, HEIGHT - 2),
                ]
            )

    def _draw_playhead(self, painter: QPainter) -> None:
        x = round(self._viewport.scale.center(self._workspace.view.frame)) + 0.25
        handle = QPainterPath()
        handle.moveTo(x - 5.5, 1)
        handle.lineTo(x + 5.5, 1)
        handle.lineTo(x + 5.5, 9)
        handle.lineTo(x, 16)
        handle.lineTo(x - 5.5, 9)
        handle.closeSubpath()
        color = self._theme.palette.color("accent_mark")
        painter.fillRect(QRectF(x - 0.75, 14, 1.5, HEIGHT - 14), color)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(handle, color)


def _number(frame: int) -> str:
    return f"{frame:,}".replace(",", "\u2009")
