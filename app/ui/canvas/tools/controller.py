"""The tool controller: hands mouse and keys to the gesture under way, and pans beside it."""

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.cursor_layer import PointerMarks
from app.ui.canvas.painting.prompts_layer import Dot
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.feedback import InputState, PointerFeedback
from app.ui.canvas.tools.gesture import RunningGesture
from app.ui.canvas.tools.hand import pan
from app.ui.canvas.tools.hover import HoverPreview, hover_text
from app.ui.canvas.tools.pointer import (
    PointerButton,
    PointerEvent,
    PointerEventType,
    event_at,
    event_of_no_mouse,
    from_mouse,
)
from app.ui.canvas.tools.table import TOOLS, ToolId, ToolRow
from app.ui.canvas.tools.tool_gesture import ToolGesture
from app.ui.canvas.view_model import CanvasViewModel

_GESTURE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class ToolController(QObject):
    """The current tool, its gesture, and panning, which goes on beside any gesture. Positions are in widget pixels."""

    hovered = Signal(str)
    """Text on what is under the pointer; empty when it is not on the image."""
    space_tapped = Signal()
    """Space was pressed and released, and nothing was panned meanwhile."""
    operation_accepted = Signal()
    """Enter, while an operation's result is shown."""
    pressed = Signal()
    """A button was pressed: what is said at the pointer is about what was done before."""
    pointer_changed = Signal()
    """What is drawn at the pointer, or its cursor, may have changed."""

    def __init__(self, view_model: CanvasViewModel, context: ToolContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._context = context
        self._workspace = view_model.workspace
        self._tool = ToolId.CLICK
        self._feedback = PointerFeedback(view_model, context)
        self._hover_preview = HoverPreview(self._workspace)
        self._gesture = ToolGesture(context, self)
        self._pan = RunningGesture()
        self._position: QPointF | None = None
        self._modifiers = _NO_MODIFIER
        self._held = PointerButton.NONE
        self._space_held = False
        self._space_panned = False
        self._pressing = self._outdated = False
        """True while a press is handled: what is at the pointer is followed once, when all that it does is done."""
        self._gesture.over.connect(self._clear)
        view_model.scene_changed.connect(self._gesture.follow_frame)
        view_model.scene_changed.connect(self._refresh)
        view_model.view_changed.connect(self._refresh)
        self._workspace.view.frame_changed.connect(self._forget_stroke)
        self._workspace.view.video_changed.connect(self.cancel)

    # The tool

    @property
    def tool(self) -> ToolRow:
        """The current tool."""
        return TOOLS[self._tool]

    def set_tool(self, tool: ToolId) -> None:
        """Take another tool; a gesture under way is finished."""
        if tool is not self._tool:
            self.finish()
            self._gesture.drop()
        self._tool = tool
        self._refresh()

    def finish(self) -> None:
        """Finish the gesture under way, if there is one (see `workspace.in_hand`)."""
        self._workspace.editor.in_hand.finish()

    def cancel(self) -> None:
        """End the gesture under way without committing it."""
        self._gesture.drop()
        self._held = PointerButton.NONE

    @property
    def position(self) -> QPointF | None:
        """Where the pointer is, in widget pixels; None while it is not over the canvas."""
        return self._position

    @property
    def in_gesture(self) -> bool:
        """True while a gesture is under way."""
        return bool(self._gesture)

    def pointer_marks(self) -> PointerMarks:
        """Return what is to be drawn at the pointer."""
        state = self._input_state()
        return PointerMarks(self._feedback.brush_cursor(state), self._feedback.guides(state))

    def cursor(self) -> QCursor:
        """Return the mouse cursor for what a press here would do; equal cursors are the same object."""
        return self._feedback.cursor(self._input_state())

    # The mouse

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, or hand the press to the one under way. The second press of a double click counts too."""
        pointer = self._follow_mouse(event)
        if pointer is None or not self._view_model.ready:
            return
        self.pressed.emit()
        self._hover_preview.stop()
        self._pressing, self._outdated = True, False
        try:
            self._begin(event, pointer)
        finally:
            self._pressing = False
        if self._outdated:
            self._refresh()
        else:
            self.pointer_changed.emit()

    def _begin(self, event: QMouseEvent, pointer: PointerEvent) -> None:
        """Begin a gesture with a press, or hand it to the one under way."""
        if event.button() == Qt.MouseButton.MiddleButton or (self._space_held and pointer.button is PointerButton.LEFT):
            self._space_panned = True
            self._pan.start(pan, self._context, pointer)
        elif pointer.button is not PointerButton.NONE and self._held in (PointerButton.NONE, pointer.button):
            self._release_held()  # its release went to another window
            self._held = pointer.button
            if self._gesture:
                self._gesture.send(pointer)
            elif not (self.tool.changes and self._context.select_issue_at(pointer)):
                if self.tool.changes:
                    self._workspace.view.pause()
                self._gesture.start(self.tool, pointer)

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture under way, or show what a click here would do, and tell what is here."""
        pointer = self._follow_mouse(event)
        if pointer is None or not self._view_model.ready:
            return
        if self._held is not PointerButton.NONE and not event.buttons():
            self._release_held()  # the release went to another window
        if self._pan:
            self._pan.send(pointer)
        else:
            self._gesture.send(pointer)
        self._refresh()

    def release(self, event: QMouseEvent) -> None:
        """End a drag."""
        pointer = self._follow_mouse(event)
        if pointer is None:
            return
        if self._pan and (event.button() == Qt.MouseButton.MiddleButton or self._held is PointerButton.NONE):
            self._pan.send(pointer)
        elif pointer.button is self._held:
            self._held = PointerButton.NONE
            self._gesture.send(pointer)
        self.pointer_changed.emit()

    def enter(self, position: QPointF) -> None:
        """Take note that the pointer has come."""
        self._position = position
        self._refresh()

    def leave(self) -> None:
        """Forget the pointer."""
        self._position = None
        self._space_held = False
        self._workspace.selecting.point_at(None)
        self._refresh()

    # The keys

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether the gesture or the dot under the pointer uses a key; shortcuts must wait then."""
        key, plain = event.key(), event.modifiers() == _NO_MODIFIER
        if key == Qt.Key.Key_Space:
            return plain and self._position is not None and self._view_model.ready
        unmodified = event.modifiers() & ~_KEYPAD == _NO_MODIFIER
        if self.in_gesture:
            return key in _GESTURE_KEYS and unmodified
        if key == Qt.Key.Key_Delete:
            return plain and self._dot_under_pointer() is not None
        takes_over = self._view_model.operation_shown or bool(self._context.sketch.rings)
        return key in _ENTER_KEYS and unmodified and takes_over

    def key_press(self, event: QKeyEvent) -> bool:
        """Use a key that is wanted. Returns whether it was used."""
        self._modifiers = event.modifiers()
        used = self.wants(event)
        if used:
            self._use_key(event)
        self._refresh()
        return used

    def key_release(self, event: QKeyEvent) -> bool:
        """End what a held key did. A tap of Space that panned nothing is passed on. Returns whether it was used."""
        self._modifiers = event.modifiers()
        used = event.key() == Qt.Key.Key_Space and self._space_held and not event.isAutoRepeat()
        if used:
            self._space_held = False
            if not self._space_panned:
                self.space_tapped.emit()
        self._refresh()
        return used

    def _use_key(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space_held, self._space_panned = True, False
        elif self.in_gesture:
            self._use_gesture_key(Qt.Key(key))
        elif key == Qt.Key.Key_Delete:
            dot = self._dot_under_pointer()
            if dot is not None:
                self._delete(dot)
        elif self._view_model.operation_shown:  # else corners are shown, and nothing of them was changed
            self.operation_accepted.emit()

    def _delete(self, dot: Dot) -> None:
        if self._context.may_change(lambda: self._delete(dot)) and self._context.is_there(dot):
            self._workspace.prompts.remove_click(dot.cell, dot.index)

    def _use_gesture_key(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in _ENTER_KEYS:
            self._gesture.send(event_of_no_mouse(PointerEventType.ENTER))
        else:
            self._gesture.take_back()

    # The gesture

    def _clear(self) -> None:
        """Remove what a gesture has left on the canvas."""
        self._context.clear()
        self._show_resting()
        if not self._pressing:
            self.pointer_changed.emit()

    def _show_resting(self) -> None:
        """Show what the tool shows without a gesture."""
        if not self.in_gesture:
            resting = self.tool.resting if self._view_model.ready else None
            self._context.sketch = resting(self._context) if resting is not None else Sketch()

    def _forget_stroke(self) -> None:
        """A straight line does not go on from a stroke on another frame."""
        self._context.last_point = None

    def _release_held(self) -> None:
        """Release the button that is held, if any."""
        if self._held is not PointerButton.NONE:
            self._held = PointerButton.NONE
            self._gesture.send(event_of_no_mouse(PointerEventType.RELEASE))

    # The pointer

    def _follow_mouse(self, event: QMouseEvent) -> PointerEvent | None:
        """Note pointer and held keys; returns the event in image pixels, None without a video."""
        self._position, self._modifiers = event.position(), event.modifiers()
        view = self._view_model.layout.view_at(event.position())
        return from_mouse(event, view, self._view_model.compositor.style) if view is not None else None

    def _refresh(self) -> None:
        """Follow a change of pointer, keys, view or scene."""
        if self._pressing:
            self._outdated = True
            return
        view, event = self._view_under_pointer(), None
        if view is not None and self._position is not None and self._view_model.ready:
            style = self._view_model.compositor.style
            event = event_at(PointerEventType.MOVE, self._position, view, style, PointerButton.NONE, self._modifiers)
        if event is not None and self._previews(event):
            self._hover_preview.request(event)
        else:
            self._hover_preview.stop()
        if event is not None:
            candidate = self._view_model.scene.candidate_at(event.x, event.y)
            self._workspace.selecting.point_at(candidate.id if candidate is not None else None)
        self._show_resting()
        self.hovered.emit(hover_text(event, self._view_model))
        self.pointer_changed.emit()

    def _previews(self, event: PointerEvent) -> bool:
        """Return whether the click tool previews here: while Shift is held over the image."""
        if not (event.shift and event.on_image and self._tool is ToolId.CLICK):
            return False
        return not (self.in_gesture or self._pan or self._context.locked)

    def _input_state(self) -> InputState:
        return InputState(
            tool=self.tool,
            position=self._position,
            modifiers=self._modifiers,
            held=self._held,
            in_gesture=self.in_gesture,
            panning=bool(self._pan),
            space_held=self._space_held,
        )

    def _view_under_pointer(self) -> View | None:
        return self._view_model.layout.view_at(self._position) if self._position is not None else None

    def _dot_under_pointer(self) -> Dot | None:
        return self._context.dot_at(self._position) if self._position is not None else None
