"""The canvas widget: paints the stage and what moves over it, and is what the window talks to."""

from math import ceil, floor

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCursor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.masks.mask import Mask
from app.ui.canvas.aids import Aid
from app.ui.canvas.geometry import View, rects
from app.ui.canvas.overlay import AtPointer, paint_overlay, pointer_region
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.scene import ShownMask
from app.ui.canvas.tools.context import CanvasBench
from app.ui.canvas.tools.controller import Driver
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_model import Stage
from app.ui.canvas.view_modes import ViewMode
from app.ui.key_routing import is_text_field
from app.ui.theme.focus import THICKNESS, paint_focus, ring_of
from app.ui.theme.tokens import DARK
from app.workspace.workspace import Workspace

_WHEEL_STEP = 1.25
"""Zoom factor of one notch of the wheel."""
_BRUSH_STEP = 1.15
_PIXELS_PER_DOUBLING = 240.0
"""Touchpad pixels that double the zoom."""


class Canvas(QWidget):
    """Shows the workspace's current frame and turns gestures into its verbs. Follows the workspace by itself."""

    tool_changed = Signal(object)
    """A ToolId."""
    view_mode_changed = Signal(object)
    """A ViewMode."""
    looks_changed = Signal()
    """Opacity, outlines or aids."""
    brush_radius_changed = Signal(float)
    """In image pixels."""
    zoom_changed = Signal(float)
    """Screen pixels an image pixel; 1.0 is 1:1."""
    hovered = Signal(str)
    """What is under the pointer, in words for the status bar; empty when it is not on the image."""
    hint_changed = Signal(str)
    """What the tool does, in words for the status bar."""
    operation_accepted = Signal()
    """Enter was pressed while the result of an operation is shown."""
    space_tapped = Signal()
    """Space was pressed and released over the canvas and panned nothing: it means what it means elsewhere."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None, style: CanvasStyle | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage(workspace, style or CanvasStyle.of(DARK), self)
        self._bench = CanvasBench(self._stage, self)
        self._driver = Driver(self._stage, self._bench, self)
        self._at_pointer = QRegion()
        self._ring = THICKNESS
        self._cursor: QCursor | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Canvas"))
        self.setMinimumSize(160, 120)
        self._stage.dirty.connect(self._repaint)
        self._stage.view_changed.connect(lambda: self.zoom_changed.emit(self.zoom))
        self._bench.sketched.connect(self.update)
        self._bench.brush_radius_changed.connect(self.brush_radius_changed)
        self._bench.brush_radius_changed.connect(self._follow_pointer)
        self._driver.hovered.connect(self.hovered)
        self._driver.space_tapped.connect(self.space_tapped)
        self._driver.operation_accepted.connect(self.operation_accepted)
        self._driver.pointer_changed.connect(self._follow_pointer)

    # What the window calls

    @property
    def tool(self) -> ToolId:
        """The current tool."""
        return self._driver.row.id

    @property
    def hint(self) -> str:
        """What the current tool does, translated."""
        return self.tr(self._driver.row.hint)

    @property
    def view_mode(self) -> ViewMode:
        """How masks are looked at."""
        return self._stage.mode

    @property
    def zoom(self) -> float:
        """Screen pixels an image pixel, 0.0 without a video."""
        return self._stage.view.zoom if self._stage.view is not None else 0.0

    @property
    def brush_radius(self) -> float:
        """Radius of brush and eraser in image pixels."""
        return self._bench.brush_radius

    @property
    def opacity(self) -> float:
        """How opaque masks are filled, 0..1."""
        return self._stage.picture.opacity

    @property
    def outline_weight(self) -> float:
        """How thick outlines are compared with the usual, 0..2."""
        return self._stage.picture.outline_weight

    @property
    def aids(self) -> frozenset[Aid]:
        """What is drawn to help the eye."""
        return self._stage.aids

    @property
    def masks_hidden(self) -> bool:
        """True while the frame is shown alone."""
        return self._stage.picture.hidden

    def set_tool(self, tool: ToolId) -> None:
        """Take another tool; a drag under way is cancelled, a polygon closed if it can be."""
        before = self.tool
        self._driver.take(tool)
        if tool is not before:
            self.tool_changed.emit(tool)
            self.hint_changed.emit(self.hint)

    def set_view_mode(self, mode: ViewMode) -> None:
        """Look at the masks in another way."""
        if mode is not self._stage.mode:
            self._stage.set_mode(mode)
            self.view_mode_changed.emit(mode)

    def set_opacity(self, opacity: float) -> None:
        """Fill masks with this opacity, 0..1."""
        self._stage.set_opacity(opacity)
        self.looks_changed.emit()

    def set_outline_weight(self, weight: float) -> None:
        """Draw outlines so many times as thick as usual; 0 draws none."""
        self._stage.set_outline_weight(weight)
        self.looks_changed.emit()

    def toggle_aid(self, aid: Aid) -> None:
        """Draw an aid, or stop doing so."""
        self.set_aids(self.aids ^ {aid})

    def set_aids(self, aids: frozenset[Aid]) -> None:
        """Draw these aids and no others."""
        self._stage.set_aids(aids)
        self.looks_changed.emit()

    def set_masks_hidden(self, hidden: bool) -> None:
        """Show the frame alone, without masks and prompts, until called with False."""
        self._stage.set_hidden(hidden)

    def set_style(self, style: CanvasStyle) -> None:
        """Use other colors."""
        self._stage.set_style(style)

    def go_on_from(self, other: "Canvas") -> None:
        """Take over from another canvas on the same project: tool, view and what is shown."""
        self.set_tool(other.tool)
        self.set_view_mode(other.view_mode)
        self.set_masks_hidden(other.masks_hidden)
        self._stage.lie_as(other._stage)

    def set_brush_radius(self, radius: float) -> None:
        """Set the radius of brush and eraser in image pixels; it is kept within bounds."""
        self._bench.brush_radius = radius

    def grow_brush(self, steps: float = 1) -> None:
        """Make the brush larger, or smaller with negative steps: by a seventh, at least half a pixel."""
        radius = self._bench.brush_radius
        larger = radius * _BRUSH_STEP**steps
        self._bench.brush_radius = max(larger, radius + steps / 2) if steps > 0 else min(larger, radius + steps / 2)

    def fit(self) -> None:
        """Show the whole image."""
        self._stage.fit()

    def actual_size(self) -> None:
        """Show one image pixel on one screen pixel."""
        self._stage.zoom_to(1.0)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom around a widget point, the middle by default."""
        self._stage.zoom_by(factor, anchor if anchor is not None else QPointF(self.rect().center()))

    def show_operation_preview(self, mask: Mask | None) -> None:
        """Show what an operation would make of the active object's mask, until None is given."""
        self._stage.show_operation(ShownMask(mask) if mask is not None else None)

    # Places, for tests and for the window

    def view(self) -> View | None:
        """Return how the image lies in the (first) pane, None without a video."""
        return self._stage.view

    def to_widget(self, x: float, y: float) -> QPointF:
        """Return where a point of the image is in the widget. Needs a video."""
        view = self._stage.view
        assert view is not None, "there is no image without a video"
        return view.to_widget(x, y)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(960, 600)

    def finish_drawing(self) -> None:
        """Replace a draft that zooming has left by full quality now, not when zooming has rested."""
        self._stage.settle()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Blit the composed picture and paint over it what moves."""
        picture, size = self._stage.pixmap, self._stage.size
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(QRectF(QPointF(), size / self._stage.dpr), picture, QRectF(picture.rect()))
        paint_overlay(painter, self._stage, self._bench.sketch, self._drawn_at_pointer())
        if self.hasFocus():
            paint_focus(painter, self.rect(), self._stage.picture.style.accent, self._ring)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._ring = ring_of(event)
        self._repaint_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._repaint_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the picture out anew."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        dpr = self.devicePixelRatioF()
        self._stage.resize(ceil(self.width() * dpr), ceil(self.height() * dpr), dpr)

    def _repaint(self, region: QRegion) -> None:
        """Repaint a region in device pixels."""
        dpr = self._stage.dpr
        for rect in rects(region):
            left, top = floor(rect.left() / dpr), floor(rect.top() / dpr)
            right, bottom = ceil((rect.right() + 1) / dpr), ceil((rect.bottom() + 1) / dpr)
            self.update(left, top, right - left, bottom - top)

    def _repaint_ring(self) -> None:
        inner = self.rect().adjusted(THICKNESS, THICKNESS, -THICKNESS, -THICKNESS)
        self.update(QRegion(self.rect()) - QRegion(inner))

    def _follow_pointer(self) -> None:
        """Repaint brush or guides where they were and where they are, and wear the right cursor."""
        before, self._at_pointer = self._at_pointer, pointer_region(self._stage, self._drawn_at_pointer())
        self.update(before + self._at_pointer)
        cursor = self._driver.cursor()
        if cursor is not self._cursor:
            self._cursor = cursor
            self.setCursor(cursor)

    def _drawn_at_pointer(self) -> AtPointer:
        return AtPointer(self._driver.brush_cursor(), self._driver.guides())

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin or go on with a gesture."""
        self._driver.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Count the second press of a double click as a press of its own."""
        self._driver.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or hover."""
        self._driver.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._driver.release(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Ctrl and a brush in hand, change its size."""
        pixels, notches = event.pixelDelta().y(), event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._driver.row.round:
            self.grow_brush(notches)
        elif pixels:
            self.zoom_by(2 ** (pixels / _PIXELS_PER_DOUBLING), event.position())
        elif notches:
            self.zoom_by(_WHEEL_STEP**notches, event.position())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Take note that the pointer has come, and take the keyboard, so that Space and Shift mean the canvas."""
        super().enterEvent(event)
        if self.isActiveWindow() and not is_text_field(QApplication.focusWidget()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._driver.enter(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self._driver.leave()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that mean something to what is in hand before the window's shortcuts do; pinch to zoom.

        A window that comes to a screen of another pixel ratio is laid out anew: Qt tells it here and nowhere else.
        """
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._measure()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._driver.wants(event):
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use keys of the gesture or the dot in hand; leave all others to the window."""
        if not self._driver.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not self._driver.key_release(event):
            super().keyReleaseEvent(event)
