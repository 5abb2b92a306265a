"""The polygon tool: click corners, drag them, close with Enter, a double click or a click on the first one."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from app.ui.canvas.geometry import ImagePoint
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.area import commit_area
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent, PointerEventType


def polygon(context: ToolContext, press: PointerEvent) -> Gesture:
    """Draw corner by corner; Backspace takes the last one back. Alt at the first press cuts the area out instead."""
    if press.button is not PointerButton.LEFT or not press.on_image:
        return
    cell = context.cell_to_change()
    if cell is None:
        return
    drawn, subtract = _Outline([context.clamped(press)]), press.alt
    while drawn.corners:
        context.sketch = Sketch(line=drawn.line, handles=True, closable=drawn.closable, subtract=subtract)
        event = yield
        if event.type is PointerEventType.MOVE:
            drawn.move(event, context.clamped(event))
        elif event.type is PointerEventType.PRESS and event.button is PointerButton.LEFT:
            drawn.press(event, context.clamped(event))
        elif event.type is PointerEventType.RELEASE:
            if drawn.release():
                break
        elif event.type is PointerEventType.FINISH:
            break
        elif event.type in (PointerEventType.ENTER, PointerEventType.DOUBLE_PRESS):
            if drawn.closable:
                break
            if event.type is PointerEventType.ENTER:
                context.refuse(QCoreApplication.translate("Canvas", "A polygon needs at least three corners."))
        elif event.type is PointerEventType.TAKE_BACK or event.button is PointerButton.RIGHT:
            drawn.take_back()
        elif event.type is PointerEventType.GIVE_BACK:
            drawn.give_back()
    if drawn.closable:
        commit_area(context, cell, drawn.corners, subtract)


@dataclass(slots=True)
class _Outline:
    """The corners so far, in image pixels, and the one that is `held`, pressed at `held_from`."""

    corners: list[ImagePoint]
    taken: list[ImagePoint] = field(default_factory=list)
    """Corners that were taken back, the last one first to come again."""
    held: int | None = 0
    held_from: ImagePoint | None = None
    """Where the held corner was; None while it is a new one."""
    dragged: bool = False
    ahead: ImagePoint | None = None
    """Where the next corner would be."""

    @property
    def closable(self) -> bool:
        return len(self.corners) >= 3

    @property
    def line(self) -> tuple[ImagePoint, ...]:
        return (*self.corners, self.ahead) if self.ahead is not None and self.held is None else tuple(self.corners)

    def move(self, event: PointerEvent, to: ImagePoint) -> None:
        """Drag the held corner, once it has left its place, or show the line ahead."""
        if self.held is None:
            self.ahead = to
            return
        self.dragged = self.dragged or not event.hits(self.corners[self.held])
        if self.dragged:
            self.corners[self.held] = to

    def press(self, event: PointerEvent, at: ImagePoint) -> None:
        """Take hold of the corner under the pointer, or of a new one there."""
        self.held = next((i for i, corner in enumerate(self.corners) if event.hits(corner)), None)
        self.held_from = self.corners[self.held] if self.held is not None else None
        self.dragged = self.held is None
        if self.held is None:
            self.corners.append(at)
            self.taken.clear()
            self.held = len(self.corners) - 1

    def release(self) -> bool:
        """Let go of what is held. Returns whether the first corner was clicked: the outline is closed then."""
        closed = self.held == 0 and self.held_from is not None and not self.dragged and self.closable
        self.held, self.ahead = None, None
        return closed

    def take_back(self) -> None:
        """Put the corner that is dragged back to where it was, or take the last one away."""
        if self.held is not None and self.held_from is not None and self.dragged:
            self.corners[self.held] = self.held_from
        else:
            self.taken.append(self.corners.pop())
        self.held = None

    def give_back(self) -> None:
        """Make the corner again that was taken back last."""
        if self.taken:
            self.corners.append(self.taken.pop())
            self.held = None
