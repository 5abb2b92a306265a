"""Fetches a model while no project is open."""

from PySide6.QtCore import QObject, Signal

from app import paths
from app.engine.checkpoints.catalog import DownloadProgress, named
from app.engine.checkpoints.download import fetch
from app.errors import UserError
from app.workspace.jobs.worker import Ending, Task, Worker


class ModelFetcher(QObject):
    """One download at a time. Its thread exists only once something was asked for."""

    progressed = Signal(int, int)
    """Bytes done and in all; a total of 0: ended."""
    fetched = Signal(str)
    """The id of a model that is here now."""
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None
        self._task: Task[DownloadProgress] | None = None

    def fetch(self, name: str) -> None:
        """Fetch one of Meta's models; a download that was cut goes on where it stopped."""
        row = named(name)
        if row is None:
            return
        if self._worker is None:
            self._worker = Worker("download", self)

        def tell(progress: DownloadProgress) -> None:
            self.progressed.emit(progress.done, progress.total)

        def end(ending: Ending, error: UserError | None) -> None:
            self.progressed.emit(0, 0)
            if error is not None:
                self.failed.emit(error)
            elif ending is Ending.DONE:
                self.fetched.emit(row.id)

        self._task = self._worker.submit(
            lambda: fetch(row, paths.checkpoints_folder()), key="fetch", on_result=tell, on_end=end
        )

    def stop(self) -> None:
        """Stop the download; it goes on from there when it is asked for again."""
        if self._worker is not None and self._task is not None:
            self._worker.stop(self._task)

    def close(self) -> None:
        """Stop; what arrived is kept for the next time."""
        if self._worker is not None:
            self._worker.close()
