"""The eraser: takes away from the active object's mask with a crisp round tip."""

from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerEvent
from app.ui.canvas.tools.stroke import stroke


def eraser(context: ToolContext, press: PointerEvent) -> Gesture:
    """Erase while the button is held."""
    yield from stroke(context, press, paint=False)
