"""The hand: drag the picture; a click without a drag selects the object under it."""

from app.ui.canvas.tools.gesture import Bench, Button, Gesture, Kind, Pointer

_MOVED = 3.0
"""Widget pixels below which a drag is a click."""


def hand(bench: Bench, press: Pointer) -> Gesture:
    """Move the picture with the pointer."""
    at, moved = press.widget, False
    while (event := (yield)).kind is not Kind.RELEASE:
        moved = moved or (event.widget - press.widget).manhattanLength() > _MOVED
        if moved and event.kind is Kind.MOVE:
            bench.pan(event.widget - at)
            at = event.widget
    if not moved and press.button is Button.LEFT:
        bench.select_at(press)


def pan(bench: Bench, press: Pointer) -> Gesture:
    """Move the picture with the pointer, in any tool; a press without a drag selects what is under it."""
    at, moved = press.widget, False
    while (event := (yield)).kind is not Kind.RELEASE:
        if event.kind is Kind.MOVE:
            moved = moved or (event.widget - press.widget).manhattanLength() > _MOVED
            bench.pan(event.widget - at)
            at = event.widget
    if not moved:
        bench.select_at(press)
