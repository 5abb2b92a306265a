"""The one path of change: every edit is completed, checked, applied, saved, recorded and announced here."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.collector import collector_resting
from app.errors import UserError
from app.project.document import Document
from app.project.edit import Edit
from app.project.edit_checks import check
from app.project.history import History, StepId
from app.project.model import Event, IssueId, ObjectId, RunId, VideoId
from app.project.step_records import RecordKind, StepRecord
from app.project.storage.store import Store
from app.workspace.editing.applied import Applied, Origin
from app.workspace.editing.disk_flusher import DiskFlusher
from app.workspace.editing.edit_followers import EditFollowers
from app.workspace.editing.in_hand import GestureInHand
from app.workspace.editing.saver import Saver, Unsaved
from app.workspace.jobs.worker import Worker
from app.workspace.messages import Messages

T = TypeVar("T")


class Editor(QObject):
    """Holds the document and its history. Nouns of the workspace hold it; nobody else changes the document.

    Only `do`, `amend`, `undo` and `redo` do, each in one transaction. What has changed is in the project file when they
    return; large edits a moment later, when `saving` is over.
    """

    changed = Signal(object)
    """An Edit: the document has just changed so, and the history has it."""
    told = Signal(object)
    """An Applied: as `changed`, with how it came about."""
    history_changed = Signal()
    saving_changed = Signal()

    def __init__(
        self, store: Store, document: Document, history: History, background: Worker, messages: Messages
    ) -> None:
        """`background` waits for the disk, so that what is saved survives a power cut."""
        super().__init__()
        self.document = document
        self.history = history
        self.messages = messages
        self.in_hand = GestureInHand()
        self.followers = EditFollowers()
        self._store = store
        self._log_end = store.log_end
        self._saver = Saver(store, self)
        self._flusher = DiskFlusher(store, background, messages)
        self._save_failed = False
        self._vouched: tuple[Edit, Document] | None = None
        self._deferred: list[Callable[[], None]] = []
        self._saver.changed.connect(self._follow_saver)
        self._saver.failed.connect(self._take_back)
        self._saver.worker.crashed.connect(messages.crashed)

    @property
    def saving(self) -> bool:
        """True while something that was done is not in the project file yet."""
        return self._saver.saving

    @property
    def save_failed(self) -> bool:
        """True when the newest change could not be saved, and so was taken back."""
        return self._save_failed

    def new_object_id(self) -> ObjectId:
        """Return an id that no object of the project ever had."""
        return self._store.new_object_id()

    def new_video_id(self) -> VideoId:
        """Return an id that no video of the project ever had."""
        return self._store.new_video_id()

    def new_issue_id(self) -> IssueId:
        """Return an id that no issue of the project ever had."""
        return self._store.new_issue_id()

    def new_run_id(self) -> RunId:
        """Return an id that no run of the project ever had."""
        return self._store.new_run_id()

    @property
    def log_end(self) -> int:
        """The number of the newest line of the log as the project was opened."""
        return self._log_end

    @property
    def undo_title(self) -> str:
        """What undo takes back: the gesture in hand, or else the newest step. Empty when there is nothing."""
        return self.in_hand.title or self.history.undo_title

    @property
    def redo_title(self) -> str:
        """What redo makes again: what undo took of the gesture in hand, or else the step undone last."""
        return self.in_hand.title or self.history.redo_title

    @property
    def telling_large(self) -> bool:
        """True while followers are told of an edit of so many changes that what is slow had better wait for a turn."""
        return self.followers.telling_large

    # Changing

    def do(
        self,
        title: str,
        edit: Edit,
        open: bool = False,
        merged: tuple[Event, ...] = (),
    ) -> StepId | None:
        """Apply `edit` as a new step of the history; an empty edit is no step. `open`: results will be amended.

        `merged`: lines of another project's log that go into the project's with it.
        Raises UserError when it cannot be saved; then nothing has changed.
        """
        if edit.empty:
            return None
        given, edit = edit, self.followers.with_consequences(self.document, edit)
        same = (edit.masks, edit.prompts, edit.locks) == (given.masks, given.prompts, given.locks)
        tried = self._vouched[1] if same and self._vouched is not None and self._vouched[0] is given else None
        made: list[StepId] = []
        upcoming = (self.history.upcoming(title, edit, open),)
        event = self.followers.line(Applied(edit, Origin.DONE))
        self._commit(edit, lambda: self.history.drop(made[0]), upcoming, event=event, merged=merged, tried=tried)
        made.append(self.history.push(title, edit, open))
        self.followers.tell(Applied(edit, Origin.DONE, made[0]))
        return made[0]

    def vouch(self, edit: Edit, tried: Document) -> None:
        """Say that another thread has checked what `edit` does on frames, and made it: `tried` came of what is now.

        Where it is done next, before anything else is, it is neither checked nor made again, but taken from there.
        """
        self._vouched = edit, tried

    def amend(self, step: StepId, edit: Edit, flush: bool = True) -> bool:
        """Add a late result to `step`. Returns False, and changes nothing, when the step was undone meanwhile.

        Without `flush` a power cut (not a crash) may lose it: for results that can be computed again. Raises UserError
        as `do` does.
        """
        if not self.history.is_done(step):
            return False
        records: list[StepRecord] = []
        now = self.history.amend(step, self.followers.with_consequences(self.document, edit), records=records)
        if not now.empty or records:
            forget = lambda: self.history.amend(step, now.inverse())  # noqa: E731
            with _or_else(forget):
                self._commit(now, forget, tuple(records), flush)
        if not now.empty:
            self.followers.tell(Applied(now, Origin.AMENDED, step))
        return True

    def seal(self, step: StepId) -> None:
        """No more results follow. What is still open when the project is left is seen to be so when it is opened."""
        known = self.history.is_done(step)
        self.history.seal(step)
        if known:
            self._record(step, RecordKind.SEALED if self.history.is_done(step) else RecordKind.VANISHED)

    def forget_undone(self, step: StepId) -> None:
        """Take out a step that was undone and would do nothing if it were redone."""
        if self.history.forget_undone(step):
            self._record(step, RecordKind.VANISHED)

    def _record(self, step: StepId, kind: RecordKind) -> None:
        """Save what became of a step."""
        try:
            self._saver.save(Edit(), lambda: None, steps=(StepRecord(step, kind),))
        except UserError as error:
            if not self._save_failed:  # else it was told already
                self.messages.report(error)

    def withdraw(self, step: StepId) -> None:
        """Take back what a step has changed, except where a later one built on it. Raises UserError as `do` does."""
        self.amend(step, self.history.withdrawal(step))

    def defer(self, finish: Callable[[], None]) -> None:
        """Make a step later, when what it needs is there: by `finish`, at the latest before anything else is done."""
        self._deferred.append(finish)

    @property
    def deferring(self) -> bool:
        """True while steps that were asked for are still in the making."""
        return bool(self._deferred)

    def is_deferred(self, finish: Callable[[], None]) -> bool:
        """Return whether a step given to `defer` is still to be made."""
        return finish in self._deferred

    def catch_up(self) -> None:
        """Make the steps that were deferred: whatever follows comes after them."""
        while self._deferred:
            self._deferred.pop(0)()

    def begin_command(self) -> None:
        """Finish what a person is in the middle of, and what was deferred: a command is about to change something."""
        self.in_hand.finish()
        self.catch_up()

    def undo(self) -> None:
        """Take back the newest step; while a gesture is in hand, the last part of that."""
        if self.in_hand.take_back():
            return
        self.catch_up()
        self._replay(Origin.UNDONE, self.history.newest, self.history.undo, self.history.redo)

    def redo(self) -> None:
        """Do again what was undone last; while a gesture is in hand, what undo took of that."""
        if self.in_hand:
            if not self.in_hand.give_back():
                self.messages.refuse(self.tr("Finish what you are drawing first, or drop it with Esc."))
            return
        self.catch_up()
        self._replay(Origin.REDONE, self.history.next, self.history.redo, self.history.undo)

    def log(self, event: Event) -> None:
        """Append a line to the project's log of who did what when."""
        self._saver.save(Edit(), lambda: None, event)

    def fetch_log(
        self,
        then: Callable[[Callable[[], Iterator[Event]]], None],
        end: int | None = None,
        otherwise: Callable[[], None] = lambda: None,
    ) -> None:
        """Fetch the project's log, up to line number `end`, and hand `then` what makes events of it, on any thread.

        When it cannot be read that is reported, and `otherwise` is called.
        """
        self._saver.lend(lambda store: store.fetch_log(end), then, otherwise)

    def read_log(self, read: Callable[[Iterator[Event]], T], take: Callable[[T], None]) -> None:
        """Let `read` look through the project's log, oldest line first, on another thread; `take` gets what it returns.

        A failure is reported instead.
        """
        self._saver.lend(lambda store: read(store.events()), take)

    def close(self, wait_ms: int = 0) -> None:
        """Save what is left and let go of the store, and of who followed. A failure is reported."""
        self.followers.wire((), ())
        try:
            self._saver.close(wait_ms)
        except UserError as error:
            self.messages.report(error)

    # One transaction

    def _replay(
        self, origin: Origin, step: StepId | None, turn: Callable[[], Edit | None], back: Callable[[], Edit | None]
    ) -> None:
        """Apply an edit of the history together with what completes it, as one."""
        edit = turn()
        if edit is None:
            return
        assert step is not None
        under = self.history.newest  # carries what completes the edit, so that its own undo brings that back, too
        more, records = Edit(), list[StepRecord]()
        if under is not None:
            more = self.followers.completing(edit)
            self.history.amend(under, more, until_redo=True, records=records)
        records.append(self.history.turned(step))

        def forget() -> None:
            if under is not None:
                self.history.amend(under, more.inverse(), until_redo=True)
            back()

        whole = edit.then(more)
        try:
            with _or_else(forget), collector_resting():
                event = self.followers.line(Applied(whole, origin, step))
                self._commit(whole, forget, tuple(records), event=event)
        except UserError as error:
            self.messages.report(error)
            self.history_changed.emit()
        else:
            self.followers.tell(Applied(whole, origin, step))

    def _commit(
        self,
        edit: Edit,
        take_back: Callable[[], object],
        steps: tuple[StepRecord, ...],
        flush: bool = True,
        event: Event | None = None,
        merged: tuple[Event, ...] = (),
        tried: Document | None = None,
    ) -> None:
        """Check (what is `tried` but for its cells), apply and save, with what becomes of the history's steps.

        When it cannot be saved, nothing has changed and the error goes to the caller.

        A large edit that cannot be saved later is taken back; the history forgets it by `take_back`.
        """
        self._vouched = None
        check(self.document, edit, cells=tried is None)
        self.document.apply(edit, tried)
        with _or_else(lambda: self.document.apply(edit.inverse())):
            self._save(edit, take_back, steps, event, merged)
        if flush and not self.saving:
            self.flush_soon()

    def _save(
        self,
        edit: Edit,
        take_back: Callable[[], object],
        steps: tuple[StepRecord, ...],
        event: Event | None,
        merged: tuple[Event, ...],
    ) -> None:
        """Hand an edit to the disk, and know whether the newest one got there."""
        try:
            self._saver.save(edit, take_back, event, steps=steps, merged=merged)
        except UserError:
            self._note_saving(failed=True)
            raise
        self._note_saving(failed=False)

    def tell(self, applied: Applied) -> None:
        """Let views follow (a follower itself: its place among the others says who is up to date by then)."""
        self.changed.emit(applied.edit)
        self.told.emit(applied)
        if applied.origin is not Origin.AMENDED:
            self.history_changed.emit()

    # The disk

    def flush_soon(self) -> None:
        """Make what is saved safe from a power cut too, without waiting for the disk here."""
        self._flusher.flush_soon()

    def _note_saving(self, *, failed: bool) -> None:
        if failed != self._save_failed:
            self._save_failed = failed
            self.saving_changed.emit()

    def _follow_saver(self) -> None:
        if not self.saving:
            self.flush_soon()
        self.saving_changed.emit()

    def _take_back(self, error: UserError | None, lost: Sequence[Unsaved]) -> None:
        """Undo what could not be saved: what is seen is what is on the disk."""
        edits = [unsaved for unsaved in lost if not unsaved.edit.empty]  # lines of the log are no steps
        if edits:
            self._note_saving(failed=True)
        for unsaved in reversed(edits):
            edit = unsaved.edit.inverse()
            check(self.document, edit)
            self.document.apply(edit)
            self.followers.tell(Applied(edit, Origin.TAKEN_BACK))
        if len(edits) == 1:
            edits[0].take_back()
        elif edits:  # steps were built on a step that is gone
            self.history.clear()
        self.history_changed.emit()
        if error is not None:
            self.messages.report(error)


@contextmanager
def _or_else(take_back: Callable[[], object]) -> Iterator[None]:
    """Take back what was begun when the rest of it fails, in words or by a bug."""
    done = False
    try:
        yield
        done = True
    finally:
        if not done:
            take_back()
