"""The issue tool: drag a frame around what is wrong with the active object."""

from PySide6.QtCore import QCoreApplication

from app.project.model import Box
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerEvent, PointerEventType

_SMALLEST = 2.0
"""Image pixels below which a drag is taken for an accident."""


def issue(context: ToolContext, press: PointerEvent) -> Gesture:
    """Draw a frame from the press to the release, clamped to the image: an issue on this frame."""
    if context.workspace.view.active_object is None:
        context.refuse(QCoreApplication.translate("Canvas", "Select the object that is wrong first."))
        return
    frame, corner = context.frame, context.clamped(press)
    region: Box | None = None
    while (event := (yield)).type is not PointerEventType.RELEASE:
        if event.type is PointerEventType.MOVE:
            at = context.clamped(event)
            x, y = sorted((corner[0], at[0])), sorted((corner[1], at[1]))
            region = Box(x[0], y[0], x[1], y[1])
            context.sketch = Sketch(box=region)
    if region is not None and region.x1 - region.x0 >= _SMALLEST and region.y1 - region.y0 >= _SMALLEST:
        context.workspace.issue_marks.mark(frame, region)
