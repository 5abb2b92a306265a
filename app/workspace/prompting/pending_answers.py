"""Cells whose prompts wait for the model: one record a cell, from the question to the answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from app.masks.mask import Mask
from app.project.history import StepId
from app.project.model import Cell, ObjectId, Prompts


@dataclass(frozen=True, slots=True)
class PaintedStep:
    """A step that painted on a cell while an answer was on its way: the mask it began with, and the one it made."""

    step: StepId
    before: Mask
    after: Mask


@dataclass(slots=True, eq=False)
class PendingAnswer:
    """One cell. `asked` counts answers that are on their way.

    `unanswered` is the step of prompts that the model could not answer, in this session. `painted` steps belong on top
    of the answer to `prompts`.
    """

    asked: int = 0
    unanswered: StepId | None = None
    prompts: Prompts | None = None
    painted: list[PaintedStep] = field(default_factory=list)


class PendingAnswers(QObject):
    """The records of all cells that wait. A cell without a record waits for nothing."""

    answered = Signal(int)
    """The model has answered the prompts of an object, or could not."""

    def __init__(self) -> None:
        super().__init__()
        self._records: dict[Cell, PendingAnswer] = {}

    @property
    def any(self) -> bool:
        """True while an answer is on its way."""
        return any(record.asked for record in self._records.values())

    def awaited(self, objects: Iterable[ObjectId]) -> bool:
        """Return whether an answer for one of `objects` is on its way."""
        wanted = set(objects)
        return any(record.asked and cell.object in wanted for cell, record in self._records.items())

    def waits(self, cell: Cell) -> bool:
        """Return whether an answer for `cell` is on its way."""
        return cell in self._records and self._records[cell].asked > 0

    def ask(self, cell: Cell) -> None:
        """Note that the model is asked about `cell`."""
        self._records.setdefault(cell, PendingAnswer()).asked += 1

    def postpone(self, cell: Cell, step: StepId) -> None:
        """Note that the prompts of `step` cannot be answered yet."""
        self._records.setdefault(cell, PendingAnswer()).unanswered = step

    def end(self, cell: Cell, unanswered: StepId | None = None) -> None:
        """Note that the model has answered once, or could not answer the prompts of the step `unanswered`."""
        record = self._records[cell]
        record.asked -= 1
        record.unanswered = record.unanswered if unanswered is None else unanswered
        if not record.asked:
            record.prompts, record.painted = None, []
            if record.unanswered is None:
                del self._records[cell]
        self.answered.emit(cell.object)

    def take_unanswered(self, cell: Cell) -> StepId | None:
        """Return the step that an answer to the prompts of `cell` belongs to, None without one, and forget it."""
        record = self._records.get(cell)
        if record is None:
            return None
        step, record.unanswered = record.unanswered, None
        if not record.asked:
            del self._records[cell]
        return step

    def paint(self, cell: Cell, prompts: Prompts, painted: PaintedStep) -> None:
        """Keep what was painted while `cell` waits. `prompts`: those that wait for their answer, if it is the first."""
        record = self._records[cell]
        if not record.painted:
            record.prompts = prompts
        record.painted.append(painted)

    def painted_over(self, cell: Cell, prompts: Prompts, now: Prompts | None) -> bool:
        """Return whether `cell` was painted on since `prompts` were asked about, and nothing else was done to it."""
        record = self._records.get(cell)
        if record is None or not record.painted:
            return False
        return record.prompts == prompts and now == Prompts(mask=record.painted[-1].after)

    def painted_on(self, cell: Cell, answer: Mask) -> Iterator[tuple[StepId, Mask]]:
        """Yield the painted steps with the masks they have on top of `answer`, oldest first."""
        record = self._records.get(cell)
        for painted in record.painted if record is not None else ():
            answer = answer.changed_as(painted.before, painted.after)
            yield painted.step, answer
