"""The lasso: draw around an area with the button held."""

from app.ui.canvas.painting.sketch_layer import Point, Sketch
from app.ui.canvas.tools.area import commit_area
from app.ui.canvas.tools.gesture import Bench, Button, Gesture, Kind, Pointer

_STEP = 0.25
"""Parts of the pick distance the pointer must travel before another point is kept."""


def lasso(bench: Bench, press: Pointer) -> Gesture:
    """Add the area that is drawn around; with Alt, or the right button, cut it out."""
    if not bench.may_change():
        return
    subtract = press.alt or press.button is Button.RIGHT
    line: list[Point] = [bench.clamped(press)]
    while (event := (yield)).kind is not Kind.RELEASE:
        point = bench.clamped(event)
        if abs(point[0] - line[-1][0]) + abs(point[1] - line[-1][1]) >= event.reach * _STEP:
            line.append(point)
            bench.sketch = Sketch(line=tuple(line), closed=True, subtract=subtract)
    if len(line) >= 3:
        commit_area(bench, line, subtract)
