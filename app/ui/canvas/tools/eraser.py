"""The eraser: takes away from the active object's mask with a crisp round tip."""

from app.ui.canvas.tools.gesture import Bench, Gesture, Pointer
from app.ui.canvas.tools.stroke import stroke


def eraser(bench: Bench, press: Pointer) -> Gesture:
    """Erase while the button is held."""
    yield from stroke(bench, press, paint=False)
