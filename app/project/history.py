"""Undo and redo: a line of steps, each an edit, into which later results of the same verb are merged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NewType

from app.project.edit import Edit
from app.project.history_steps import Step, amend, withdrawal
from app.project.step_records import RecordKind, StepRecord

StepId = NewType("StepId", int)

MAX_STEPS: Final = 2_000
MAX_BYTES: Final = 512 << 20
"""Oldest steps are forgotten beyond this many steps or bytes (the masks they keep alive, roughly)."""


@dataclass(frozen=True, slots=True)
class StepTitle:
    """One line of a history list. `done` is False for steps that were undone and can be redone."""

    id: StepId
    title: str
    done: bool


class History:
    """What can be undone. It applies nothing: the owner of the document applies the edits returned here, at once.

    When that fails (the disk is full), take it back: `redo()` after a failed `undo()` and the other way round,
    `drop(step)` after a failed `push()`, and `amend(step, edit.inverse())` after an `amend()` that returned `edit`.
    """

    def __init__(self, max_steps: int = MAX_STEPS, max_bytes: int = MAX_BYTES) -> None:
        self._max_steps, self._max_bytes = max_steps, max_bytes
        self._steps: list[Step] = []
        self._ids: list[StepId] = []
        self._done = 0
        self._next = 1
        self._open: set[StepId] = set()
        self._forgotten: set[StepId] = set()

    @classmethod
    def restored(cls, steps: Sequence[tuple[StepId, Step]], done: int, next_id: int) -> "History":
        """Return the history of a project that was opened: ascending steps, of which the first `done` are in effect.

        New steps get ids from `next_id` on.
        """
        made = cls()
        made._ids, made._steps = [id for id, _step in steps], [step for _id, step in steps]
        made._done, made._next = done, next_id
        made._trim()
        return made

    @property
    def can_undo(self) -> bool:
        """True when a step can be undone."""
        return self._done > 0

    @property
    def can_redo(self) -> bool:
        """True when a step can be redone."""
        return self._done < len(self._steps)

    @property
    def undo_title(self) -> str:
        """Title of the step that undo takes back, "" when there is none."""
        return self._steps[self._done - 1].title if self.can_undo else ""

    @property
    def redo_title(self) -> str:
        """Title of the step that redo makes again, "" when there is none."""
        return self._steps[self._done].title if self.can_redo else ""

    @property
    def newest(self) -> StepId | None:
        """The step that undo takes back, None when there is none."""
        return self._ids[self._done - 1] if self.can_undo else None

    @property
    def next(self) -> StepId | None:
        """The step that redo makes again, None when there is none."""
        return self._ids[self._done] if self.can_redo else None

    @property
    def place(self) -> tuple[StepId | None, StepId | None]:
        """Where the history stands: what undo and redo would do. It is another place once a step is made or turned."""
        return self.newest, self.next

    def title(self, id: StepId) -> str:
        """Return the title of a step, "" for one that was forgotten."""
        return self._steps[self._ids.index(id)].title if id in self._ids else ""

    def titles(self) -> Iterator[StepTitle]:
        """Yield the steps, oldest first."""
        for index, (id, step) in enumerate(zip(self._ids, self._steps, strict=True)):
            yield StepTitle(id, step.title, index < self._done)

    def upcoming(self, title: str, edit: Edit, open: bool = False) -> StepRecord:
        """Return what is to be kept of the step that `push` makes next."""
        return StepRecord(self._next, RecordKind.OPEN if open else RecordKind.DONE, title, edit.inverse())

    def turned(self, id: StepId) -> StepRecord:
        """Return what is to be kept of a step, now that it was undone or redone."""
        index = self._ids.index(id)
        step = self._steps[index]
        if index < self._done:
            return StepRecord(id, RecordKind.DONE, step.title, step.edit().inverse())
        return StepRecord(id, RecordKind.UNDONE, step.title, step.edit())

    def push(self, title: str, edit: Edit, open: bool = False) -> StepId:
        """Add a step that makes `edit`; what was undone cannot be redone any more.

        With `open`, results follow by `amend` until `seal`: the step may be empty until then.
        """
        del self._steps[self._done :], self._ids[self._done :]
        id = StepId(self._next)
        self._next += 1
        self._steps.append(Step(title, edit))
        self._ids.append(id)
        self._done += 1
        if open:
            self._open.add(id)
        self._trim()
        return id

    def amend(
        self, id: StepId, edit: Edit, *, until_redo: bool = False, records: list[StepRecord] | None = None
    ) -> Edit:
        """Merge a later result into a step and return the part of it to apply now; it is empty when nothing is.

        `edit` was made against the document as it is now. Undo and redo restore every state exactly, whatever steps
        came later:
        - The step was undone: nothing is kept, nothing applies.
        - The step is so old that it was forgotten: all of it applies and cannot be undone.
        - Prompts, masks, locks and verdicts that a later step changed too (or whose object it deleted): the result
          slides under that step. Now nothing changes; undoing the later step uncovers it.
        - Fields of videos, objects and runs apply now and belong to the latest step that changed the same field.

        With `until_redo` fields go back to what they are now when the step undone last is redone. What is to be kept of
        the steps that became others is added to `records`.
        """
        if id in self._forgotten:
            return edit
        if id not in self._ids[: self._done]:
            return Edit()
        first = self._ids.index(id)
        applied = amend(self._steps, first, self._done, edit, until_redo=until_redo)
        for index in range(first, len(self._steps)):
            more = self._steps[index].record_of_more(self._ids[index], done=index < self._done)
            if more is not None and records is not None:
                records.append(more)
        self._trim()
        return applied

    def withdrawal(self, id: StepId) -> Edit:
        """Return the edit that takes back what a step in effect does, except for keys that later steps changed, too.

        It is to be merged into the step by `amend`; a step of which nothing is left vanishes when it is sealed.
        """
        if id not in self._ids[: self._done]:
            return Edit()
        index = self._ids.index(id)
        return withdrawal(self._steps[index], self._steps[index + 1 : self._done])

    def seal(self, id: StepId) -> None:
        """No more results follow. A step that stayed empty vanishes: there is nothing to undo."""
        self._open.discard(id)
        if id in self._ids and self._steps[self._ids.index(id)].empty:
            self.drop(id)

    def drop(self, id: StepId) -> None:
        """Take a step out without undoing it: it is empty, or it is the last one pushed and was not applied."""
        if id not in self._ids:
            return
        index = self._ids.index(id)
        assert self._steps[index].empty or index == len(self._ids) - 1, "steps after this one build on it"
        del self._steps[index], self._ids[index]
        self._open.discard(id)
        if index < self._done:
            self._done -= 1

    def forget_undone(self, id: StepId) -> bool:
        """Take out the last step that can be redone, if it is this one. Returns whether it was."""
        if not self._ids or self._ids[-1] != id or self.is_done(id):
            return False
        self.drop(id)
        return True

    def clear(self) -> None:
        """Forget everything: the document is another than the steps were made for. Late results are not welcome."""
        self._steps.clear()
        self._ids.clear()
        self._open.clear()
        self._forgotten.clear()
        self._done = 0

    def undo(self) -> Edit | None:
        """Return the edit that takes back the latest step, or None when there is none."""
        if not self.can_undo:
            return None
        self._done -= 1
        return self._steps[self._done].edit().inverse()

    def redo(self) -> Edit | None:
        """Return the edit that makes the step undone last again, or None when there is none."""
        if not self.can_redo:
            return None
        self._done += 1
        return self._steps[self._done - 1].edit()

    def is_done(self, id: StepId) -> bool:
        """Return whether a step is in effect, so that a result for it is welcome (forgotten steps are)."""
        return id in self._forgotten or id in self._ids[: self._done]

    def _trim(self) -> None:
        """Forget the oldest steps beyond the limits, but never the latest step that can be undone."""
        size = sum(step.nbytes for step in self._steps)
        drop = 0
        while drop < self._done - 1 and (len(self._steps) - drop > self._max_steps or size > self._max_bytes):
            size -= self._steps[drop].nbytes
            drop += 1
        self._forgotten.update(self._ids[:drop])
        del self._steps[:drop], self._ids[:drop]
        self._done -= drop
