"""The gesture under way: starts a tool, hands events to it, and ends it."""

from app.ui.canvas.tools.gesture import Bench, Gesture, Pointer, Tool


class RunningGesture:
    """At most one generator. A gesture that returns is over; `cancel` closes it before it commits."""

    def __init__(self) -> None:
        self._gesture: Gesture | None = None

    def __bool__(self) -> bool:
        return self._gesture is not None

    def start(self, tool: Tool, bench: Bench, press: Pointer) -> None:
        """Begin with `tool`; one that was under way is cancelled."""
        self.cancel()
        gesture = tool(bench, press)
        self._gesture = gesture
        try:
            next(gesture)
        except StopIteration:
            self._gesture = None

    def send(self, event: Pointer) -> None:
        """Hand over the next event."""
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
