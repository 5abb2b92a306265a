"""Saves edits in the order they were made: small ones before the call returns, large ones on a thread of their own."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import ProjectError, UserError
from app.project.dependence import Unwritten
from app.project.edit import Edit
from app.project.model import Event
from app.project.step_records import StepRecord
from app.project.storage.store import Store
from app.workspace.jobs.worker import Ending, Priority, Worker

AT_ONCE = 1_000
"""Changes that are written before the call returns, in some milliseconds; more of them are handed to the thread."""
LOG_BYTES = 1 << 20
"""From this length on the database's log is moved into the database."""
LONGEST_WAIT_MS = 60_000

_log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Unsaved:
    """An edit on its way to the database, with a line of the log. `take_back` makes the history forget it.

    `number`: its place among those that wait; `in_file`: it is in the file of these, and not in memory only. `steps`:
    what is kept of the history with it. `merged`: lines of another log.
    """

    edit: Edit
    take_back: Callable[[], object]
    event: Event | None = None
    number: int = 0
    in_file: bool = False
    steps: tuple[StepRecord, ...] = ()
    merged: tuple[Event, ...] = ()


class Saver(QObject):
    """Writes to the store, each edit in one transaction: a kill leaves all of an edit or nothing of it.

    While large edits are on their way, or the thread tidies the database, which waits for the disk, it owns the store:
    whatever follows waits behind. Small edits wait in a file, where a kill does not reach them. A large one waits in
    memory: a kill takes it, and the small ones that build on it; those that do not are there nevertheless.
    """

    changed = Signal()
    """`saving` has become another."""
    failed = Signal(object, object)
    """A UserError (None: a bug, told by the worker), and the edits that were not saved, oldest first: list[Unsaved]."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._worker = Worker("saver", self, outlives_window=True)
        self._waiting: deque[Unsaved] = deque()
        self._unwritten = Unwritten()
        self._handed_over = False
        self._told = False  # what was last announced of `saving`
        self._readers: deque[tuple[Callable[[Store], object], Callable[[Any], None], Callable[[], None]]] = deque()
        self._tidy_at = LOG_BYTES
        store.tidy_by_hand()
        self._written = 0  # only the thread counts here
        self._taken_off = 0

    @property
    def worker(self) -> Worker:
        """The thread."""
        return self._worker

    @property
    def saving(self) -> bool:
        """True while edits that were made are on their way into the project file."""
        return self._handed_over and bool(self._waiting)

    def save(
        self,
        edit: Edit,
        take_back: Callable[[], object],
        event: Event | None = None,
        steps: tuple[StepRecord, ...] = (),
        merged: tuple[Event, ...] = (),
    ) -> None:
        """Save an edit that the document has accepted, with the steps of the history that it makes or changes.

        UserError when that fails at once; later it is `failed`.
        """
        small = edit.size + len(merged) <= AT_ONCE
        if not self._handed_over and not self._waiting and small:
            self._store.commit(edit, event, flush=False, steps=steps, merged=merged)
            self._tidy_if_long()
            return
        made_of = [record.step for record in steps]
        if small:
            needs = self._unwritten.needed_by(edit, made_of)
            number = self._store.keep_waiting(edit, event, steps, merged, needs)
        else:
            number = self._store.number_of_large()
            self._unwritten.add(number, edit, made_of)
        self._waiting.append(Unsaved(edit, take_back, event, number, small, steps, merged))
        if not self._handed_over:
            self._hand_over()
        self._tell()

    def lend(
        self, read: Callable[[Store], T], then: Callable[[T], None], otherwise: Callable[[], None] = lambda: None
    ) -> None:
        """Read something long from the store on the thread, once it is free, and hand it to `then`.

        A UserError is `failed`, with nothing lost, and `otherwise` is called.
        """
        self._readers.append((read, then, otherwise))
        self._lend_if_free()

    def close(self, wait_ms: int = 0) -> None:
        """Save what is left, then let go of the store and end the thread.

        Raises UserError when something could not be saved.
        """
        self._worker.close()
        self._worker.close(LONGEST_WAIT_MS if self._waiting or self._handed_over else wait_ms)
        left = list(self._waiting)[self._written - self._taken_off :]
        self._waiting.clear()
        for unsaved in left:
            self._write(unsaved)
        self._store.forget_waiting()

    def _hand_over(self) -> None:
        """Let the thread write everything that waits."""
        waiting = list(self._waiting)
        self._give_store_to(lambda: self._writing(waiting))

    def _tidy_if_long(self) -> None:
        """Let the thread tidy up when that is due. Only when nothing waits: who waits behind it waits in the file."""
        if self._store.log_bytes >= self._tidy_at:
            self._give_store_to(self._tidying)

    def _give_store_to(self, job: Callable[[], Iterator[Unsaved]]) -> None:
        self._handed_over = True
        self._worker.submit(
            job,
            priority=Priority.INTERACTIVE,
            on_result=lambda _unsaved: self._take_off(),
            on_end=self._ended,
        )

    def _writing(self, waiting: Sequence[Unsaved]) -> Iterator[Unsaved]:
        """Write edits one after the other (on the thread)."""
        for unsaved in waiting:
            self._write(unsaved)
            self._written += 1
            yield unsaved

    def _write(self, unsaved: Unsaved) -> None:
        self._store.commit(
            unsaved.edit,
            unsaved.event,
            flush=False,
            waited=unsaved.number,
            steps=unsaved.steps,
            merged=unsaved.merged,
        )

    def _tidying(self) -> Iterator[Unsaved]:
        """Make the log short (on the thread). When that fails nothing is lost, and it is tried again later."""
        try:
            self._store.tidy()
        except UserError as error:
            _log.info("%s %s", error.message, error.hint)
        self._tidy_at = self._store.log_bytes + LOG_BYTES
        yield from ()

    def _lend_if_free(self) -> None:
        if self._handed_over or not self._readers:
            return
        read, then, otherwise = self._readers.popleft()
        self._handed_over = True
        self._worker.submit(
            lambda: iter((read(self._store),)),
            priority=Priority.INTERACTIVE,
            on_result=then,
            on_end=lambda ending, error: self._was_read(ending, error, otherwise),
        )

    def _was_read(self, ending: Ending, error: UserError | None, otherwise: Callable[[], None]) -> None:
        """Go on with what was to be saved meanwhile."""
        self._handed_over = False
        if self._waiting:
            self._hand_over()
        if error is not None:
            self.failed.emit(error, [])
        if ending is not Ending.DONE:
            otherwise()
        self._lend_if_free()

    def _tell(self) -> None:
        """Announce `saving` when it has become another."""
        if self.saving != self._told:
            self._told = self.saving
            self.changed.emit()

    def _take_off(self) -> None:
        self._unwritten.remove(self._waiting.popleft().number)
        self._taken_off += 1
        self._tell()  # not only at the end: who sees that nothing is saved any more is right at once

    def _ended(self, ending: Ending, error: UserError | None) -> None:
        """What was handed over is written, or the first that could not be and all that followed are lost."""
        self._handed_over = False
        if ending is Ending.DONE and self._waiting:
            self._hand_over()
            return
        kept = list(takewhile(lambda unsaved: unsaved.in_file, self._waiting)) if error is not None else []
        lost = list(self._waiting)[len(kept) :]
        if error is not None and kept and not lost:
            self._tell()
            self.failed.emit(self._kept(error), [])
            self._lend_if_free()
            return
        self._waiting = deque(kept)
        self._unwritten = Unwritten()
        self._store.forget_waiting(behind=kept[-1].number if kept else 0)
        if ending is Ending.DONE:
            self._tidy_if_long()
        self._tell()
        if lost:
            self.failed.emit(error, lost)
        self._lend_if_free()

    def _kept(self, error: UserError) -> ProjectError:
        """Return the error for edits that the database did not take, and that go on waiting in the file."""
        _log.info("%s %s", error.message, error.hint)
        return ProjectError(
            "The disk of {folder} is full or does not answer: what you did last is kept in a file beside the project.",
            "Make room, then go on: it follows into the project with your next change.",
            folder=self._store.folder,
        )
