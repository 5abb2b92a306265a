"""The brush: paints the active object's mask with a crisp round tip."""

from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent
from app.ui.canvas.tools.stroke import stroke


def brush(context: ToolContext, press: PointerEvent) -> Gesture:
    """Paint while the button is held; the right button, or Alt, erases."""
    yield from stroke(context, press, paint=press.button is not PointerButton.RIGHT and not press.alt)
