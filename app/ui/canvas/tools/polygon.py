"""The polygon tool: click corners, drag them, close with Enter, a double click or a click on the first one."""

from app.ui.canvas.geometry import ImagePoint
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.area import commit_area
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent, PointerEventType


def polygon(context: ToolContext, press: PointerEvent) -> Gesture:
    """Draw corner by corner; Backspace takes the last one back. Alt at the first press cuts the area out instead."""
    if press.button is not PointerButton.LEFT or not press.on_image or not context.may_change():
        return
    subtract = press.alt
    corners: list[ImagePoint] = [context.clamped(press)]
    held: int | None = 0
    dragged = False
    ahead: ImagePoint | None = None
    while True:
        closable = len(corners) >= 3
        line = (*corners, ahead) if ahead is not None and held is None else tuple(corners)
        context.sketch = Sketch(line=line, handles=True, closable=closable, closed=False, subtract=subtract)
        event = yield
        if event.type is PointerEventType.MOVE and held is not None:
            dragged = dragged or not event.hits(corners[held])
            if dragged:
                corners[held] = context.clamped(event)
        elif event.type is PointerEventType.MOVE:
            ahead = context.clamped(event)
        elif event.type is PointerEventType.PRESS and event.button is PointerButton.LEFT:
            held, dragged = _corner_at(event, corners), False
            if held is None:
                corners.append(context.clamped(event))
                held, dragged = len(corners) - 1, True
        elif event.type is PointerEventType.RELEASE:
            if held == 0 and not dragged and closable:
                break
            held, ahead = None, None
        elif event.type in (PointerEventType.ENTER, PointerEventType.DOUBLE_PRESS):
            if closable:
                break
        elif event.type is PointerEventType.BACKSPACE or event.button is PointerButton.RIGHT:
            corners.pop()
            held = None
            if not corners:
                return
    commit_area(context, corners, subtract)


def _corner_at(event: PointerEvent, corners: list[ImagePoint]) -> int | None:
    """Return the corner under the pointer."""
    return next((i for i, corner in enumerate(corners) if event.hits(corner)), None)
