"""The gesture a person is in the middle of, and the one rule for whatever else is done meanwhile.

| meanwhile | the gesture |
|---|---|
| undo, delete the last prompt | gives back its last part; without parts, all of it |
| redo | gets the part again that undo took; else redo is refused |
| Escape | is dropped |
| any other command that changes the document; another frame, object, video or tool; closing | is finished first |

Finished: as if the person had let go of the button or pressed Enter, on the object and the frame it began on; what
is too little to be finished is dropped. So no step and no redo is lost, and nothing lands on another cell.
Results that arrive by themselves (a mask, a frame of a run) leave it alone.
"""

from typing import Protocol

from PySide6.QtCore import QObject, Signal


class UnfinishedGesture(Protocol):
    """A gesture that has changed nothing yet. Each method does nothing while it is changing the document itself."""

    @property
    def title(self) -> str:
        """What is being done, translated."""
        ...

    def finish(self) -> None:
        """End it as a person would who is done: what was drawn becomes a step, or is dropped if it is too little."""

    def take_back(self) -> None:
        """Take back its last part, or end it without a change."""

    def give_back(self) -> bool:
        """Make again the part that was taken back last. Returns False when there is none."""
        ...


class GestureInHand(QObject):
    """At most one unfinished gesture; false without one. Whoever changes something else asks it first."""

    changed = Signal()
    """A gesture has begun or is over."""

    def __init__(self) -> None:
        super().__init__()
        self._gesture: UnfinishedGesture | None = None

    def __bool__(self) -> bool:
        return self._gesture is not None

    @property
    def title(self) -> str:
        """What is being done, translated; empty without a gesture."""
        return self._gesture.title if self._gesture is not None else ""

    def hold(self, gesture: UnfinishedGesture) -> None:
        """Take note that a gesture has begun; one that was in hand is finished."""
        self.finish()
        self._gesture = gesture
        self.changed.emit()

    def release(self, gesture: UnfinishedGesture) -> None:
        """Take note that a gesture is over."""
        if self._gesture is gesture:
            self._gesture = None
            self.changed.emit()

    def finish(self) -> None:
        """Let the gesture be finished, if there is one: something else is going to be done."""
        if self._gesture is not None:
            self._gesture.finish()

    def take_back(self) -> bool:
        """Let the gesture give back its last part. Returns False when there is none in hand."""
        if self._gesture is None:
            return False
        self._gesture.take_back()
        return True

    def give_back(self) -> bool:
        """Let the gesture have the part again that it gave back last. Returns False when there is none."""
        return self._gesture is not None and self._gesture.give_back()
