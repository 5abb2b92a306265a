"""The hand: drag the image; a click without a drag selects the object under it, or accepts the candidate."""

from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent, PointerEventType

_MOVED = 3.0
"""Widget pixels below which a drag is a click."""


def hand(context: ToolContext, press: PointerEvent) -> Gesture:
    """Move the image with the pointer."""
    last, moved = press.widget, False
    while (event := (yield)).type is not PointerEventType.RELEASE:
        moved = moved or (event.widget - press.widget).manhattanLength() > _MOVED
        if moved and event.type is PointerEventType.MOVE:
            context.pan(event.widget - last)
            last = event.widget
    if not moved and press.button is PointerButton.LEFT and not context.select_issue_at(press, anywhere=True):
        context.take_at(press)


def pan(context: ToolContext, press: PointerEvent) -> Gesture:
    """Move the image with the pointer, in any tool; a press without a drag selects what is under it."""
    last, moved = press.widget, False
    while (event := (yield)).type is not PointerEventType.RELEASE:
        if event.type is PointerEventType.MOVE:
            moved = moved or (event.widget - press.widget).manhattanLength() > _MOVED
            context.pan(event.widget - last)
            last = event.widget
    if not moved:
        context.select_at(press)
