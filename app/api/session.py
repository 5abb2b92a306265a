"""A workspace without a window: opened, driven until it rests, closed; its failures raised instead of shown."""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import ParamSpec, Protocol, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from app import paths
from app.errors import EditRefused, ProjectError, UserError
from app.interrupts import Interrupted, ending_signals
from app.project.edit import Edit
from app.project.model import ObjectId, VideoObject
from app.settings import Settings, load
from app.workspace.engine import open_predictor
from app.workspace.jobs.jobs import Job
from app.workspace.messages import Refusal
from app.workspace.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")

LOOK_MS = 50
CLOSE_MS = 60_000


class JobWatcher(Protocol):
    """Shows how far things are while one waits."""

    def follow(self, workspace: Workspace) -> None:
        """Show how far they are now."""

    def finish(self) -> None:
        """Nothing is under way any more."""


class Session:
    """One workspace and what went wrong in it."""

    def __init__(self, workspace: Workspace, player: bool = True) -> None:
        """`player`: that its current frame cannot be shown is a failure, too, though nobody sees it."""
        self.workspace = workspace
        self._unseen: list[UserError] = []
        self._errors: list[UserError] = []
        self._refusals: list[str] = []
        self._bugs: list[BaseException] = []
        self._interrupted: Interrupted | None = None
        self._changes = 0
        if not player:
            workspace.view.image_failed.connect(self._unseen.append)
        workspace.messages.failed.connect(self._errors.append)
        workspace.messages.refused.connect(self._note_refusal)
        workspace.messages.crashed.connect(self._bugs.append)
        workspace.editor.changed.connect(self._note_change)

    def settle(self, watcher: JobWatcher | None = None, *, expected: tuple[type[UserError], ...] = ()) -> None:
        """Wait until nothing is under way. Raises the first failure since the last call; the others are its notes.

        Failures of the `expected` types are passed over.

        Ctrl+C stops what is under way, waits for that, and raises KeyboardInterrupt; a second one does not wait.
        """
        self._wait(lambda: not self.workspace.busy, watcher)
        if watcher is not None:
            watcher.finish()
        self._raise(expected)

    def settle_until(self, done: Callable[[], bool], *, expected: tuple[type[UserError], ...] = ()) -> None:
        """Wait until `done`, and then until nothing is under way. Raises what `settle` raises."""
        self._wait(done)
        self.settle(expected=expected)

    def steps(self, job: Job) -> Iterator[Job]:
        """Yield a job whenever it has gone on, until nothing is under way. Raises what `settle` raises.

        When the generator is closed before, the job is stopped; what is done stays.
        """
        try:
            while job.state.active:
                before = job.done
                self._wait(lambda before=before: job.done != before or not job.state.active)  # type: ignore[misc]
                if self._bugs or self._interrupted is not None:
                    break
                if job.done != before:
                    yield job
        finally:
            if job.state.active:
                self.workspace.stop(job)
            self.settle()

    def act(self, verb: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> R:
        """Call a verb of the workspace and wait until it is done. Raises what it reported; EditRefused: why not."""
        before = self._changes
        self._refusals.clear()
        result = verb(*arguments, **named)
        self.settle()
        if self._refusals and self._changes == before:
            raise EditRefused("{reason}", reason=self._refusals.pop(0))
        return result

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take note of what slots raise, inside: Qt would print it and go on."""
        usual = sys.excepthook
        sys.excepthook = self._took_down
        try:
            yield
        finally:
            sys.excepthook = usual

    def object(self, name: str) -> ObjectId:
        """Return the object of that name in the current video, made when there is none."""
        found = self.find_object(name)
        made = self.workspace.objects.add(name) if found is None else found.id
        if made is None:
            self.settle()  # raises why: it could not be saved
            raise ProjectError("The object {name} cannot be made.", "See the log for why.", name=name)
        return made

    def find_object(self, name: str) -> VideoObject | None:
        """Return the object of that name in the current video, or None."""
        video = self.workspace.view.video
        objects = self.workspace.document.objects(video.id) if video is not None else ()
        return next((record for record in objects if record.name == name), None)

    def _wait(self, done: Callable[[], bool], watcher: JobWatcher | None = None) -> None:
        """Let events happen until `done`, a bug, or a second interrupt."""
        workspace, loop = self.workspace, QEventLoop()
        if self._bugs or done():
            return

        def interrupt(number: int, _frame: FrameType | None) -> None:
            # Raising here would end in Qt, which prints what a slot raises and goes on
            active = () if self._interrupted else workspace.jobs.active
            self._interrupted = Interrupted(number)
            for job in active:
                workspace.stop(job)
            if not active:
                loop.quit()

        def look() -> None:
            if watcher is not None:
                watcher.follow(workspace)
            if self._bugs or done():
                loop.quit()

        timer = QTimer(interval=LOOK_MS)
        timer.timeout.connect(look)
        timer.start()
        signals = (
            workspace.pending_answers.answered,
            workspace.jobs.ended,
            workspace.jobs.changed,
            workspace.editor.changed,
        )
        for told in signals:
            told.connect(look)
        usual = {number: signal.signal(number, interrupt) for number in ending_signals()}
        try:
            loop.exec()
        finally:
            timer.stop()
            for number, handler in usual.items():
                signal.signal(number, handler)
            for told in signals:
                told.disconnect(look)

    def _raise(self, expected: Sequence[type[UserError]]) -> None:
        """Raise what went wrong since the last time, and forget it."""
        seen = [error for error in self._errors if not any(error is other for other in self._unseen)]
        errors = [error for error in seen if not isinstance(error, tuple(expected))]
        bugs, interrupted = list(self._bugs), self._interrupted
        self._errors.clear()
        self._unseen.clear()
        self._bugs.clear()
        self._interrupted = None
        if bugs:
            raise bugs[0]
        if interrupted is not None:
            raise interrupted
        if errors:
            first, *others = errors
            for other in dict.fromkeys(map(str, others)):  # the player and a job may fail over the same file
                if other != str(first):
                    first.add_note(other)
            raise first

    def _took_down(self, _kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        self._bugs.append(bug)

    def _note_refusal(self, refusal: Refusal) -> None:
        refusal.shown = True
        self._refusals.append(refusal.words)

    def _note_change(self, _edit: Edit) -> None:
        self._changes += 1


@contextmanager
def session(open_workspace: Callable[[Settings], Workspace], **changes: object) -> Iterator[Session]:
    """Open a workspace with the person's settings and `changes` to them, and close it whatever happens."""
    application = application_for_events()
    workspace = open_workspace(settings_with(changes))
    made = Session(workspace)
    try:
        with made.listening():
            yield made
    finally:
        close(workspace, application)


def application_for_events() -> QCoreApplication:
    """Return Qt's application, made where there is none: a workspace lives by its events."""
    return QCoreApplication.instance() or QCoreApplication([])


def settings_with(changes: dict[str, object]) -> Settings:
    """Return the person's settings with `changes`."""
    return msgspec.structs.replace(load(paths.settings_file()).settings, **changes)


def close(workspace: Workspace, application: QCoreApplication) -> None:
    """Close a workspace and wait for its threads."""
    workspace.close(wait_ms=CLOSE_MS)
    workspace.deleteLater()
    application.sendPostedEvents()


def opened(folder: Path) -> Callable[[Settings], Workspace]:
    """Return what opens the project in `folder`."""
    return lambda settings: Workspace.open(folder, settings, open_predictor)


def created(folder: Path) -> Callable[[Settings], Workspace]:
    """Return what makes a project in `folder`."""
    return lambda settings: Workspace.create(folder, settings, open_predictor)
