"""A stroke of brush or eraser: bits change under the pointer as it moves, and become one painted mask at the end."""

from app.masks import brush
from app.masks.mask import Mask
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerEvent, PointerEventType


def stroke(context: ToolContext, press: PointerEvent, *, paint: bool) -> Gesture:
    """Paint or erase from the press to the release, beginning with the mask the cell has.

    With Shift the stroke starts where the last one ended, so that the press draws a straight line.
    """
    start = context.clamped(press)
    outside = (start[0] - press.x) ** 2 + (start[1] - press.y) ** 2
    if outside > context.brush_radius**2:
        return
    cell = context.cell_to_change()
    if cell is None or not (paint or context.may_take_from(cell)):
        return
    before = context.mask(cell)
    pixels = before.to_array()
    last = context.last_point if press.shift and context.last_point is not None else (press.x, press.y)
    event = press
    while True:
        here = (event.x, event.y)
        touched = brush.stroke(pixels, last, here, context.brush_radius, paint)
        if touched is not None:
            context.show_live(cell, pixels, ImageArea(*touched))
        last = here
        event = yield
        while event.type not in (PointerEventType.MOVE, PointerEventType.RELEASE):
            event = yield
        if event.type is PointerEventType.RELEASE:
            break
    context.last_point = last
    now = context.mask(cell)  # a mask may have come since the press
    after = now.changed_as(before, Mask.from_array(pixels))
    if after != now:
        context.workspace.prompts.paint(cell, after)
