"""What a person painted while the mask of an earlier prompt of the cell was on its way: it belongs on top of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.masks.mask import Mask
from app.project.history import StepId
from app.project.model import Cell, Prompts


@dataclass(frozen=True, slots=True)
class Retouch:
    """One painted step: the mask it began with, and the one it ended with."""

    step: StepId
    before: Mask
    after: Mask


class Retouches:
    """Painted steps by cell, as long as the answer they were painted before has not come."""

    def __init__(self) -> None:
        self._said: dict[Cell, Prompts] = {}
        self._made: dict[Cell, list[Retouch]] = {}

    def note(self, cell: Cell, said: Prompts, retouch: Retouch) -> None:
        """Keep a step; `said` are the prompts whose answer is awaited, if it is the first one."""
        self._said.setdefault(cell, said)
        self._made.setdefault(cell, []).append(retouch)

    def forget(self, cell: Cell) -> None:
        """The answer has come, or will not come."""
        self._said.pop(cell, None)
        self._made.pop(cell, None)

    def waiting(self, cell: Cell, answered: Prompts, now: Prompts | None) -> bool:
        """Return whether steps wait for the answer to `answered`, and nothing was said since: `now` is their result."""
        made = self._made.get(cell)
        return bool(made) and self._said.get(cell) == answered and now == Prompts(mask=made[-1].after if made else None)

    def on(self, cell: Cell, answer: Mask) -> Iterator[tuple[StepId, Mask]]:
        """Yield the steps with the masks they have on top of `answer`, oldest first."""
        for retouch in self._made.get(cell, ()):
            answer = answer.changed_as(retouch.before, retouch.after)
            yield retouch.step, answer
