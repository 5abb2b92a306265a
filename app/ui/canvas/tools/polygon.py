"""The polygon tool: click corners, drag them, close with Enter, a double click or a click on the first one."""

from app.ui.canvas.painting.sketch_layer import Point, Sketch
from app.ui.canvas.tools.area import commit_area
from app.ui.canvas.tools.gesture import Bench, Button, Gesture, Kind, Pointer


def polygon(bench: Bench, press: Pointer) -> Gesture:
    """Draw corner by corner; Backspace takes the last one back. Alt at the first press cuts the area out instead."""
    if press.button is not Button.LEFT or not press.on_image or not bench.may_change():
        return
    subtract = press.alt
    corners: list[Point] = [bench.clamped(press)]
    held: int | None = 0
    dragged = False
    ahead: Point | None = None
    while True:
        inviting = len(corners) >= 3
        line = (*corners, ahead) if ahead is not None and held is None else tuple(corners)
        bench.sketch = Sketch(line=line, knots=True, inviting=inviting, closed=False, subtract=subtract)
        event = yield
        if event.kind is Kind.MOVE and held is not None:
            dragged = dragged or not event.near(corners[held])
            if dragged:
                corners[held] = bench.clamped(event)
        elif event.kind is Kind.MOVE:
            ahead = bench.clamped(event)
        elif event.kind is Kind.PRESS and event.button is Button.LEFT:
            held, dragged = _corner_at(event, corners), False
            if held is None:
                corners.append(bench.clamped(event))
                held, dragged = len(corners) - 1, True
        elif event.kind is Kind.RELEASE:
            if held == 0 and not dragged and inviting:
                break
            held, ahead = None, None
        elif event.kind in (Kind.ENTER, Kind.DOUBLE_PRESS):
            if inviting:
                break
        elif event.kind is Kind.BACKSPACE or event.button is Button.RIGHT:
            corners.pop()
            held = None
            if not corners:
                return
    commit_area(bench, corners, subtract)


def _corner_at(pointer: Pointer, corners: list[Point]) -> int | None:
    """Return the corner under the pointer."""
    return next((i for i, corner in enumerate(corners) if pointer.near(corner)), None)
