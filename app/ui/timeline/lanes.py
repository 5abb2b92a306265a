"""The lanes: one an object, drawn from cached images, only what is in view."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.project import spans
from app.project.edit import Edit
from app.project.model import FrameIndex, ObjectId, VideoObject
from app.ui.theme.focus import THICKNESS, focus_ring_thickness, paint_focus_ring
from app.ui.theme.theme import UiTheme
from app.ui.timeline.annotated import draw_annotated, translucent
from app.ui.timeline.descriptions import state_text
from app.ui.timeline.holes import draw_holes
from app.ui.timeline.issue_flags import draw_issues, issues_text
from app.ui.timeline.lane_image import LANE_HEIGHT
from app.ui.timeline.lane_renderer import LaneRenderer, ShownLane
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import LaneSummary
from app.ui.timeline.viewport import Viewport
from app.ui.widgets.tooltips import plain_tip
from app.workspace.turns import Later
from app.workspace.viewing.frame_states import ObjectStates

PLAYHEAD_REACH = 8
"""Logical pixels on either side that are repainted when the playhead moves."""


class Lanes(QWidget):
    """All lanes of the current video below each other, scrolled by `offset` logical pixels."""

    context_requested = Signal(object, int, QPoint)
    """ObjectId, frame, global position."""
    hovered = Signal(str)
    scrolled = Signal(int)
    """The wheel wants to scroll by so many pixels."""

    def __init__(self, viewport: Viewport, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._viewport = viewport
        self._workspace = viewport.workspace
        self._theme = theme
        self._objects: tuple[VideoObject, ...] = ()
        self._secret: ObjectId | None = None
        self._summaries: dict[ObjectId, LaneSummary] = {}
        self._blank: LaneSummary | None = None
        self._renderer = LaneRenderer()
        self._offset = 0
        self._focus_ring = THICKNESS
        self._playhead_x = 0.0
        self._pan_from: tuple[QPointF, Scale] | None = None
        self._due = QRegion()
        self._later = Later(self._workspace.turns, self)  # the canvas shows an edit first
        self._later.due.connect(self._repaint_due)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Timeline lanes"))
        self.setMinimumHeight(LANE_HEIGHT)
        viewport.changed.connect(self.update)
        theme.changed.connect(self.update)
        workspace = self._workspace
        workspace.editor.changed.connect(self._follow)
        workspace.shown_states.read_next.connect(self._repaint_lanes)
        workspace.suggestions.changed.connect(self._follow_suggestions)
        workspace.verifying.changed.connect(self._follow_secret)
        workspace.view.video_changed.connect(self._change_video)
        workspace.view.selection_changed.connect(self._repaint_later)
        workspace.view.range_changed.connect(self.update)
        workspace.view.holes_changed.connect(self.update)
        workspace.verification.changed.connect(self._repaint_later)  # another annotation rate
        workspace.view.frame_changed.connect(self._move_playhead)
        self._change_video()

    @property
    def content_height(self) -> int:
        """Height of all lanes in logical pixels."""
        return len(self._objects) * LANE_HEIGHT

    def set_offset(self, offset: int) -> None:
        """Scroll so that the lanes begin `offset` pixels above the top."""
        self._offset = offset
        self.update()

    def lane_at(self, y: float) -> VideoObject | None:
        """Return the object whose lane is at `y` (logical pixels of the widget), None below all."""
        index = int((y + self._offset) // LANE_HEIGHT)
        return self._objects[index] if 0 <= index < len(self._objects) else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lanes in view, the part outside the range dimmed, and the playhead."""
        painter = QPainter(self)
        self._draw_lanes(painter)
        height = min(self.content_height - self._offset, self.height())
        area = QRectF(0, 0, self.width(), height)
        draw_annotated(painter, self._viewport, area, translucent(self._theme.palette.color("accent_mark")))
        draw_holes(painter, self._viewport, area, self._theme.palette)
        self._draw_issues(painter)
        self._draw_range(painter)
        if self._objects and self._workspace.view.video is not None:
            self._draw_playhead(painter)
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), self._theme.palette.color("accent_mark"), self._focus_ring)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._focus_ring = focus_ring_thickness(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from lane to lane; with Shift they add to the selection. All other keys go to the window."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not self._objects:
            super().keyPressEvent(event)
            return
        ids = [record.id for record in self._objects]
        active = self._workspace.view.active_object
        index = ids.index(active) + step if active in ids else 0
        wanted = ids[min(max(index, 0), len(ids) - 1)]
        extended = self._workspace.view.selection if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ()
        self._workspace.view.select((*(o for o in extended if o != wanted), wanted))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Request the active object's menu for the menu key; the right mouse button is handled by its press."""
        ids = [record.id for record in self._objects]
        active = self._workspace.view.active_object
        if event.reason() is QContextMenuEvent.Reason.Keyboard and active in ids:
            frame = self._workspace.view.frame
            at = QPoint(round(self._viewport.scale.center(frame)), (ids.index(active) + 1) * LANE_HEIGHT - self._offset)
            self.context_requested.emit(active, frame, self.mapToGlobal(at))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scale to the new width."""
        self._viewport.resize(event.size().width())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, pan with Shift or sideways, else scroll the lanes."""
        if not self._viewport.wheel(event, plain_zooms=False):
            self.scrolled.emit(round(-event.angleDelta().y() / 120 * LANE_HEIGHT))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left: select the lane and move the playhead; middle: pan; right: menu."""
        record = self.lane_at(event.position().y())
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pan_from = (event.position(), self._viewport.scale)
        elif event.button() is Qt.MouseButton.LeftButton:
            if record is not None:
                self._select(record.id, event.modifiers())
            self._viewport.scrub(event.position())
        elif event.button() is Qt.MouseButton.RightButton and record is not None:
            frame = self._viewport.scale.frame_at(event.position().x())
            self.context_requested.emit(record.id, frame, event.globalPosition().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub or pan, and describe what is under the pointer."""
        if self._pan_from is not None:
            start, scale = self._pan_from
            self._viewport.show(scale.panned(start.x() - event.position().x()))
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._viewport.scrub(event.position())
        self.hovered.emit(self.description_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pan_from = None

    def leaveEvent(self, event: QEvent) -> None:
        """Report that nothing is hovered."""
        self.hovered.emit("")
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        """Describe what is under the pointer in a tooltip."""
        if event.type() is QEvent.Type.ToolTip:
            position = self.mapFromGlobal(self.cursor().pos())
            QToolTip.showText(self.cursor().pos(), plain_tip(self.description_at(QPointF(position))), self)
            return True
        return super().event(event)

    def description_at(self, position: QPointF) -> str:
        """Return frame, time and state at `position` (logical pixels of the widget); empty without a video."""
        video = self._workspace.view.video
        if video is None:
            return ""
        frame = self._viewport.scale.frame_at(position.x())
        record = self.lane_at(position.y())
        text = self._viewport.frame_text(frame)
        if record is None:
            return text
        issues = issues_text(self._workspace.issue_marks.numbered(record.id), frame)
        about = state_text(record, self._workspace.states.of(record.id), frame)
        return " · ".join(part for part in (text, about, issues) if part)

    def _select(self, object: ObjectId, modifiers: Qt.KeyboardModifier) -> None:
        selected = self._workspace.view.selection
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            others = tuple(o for o in selected if o != object)
            self._workspace.view.select(others if object in selected else (*others, object))
        elif object not in selected:
            self._workspace.view.select((object,))

    def _summary(self, object: ObjectId) -> LaneSummary:
        states = self._workspace.shown_states.of(object)
        if states is None:
            return self._blank_summary()
        summary = self._summaries.get(object)
        if summary is None or summary.states is not states:
            summary = self._summaries[object] = LaneSummary(states)
        return summary

    def _blank_summary(self) -> LaneSummary:
        """Return what a lane shows whose states are read in a turn to come."""
        video = self._workspace.view.video
        if self._blank is None:
            self._blank = LaneSummary(ObjectStates.blank(0 if video is None else video.frame_count))
        return self._blank

    def _shown(self, record: VideoObject, selection: Collection[ObjectId]) -> ShownLane:
        summary = self._summary(record.id)
        return ShownLane(record, summary, summary.version, record.id in selection)

    def _draw_lanes(self, painter: QPainter) -> None:
        """Draw the lanes in view, and the empty space below them."""
        palette, ratio = self._theme.palette, self.devicePixelRatioF()
        first = max(self._offset // LANE_HEIGHT, 0)
        last = max(min((self._offset + self.height() - 1) // LANE_HEIGHT + 1, len(self._objects)), first)
        area = QRect(0, first * LANE_HEIGHT - self._offset, self.width(), (last - first) * LANE_HEIGHT)
        painter.fillRect(0, area.bottom() + 1, self.width(), self.height(), palette.color("window"))
        if first == last:
            return
        selection = set(self._workspace.view.selection)
        lanes = [self._shown(record, selection) for record in self._objects[first:last]]
        image, part = self._renderer.image(lanes, self._viewport.scale.times(ratio), ratio, palette)
        if part.size() == area.size() * ratio:
            image.setDevicePixelRatio(ratio)
            painter.drawImage(area.topLeft(), image, part)
        else:  # lanes of 35.2 device pixels are drawn with 35 and stretched
            painter.drawImage(QRectF(area), image, QRectF(part))

    def _draw_issues(self, painter: QPainter) -> None:
        if not self._workspace.document.issues():
            return
        for index, record in enumerate(self._objects):
            top = index * LANE_HEIGHT - self._offset
            if not -LANE_HEIGHT < top < self.height():
                continue
            issues = self._workspace.issue_marks.numbered(record.id)
            if issues:
                draw_issues(painter, issues, self._viewport.scale, top, self._theme.palette)

    def _draw_range(self, painter: QPainter) -> None:
        span = self._workspace.view.range
        if span is None:
            return
        scale = self._viewport.scale
        veil = QColor(self._theme.palette.window)
        veil.setAlpha(150)
        start, end = scale.x(span[0]), scale.x(span[1] + 1)
        height = min(self.content_height - self._offset, self.height())
        painter.fillRect(QRectF(0, 0, max(start, 0), height), veil)
        painter.fillRect(QRectF(end, 0, max(self.width() - end, 0), height), veil)

    def _draw_playhead(self, painter: QPainter) -> None:
        scale = self._viewport.scale
        x = scale.center(self._workspace.view.frame)
        self._playhead_x = x
        color = self._theme.palette.color("accent_mark")
        if scale.per_frame > 6:
            soft = QColor(color)
            soft.setAlpha(40)
            painter.fillRect(QRectF(x - scale.per_frame / 2, 0, scale.per_frame, self.height()), soft)
        painter.fillRect(QRectF(round(x) - 0.5, 0, 1.5, self.height()), color)

    def _move_playhead(self, frame: int) -> None:
        reach = round(PLAYHEAD_REACH + self._viewport.scale.per_frame)
        for x in (self._playhead_x, self._viewport.scale.center(FrameIndex(frame))):
            self.update(QRect(round(x) - reach, 0, 2 * reach, self.height()))

    def _follow_secret(self) -> None:
        """Show or hide the verdict of what is judged a second time."""
        secret = self._workspace.verifying.secret
        if secret == self._secret:
            return
        for id in (self._secret, secret):
            if id is not None and id in self._summaries:
                self._summaries[id].update_all()
        self._secret = secret
        self.update()

    def _change_video(self) -> None:
        self._summaries.clear()
        self._blank = None
        self._renderer.clear()
        self._read_objects()

    def _read_objects(self) -> None:
        self._objects = self._viewport.objects()
        self.updateGeometry()
        self._repaint_later()

    def _follow(self, edit: Edit) -> None:
        frames = edit.frames_touched()
        for id, touched in frames.items():
            if id in self._summaries:
                self._summaries[id].update(touched)
        for id, delta in edit.objects.items():
            if id in self._summaries and delta.before is not None and delta.after is not None:
                self._summaries[id].update_within(spans.window(delta.before.stale, delta.after.stale))
        for id in edit.verdicts:
            if id in self._summaries:
                self._summaries[id].update_all()
        if edit.objects:
            self._read_objects()
        elif frames or edit.verdicts:
            self._repaint_lanes(set(frames) | set(edit.verdicts))

    def _follow_suggestions(self, frames: Mapping[ObjectId, Collection[FrameIndex]]) -> None:
        for id, touched in frames.items():
            if id in self._summaries:
                self._summaries[id].update(touched)
        self._repaint_lanes(set(frames))

    def _repaint_lanes(self, touched: Collection[ObjectId]) -> None:
        for index, record in enumerate(self._objects):
            if record.id in touched:
                self._repaint_later(QRect(0, index * LANE_HEIGHT - self._offset, self.width(), LANE_HEIGHT))

    def _repaint_later(self, part: QRect | None = None) -> None:
        self._due += self.rect() if part is None else part
        self._later.start()

    def _repaint_due(self) -> None:
        due, self._due = self._due, QRegion()
        self.update(due)
