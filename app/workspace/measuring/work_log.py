"""Who did what when: one line of the project's log for each gesture, with the time that was worked for it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.project.conventions import PHASE as PHASE_NAME
from app.project.conventions import phase_in
from app.project.edit import Edit
from app.project.model import Event, ObjectId, Stage, VideoId
from app.project.rules import clean_text
from app.review.auto_accept import AUTOMATIC, masklet_doubt
from app.review.work import ALSO, DOUBT, EVERY_OBJECT, HOW, MODEL, NEW, PHASE, SECONDS, SENT_BACK, STAGE, TOOL, Verb
from app.workspace.editing.applied import Applied, Origin
from app.workspace.editing.editor import Editor
from app.workspace.edits.gestures import Gesture, changed_objects, gesture_of
from app.workspace.engine import Engine

IDLE_S: Final = 30.0
"""A pause counts as work up to this long."""
MOST_ALSO: Final = 200
"""Objects that a line names; of more it says that they are all."""


class WorkTime:
    """Seconds worked, by a clock that never jumps: the time between two signs of life, at most IDLE_S each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last = clock()
        self._sum = 0.0

    def alive(self) -> None:
        """Note that the person is at work."""
        now = self._clock()
        self._sum += min(max(now - self._last, 0.0), IDLE_S)
        self._last = now

    def take(self) -> float:
        """Return the seconds worked since they were taken last."""
        self.alive()
        taken, self._sum = self._sum, 0.0
        return taken


class WorkLog(QObject):
    """Writes the log. `tool` is the one in hand, as the window names it."""

    written = Signal(object)
    """An Event that is in the log now."""

    def __init__(self, editor: Editor, engine: Engine, annotator: str, worked: WorkTime | None = None) -> None:
        super().__init__()
        self._editor = editor
        self._engine = engine
        self._annotator = annotator
        self._stage = Stage.ANNOTATION
        self._worked = worked or WorkTime()
        self._since = 0
        self._line: Event | None = None
        self.tool = ""

    @property
    def stage(self) -> Stage:
        """The stage of the window that the person works in."""
        return self._stage

    def turn_to(self, stage: Stage) -> None:
        """Note that the person works in another stage from now on."""
        if stage is not self._stage:
            self._turn()
            self._stage = stage

    def hand_over(self, annotator: str) -> None:
        """Note that another person works from now on."""
        if annotator != self._annotator:
            self._turn()
            self._annotator = annotator

    def close(self) -> None:
        """Note the time since the last gesture."""
        self._turn()

    def alive(self, *_about: object) -> None:
        """Note a sign of life that is no gesture: another frame is looked at."""
        self._worked.alive()

    def line(self, applied: Applied) -> Event | None:
        """Return the line of the log for an edit; of one that is undone, what it had done."""
        edit = applied.edit.inverse() if applied.origin is Origin.UNDONE else applied.edit
        gesture = gesture_of(edit)
        details = self._details() | gesture.details | self._of_verdicts(edit, gesture)
        if applied.origin.replayed:
            details[HOW] = applied.origin.value
        also = changed_objects(edit) - {gesture.object}
        if also:
            details[ALSO] = EVERY_OBJECT if len(also) > MOST_ALSO else ",".join(map(str, sorted(also)))
        if any(delta.before is None for delta in edit.objects.values()):
            details[NEW] = "1"
        self._since += 1
        self._line = Event(
            self._now(),
            clean_text(self._annotator),
            gesture.verb.value,
            self._video(edit, gesture.object),
            gesture.object,
            gesture.frame,
            details,
        )
        return self._line

    def follow(self, _applied: Applied) -> None:
        """Tell of the line that was written with an edit."""
        if self._line is not None:
            line, self._line = self._line, None
            self.written.emit(line)

    def _of_verdicts(self, edit: Edit, gesture: Gesture) -> dict[str, str]:
        """Return whose verdict ended by a change of its masks, and the doubt of what a person judged."""
        touched = edit.masks.by_object().keys() | edit.prompts.by_object().keys()
        ended = [
            id
            for id, delta in edit.verdicts.items()
            if delta.after is None and id in touched and (id not in edit.objects or edit.objects[id].after is not None)
        ]
        if ended:
            return {SENT_BACK: "yes"}
        judged = edit.verdicts.get(gesture.object) if gesture.object is not None else None
        given = judged.after if judged is not None else None
        if given is None or given.annotator == AUTOMATIC:
            return {}
        doubt = masklet_doubt(self._editor.document, given.object)
        return {} if doubt is None else {DOUBT: str(doubt)}

    def _turn(self) -> None:
        if not self._since:
            return
        self._since = 0
        line = Event(self._now(), clean_text(self._annotator), Verb.TURN.value, details=self._details())
        try:
            self._editor.log(line)
        except UserError as error:
            self._editor.messages.report(error)
        else:
            self.written.emit(line)

    def _details(self) -> dict[str, str]:
        return {
            SECONDS: f"{self._worked.take():.1f}",
            TOOL: self.tool,
            STAGE: self._stage.value,
            PHASE: str(phase_in(self._editor.document.convention(PHASE_NAME))),
            MODEL: clean_text(self._engine.chosen.model),
        }

    def _now(self) -> datetime:
        return datetime.now(UTC).replace(microsecond=0)

    def _video(self, edit: Edit, object: ObjectId | None) -> VideoId | None:
        if object is None:
            return next(iter(edit.videos), None)
        made = edit.objects.get(object)
        record = self._editor.document.object(object) or (made.after if made is not None else None)
        return None if record is None else record.video
