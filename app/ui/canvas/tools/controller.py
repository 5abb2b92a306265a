"""Drives the tools: hands mouse and keys to the gesture under way, and knows where the pointer is and what it shows."""

from PySide6.QtCore import QCoreApplication, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent

from app.ui.canvas.aids import Aid
from app.ui.canvas.geometry import View
from app.ui.canvas.overlay import BrushCursor
from app.ui.canvas.painting.prompts_layer import Dot, dot_at
from app.ui.canvas.painting.sketch_layer import Point
from app.ui.canvas.tools.box import grip_at
from app.ui.canvas.tools.click import is_positive
from app.ui.canvas.tools.context import CanvasBench
from app.ui.canvas.tools.cursors import Cursors, Sign
from app.ui.canvas.tools.gesture import Button, Kind, Pointer
from app.ui.canvas.tools.hand import pan
from app.ui.canvas.tools.pointer import pointer_at, pointer_of
from app.ui.canvas.tools.running import RunningGesture
from app.ui.canvas.tools.table import TOOLS, ToolId, ToolRow
from app.ui.canvas.view_model import Stage

_GESTURE_KEYS = {
    Qt.Key.Key_Return: Kind.ENTER,
    Qt.Key.Key_Enter: Kind.ENTER,
    Qt.Key.Key_Backspace: Kind.BACKSPACE,
}
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_NO_KEYS = Qt.KeyboardModifier.NoModifier


