"""Verbs on the model: choose, load, fetch, and use idle time."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app import paths
from app.engine.checkpoints import catalog
from app.engine.checkpoints.download import fetch
from app.errors import EngineError, UserError
from app.project.model import FrameIndex
from app.settings import Settings
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.engine import Engine, EngineState, ModelChoice, failing
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.viewing.view import Navigation

IDLE_RADIUS = 2
"""Frames around the playhead that are encoded while nobody asks for anything."""


class ModelControl(QObject):
    """The model in the engine thread, as the main thread knows it."""

    changed = Signal()
    """`state` is another."""
    loaded = Signal()
    """The chosen model is there."""

    def __init__(self, editor: Editor, view: Navigation, engine: Engine, runner: JobRunner, downloads: Worker) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._runner = runner
        self._downloads = downloads
        self._state = EngineState(engine.chosen)

    @property
    def state(self) -> EngineState:
        """The model and its device."""
        return self._state

    def load(self) -> None:
        """Load the chosen model in the background, so that the first click is answered at once.

        While a run is under way with another one it comes after that (see `load_if_due`).
        """
        self.load_soon()
        self._engine.worker.submit(
            self._engine.load,
            priority=Priority.INTERACTIVE,
            key="load",
            on_result=self._loaded,
            on_end=self._load_ended,
        )

    def load_soon(self) -> None:
        """Let the chosen model be loaded by `load_if_due`: while a window is built, loading would hold that up."""
        self._state = replace(self._state, loading=True, error=None)
        self.changed.emit()

    def load_if_due(self) -> None:
        """Load the chosen model, if it had to wait: for the end of a run, or for the window."""
        if self._state.loading:
            self.load()

    def choose(self, settings: Settings) -> None:
        """Take over other settings; the model is loaded when the choice has changed, or could not be loaded before."""
        choice = ModelChoice.of(settings)
        if choice != self._engine.chosen or self._state.error is not None:
            self._engine.choose(choice)
            self._state = EngineState(choice, devices=self._state.devices)
            self.load()

    def refresh(self) -> None:
        """Read the state of the engine again, for its memory use."""
        self._engine.worker.submit(
            lambda: iter((self._engine.state(),)),
            priority=Priority.IDLE,
            key="engine state",
            on_result=self._refreshed,
        )

    @reports
    def fetch(self, name: str) -> Job:
        """Download one of Meta's models, verified; a cut download goes on where it stopped when asked again."""
        row = catalog.named(name)
        if row is None:
            known = ", ".join(known.id for known in catalog.OFFICIAL)
            raise EngineError("There is no model {name} to fetch.", "One of: {known}.", name=name, known=known)
        return self._runner.run(
            self._downloads,
            self.tr("Fetch {name}").format(name=row.title),
            JobKind.DOWNLOAD,
            lambda: fetch(row, paths.checkpoints_folder()),
            on_result=lambda job, progress: self._runner.jobs.progress(job, progress.done, progress.total),
            on_end=lambda job, ending: self._fetched(job, row.id, ending),
            again=lambda: self.fetch(name),
            total=row.size_bytes,
            unit="bytes",
        )

    def encode_around(self) -> None:
        """Encode the frames around the playhead while the engine is idle."""
        video = self._view.video
        if video is None or self._state.device is None:
            return
        here, last = self._view.frame, video.frame_count - 1
        order = [here, *(f for d in range(1, IDLE_RADIUS + 1) for f in (here + d, here - d))]
        frames = tuple(FrameIndex(f) for f in order if 0 <= f <= last)
        engine = self._engine
        engine.worker.submit(lambda: engine.prepare(video, frames), priority=Priority.IDLE, key="prepare")

    def _is(self, state: EngineState) -> None:
        self._state = state
        self.changed.emit()

    def _loaded(self, state: EngineState) -> None:
        if state.choice == self._engine.chosen:  # else a later choice is on its way
            self._is(state)

    def _refreshed(self, state: EngineState) -> None:
        """Take over a fresh state, unless another model was chosen since or is still to come."""
        if state.choice == self._state.choice and not self._state.loading:
            self._is(replace(state, error=self._state.error))

    def _load_ended(self, ending: Ending, error: UserError | None) -> None:
        if ending is Ending.FAILED:
            why = error if error is not None else EngineError("The model could not be loaded.")
            self._is(failing(self._state, why))
            if error is not None:
                self.editor.messages.report(error)
            return
        self.encode_around()
        if ending is Ending.DONE and not self._state.loading:
            self.loaded.emit()

    def _fetched(self, job: Job, id: str, ending: Ending) -> None:
        """Load the model that has just come, when it is the one that was missed."""
        if ending is Ending.DONE:
            self.editor.messages.say(self.tr("{title}: done.").format(title=job.title))
        wanted = catalog.named(self._state.choice.model)
        if ending is Ending.DONE and self._state.device is None and wanted is not None and wanted.id == id:
            self.load()
