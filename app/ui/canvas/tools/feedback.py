"""Pointer feedback: the mouse cursor, and what is drawn at the pointer, for what a press there would do."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor

from app.ui.canvas.aids import Aid
from app.ui.canvas.geometry import ImagePoint, View
from app.ui.canvas.painting.cursor_layer import BrushCursor
from app.ui.canvas.tools.box import handle_at
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.cursors import Cursors, PressEffect
from app.ui.canvas.tools.pointer import PointerButton, PointerEventType, event_at
from app.ui.canvas.tools.table import ToolId, ToolRow
from app.ui.canvas.view_model import CanvasViewModel


@dataclass(frozen=True, slots=True)
class InputState:
    """What mouse and keys are doing. `position` is in widget pixels, None while the pointer is elsewhere."""

    tool: ToolRow
    position: QPointF | None
    modifiers: Qt.KeyboardModifier
    held: PointerButton
    """The mouse button that is down."""
    in_gesture: bool
    panning: bool
    space_held: bool


class PointerFeedback:
    """Derives what is shown at the pointer from the input state, the tool and the shown frame; changes nothing."""

    def __init__(self, view_model: CanvasViewModel, context: ToolContext) -> None:
        self._view_model = view_model
        self._context = context
        self._cursors = Cursors()

    def brush_cursor(self, state: InputState) -> BrushCursor | None:
        """Return the brush to draw at the pointer, if the tool has one."""
        view = self._view(state)
        if not state.tool.round or view is None or state.position is None or self._context.locked:
            return None
        if state.panning or state.space_held:
            return None
        shift = bool(state.modifiers & Qt.KeyboardModifier.ShiftModifier)
        line_from = self._context.last_point if shift and not state.in_gesture else None
        erases = state.tool.id is ToolId.ERASER or self._press_effect(state) is PressEffect.REMOVE
        return BrushCursor(view.to_image(state.position), self._context.brush_radius, erases, line_from)

    def guides(self, state: InputState) -> ImagePoint | None:
        """Return where a corner of a box would be, in image pixels, for the guides; None where no box is drawn."""
        view, model = self._view(state), self._view_model
        if state.tool.id is not ToolId.BOX or Aid.GUIDES not in model.aids or view is None or state.position is None:
            return None
        if state.panning or state.space_held or self._context.locked or not model.ready or model.compositor.hidden:
            return None
        point = view.to_image(state.position)
        return point if view.holds(*point) or state.in_gesture else None

    def cursor(self, state: InputState) -> QCursor:
        """Return the mouse cursor for what a press here would do; equal cursors are the same object."""
        shape = self._shape(state)
        if shape is not None:
            return self._cursors.shape(shape)
        model = self._view_model
        return self._cursors.crosshair(self._press_effect(state), model.compositor.style, model.layout.dpr)

    def _press_effect(self, state: InputState) -> PressEffect:
        """Return whether a press here, or the gesture under way, adds or removes."""
        if state.tool.removes_with == Qt.KeyboardModifier.NoModifier:
            return PressEffect.NONE
        if state.in_gesture and not state.tool.round:
            return PressEffect.REMOVE if self._context.sketch.subtract else PressEffect.ADD
        removes = state.held is PointerButton.RIGHT or state.modifiers & state.tool.removes_with
        return PressEffect.REMOVE if removes else PressEffect.ADD

    def _shape(self, state: InputState) -> Qt.CursorShape | None:
        """Return one of Qt's own cursors, None for the crosshair."""
        tool, ready = state.tool, self._view_model.ready
        if state.panning or (tool.id is ToolId.HAND and state.in_gesture):
            return Qt.CursorShape.ClosedHandCursor
        if state.space_held or (tool.id is ToolId.HAND and ready):
            takes = not state.space_held and self._candidate_there(state)
            return Qt.CursorShape.PointingHandCursor if takes else Qt.CursorShape.OpenHandCursor
        if not ready:
            return Qt.CursorShape.ArrowCursor
        if state.position is not None and not state.in_gesture and self._context.issue_at(state.position) is not None:
            return Qt.CursorShape.PointingHandCursor
        if tool.changes and tool.id is not ToolId.ISSUE and self._context.locked:
            return Qt.CursorShape.ForbiddenCursor
        if tool.round:
            return Qt.CursorShape.BlankCursor
        if tool.id is ToolId.CLICK and state.position is not None and self._context.dot_at(state.position) is not None:
            return Qt.CursorShape.SizeAllCursor if self._press_effect(state) is PressEffect.ADD else None
        if tool.id is ToolId.BOX and not state.in_gesture:
            return self._handle_shape(state)
        return None

    def _candidate_there(self, state: InputState) -> bool:
        """Return whether a click would accept a candidate."""
        view = self._view(state)
        if view is None or state.position is None:
            return False
        return self._view_model.scene.candidate_at(*view.to_image(state.position)) is not None

    def _handle_shape(self, state: InputState) -> Qt.CursorShape | None:
        """Return the arrows of the box's handle under the pointer."""
        view = self._view(state)
        if view is None or state.position is None:
            return None
        event = event_at(PointerEventType.MOVE, state.position, view, self._view_model.compositor.style)
        handle = handle_at(self._context.box(), event)
        if handle is None:
            return None
        if handle.across and handle.down:
            falling = handle.across == handle.down
            return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
        return Qt.CursorShape.SizeHorCursor if handle.across else Qt.CursorShape.SizeVerCursor

    def _view(self, state: InputState) -> View | None:
        return self._view_model.layout.view_at(state.position) if state.position is not None else None
