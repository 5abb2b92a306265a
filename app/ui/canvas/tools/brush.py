"""The brush: paints the active object's mask with a crisp round tip."""

from app.ui.canvas.tools.gesture import Bench, Button, Gesture, Pointer
from app.ui.canvas.tools.stroke import stroke


def brush(bench: Bench, press: Pointer) -> Gesture:
    """Paint while the button is held; the right button, or Alt, erases."""
    yield from stroke(bench, press, paint=press.button is not Button.RIGHT and not press.alt)
