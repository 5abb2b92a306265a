"""A stroke of brush or eraser: bits change under the pointer as it moves, and become one painted mask at the end."""

from app.masks.mask import Mask
from app.project.model import Cell
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.others import OtherPixels, Sweep, left_of, united
from app.ui.canvas.tools.pointer import PointerEvent, PointerEventType


def stroke(context: ToolContext, press: PointerEvent, *, paint: bool) -> Gesture:
    """Paint or erase from the press to the release, beginning with the mask the cell has.

    With Shift the stroke starts where the last one ended, so that the press draws a straight line. What becomes of
    pixels of other objects is `context.other_pixels`; what is taken from them is part of the same step.
    """
    start = context.clamped(press)
    outside = (start[0] - press.x) ** 2 + (start[1] - press.y) ** 2
    if outside > context.brush_radius**2:
        return
    cell = context.cell_to_change()
    if cell is None or not (paint or context.may_take_from(cell)):
        return
    before = context.mask(cell)
    swept = _sweep(context, cell, before)
    last = context.last_point if press.shift and context.last_point is not None else (press.x, press.y)
    event = press
    while True:
        here = (event.x, event.y)
        touched = swept.to(last, here, context.brush_radius, paint)
        if touched is not None:
            context.show_live(cell, swept.pixels, ImageArea(*touched), swept.taken)
        last = here
        event = yield
        while event.type not in (PointerEventType.MOVE, PointerEventType.RELEASE):
            event = yield
        if event.type is PointerEventType.RELEASE:
            break
    context.last_point = last
    now = context.mask(cell)  # a mask may have come since the press
    after = now.changed_as(before, Mask.from_array(swept.pixels))
    gone = None if swept.taken is None else Mask.from_array(swept.taken)
    left = left_of(context.other_masks(cell, locked=False), gone)
    if after != now or left:
        context.workspace.prompts.paint(cell, after, left)


def _sweep(context: ToolContext, cell: Cell, before: Mask) -> Sweep:
    """Return the stroke to be. Where pixels are taken from others, locked ones keep theirs."""
    rule = context.other_pixels
    if rule is OtherPixels.SHARED:
        return Sweep(before, None, takes=False)
    kept = united(context.other_masks(cell, locked=None if rule is OtherPixels.KEPT else True))
    return Sweep(before, kept, takes=rule is OtherPixels.TAKEN)
