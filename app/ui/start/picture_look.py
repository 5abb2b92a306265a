"""A look at pictures before a project is made of them: a person decides, as where they are added to a project."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import UserError
from app.media.pictures.sequence_summary import SequenceSummary
from app.ui.dialogs.add_pictures import AddPicturesDialog
from app.workspace.jobs.worker import Ending, Worker
from app.workspace.media.given_paths import are_pictures, summaries_of


class PictureLook(QObject):
    """One look at a time; the newest wins. The thread is started by the first one."""

    failed = Signal(object)
    """A UserError: why nothing can be made of the pictures."""

    def __init__(self, open_media: Callable[[tuple[Path, ...]], object], parent: QObject) -> None:
        super().__init__(parent)
        self._open_media = open_media
        self._worker: Worker | None = None

    def propose(self, media: tuple[Path, ...], window: QWidget) -> None:
        """Open media; before, show in a dialog over `window` what the pictures among it are as videos."""
        if not are_pictures(media):
            self._open_media(media)
            return
        if self._worker is None:
            self._worker = Worker("pictures", self)

        def look() -> Iterator[tuple[SequenceSummary, ...]]:
            yield summaries_of(media)

        def show(found: tuple[SequenceSummary, ...]) -> None:
            if found:
                AddPicturesDialog(lambda _paths: self._open_media(media), media, found, window).open()
            else:
                self._open_media(media)

        def ended(_ending: Ending, error: UserError | None) -> None:
            if error is not None:
                self.failed.emit(error)

        self._worker.submit(look, key="look", on_result=show, on_end=ended)

    def close(self) -> None:
        """Stop the thread."""
        if self._worker is not None:
            self._worker.close()
