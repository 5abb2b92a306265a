"""Opens a project while the window goes on: read on a thread, handed over when it is whole."""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.errors import UserError
from app.workspace.jobs.worker import Ending, Worker
from app.workspace.projects.loading import Loaded, load

Prepare = Callable[[], Generator[float, None, Path | None]]


class Opening(QObject):
    """One attempt to open a project. `opened`, `failed` or `crashed` comes once, and none of them after `stop`.

    `prepare` makes what is to be opened, on the same thread: it yields how much of that is done, 0..1, and may return
    where it is, if that is not `path`.
    """

    progressed = Signal(float)
    """How much is read, 0..1."""
    opened = Signal(object)
    """Loaded; its store belongs to whoever takes it."""
    failed = Signal(object)
    """A UserError."""
    crashed = Signal(object)
    """A bug; for the crash guard."""

    def __init__(self, path: Path, parent: QObject | None = None, prepare: Prepare | None = None) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._path = path
        self._stopped = False
        self._loaded: Loaded | None = None
        self._worker = Worker("opening", self)
        self._worker.crashed.connect(self.crashed)
        self._worker.submit(self._steps, on_result=self._take, on_end=self._ended)

    def stop(self, wait_ms: int = 0) -> None:
        """Give up; the project is free again soon, or on return if that takes no longer than `wait_ms`."""
        self._stopped = True
        self._worker.close(wait_ms)
        self._close(self._loaded)

    def _steps(self) -> Iterator[float | Loaded]:
        made = (yield from self._prepare()) if self._prepare is not None else None
        loaded = yield from load(made or self._path)
        self._loaded = loaded
        if self._stopped:  # set before anybody could see what is loaded: nobody will take it
            self._close(loaded)
        yield loaded

    def _take(self, step: float | Loaded) -> None:
        if isinstance(step, Loaded):
            self.opened.emit(step)
        else:
            self.progressed.emit(step)

    def _ended(self, _ending: Ending, error: UserError | None) -> None:
        self._worker.close()
        if error is not None:
            self.failed.emit(error)

    @staticmethod
    def _close(loaded: Loaded | None) -> None:
        if loaded is not None:
            loaded.store.close()
