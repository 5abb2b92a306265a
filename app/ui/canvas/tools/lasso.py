"""The lasso: draw around an area with the button held."""

from app.ui.canvas.geometry import ImagePoint
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.area import commit_area
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent, PointerEventType

_STEP = 0.25
"""How far the pointer must travel before another point is added, as a part of the hit radius."""


def lasso(context: ToolContext, press: PointerEvent) -> Gesture:
    """Add the area that is drawn around; with Alt, or the right button, cut it out."""
    cell = context.cell_to_change()
    if cell is None:
        return
    subtract = press.alt or press.button is PointerButton.RIGHT
    line: list[ImagePoint] = [context.clamped(press)]
    while (event := (yield)).type is not PointerEventType.RELEASE:
        if event.type is not PointerEventType.MOVE:
            continue
        point = context.clamped(event)
        if abs(point[0] - line[-1][0]) + abs(point[1] - line[-1][1]) >= event.hit_radius * _STEP:
            line.append(point)
            context.sketch = Sketch(line=tuple(line), closed=True, subtract=subtract)
    if len(line) >= 3:
        commit_area(context, cell, line, subtract)
