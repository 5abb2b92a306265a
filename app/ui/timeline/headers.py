"""The lane headers at the left of the lanes: swatch, name, and signs for locked and hidden."""

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.project.edit import Edit
from app.project.model import VideoObject
from app.ui.theme.theme import UiTheme
from app.ui.timeline.lane_image import LANE_HEIGHT
from app.ui.timeline.lanes import Lanes
from app.ui.timeline.viewport import Viewport
from app.ui.widgets.swatch import draw_swatch
from app.ui.widgets.tooltips import plain_tip
from app.workspace.turns import Later

WIDTH, MIN_WIDTH, MAX_WIDTH = 168, 96, 480
"""Logical pixels."""
_NAME_LEFT = 32
_SIGNS_WIDTH = 50
"""Logical pixels for a lock and an eye behind a name."""


class LaneHeaders(QWidget):
    """One row a lane, scrolled together with the lanes."""

    def __init__(self, viewport: Viewport, lanes: Lanes, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._workspace = viewport.workspace
        self._lanes = lanes
        self._theme = theme
        self._offset = 0
        self.setObjectName("laneheaders")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Timeline objects"))
        self._later = Later(self._workspace.turns, self)  # the canvas shows an edit first
        self._later.due.connect(self.update)
        self._workspace.editor.changed.connect(self._follow)
        self._workspace.view.selection_changed.connect(self._later.start)
        self._workspace.view.video_changed.connect(self.update)
        theme.changed.connect(self.update)

    def set_width(self, width: int) -> None:
        """Set the width in logical pixels, within bounds."""
        self.setFixedWidth(min(max(width, MIN_WIDTH), MAX_WIDTH))

    def fitting_width(self) -> int:
        """Return the width in logical pixels at which no name is cut."""
        names = [self.fontMetrics().horizontalAdvance(record.name) for record in self._viewport.objects()]
        return _NAME_LEFT + max(names, default=0) + _SIGNS_WIDTH if names else WIDTH

    def set_offset(self, offset: int) -> None:
        """Scroll so that the rows begin `offset` pixels above the top."""
        self._offset = offset
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in view."""
        painter = QPainter(self)
        palette = self._theme.palette
        painter.fillRect(event.rect(), palette.color("panel"))
        for index, record in enumerate(self._viewport.objects()):
            row = QRect(0, index * LANE_HEIGHT - self._offset, self.width(), LANE_HEIGHT)
            if row.bottom() >= 0 and row.top() < self.height():
                self._draw_row(painter, row, record)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), palette.color("border"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left: select the object, Ctrl adds to the selection; right: menu."""
        record = self._lanes.lane_at(event.position().y())
        if event.button() is Qt.MouseButton.RightButton and record is not None:
            self._lanes.context_requested.emit(record.id, self._workspace.view.frame, event.globalPosition().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or record is None:
            return
        selected = self._workspace.view.selection
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._workspace.view.select((record.id,))
        elif record.id in selected:
            self._workspace.view.select(tuple(o for o in selected if o != record.id))
        else:
            self._workspace.view.select((*selected, record.id))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the lanes."""
        self._lanes.scrolled.emit(round(-event.angleDelta().y() / 120 * LANE_HEIGHT))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Show the whole name, which may be cut, in a tooltip."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            record = self._lanes.lane_at(event.pos().y())
            QToolTip.showText(event.globalPos(), plain_tip(record.name) if record is not None else "", self)
            return True
        return super().event(event)

    def _draw_row(self, painter: QPainter, row: QRect, record: VideoObject) -> None:
        palette = self._theme.palette
        selected = record.id in self._workspace.view.selection
        if selected:
            painter.fillRect(row, palette.color("lane_selected"))
        if record.id == self._workspace.view.active_object:
            painter.fillRect(QRect(0, row.top(), 3, row.height() - 1), palette.color("accent"))
        painter.fillRect(0, row.bottom(), self.width(), 1, palette.color("border"))
        middle = row.center().y() + 1
        draw_swatch(painter, record.id, record.color, QRectF(12, middle - 6, 12, 12), hollow=not record.visible)
        right = self.width() - 10
        for shown, icon in ((record.locked, "lock"), (not record.visible, "eye-off")):
            if shown:
                right -= 18
                self._theme.icon(icon).paint(painter, QRect(right, middle - 8, 16, 16))
        painter.setPen(palette.color("text" if selected else "text_dim"))
        area = QRect(_NAME_LEFT, row.top(), right - _NAME_LEFT - 4, row.height())
        name = QFontMetrics(painter.font()).elidedText(record.name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _follow(self, edit: Edit) -> None:
        if edit.objects:
            self._later.start()
