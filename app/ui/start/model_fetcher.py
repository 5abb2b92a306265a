"""Downloads a model for the start screen, which has no workspace to do it."""

from PySide6.QtCore import QObject, Signal

from app import paths
from app.engine.checkpoints.catalog import DownloadProgress, named
from app.engine.checkpoints.download import fetch
from app.errors import UserError
from app.workspace.jobs.worker import Ending, Task, Worker


class ModelFetcher(QObject):
    """One download at a time. The thread is started by the first one."""

    progressed = Signal(int, int)
    """Bytes done and bytes in all; a total of 0: ended."""
    fetched = Signal(str)
    """The id of a model that has been downloaded."""
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None
        self._task: Task[DownloadProgress] | None = None

    def fetch(self, name: str) -> None:
        """Download one of Meta's models; an interrupted download is resumed."""
        row = named(name)
        if row is None:
            return
        if self._worker is None:
            self._worker = Worker("download", self)

        def show(progress: DownloadProgress) -> None:
            self.progressed.emit(progress.done, progress.total)

        def end(ending: Ending, error: UserError | None) -> None:
            self.progressed.emit(0, 0)
            if error is not None:
                self.failed.emit(error)
            elif ending is Ending.DONE:
                self.fetched.emit(row.id)

        self._task = self._worker.submit(
            lambda: fetch(row, paths.checkpoints_folder()), key="fetch", on_result=show, on_end=end
        )

    def stop(self) -> None:
        """Stop the download; the next one resumes it."""
        if self._worker is not None and self._task is not None:
            self._worker.stop(self._task)

    def close(self) -> None:
        """Stop the download and the thread."""
        if self._worker is not None:
            self._worker.close()
