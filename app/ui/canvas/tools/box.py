"""The box tool: drag a rectangle around the object, or pull a corner or a side of the one that is there."""

from dataclasses import dataclass

from app.project.model import Box
from app.ui.canvas.geometry import ImagePoint
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerEvent, PointerEventType

_SMALLEST = 2.0
"""Image pixels below which a drag is taken for an accident."""


@dataclass(frozen=True, slots=True)
class BoxHandle:
    """A handle of a box: -1 the left or upper side, 1 the right or lower one, 0 neither."""

    across: int
    down: int

    def position(self, box: Box) -> ImagePoint:
        """Return where the handle is, in image pixels."""
        x = (box.x0, (box.x0 + box.x1) / 2, box.x1)[self.across + 1]
        y = (box.y0, (box.y0 + box.y1) / 2, box.y1)[self.down + 1]
        return x, y

    def pulled(self, box: Box, to: ImagePoint) -> Box:
        """Return the box with the handle pulled to a point; what does not move stays."""
        x0, x1 = (to[0] if self.across == -1 else box.x0), (to[0] if self.across == 1 else box.x1)
        y0, y1 = (to[1] if self.down == -1 else box.y0), (to[1] if self.down == 1 else box.y1)
        return _between((x0, y0), (x1, y1))


HANDLES = tuple(BoxHandle(x, y) for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1), (0, -1), (-1, 0), (1, 0), (0, 1)))
"""Corners first: they win where a small box has all handles at one point."""


def handle_at(box: Box | None, event: PointerEvent) -> BoxHandle | None:
    """Return the handle of `box` under the pointer."""
    return next((handle for handle in HANDLES if box is not None and event.hits(handle.position(box))), None)


def box(context: ToolContext, press: PointerEvent) -> Gesture:
    """Draw a box from the press to the release, clamped to the image; or pull the handle that was pressed."""
    cell = context.cell_to_change()
    if cell is None:
        return
    present, corner = context.box(), context.clamped(press)
    handle = handle_at(present, press)
    drawn: Box | None = None
    while (event := (yield)).type is not PointerEventType.RELEASE:
        if event.type is PointerEventType.MOVE:
            at = context.clamped(event)
            drawn = handle.pulled(present, at) if handle is not None and present is not None else _between(corner, at)
            context.sketch = Sketch(box=drawn)
    if drawn is not None and drawn.x1 - drawn.x0 >= _SMALLEST and drawn.y1 - drawn.y0 >= _SMALLEST:
        context.workspace.prompts.set_box(cell, drawn)


def _between(a: ImagePoint, b: ImagePoint) -> Box:
    return Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
