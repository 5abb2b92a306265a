"""The model learns while one corrects: each corrected frame is a lesson, taught while the engine has nothing to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from PySide6.QtCore import QObject, Signal

from app.engine.predictor import Lesson
from app.errors import UserError
from app.project.conventions import FROM_MEMORY, PHASE, phase_in
from app.project.edit import Delta, Edit
from app.project.history import StepId
from app.project.model import Cell, FrameIndex, MaskSource, ObjectId, Video
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import cells as edits
from app.workspace.edits.objects import revise
from app.workspace.engine import Engine, video_key
from app.workspace.jobs.worker import Priority, Task
from app.workspace.learning.failures import Failure, failures

FROM_CORRECTIONS = 2
"""Corrected frames of an object from which on it is tracked by what was learned: one alone may be an accident."""
LATEST = 6
"""Corrected frames that are taught at once, the newest ones."""
LATEST_PASSED = 2
SETTLED = 0.8
"""IoU of the masks before and after the last of several clicks on a frame, below which the mask is still poor: the
click changed more than it corrected. Predicted IoU does not tell."""


class Lessons(QObject):
    """What was learned about each object is named by its record; the files lie beside the database.

    It joins the step of the correction that it was learned from, as the answer to a click does: one undo takes both.
    """

    changed = Signal()
    """Something is being learned, or no longer."""
    learned = Signal(int)
    """No lesson about an object is on its way any more."""

    def __init__(self, editor: Editor, engine: Engine) -> None:
        super().__init__()
        self.editor = editor
        self._engine = engine
        self._failures: dict[Cell, Failure] = {}
        self._lessons: dict[ObjectId, dict[FrameIndex, Lesson]] = {}
        self._passed: dict[ObjectId, dict[FrameIndex, Lesson]] = {}
        self._poor: set[Cell] = set()
        """Corrected cells whose masks are not good enough to learn from."""
        self._tasks: dict[ObjectId, Task[str | None]] = {}
        self._keys = count(1)

    @property
    def on(self) -> bool:
        """Whether the model learns, and objects are tracked by what it has learned."""
        return self._engine.adapts

    @on.setter
    def on(self, on: bool) -> None:
        self._engine.adapts = on
        if not on:
            for object in list(self._tasks):
                self._drop(object)

    @property
    def teaching(self) -> frozenset[ObjectId]:
        """The objects about which something is being learned."""
        return frozenset(self._tasks)

    def awaited(self, objects: Iterable[ObjectId]) -> bool:
        """Return whether a lesson about one of `objects` is on its way."""
        return not self._tasks.keys().isdisjoint(objects)

    def corrections(self, object: ObjectId) -> list[Lesson]:
        """Return the newest corrected frames of an object in this session that still are as they were left."""
        return [lesson for lesson in self._of(object) if not lesson.confirmed]

    @reports
    def reset(self, objects: Iterable[ObjectId]) -> None:
        """Forget what was learned about objects; their masks stay as they are."""
        wanted = [id for id in objects if self.learned_of((id,))]
        for id in wanted:
            self._drop(id)
            self._lessons.pop(id, None)
            self._passed.pop(id, None)
        self.editor.do(self.tr("Forget what was learned"), revise(self.editor.document, wanted, adapter=""))

    def learned_of(self, objects: Iterable[ObjectId]) -> bool:
        """Return whether something was learned about one of `objects`."""
        records = map(self.editor.document.object, objects)
        return any(record is not None and bool(record.adapter) for record in records)

    # Following edits

    def follow(self, applied: Applied) -> None:
        """Note what is being corrected, and teach what has been."""
        if applied.origin.replayed or not self.on:
            for object in applied.edit.objects_touched() & self._tasks.keys():
                self._drop(object)
            return
        document = self.editor.document
        if phase_in(document.convention(PHASE)) < FROM_MEMORY:
            return
        for failure in failures(document, applied.edit):
            self._failures[failure.cell] = failure
        if applied.step is not None and self._failures:
            for cell in edits.decided(applied.edit):
                if cell in self._failures:
                    self._note(self._failures[cell])
                    self._teach(cell, self._failures[cell].adapter, applied.step)

    def _note(self, failure: Failure) -> None:
        """Make lessons of a failure and of what was left behind it."""
        cell = failure.cell
        mask = self.editor.document.mask(cell)
        known = self._lessons.setdefault(cell.object, {})
        before = known.pop(cell.frame, None)
        if mask is None or not mask.source.conditions:
            return
        again = before if before is not None and before.context is failure.context else None
        known[cell.frame] = Lesson(again.key if again else next(self._keys), cell.frame, failure.context, mask.mask)
        self._poor.discard(cell)
        if again is not None and mask.source is MaskSource.PROMPTED and again.mask.iou(mask.mask) < SETTLED:
            self._poor.add(cell)
        if again is None:
            passed = self._passed.setdefault(cell.object, {})
            for one in failure.confirmed:
                passed.pop(one.frame, None)
                passed[one.frame] = Lesson(next(self._keys), one.frame, one.context, one.mask, confirmed=True)

    def _of(self, object: ObjectId) -> list[Lesson]:
        """Return the newest lessons about an object that still hold, those on corrections last, oldest first."""
        document = self.editor.document
        held = []
        for lesson in self._lessons.get(object, {}).values():
            cell = Cell(object, lesson.frame)
            mask = document.mask(cell)
            if mask is not None and mask.source.conditions and mask.mask == lesson.mask and cell not in self._poor:
                held.append(lesson)
        passed = [one for one in self._passed.get(object, {}).values() if not self._decided(object, one.frame)]
        return [*passed[-LATEST_PASSED:], *held[-LATEST:]]

    def _decided(self, object: ObjectId, frame: FrameIndex) -> bool:
        mask = self.editor.document.mask(Cell(object, frame))
        return mask is None or mask.source.conditions

    # Teaching

    def _teach(self, cell: Cell, start: str, step: StepId) -> None:
        """Teach the lessons about an object, now that `cell` was corrected; what is learned joins `step`."""
        object = cell.object
        self._drop(object)
        if cell in self._poor:
            self._take(object, step, start)  # what an earlier click taught was no better
            return
        lessons, video = self._of(object), self.editor.document.video_of(object)
        corrections = sum(not lesson.confirmed for lesson in lessons)
        if video is None or not corrections or (corrections < FROM_CORRECTIONS and not start):
            return
        task = self._engine.worker.submit(
            lambda: self._lesson(video, lessons, start),
            priority=Priority.IDLE,
            key=f"learn {object}",
            on_result=lambda name: self._take(object, step, name),
            on_end=lambda _ending, error: self._ended(object, task, error),
        )
        self._tasks[object] = task
        self.changed.emit()

    def _lesson(self, video: Video, lessons: Sequence[Lesson], start: str) -> Iterator[str | None]:
        """Yield nothing step after step, and then the name of what was learned (engine thread)."""
        engine = self._engine
        begin = engine.adapter(start) if start else None
        source = engine.source(video)
        for learning in engine.predictor().learn(video_key(video), source, lessons, begin):
            made = learning.adapter
            yield None if made is None else engine.adapter_files.save(made.data)

    def _take(self, object: ObjectId, step: StepId, name: str | None) -> None:
        record = self.editor.document.object(object)
        if name is None or record is None or record.adapter == name:
            return
        try:
            self.editor.amend(step, Edit(objects={object: Delta(record, replace(record, adapter=name))}))
        except UserError as error:
            self.editor.messages.report(error)

    def _ended(self, object: ObjectId, task: Task[str | None], error: UserError | None) -> None:
        if error is not None:
            self.editor.messages.report(error)
        if self._tasks.get(object) is task:
            del self._tasks[object]
            self.changed.emit()
            self.learned.emit(object)

    def _drop(self, object: ObjectId) -> None:
        """Let a lesson that is being taught go: it is about what was changed since."""
        task = self._tasks.pop(object, None)
        if task is not None:
            self._engine.worker.stop(task, discard=True)
            self.changed.emit()
            self.learned.emit(object)
