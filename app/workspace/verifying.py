"""Deciding one masklet after the other: the one in hand plays, an answer brings the next."""

from PySide6.QtCore import QObject, Signal

from app.project.model import Box, FrameIndex, Judgement, ObjectId, Stage
from app.workspace.marked_region import MarkedRegion
from app.workspace.verification import Verification
from app.workspace.view import Navigation


class Verifying(QObject):
    """What a reviewer has in hand. `current` is None when nothing waits; `asking`: for the reason of a bad masklet."""

    changed = Signal()

    def __init__(self, verification: Verification, view: Navigation) -> None:
        super().__init__()
        self._verification = verification
        self._view = view
        self._on = False
        self._answered: list[ObjectId] = []
        self.current: ObjectId | None = None
        self.asking = False
        self.marked: MarkedRegion | None = None
        """Where it is wrong, until the reason is given."""
        verification.changed.connect(self._follow)

    @property
    def on(self) -> bool:
        """True while a reviewer decides."""
        return self._on

    def begin(self) -> None:
        """Take up the masklet that was in hand, or the first that waits."""
        self._on = True
        waiting = self._waiting()
        self.show(self.current if self.current in waiting else next(iter(waiting), None))

    def end(self) -> None:
        """Do something else: what is in hand stays in hand."""
        self._on, self.asking = False, False
        self._unmark()
        self._view.pause()
        self.changed.emit()

    def show(self, object: ObjectId | None) -> None:
        """Take a masklet in hand and play it from the first frame it is on."""
        self._unmark()
        self.current, self.asking = object, False
        record = None if object is None else self._verification.editor.document.object(object)
        if record is not None:
            self._view.pause()
            self._view.open_video(record.video)
            self._view.select((record.id,))
            self._view.clear_range()
            self._view.go_to(self._first_frame(record.id))
            self._view.play()
            self._prepare_next()
        self.changed.emit()

    def satisfactory(self) -> None:
        """It is right on all frames; the next one."""
        self._decide(Judgement.SATISFACTORY)

    def unsatisfactory(self) -> None:
        """It is wrong: ask for the reason, on the frame that is shown. A second time: without one."""
        if self.asking:
            self._decide(Judgement.UNSATISFACTORY)
        elif self.current is not None:
            self._view.pause()
            self.asking = True
            self.changed.emit()

    def mark(self, frame: FrameIndex, region: Box) -> None:
        """Say where on a frame the masklet in hand is wrong, and ask for the reason; a mark from before goes."""
        if self.current is None:
            return
        self._view.pause()
        marked = MarkedRegion(frame, region, self._verification.tr("Region"), self._unmark)
        self._verification.editor.in_hand.hold(marked)
        self.marked, self.asking = marked, True
        self.changed.emit()

    def _unmark(self) -> None:
        marked, self.marked = self.marked, None
        if marked is not None:
            self._verification.editor.in_hand.release(marked)
            self.changed.emit()

    def give_reason(self, number: int) -> None:
        """Say why it is wrong by the number of a reason, from 1; the next one."""
        reasons = self._verification.reasons
        if self.current is not None and 1 <= number <= len(reasons):
            self._decide(Judgement.UNSATISFACTORY, reasons[number - 1])

    def reject(self) -> None:
        """Its target is not well defined; the next one."""
        self._decide(Judgement.REJECTED)

    def _decide(self, judgement: Judgement, reason: str = "") -> None:
        id, following = self.current, self._following()
        if id is None:
            return
        marked = self.marked if judgement is Judgement.UNSATISFACTORY else None
        here = marked.frame if marked is not None else self._view.frame if reason else None
        self._unmark()
        self._answered.append(id)
        span = None if here is None else (here, here)
        self._verification.judge(id, judgement, reason, span, None if marked is None else marked.region)
        if self._verification.editor.document.verdict(id) is None:  # it could not be saved
            self._answered.pop()
            return
        self.show(following)

    def _waiting(self) -> tuple[ObjectId, ...]:
        return tuple(record.id for record in self._verification.queue(Stage.VERIFICATION))

    def _following(self) -> ObjectId | None:
        """Return what comes after the masklet in hand: the next that waits, or the first."""
        id, waiting = self.current, self._waiting()
        at = waiting.index(id) if id in waiting else -1
        return next((other for other in (*waiting[at + 1 :], *waiting[: max(at, 0)]) if other != id), None)

    def _prepare_next(self) -> None:
        following = self._following()
        record = None if following is None else self._verification.editor.document.object(following)
        if record is not None:
            self._view.prepare(record.video, self._first_frame(record.id))

    def _first_frame(self, object: ObjectId) -> FrameIndex:
        masks = self._verification.editor.document.masks_of(object)
        return next((frame for frame, mask in masks if not mask.empty), FrameIndex(0))

    def _follow(self) -> None:
        """Bring back what was answered last when the answer is taken back; pass over what waits no more."""
        document, waiting = self._verification.editor.document, self._waiting()
        self._answered = [id for id in self._answered if document.object(id) is not None]
        if not self._on:
            return
        if self._answered and self._answered[-1] in waiting and self.current != self._answered[-1]:
            self.show(self._answered.pop())
        elif self.current not in waiting and not (self._answered and self._answered[-1] == self.current):
            self.show(next(iter(waiting), None))
        else:
            self.changed.emit()
