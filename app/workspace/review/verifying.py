"""Deciding one masklet after the other: the one in hand plays, an answer brings the next."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.project.document import Document
from app.project.model import Box, FrameIndex, Judgement, ObjectId, Stage, Verdict, VideoId
from app.project.second_looks import LookKind
from app.review.auto_accept import due_audit
from app.review.consistency import due_recheck
from app.workspace.editing.applied import Applied
from app.workspace.review.marked_region import MarkedRegion
from app.workspace.review.verification import Verification
from app.workspace.viewing.view import Navigation


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was answered for a masklet; `look`: it had been judged before, and was shown again without saying so."""

    object: ObjectId
    verdict: Verdict
    look: LookKind | None


class Verifying(QObject):
    """What a reviewer has in hand. `current` is None when nothing waits; `asking`: for the reason of a bad masklet."""

    changed = Signal()

    def __init__(self, verification: Verification, view: Navigation) -> None:
        super().__init__()
        self._verification = verification
        self._view = view
        self._on = False
        self._answered: list[_Answer] = []
        self._sent_back: set[ObjectId] = set()
        self._look: LookKind | None = None
        self._by = ""
        """Who was given what is in hand."""
        self._resume: ObjectId | None = None
        """What was to follow before something came back."""
        self._opened = False
        """What is in hand had a verdict already when it was taken in hand."""
        self._deciding = False
        self._outdated = False
        """Masks of what is in hand have changed since it was shown."""
        self.current: ObjectId | None = None
        self.asking = False
        self.marked: MarkedRegion | None = None
        """Where it is wrong, until the reason is given."""
        verification.changed.connect(self._follow)

    @property
    def on(self) -> bool:
        """True in Verify."""
        return self._on

    @property
    def waiting(self) -> tuple[ObjectId, ...]:
        """What waits for a verdict, with what is in hand; what has come back unannounced is like the others."""
        waiting = self._verification.to_judge()
        if self._look is not None and self.current is not None:
            return (self.current, *waiting)
        return waiting

    @property
    def sent_back(self) -> tuple[ObjectId, ...]:
        """What was sent back since Verify was entered and waits for annotation, in the order in which it waits."""
        waiting = (record.id for record in self._verification.queue(Stage.ANNOTATION))
        verdicts = ((id, self._document.verdict(id)) for id in waiting if id in self._sent_back)
        return tuple(id for id, one in verdicts if one is not None and one.judgement is Judgement.UNSATISFACTORY)

    @property
    def secret(self) -> ObjectId | None:
        """The masklet in hand when it has come back unannounced: its verdict is not to be seen anywhere."""
        return self.current if self._on and self._look is not None else None

    def begin(self) -> None:
        """Take up the masklet that was in hand, or the first that waits."""
        self._on = True
        self._sent_back.clear()
        waiting = self.waiting
        if self.current in waiting:
            self._take(self.current, self._look)
        else:
            self._take_next(next(iter(waiting), None))

    def end(self) -> None:
        """Do something else: what is in hand stays in hand."""
        self._on, self.asking = False, False
        self._unmark()
        self._view.pause()
        self.changed.emit()

    def show(self, object: ObjectId | None) -> None:
        """Take a masklet in hand and play it from the first frame it is on; one that has a verdict keeps it till then.

        A second look that is in hand stays one.
        """
        self._take(object, self._look if object == self.current else None)

    def put_down(self) -> None:
        """Have nothing in hand; what was waits on."""
        self._view.pause()
        self._take(None, None)

    def satisfactory(self) -> None:
        """It is right on all frames; the next one."""
        self._decide(Judgement.SATISFACTORY)

    def unsatisfactory(self) -> None:
        """It is wrong: ask for the reason, on the frame that is shown. A second time: without one."""
        if self.asking:
            self._decide(Judgement.UNSATISFACTORY)
        else:
            self.ask()

    def ask(self) -> None:
        """Ask for the reason, on the frame that is shown; a region can be marked there."""
        if self.current is not None and not self.asking:
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

    def follow(self, applied: Applied) -> None:
        """Note that the masks of what is in hand are others than those that were shown."""
        if self._on and self.current in applied.edit.masks.by_object():
            self._outdated = True

    def _decide(self, judgement: Judgement, reason: str = "") -> None:
        id, look = self.current, self._look
        if id is None:
            return
        if self._outdated:
            self._verification.editor.messages.say(self.tr("Its masks have changed meanwhile: look again."))
            self._take(id, look)
            return
        document, before, following = self._document, self._document.verdict(id), self._following()
        marked = self.marked if judgement is Judgement.UNSATISFACTORY else None
        here = marked.frame if marked is not None else self._view.frame if reason else None
        self._unmark()
        span = None if here is None else (here, here)
        self._deciding = True
        try:
            self._verification.judge(id, judgement, reason, span, None if marked is None else marked.region, look)
        finally:
            self._deciding = False
        given = document.verdict(id)
        if given is None or given == before:  # it was refused, or could not be saved
            return
        self._answered = [*(answer for answer in self._answered if answer.object != id), _Answer(id, given, look)]
        if judgement is Judgement.UNSATISFACTORY:
            self._sent_back.add(id)
        self._take_next(following)

    def _take_next(self, following: ObjectId | None) -> None:
        """Take what follows in hand, or before it what is to be judged a second time."""
        due = self._due()
        if due is None:
            self._take(following, None)
        else:
            self._resume = following
            self._take(*due)

    def _take(self, object: ObjectId | None, look: LookKind | None) -> None:
        self._unmark()
        self.current, self.asking, self._outdated = object, False, False
        record = None if object is None else self._document.object(object)
        self._look, self._by = (look if record is not None else None), self._verification.annotator
        self._opened = record is not None and self._document.verdict(record.id) is not None
        if record is not None:
            first = self._first_frame(record.id)
            self._view.pause()
            self._view.open_video(record.video, first)
            self._view.select((record.id,))
            self._view.clear_range()
            self._view.go_to(first)
            self._view.play()
            self._prepare_next()
        self.changed.emit()

    def _due(self, given: int = 0) -> tuple[ObjectId, LookKind] | None:
        """Return what is to be judged a second time now, or after so many more verdicts."""

        def allowed(id: ObjectId) -> bool:
            record = self._document.object(id)
            return record is not None and self._verification.may_judge(record) and id != self.current

        audit = due_audit(self._document, allowed)
        if audit is not None:
            return audit, LookKind.AUDIT
        again = due_recheck(self._document, self._verification.annotator, allowed, given)
        return None if again is None else (again, LookKind.RECHECK)

    def _following(self) -> ObjectId | None:
        """Return what comes after the masklet in hand: the next that waits, or the first."""
        id, waiting = self.current, self._verification.to_judge()
        if self._look is not None and self._resume in waiting:
            return self._resume
        at = waiting.index(id) if id in waiting else -1
        return next((other for other in (*waiting[at + 1 :], *waiting[: max(at, 0)]) if other != id), None)

    def _prepare_next(self) -> None:
        """Decode the first frame of what comes next, and of what comes first in another video: that is opened, too."""
        due = self._due(given=1)
        waiting = self._verification.to_judge()
        at = waiting.index(self.current) if self.current in waiting else -1
        elsewhere = (id for id in waiting[at + 1 :] if self._video_of(id) != self._video_of(self.current))
        for id in (due[0] if due is not None else None, self._following(), next(elsewhere, None)):
            video = self._video_of(id)
            if id is not None and video is not None:
                self._view.prepare(video, self._first_frame(id))

    def _video_of(self, object: ObjectId | None) -> VideoId | None:
        record = None if object is None else self._document.object(object)
        return None if record is None else record.video

    def _first_frame(self, object: ObjectId) -> FrameIndex:
        masks = self._document.masks_of(object)
        return next((frame for frame, mask in masks if not mask.empty), FrameIndex(0))

    def _follow(self) -> None:
        """Bring back what was answered last when the answer is taken back; pass over what waits no more."""
        if self._deciding:
            return
        document, waiting = self._document, self.waiting
        self._answered = [answer for answer in self._answered if document.object(answer.object) is not None]
        if not self._on:
            return
        last = self._answered[-1] if self._answered else None
        now = document.verdict(last.object) if last is not None else None
        if last is not None and now != last.verdict:
            self._answered.pop()
            self._take(last.object, last.look if now is not None else None)
        elif self._look is not None and self._by != self._verification.annotator:  # it was another's to look at again
            self._take_next(self._following())
        elif self.current in waiting or (self._opened and self.current in document.verdicts()):
            self.changed.emit()
        else:
            self._take_next(next(iter(self._verification.to_judge()), None))

    @property
    def _document(self) -> Document:
        return self._verification.editor.document
