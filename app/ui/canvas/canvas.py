"""The canvas widget: paints the composed image and the overlay, and is the door for the rest of the window."""

from collections.abc import Callable
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
    QPixmap,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.masks.mask import Mask
from app.ui.canvas.aids import Aid
from app.ui.canvas.geometry import View, rects
from app.ui.canvas.notes import CanvasNotes
from app.ui.canvas.overlay import paint_overlay, pointer_region
from app.ui.canvas.painting.outlines_layer import MAX_OUTLINE_WEIGHT
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.pointer_note import PointerNote
from app.ui.canvas.scene import ShownMask
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.controller import ToolController
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_model import CanvasViewModel
from app.ui.canvas.view_modes import ViewMode
from app.ui.key_routing import is_text_field
from app.ui.theme.focus import THICKNESS, focus_ring_thickness, paint_focus_ring
from app.ui.theme.tokens import DARK, Palette
from app.workspace.workspace import Workspace

_WHEEL_STEP = 1.25
"""Zoom factor of one notch of the wheel."""
_BRUSH_STEP = 1.15
_PIXELS_PER_DOUBLING = 240.0
"""Touchpad pixels that double the zoom."""


class Canvas(QWidget):
    """Shows the workspace's current frame and turns gestures into calls of its nouns. Follows it by itself."""

    MAX_OUTLINE_WEIGHT = MAX_OUTLINE_WEIGHT
    """The largest weight `set_outline_weight` takes."""

    tool_changed = Signal(object)
    """A ToolId."""
    view_mode_changed = Signal(object)
    """A ViewMode."""
    display_options_changed = Signal()
    """Opacity, outlines or aids."""
    brush_radius_changed = Signal(float)
    """In image pixels."""
    other_pixels_changed = Signal(object)
    """OtherPixels."""
    zoom_changed = Signal(float)
    """Screen pixels an image pixel; 1.0 is 1:1."""
    hovered = Signal(str)
    """Text for the status bar on what is under the pointer; empty when it is not on the image."""
    hint_changed = Signal(str)
    """Text for the status bar on what the tool does."""
    operation_accepted = Signal()
    """Enter was pressed while the result of an operation is shown."""
    space_tapped = Signal()
    """Space was pressed and released over the canvas and panned nothing: it does what it does elsewhere."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None, palette: Palette = DARK) -> None:
        super().__init__(parent)
        self._view_model = CanvasViewModel(workspace, CanvasStyle.of(palette), self)
        self._context = ToolContext(self._view_model, self)
        self._controller = ToolController(self._view_model, self._context, self)
        self._notes = CanvasNotes(self._view_model, self._controller, self)
        self._marks_region = QRegion()
        self._focus_ring = THICKNESS
        self._cursor: QCursor | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Canvas"))
        self.setMinimumSize(160, 120)
        self._view_model.dirty.connect(self._repaint)
        self._view_model.view_changed.connect(lambda: self.zoom_changed.emit(self.zoom))
        self._context.sketch_changed.connect(self.update)
        self._context.brush_radius_changed.connect(self.brush_radius_changed)
        self._context.brush_radius_changed.connect(self._follow_pointer)
        self._context.other_pixels_changed.connect(self.other_pixels_changed)
        self._controller.hovered.connect(self.hovered)
        self._controller.space_tapped.connect(self.space_tapped)
        self._controller.operation_accepted.connect(self.operation_accepted)
        self._controller.pointer_changed.connect(self._follow_pointer)

        self._told_hint = self.hint
        self._view_model.scene_changed.connect(self._follow_hint)

    # What the window calls

    @property
    def tool(self) -> ToolId:
        """The current tool."""
        return self._controller.tool.id

    @property
    def hint(self) -> str:
        """What the current tool does, translated."""
        tool = self._controller.tool
        return self.tr(tool.candidate_hint if tool.candidate_hint and self._view_model.scene.candidates else tool.hint)

    @property
    def view_mode(self) -> ViewMode:
        """How masks are shown."""
        return self._view_model.layout.mode

    @property
    def zoom(self) -> float:
        """Screen pixels an image pixel, 0.0 without a video."""
        return self._view_model.layout.view.zoom if self._view_model.layout.view is not None else 0.0

    @property
    def brush_radius(self) -> float:
        """Radius of brush and eraser in image pixels."""
        return self._context.brush_radius

    @property
    def opacity(self) -> float:
        """How opaque masks are filled, 0..1."""
        return self._view_model.compositor.opacity

    @property
    def outline_weight(self) -> float:
        """How thick outlines are compared with the default, 0..MAX_OUTLINE_WEIGHT."""
        return self._view_model.compositor.outline_weight

    @property
    def aids(self) -> frozenset[Aid]:
        """The visual aids that are drawn."""
        return self._view_model.aids

    @property
    def masks_hidden(self) -> bool:
        """True while the frame is shown alone."""
        return self._view_model.compositor.hidden

    def set_tool(self, tool: ToolId) -> None:
        """Take another tool; a gesture under way is finished."""
        before = self.tool
        self._controller.set_tool(tool)
        if tool is not before:
            self.tool_changed.emit(tool)
            self._follow_hint()

    def _follow_hint(self) -> None:
        """Tell the hint where it is another one: the hand does something else while candidates are shown."""
        if self.hint != self._told_hint:
            self._told_hint = self.hint
            self.hint_changed.emit(self.hint)

    def set_view_mode(self, mode: ViewMode) -> None:
        """Show the masks in another view mode."""
        if mode is not self._view_model.layout.mode:
            self._view_model.set_mode(mode)
            self.view_mode_changed.emit(mode)

    def set_opacity(self, opacity: float) -> None:
        """Fill masks with this opacity, 0..1."""
        self._view_model.set_opacity(opacity)
        self.display_options_changed.emit()

    def set_outline_weight(self, weight: float) -> None:
        """Draw outlines so many times as thick as by default, up to MAX_OUTLINE_WEIGHT; 0 draws none."""
        self._view_model.set_outline_weight(weight)
        self.display_options_changed.emit()

    def toggle_aid(self, aid: Aid) -> None:
        """Draw an aid, or stop doing so."""
        self.set_aids(self.aids ^ {aid})

    def set_aids(self, aids: frozenset[Aid]) -> None:
        """Draw these aids and no others."""
        self._view_model.set_aids(aids)
        self.display_options_changed.emit()

    def set_masks_hidden(self, hidden: bool) -> None:
        """Show the frame alone, without masks and prompts, until called with False."""
        self._view_model.set_hidden(hidden)

    def set_theme_palette(self, palette: Palette) -> None:
        """Use the colors of another theme."""
        self._view_model.set_style(CanvasStyle.of(palette))

    def copy_state_from(self, other: "Canvas") -> None:
        """Take tool, views and what is shown from another canvas on the same project; its gesture is finished."""
        other._controller.finish()
        self.set_tool(other.tool)
        self.set_view_mode(other.view_mode)
        self.set_masks_hidden(other.masks_hidden)
        self.set_other_pixels(other.other_pixels)
        self._view_model.copy_views_from(other._view_model)

    @property
    def note(self) -> PointerNote:
        """What is said beside the pointer."""
        return self._notes.note

    def set_new_object_key(self, key: Callable[[], str]) -> None:
        """Ask `key` for the key that makes a new object, when one is offered; empty when there is none."""
        self._notes.new_object_key = key

    def set_brush_radius(self, radius: float) -> None:
        """Set the radius of brush and eraser in image pixels; it is kept within bounds."""
        self._context.brush_radius = radius

    @property
    def other_pixels(self) -> OtherPixels:
        """What painting does about the pixels of other objects."""
        return self._context.other_pixels

    def set_other_pixels(self, rule: OtherPixels) -> None:
        """Let brush and eraser leave, keep to or take the pixels of other objects."""
        self._context.other_pixels = rule

    def grow_brush(self, steps: float = 1) -> None:
        """Make the brush larger, or smaller with negative steps: by a seventh, at least half a pixel."""
        radius = self._context.brush_radius
        larger = radius * _BRUSH_STEP**steps
        self._context.brush_radius = max(larger, radius + steps / 2) if steps > 0 else min(larger, radius + steps / 2)

    def fit(self) -> None:
        """Show the whole image."""
        self._view_model.fit()

    def actual_size(self) -> None:
        """Show one image pixel on one screen pixel."""
        self._view_model.zoom_to(1.0)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Zoom around a widget point, the middle by default."""
        self._view_model.zoom_by(factor, anchor if anchor is not None else QPointF(self.rect().center()))

    def show_operation_preview(self, mask: Mask | None) -> None:
        """Show what an operation would make of the active object's mask, until None is given."""
        self._view_model.show_operation(ShownMask(mask) if mask is not None else None)

    # Geometry, for tests and for the window

    def view(self) -> View | None:
        """Return the view of the (first) pane, None without a video."""
        return self._view_model.layout.view

    def to_widget(self, x: float, y: float) -> QPointF:
        """Return where a point of the image lies, in widget pixels. Needs a video."""
        view = self._view_model.layout.view
        assert view is not None, "there is no image without a video"
        return view.to_widget(x, y)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(960, 600)

    def finish_drawing(self) -> None:
        """Compose in full quality now what zooming left as a draft, not when zooming has paused."""
        self._view_model.finish_draft()

    @property
    def picture(self) -> QPixmap:
        """The frame with its masks as they lie in the widget, without labels, dots and what is in hand."""
        self.finish_drawing()
        return self._view_model.pixmap.copy()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the composed image and the overlay."""
        composed = self._view_model.pixmap
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawPixmap(self._view_model.layout.rect, composed, QRectF(composed.rect()))
        paint_overlay(painter, self._view_model, self._context.sketch, self._controller.pointer_marks())
        if self.hasFocus():
            paint_focus_ring(painter, self.rect(), self._view_model.compositor.style.accent, self._focus_ring)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self._focus_ring = focus_ring_thickness(event)
        self._repaint_focus_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._repaint_focus_ring()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the image out anew."""
        super().resizeEvent(event)
        self._follow_size()

    def _follow_size(self) -> None:
        dpr = self.devicePixelRatioF()
        self._view_model.resize(ceil(self.width() * dpr), ceil(self.height() * dpr), dpr)

    def _repaint(self, region: QRegion) -> None:
        """Repaint a region in device pixels."""
        dpr = self._view_model.layout.dpr
        for rect in rects(region):
            left, top = floor(rect.left() / dpr), floor(rect.top() / dpr)
            right, bottom = ceil((rect.right() + 1) / dpr), ceil((rect.bottom() + 1) / dpr)
            self.update(left, top, right - left, bottom - top)

    def _repaint_focus_ring(self) -> None:
        inner = self.rect().adjusted(THICKNESS, THICKNESS, -THICKNESS, -THICKNESS)
        self.update(QRegion(self.rect()) - QRegion(inner))

    def _follow_pointer(self) -> None:
        """Repaint brush or guides where they were and where they are, and set the mouse cursor."""
        before = self._marks_region
        self._marks_region = pointer_region(self._view_model, self._controller.pointer_marks())
        self.update(before + self._marks_region)
        cursor = self._controller.cursor()
        if cursor is not self._cursor:
            self._cursor = cursor
            self.setCursor(cursor)

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin or go on with a gesture."""
        self._controller.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Count the second press of a double click as a press of its own."""
        self._controller.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture, or hover."""
        self._controller.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._controller.release(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; with Ctrl and a brush, change its size."""
        pixels, notches = event.pixelDelta().y(), event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._controller.tool.round:
            self.grow_brush(notches)
        elif pixels:
            self.zoom_by(2 ** (pixels / _PIXELS_PER_DOUBLING), event.position())
        elif notches:
            self.zoom_by(_WHEEL_STEP**notches, event.position())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Take note that the pointer has come, and take the focus, so that Space and Shift work on the canvas."""
        super().enterEvent(event)
        if self.isActiveWindow() and not is_text_field(QApplication.focusWidget()):
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._controller.enter(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self._controller.leave()

    def event(self, event: QEvent) -> bool:
        """Claim the keys the gesture under way uses before the window's shortcuts do; pinch to zoom.

        A window that comes to a screen of another pixel ratio is laid out anew: Qt tells it here and nowhere else.
        """
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        claimable = event.type() == QEvent.Type.ShortcutOverride
        if claimable and isinstance(event, QKeyEvent) and self._controller.wants(event):
            event.accept()
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1 + event.value(), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use keys of the gesture under way or the dot under the pointer; leave all others to the window."""
        if not self._controller.key_press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End what a held key did."""
        if not self._controller.key_release(event):
            super().keyReleaseEvent(event)
