"""Makes what is saved safe from a power cut, too: the disk is waited for on a thread."""

from collections.abc import Iterator

from app.errors import ProjectError
from app.project.storage.store import Store
from app.workspace.jobs.worker import Priority, Worker
from app.workspace.messages import Messages


class DiskFlusher:
    """Lets `worker` wait for the disk; a failure is reported."""

    def __init__(self, store: Store, worker: Worker, messages: Messages) -> None:
        self._store = store
        self._worker = worker
        self._messages = messages

    def flush_soon(self) -> None:
        """Have the disk keep what was saved up to now; of several calls in a row the last one is enough.

        It is safe from the end of this process already: SQLite has handed it to the system.
        """
        flush, folder = self._store.flusher(), self._store.folder

        def flushing() -> Iterator[None]:
            try:
                flush()
            except OSError as error:
                raise ProjectError(
                    "The disk of {folder} does not answer as it should ({reason}).",
                    "What you did is saved, but would not survive a power cut: check the drive.",
                    folder=folder,
                    reason=error.strerror,
                ) from error
            yield

        self._worker.submit(
            flushing,
            priority=Priority.INTERACTIVE,
            key="flush",
            on_end=lambda _ending, error: self._messages.report(error) if error is not None else None,
        )
