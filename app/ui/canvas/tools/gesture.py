"""Gestures: what a tool is, and the one that is under way.

A tool is a generator function. Up to its first `yield` it handles the press; every `yield` waits for the next event;
when it returns, the gesture is over. Escape closes it at a `yield`: a gesture commits at its end, so nothing
has changed then.
"""

from collections.abc import Callable, Generator

from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.pointer import PointerEvent

Gesture = Generator[None, PointerEvent, None]
Tool = Callable[[ToolContext, PointerEvent], Gesture]


class RunningGesture:
    """At most one gesture. One that returns is over; `cancel` closes it before it commits."""

    def __init__(self) -> None:
        self._gesture: Gesture | None = None

    def __bool__(self) -> bool:
        return self._gesture is not None

    def start(self, tool: Tool, context: ToolContext, press: PointerEvent) -> None:
        """Begin with `tool`; a gesture that was under way is cancelled."""
        self.cancel()
        gesture = tool(context, press)
        self._gesture = gesture
        try:
            next(gesture)
        except StopIteration:
            self._gesture = None

    def send(self, event: PointerEvent) -> None:
        """Hand over the next event; without a gesture it is dropped."""
        if self._gesture is None:
            return
        try:
            self._gesture.send(event)
        except StopIteration:
            self._gesture = None

    def cancel(self) -> None:
        """End without committing."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.close()
