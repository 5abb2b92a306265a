"""The box tool: drag a rectangle around the object, or pull a corner of the one that is there."""

from app.project.model import Box
from app.ui.canvas.layers.sketch import Point, Sketch
from app.ui.canvas.tools.gesture import Bench, Gesture, Kind, Pointer

_SMALLEST = 2.0
"""Image pixels below which a drag is taken for a slip."""


def box(bench: Bench, press: Pointer) -> Gesture:
    """Draw a box from the press to the release, clamped to the image."""
    if not bench.may_change():
        return
    corner = _opposite_of_pulled(bench, press) or bench.clamped(press)
    drawn: Box | None = None
    while (event := (yield)).kind is not Kind.RELEASE:
        if event.kind is Kind.MOVE:
            drawn = _between(corner, bench.clamped(event))
            bench.sketch = Sketch(box=drawn)
    if drawn is None or drawn.x1 - drawn.x0 < _SMALLEST or drawn.y1 - drawn.y0 < _SMALLEST:
        return
    cell = bench.cell()
    if cell is not None:
        bench.workspace.set_box(cell, drawn)


def _opposite_of_pulled(bench: Bench, press: Pointer) -> Point | None:
    """Return the corner that stays when the press pulls at a corner of the active object's box."""
    present = bench.box()
    if present is None:
        return None
    for x, other_x in ((present.x0, present.x1), (present.x1, present.x0)):
        for y, other_y in ((present.y0, present.y1), (present.y1, present.y0)):
            if press.near((x, y)):
                return other_x, other_y
    return None


def _between(a: Point, b: Point) -> Box:
    return Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
