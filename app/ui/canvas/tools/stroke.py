"""A stroke of brush or eraser: bits change under the pointer as it moves, and become one painted mask at the end."""

from app.masks import brush
from app.masks.mask import Mask
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.tools.gesture import Bench, Gesture, Kind, Pointer


def stroke(bench: Bench, press: Pointer, *, paint: bool) -> Gesture:
    """Paint or erase from the press to the release, beginning with the mask the cell has.

    With Shift the stroke starts where the last one ended, so that the press draws a straight line.
    """
    start = bench.clamped(press)
    outside = (start[0] - press.x) ** 2 + (start[1] - press.y) ** 2
    if outside > bench.brush_radius**2:
        return
    cell = bench.cell()
    if cell is None:
        return
    before = bench.mask(cell)
    pixels = before.to_array()
    last = bench.last_point if press.shift and bench.last_point is not None else (press.x, press.y)
    event = press
    while True:
        here = (event.x, event.y)
        touched = brush.stroke(pixels, last, here, bench.brush_radius, paint)
        if touched is not None:
            bench.show_live(cell, pixels, ImageArea(*touched))
        last = here
        event = yield
        while event.kind not in (Kind.MOVE, Kind.RELEASE):
            event = yield
        if event.kind is Kind.RELEASE:
            break
    bench.last_point = last
    now = bench.mask(cell)  # a mask may have come since the press
    after = now.changed_as(before, Mask.from_array(pixels))
    if after != now:
        bench.workspace.prompts.paint(cell, after)
