"""A mask that is offered on a frame: what the model would have made of it, going by how its masks were corrected."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal

from app.engine.predictor import Prediction
from app.errors import UserError
from app.masks.mask import Mask
from app.project import spans
from app.project.conventions import FROM_MEMORY, PHASE, phase_in
from app.project.model import Cell
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.editing.locks import Locks
from app.workspace.engine import Engine
from app.workspace.jobs.worker import Priority
from app.workspace.learning.lessons import Lessons
from app.workspace.prompts import PromptEditor
from app.workspace.tracking.plan import remembered
from app.workspace.viewing.view import Navigation

ALIKE = 0.9
"""IoU with the mask that is there from which on another one is not worth a look."""


class MaskOffers(QObject):
    """At most one offered mask, of the active object on the frame shown. It is no part of the document until taken."""

    changed = Signal()

    def __init__(
        self, editor: Editor, view: Navigation, engine: Engine, locks: Locks, prompts: PromptEditor, lessons: Lessons
    ) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._locks = locks
        self._prompts = prompts
        self._lessons = lessons
        self._offer: tuple[Cell, Mask] | None = None
        self._asked: tuple[Cell, Mask] | None = None

    @property
    def mask(self) -> Mask | None:
        """What is offered of the active object on the frame shown."""
        return self._offer[1] if self._offer is not None and self._offer[0] == self._view.cell else None

    def look(self) -> None:
        """Ask for what could be offered on the frame shown, when the engine has nothing else to do."""
        cell, video, document = self._view.cell, self._view.video, self.editor.document
        found = self._tracked(cell) if cell is not None else None
        if cell is None or video is None or found is None or not self._lessons.on:
            self.dismiss()
            return
        lessons = self._lessons.corrections(cell.object)
        if not lessons or (cell, found) == self._asked:
            return
        self.dismiss()
        self._asked = asked = (cell, found)
        context, engine = remembered(document, cell), self._engine

        def offer() -> Iterator[Prediction | None]:
            return engine.offer(video, cell.frame, context, lessons)

        def show(prediction: Prediction | None) -> None:
            if prediction is not None and asked == self._asked and prediction.mask.iou(found) < ALIKE:
                self._offer = (cell, prediction.mask)
                self.changed.emit()

        engine.worker.submit(
            offer, priority=Priority.IDLE, key="offer", on_result=show, on_end=lambda _ending, error: self._ended(error)
        )

    def _tracked(self, cell: Cell) -> Mask | None:
        """Return the mask of a cell that could be replaced: an up-to-date one that was tracked."""
        document = self.editor.document
        record, mask = document.object(cell.object), document.mask(cell)
        if record is None or mask is None or mask.source.conditions or spans.contains(record.stale, cell.frame):
            return None
        if record.locked or document.locked(cell) or phase_in(document.convention(PHASE)) < FROM_MEMORY:
            return None
        return mask.mask

    @reports
    def take(self) -> None:
        """Say that the object looks like what is offered."""
        offer, cell = self._offer, self._view.cell
        if offer is None or offer[0] != cell:
            self.editor.messages.say(self.tr("No mask is offered on this frame."))
            return
        self._prompts.paint(cell, offer[1], title=self.tr("Take the offered mask"))

    def dismiss(self) -> None:
        """Let an offer go."""
        self._asked = None
        if self._offer is not None:
            self._offer = None
            self.changed.emit()

    def follow(self, _applied: Applied) -> None:
        """Let an offer go that was made for another mask than is there now."""
        if self._asked is not None and self._tracked(self._asked[0]) != self._asked[1]:
            self.dismiss()

    def _ended(self, error: UserError | None) -> None:
        if error is not None:
            self.editor.messages.report(error)
