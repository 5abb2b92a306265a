"""The gesture of the tool in hand, as the workspace knows it: what is done meanwhile finishes it or takes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.project.model import FrameIndex, ObjectId
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import RunningGesture
from app.ui.canvas.tools.pointer import PointerEvent, PointerEventType, event_of_no_mouse
from app.ui.canvas.tools.table import ToolRow


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    """A press with a tool, and what followed up to the release; kept where the press was refused."""

    row: ToolRow
    frame: FrameIndex
    object: ObjectId | None
    events: list[PointerEvent]

    @property
    def over(self) -> bool:
        return self.events[-1].type is PointerEventType.RELEASE


class ToolGesture(QObject):
    """At most one gesture. One that can change something is in hand (see `workspace.in_hand`) until it is over."""

    over = Signal()
    """An event has left no gesture under way."""

    def __init__(self, context: ToolContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._running = RunningGesture()
        self._row: ToolRow | None = None
        self._frame = FrameIndex(0)
        self._attempt: _Attempt | None = None
        self._busy = False
        """True while the tool handles an event: what it changes then is its own doing."""

    def __bool__(self) -> bool:
        return bool(self._running)

    @property
    def title(self) -> str:
        """The tool's title, translated."""
        return QCoreApplication.translate("Canvas", self._row.title) if self._row is not None else ""

    def start(self, row: ToolRow, press: PointerEvent) -> None:
        """Begin with a tool."""
        self.drop()
        self._row, self._frame = row, self._context.frame
        attempt = _Attempt(row, self._frame, self._context.workspace.view.active_object, [press])
        self._attempt, self._context.retry = attempt, lambda: self._retry(attempt)
        with self._handling():
            self._running.start(row.factory, self._context, press)
        if self._running:
            self._attempt = None
        if self._running and row.changes:
            self._context.workspace.editor.in_hand.hold(self)

    def send(self, event: PointerEvent) -> None:
        """Hand over the next event; without a gesture it is kept up to the release, in case the press was refused."""
        if not self._running and self._attempt is not None and not self._attempt.over:
            self._attempt.events.append(event)
        if self._running and not self._busy:
            with self._handling():
                self._running.send(event)

    def drop(self) -> None:
        """End it without a change."""
        if not self._busy:
            self._attempt = None
            with self._handling():
                self._running.cancel()

    def follow_frame(self) -> None:
        """Finish it when another frame is shown than the one it began on."""
        if self._running and self._frame != self._context.frame:
            self.finish()

    def finish(self) -> None:
        """End it as a person would who is done: let go of the button, press Enter. Looking around goes on."""
        if self._row is None or not self._row.changes:
            return
        for ending in (PointerEventType.RELEASE, PointerEventType.FINISH):
            self.send(event_of_no_mouse(ending))
        self.drop()

    def take_back(self) -> None:
        """Take back its last part; a gesture without parts ends without a change."""
        if self._row is not None and self._row.in_parts:
            self.send(event_of_no_mouse(PointerEventType.TAKE_BACK))
        else:
            self.drop()

    def give_back(self) -> bool:
        """Make the part again that was taken back last. Returns False when there is none."""
        before = self._context.sketch
        if self._row is not None and self._row.in_parts:
            self.send(event_of_no_mouse(PointerEventType.GIVE_BACK))
        return self._context.sketch != before

    def _retry(self, attempt: _Attempt) -> None:
        """Make a refused gesture once more, if what it was about is still shown."""
        now = (self._context.frame, self._context.workspace.view.active_object)
        if attempt is self._attempt and now == (attempt.frame, attempt.object):
            press, *rest = attempt.events
            self.start(attempt.row, press)
            for event in rest:
                self.send(event)

    @contextmanager
    def _handling(self) -> Iterator[None]:
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            if not self._running:
                self._context.workspace.editor.in_hand.release(self)
                self.over.emit()
