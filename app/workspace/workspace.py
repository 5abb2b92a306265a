"""The open project, alive: all verbs in one object, and how it is opened, created and closed."""

from pathlib import Path

from PySide6.QtCore import QTimer

from app.errors import UserError
from app.generators import result_of
from app.project.edit import Edit
from app.project.model import Event
from app.project.storage.store import Store
from app.settings import Settings
from app.workspace.engine import OpenPredictor
from app.workspace.exports import ExportVerbs
from app.workspace.frame_states import StateBook
from app.workspace.jobs.worker import Ending
from app.workspace.loading import Loaded, load
from app.workspace.mask_operations import OperationVerbs
from app.workspace.model import EngineVerbs
from app.workspace.prompts import PromptVerbs
from app.workspace.videos import VideoVerbs
from app.workspace.view import ViewVerbs

SETTLE_MS = 250
"""How long the playhead must rest before idle time is used to encode around it."""


class Workspace(PromptVerbs, OperationVerbs, EngineVerbs, VideoVerbs, ViewVerbs, ExportVerbs):
    """One open project. Lives in the main thread; its verbs return at once and never raise UserErrors.

    Read `document`, `history`, `jobs` and the properties; change by verbs; follow by signals. The project folder is
    locked for others until `close`.
    """

    @classmethod
    def open(cls, path: Path, settings: Settings, open_predictor: OpenPredictor) -> "Workspace":
        """Open the project folder (or its project.masklane) at `path`. Raises ProjectError."""
        return cls.of(result_of(load(path)), settings, open_predictor)

    @classmethod
    def create(cls, folder: Path, settings: Settings, open_predictor: OpenPredictor) -> "Workspace":
        """Make a new project in `folder`, which must be empty or not exist. Raises ProjectError."""
        store = Store.create(folder)
        document = store.load()
        return cls.of(Loaded(store, document, StateBook(document)), settings, open_predictor)

    @classmethod
    def of(cls, loaded: Loaded, settings: Settings, open_predictor: OpenPredictor) -> "Workspace":
        """Work on a project that was read already (see Opening)."""
        workspace = cls(loaded, settings, open_predictor)
        workspace._settled = QTimer(workspace, interval=SETTLE_MS, singleShot=True)
        workspace._settled.timeout.connect(workspace.encode_around)
        workspace.frame_changed.connect(lambda _frame: workspace._settled.start())
        workspace.frame_changed.connect(lambda _frame: workspace.hover_off())
        workspace.video_changed.connect(workspace.look_for_media)
        workspace.failed.connect(lambda _error: workspace.look_for_media())
        workspace.look_for_media()
        videos = workspace.document.videos()
        if videos:
            workspace.open_video(videos[0].id)
        return workspace

    _settled: QTimer
    _closed = False

    def _load_ended(self, ending: Ending, error: UserError | None) -> None:
        super()._load_ended(ending, error)
        if ending is Ending.DONE:
            self.ask_unanswered()

    def log_event(self, event: Event) -> None:
        """Append a line to the project's log of who did what when."""
        self._saver.save(Edit(), lambda: None, event)

    def close(self, wait_ms: int = 0) -> None:
        """Close the project at once: runs stop, what they made is there, and the lock is released.

        Threads end by themselves at their next yield; the one in the background refreshes the copies in masklets/
        before, if something changed. A window does not wait for them; a script that goes on may, with `wait_ms` each.
        """
        if self._closed:
            return
        self.catch_up()
        self._closed = True
        self._playhead.close()
        self._settled.stop()
        workers = (self._engine_worker, self._decoder, self._background)
        self._background.close(last=self._publishing() if self._unpublished else None)
        for worker in workers:
            worker.close()
        for worker in workers:
            worker.close(wait_ms)
        try:
            self._saver.close(wait_ms)
        except UserError as error:
            self.report(error)
        self._store.close()