class Driver(QObject):
    """The current tool, its gesture, and panning, which goes on beside any gesture."""

    hovered = Signal(str)
    """What is under the pointer, in words; empty when it is not on the image."""
    space_tapped = Signal()
    operation_accepted = Signal()
    """Enter, while an operation's result is shown."""
    pointer_changed = Signal()
    """What is drawn at the pointer, or its cursor, may have changed."""

    def __init__(self, stage: Stage, bench: CanvasBench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._bench = bench
        self._workspace = stage.workspace
        self._tool = ToolId.CLICK
        self._cursors = Cursors()
        self._gesture = RunningGesture()
        self._pan = RunningGesture()
        self._at: QPointF | None = None
        self._keys = _NO_KEYS
        self._held = Button.NONE
        self._space = False
        self._space_used = False
        self._question: tuple[float, float, bool] | None = None
        stage.scene_changed.connect(self._refresh)
        stage.view_changed.connect(self._refresh)
        self._workspace.view.frame_changed.connect(self._leave_frame)
        self._workspace.view.video_left.connect(self._leave_frame)
        self._workspace.view.video_changed.connect(self.cancel)

    # The tool

    @property
    def row(self) -> ToolRow:
        """The current tool."""
        return TOOLS[self._tool]

    def take(self, tool: ToolId) -> None:
        """Take another tool; a drag under way is cancelled, a polygon is closed if it can be."""
        self._close_gesture()
        self.cancel()
        self._tool = tool
        self._refresh()

    def cancel(self) -> None:
        """End the gesture under way without committing it."""
        self._gesture.cancel()
        self._held = Button.NONE
        self._tidy()

    @property
    def busy(self) -> bool:
        """True while a gesture is under way."""
        return bool(self._gesture)

    def brush_cursor(self) -> BrushCursor | None:
        """Return the brush to draw at the pointer, if the tool has one."""
        view = self._view_here()
        if not self.row.round or view is None or self._at is None or self._pan or self._space or self._bench.locked:
            return None
        shift = bool(self._keys & Qt.KeyboardModifier.ShiftModifier)
        line_from = self._bench.last_point if shift and not self.busy else None
        return BrushCursor(view.to_image(self._at), self._bench.brush_radius, self._erases, line_from)

    def guides(self) -> Point | None:
        """Return where a corner of a box would be, for the guides; None where no box is drawn."""
        view = self._view_here()
        if self._tool is not ToolId.BOX or Aid.GUIDES not in self._stage.aids or view is None or self._at is None:
            return None
        if self._pan or self._space or self._bench.locked or not self._stage.ready or self._stage.picture.hidden:
            return None
        pointer = pointer_at(Kind.MOVE, self._at, view, self._stage.picture.style)
        return (pointer.x, pointer.y) if pointer.on_image or self.busy else None

    @property
    def _erases(self) -> bool:
        return self._tool is ToolId.ERASER or self._sign() is Sign.REMOVE

    def _sign(self) -> Sign:
        """Return whether a press here, or the gesture under way, adds or takes away."""
        if self.row.removes_with == _NO_KEYS:
            return Sign.NONE
        if self.busy and not self.row.round:
            return Sign.REMOVE if self._bench.sketch.subtract else Sign.ADD
        return Sign.REMOVE if self._held is Button.RIGHT or self._keys & self.row.removes_with else Sign.ADD

    def cursor(self) -> QCursor:
        """Return the mouse cursor for what the pointer would do here; the same look is the same object."""
        shape = self._shape()
        if shape is not None:
            return self._cursors.shape(shape)
        return self._cursors.crosshair(self._sign(), self._stage.picture.style, self._stage.dpr)

    def _shape(self) -> Qt.CursorShape | None:
        """Return Qt's cursor that says it, None for the crosshair."""
        if self._pan or (self._tool is ToolId.HAND and self.busy):
            return Qt.CursorShape.ClosedHandCursor
        if self._space or (self._tool is ToolId.HAND and self._stage.ready):
            return Qt.CursorShape.OpenHandCursor
        if not self._stage.ready:
            return Qt.CursorShape.ArrowCursor
        if self.row.changes and self._bench.locked:
            return Qt.CursorShape.ForbiddenCursor
        if self.row.round:
            return Qt.CursorShape.BlankCursor
        if self._tool is ToolId.CLICK and self._dot_here() is not None:
            return Qt.CursorShape.SizeAllCursor if self._sign() is Sign.ADD else None
        if self._tool is ToolId.BOX and not self.busy:
            return self._grip_shape()
        return None

    def _grip_shape(self) -> Qt.CursorShape | None:
        """Return the arrows of the box's handle under the pointer."""
        view = self._view_here()
        if view is None or self._at is None:
            return None
        grip = grip_at(self._bench.box(), pointer_at(Kind.MOVE, self._at, view, self._stage.picture.style))
        if grip is None:
            return None
        if grip.across and grip.down:
            falling = grip.across == grip.down
            return Qt.CursorShape.SizeFDiagCursor if falling else Qt.CursorShape.SizeBDiagCursor
        return Qt.CursorShape.SizeHorCursor if grip.across else Qt.CursorShape.SizeVerCursor

    # The mouse

    def press(self, event: QMouseEvent) -> None:
        """Begin a gesture, or hand the press to the one under way. The second press of a double click counts too."""
        self._at, self._keys = event.position(), event.modifiers()
        pointer = self._pointer(event)
        if pointer is None or not self._stage.ready:
            return
        self._preview_off()
        if event.button() == Qt.MouseButton.MiddleButton or (self._space and pointer.button is Button.LEFT):
            self._space_used = True
            self._pan.start(pan, self._bench, pointer)
        elif pointer.button is not Button.NONE and self._held is Button.NONE:
            self._held = pointer.button
            if self._gesture:
                self._gesture.send(pointer)
            else:
                if self.row.changes:
                    self._workspace.view.pause()
                self._gesture.start(self.row.factory, self._bench, pointer)
        self._tidy()

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture under way, or show what a click here would do, and say what is here."""
        self._at, self._keys = event.position(), event.modifiers()
        pointer = self._pointer(event)
        if pointer is None or not self._stage.ready:
            return
        if self._held is not Button.NONE and not event.buttons():
            self._let_go()  # the release went to another window
        if self._pan:
            self._pan.send(pointer)
        elif self._gesture:
            self._gesture.send(pointer)
            self._tidy()
        self._refresh()

    def release(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._at, self._keys = event.position(), event.modifiers()
        pointer = self._pointer(event)
        if pointer is None:
            return
        if self._pan and (event.button() == Qt.MouseButton.MiddleButton or self._held is Button.NONE):
            self._pan.send(pointer)
        elif pointer.button is self._held:
            self._held = Button.NONE
            self._gesture.send(pointer)
        self._tidy()

    def enter(self, at: QPointF) -> None:
        """Take note that the pointer has come."""
        self._at = at
        self._refresh()

    def leave(self) -> None:
        """Forget the pointer."""
        self._at = None
        self._space = False
        self._refresh()

    # The keys

    def wants(self, event: QKeyEvent) -> bool:
        """Return whether a key means something to the gesture or the dot in hand; shortcuts must wait then."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            return event.modifiers() == _NO_KEYS and self._at is not None and self._stage.ready
        if key == Qt.Key.Key_Delete:
            return event.modifiers() == _NO_KEYS and self._dot_here() is not None
        if not self.busy:
            return key in _ENTER_KEYS and event.modifiers() & ~_KEYPAD == _NO_KEYS and self._stage.proposing
        return key in _GESTURE_KEYS or key == Qt.Key.Key_Escape

    def key_press(self, event: QKeyEvent) -> bool:
        """Use a key that is wanted. Returns whether it was used."""
        self._keys = event.modifiers()
        used = self.wants(event)
        if used:
            self._use(event)
            self._tidy()
        self._refresh()
        return used

    def key_release(self, event: QKeyEvent) -> bool:
        """End what a held key did. A tap of Space that panned nothing is passed on. Returns whether it was used."""
        self._keys = event.modifiers()
        used = event.key() == Qt.Key.Key_Space and self._space and not event.isAutoRepeat()
        if used:
            self._space = False
            if not self._space_used:
                self.space_tapped.emit()
        self._refresh()
        return used

    def _use(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space, self._space_used = True, False
        elif key == Qt.Key.Key_Escape:
            self.cancel()
        elif key == Qt.Key.Key_Delete:
            dot = self._dot_here()
            if dot is not None and self._bench.may_change():
                self._workspace.prompts.remove_click(dot.cell, dot.index)
        elif not self.busy:
            self.operation_accepted.emit()
        else:
            self._send(_GESTURE_KEYS[Qt.Key(key)])

    def _send(self, kind: Kind, button: Button = Button.NONE) -> None:
        """Hand the gesture an event that no mouse made, where the pointer is."""
        view = self._view_here() or self._stage.view
        if view is not None:
            self._gesture.send(pointer_at(kind, self._at or QPointF(), view, self._stage.picture.style, button))

    # What follows from it

    def _tidy(self) -> None:
        """Clear away what a gesture has left, if it is over."""
        if not self._gesture:
            self._bench.clear()
        self.pointer_changed.emit()

    def _leave_frame(self, _frame: int = 0) -> None:
        """End the gesture on the frame it began on: a drag as if released, a polygon closed; else it is dropped."""
        self._let_go()
        self._close_gesture()
        self._bench.last_point = None
        self.cancel()

    def _close_gesture(self) -> None:
        """Let a polygon be closed as by Enter: corners that were clicked can be undone, but not be clicked again."""
        if self._held is Button.NONE and self._gesture:
            self._send(Kind.ENTER)

    def _let_go(self) -> None:
        """Release the button that is held, if any."""
        if self._held is not Button.NONE:
            held, self._held = self._held, Button.NONE
            self._send(Kind.RELEASE, held)
            self._tidy()

    def _refresh(self) -> None:
        """Follow a change of pointer, keys, view or scene."""
        view = self._view_here()
        pointer = None
        if view is not None and self._at is not None and self._stage.ready:
            pointer = pointer_at(Kind.MOVE, self._at, view, self._stage.picture.style, Button.NONE, self._keys)
        self._preview(pointer)
        self.hovered.emit(self._words(pointer))
        self.pointer_changed.emit()

    def _preview(self, pointer: Pointer | None) -> None:
        """Ask for a preview while Shift is held over the image with the click tool."""
        wanted = (
            pointer is not None
            and pointer.shift
            and pointer.on_image
            and self._tool is ToolId.CLICK
            and not (self.busy or self._pan or self._bench.locked)
        )
        if not wanted or pointer is None:
            self._preview_off()
            return
        question = (pointer.x, pointer.y, is_positive(pointer))
        if question != self._question:
            self._question = question
            self._workspace.prompts.hover(*question)

    def _preview_off(self) -> None:
        if self._question is not None:
            self._question = None
            self._workspace.prompts.hover_off()

    def _words(self, pointer: Pointer | None) -> str:
        if pointer is None or not pointer.on_image or self._stage.view is None:
            return ""
        zoom = f"{self._stage.view.zoom * 100:.0f} %"
        place = QCoreApplication.translate("Canvas", "x {x}, y {y}").format(x=int(pointer.x), y=int(pointer.y))
        found = self._stage.scene.object_at(pointer.x, pointer.y)
        return "   ".join([place, *([found.name] if found is not None else []), zoom])

    def _view_here(self) -> View | None:
        return self._stage.view_at(self._at) if self._at is not None else None

    def _pointer(self, event: QMouseEvent) -> Pointer | None:
        view = self._stage.view_at(event.position())
        return pointer_of(event, view, self._stage.picture.style) if view is not None else None

    def _dot_here(self) -> Dot | None:
        view = self._view_here()
        if view is None or self._at is None:
            return None
        return dot_at(self._stage.scene, view, self._at, self._stage.picture.style)
