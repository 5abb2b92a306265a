"""Verbs on the model: choose, load, fetch, find objects by itself, and use idle time."""

from collections.abc import Sequence
from dataclasses import replace

from app import paths
from app.engine.checkpoints import catalog
from app.engine.checkpoints.download import fetch
from app.engine.predictor import Prediction
from app.errors import EngineError, UserError
from app.phrases import plural
from app.project.model import FrameIndex, Video
from app.settings import Settings
from app.workspace.editor import Core
from app.workspace.edits.candidates import candidates
from app.workspace.engine import EngineState, ModelChoice, failing
from app.workspace.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.worker import Ending, Priority

IDLE_RADIUS = 2
"""Frames around the playhead that are encoded while nobody asks for anything."""


class EngineVerbs(Core):
    """The model in the engine thread."""

    def warm_up(self) -> None:
        """Load the chosen model in the background, so that the first click is answered at once."""
        self._engine_state = replace(self._engine_state, loading=True, error=None)
        self.engine_changed.emit()
        self._engine_worker.submit(
            self._engine_room.load,
            priority=Priority.INTERACTIVE,
            key="load",
            on_result=self._engine_is,
            on_end=self._load_ended,
        )

    def change_settings(self, settings: Settings) -> None:
        """Take over other settings; another model is loaded when the choice has changed."""
        self._settings = settings
        choice = ModelChoice.of(settings)
        if choice != self._engine_state.choice:
            self._engine_room.choose(choice)
            self._engine_state = EngineState(choice, devices=self._engine_state.devices)
            self.warm_up()
        self._playhead.set_cache(settings.frame_cache_mb << 20)
        self.settings_changed.emit()

    @reports
    def propose_objects(self, frame: int | None = None) -> Job | None:
        """Find objects on a frame without prompts; each becomes an auto object to accept or delete, all one step."""
        video = self.video
        if video is None:
            return None
        at = FrameIndex(self.frame if frame is None else frame)
        job = self.jobs.add(self.tr("Find objects"), JobKind.SEGMENT, lambda: None)
        found: list[Prediction] = []

        def look(so_far: tuple[Prediction, ...]) -> None:
            found[:] = so_far
            self.jobs.progress(job, len(so_far))

        def ended(ending: Ending, error: UserError | None) -> None:
            if found and ending is not Ending.FAILED:
                self._take_candidates(video, at, found)
            self._end_job(job, ending, error)

        task = self._engine_worker.submit(lambda: self._engine_room.propose(video, at), on_result=look, on_end=ended)
        job.stopper = lambda: self._engine_worker.stop(task)
        return job

    @reports
    def _take_candidates(self, video: Video, frame: FrameIndex, found: Sequence[Prediction]) -> None:
        """Make an object of every proposal, unless the video was removed meanwhile."""
        if self.document.video(video.id) is None:
            return
        ids = [self._store.new_object_id() for _ in found]
        self._do(
            self.tr("Find objects"),
            candidates(self.document, video.id, frame, ids, found, self.tr("Candidate {number}")),
        )
        words = plural(len(found), self.tr("1 candidate found."), self.tr("{count} candidates found."))
        self.notice.emit(words.format(count=len(found)))

    @reports
    def fetch_model(self, name: str) -> Job:
        """Download one of Meta's models, verified; a cut download goes on where it stopped when asked again."""
        row = catalog.named(name)
        if row is None:
            known = ", ".join(known.id for known in catalog.OFFICIAL)
            raise EngineError("There is no model {name} to fetch.", "One of: {known}.", name=name, known=known)
        title = self.tr("Fetch {name}").format(name=row.title)
        job = self.jobs.add(title, JobKind.DOWNLOAD, lambda: None, total=row.size_bytes, unit="bytes")
        task = self._background.submit(
            lambda: fetch(row, paths.checkpoints_folder()),
            on_result=lambda progress: self.jobs.progress(job, progress.done, progress.total),
            on_end=lambda ending, error: self._fetched(job, row.id, ending, error),
        )
        job.stopper, job.again = lambda: self._background.stop(task), lambda: self.fetch_model(name)
        return job

    def _fetched(self, job: Job, id: str, ending: Ending, error: UserError | None) -> None:
        """Load the model that has just come, when it is the one that was missed."""
        self._end_job(job, ending, error)
        if ending is Ending.DONE:
            self.notice.emit(self.tr("{title}: done.").format(title=job.title))
        wanted = catalog.named(self._engine_state.choice.model)
        if ending is Ending.DONE and self._engine_state.device is None and wanted is not None and wanted.id == id:
            self.warm_up()

    def encode_around(self) -> None:
        """Encode the frames around the playhead while the engine is idle."""
        video = self.video
        if video is None or self._engine_state.device is None:
            return
        here, last = self.frame, video.frame_count - 1
        order = [here, *(f for d in range(1, IDLE_RADIUS + 1) for f in (here + d, here - d))]
        frames = tuple(FrameIndex(f) for f in order if 0 <= f <= last)
        room = self._engine_room
        self._engine_worker.submit(lambda: room.prepare(video, frames), priority=Priority.IDLE, key="prepare")

    def _load_ended(self, ending: Ending, error: UserError | None) -> None:
        if ending is not Ending.FAILED:
            self.encode_around()
            return
        why = error if error is not None else EngineError("The model could not be loaded.")
        self._engine_is(failing(self._engine_state, why))
        if error is not None:
            self.report(error)
