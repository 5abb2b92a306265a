"""The open project under its verbs: the one path on which every edit is applied, recorded, saved and announced."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.collector import collector_resting, freeze_heap
from app.errors import ProjectError, UserError
from app.media.source import Image
from app.project.edit import Edit
from app.project.history import History, StepId
from app.project.model import Cell, FrameIndex, ObjectId, Span, Video
from app.settings import Settings
from app.workspace.engine import EngineRoom, EngineState, ModelChoice, OpenPredictor
from app.workspace.frame_states import ObjectStates
from app.workspace.jobs.jobs import Job, JobList, JobState
from app.workspace.jobs.worker import Ending, Priority, Worker
from app.workspace.loading import Loaded
from app.workspace.playhead import Playhead
from app.workspace.saver import Saver, Unsaved
from app.workspace.selection import Selection

LARGE = 5_000
"""Changes of an edit from which the collector's walks over what it made would be felt."""

_log = logging.getLogger(__name__)


class Core(QObject):
    """What all verbs share. `Workspace` adds the verbs; nobody else derives from this.

    Only `_do`, `_amend`, `undo` and `redo` change the document, and all four end in `_apply`. What has changed is in
    the project file when the verb returns; large edits a moment later, when `saving` is over.
    """

    changed = Signal(object)
    """An Edit: the document has just changed so."""
    saving_changed = Signal()
    history_changed = Signal()
    video_left = Signal()
    """A person turns to another video: `video` is the one left for as long as this is heard."""
    video_changed = Signal()
    frame_changed = Signal(int)
    image_ready = Signal(int)
    selection_changed = Signal()
    range_changed = Signal()
    playing_changed = Signal(bool)
    preview_changed = Signal()
    answered = Signal(int)
    """The model has answered the prompts of an object, or could not."""
    jobs_changed = Signal()
    job_ended = Signal(object)
    engine_changed = Signal()
    settings_changed = Signal()
    thumbnail_ready = Signal(int, int)
    media_changed = Signal()
    """The media of other videos is missing."""
    failed = Signal(object)
    """A UserError to show; nothing was lost."""
    notice = Signal(str)
    """A few words for the status bar."""
    crashed = Signal(object)
    """A bug in a job; for the crash guard."""

    def __init__(self, loaded: Loaded, settings: Settings, open_predictor: OpenPredictor) -> None:
        super().__init__()
        self._store = store = loaded.store
        self._settings = settings
        self.document = loaded.document
        self.history = History()
        self._states = loaded.states
        self._saver = Saver(store, self)
        self._save_failed = False
        self._unmade: list[Callable[[], None]] = []
        self._engine_worker = Worker("engine", self)
        self._decoder = Worker("decoder", self)
        self._background = Worker("background", self, outlives_window=True)
        self._engine_room = EngineRoom(store.folder, open_predictor, ModelChoice.of(settings))
        self._engine_state = EngineState(ModelChoice.of(settings))
        self.jobs = JobList(self)
        self._selection = Selection(self)
        self._playhead = Playhead(store.folder, self._decoder, settings.frame_cache_mb << 20, self)
        for worker in (self._engine_worker, self._decoder, self._background, self._saver.worker):
            worker.crashed.connect(self.crashed)
        self._forward_signals()

    def _forward_signals(self) -> None:
        playhead = self._playhead
        playhead.video_changed.connect(self.video_changed)
        playhead.frame_changed.connect(self.frame_changed)
        playhead.image_ready.connect(self.image_ready)
        playhead.image_failed.connect(self.failed)
        playhead.range_changed.connect(self.range_changed)
        playhead.playing_changed.connect(self.playing_changed)
        self._selection.changed.connect(self.selection_changed)
        self._saver.changed.connect(self._follow_saver)
        self._saver.failed.connect(self._take_back)
        self.jobs.changed.connect(self.jobs_changed)
        self.jobs.ended.connect(self.job_ended)

    # What there is to read

    @property
    def folder(self) -> Path:
        """The project folder."""
        return self._store.folder

    @property
    def name(self) -> str:
        """The project's name: that of its folder."""
        return self.folder.name

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @property
    def video(self) -> Video | None:
        """The current video."""
        return self._playhead.video

    @property
    def frame(self) -> FrameIndex:
        """The playhead."""
        return self._playhead.frame

    @property
    def image(self) -> Image | None:
        """The picture shown, of frame `image_frame`."""
        return self._playhead.image

    @property
    def image_frame(self) -> FrameIndex:
        """The frame that `image` shows."""
        return self._playhead.image_frame

    @property
    def image_error(self) -> UserError | None:
        """Why the playhead's frame cannot be shown, or None. It was announced by `failed`."""
        return self._playhead.image_error

    @property
    def pixel_aspect(self) -> float:
        """Width by height of a pixel of the current video; right from the first `image_ready` on."""
        return self._playhead.pixel_aspect

    @property
    def frame_range(self) -> Span | None:
        """In and out point, both included, or None."""
        return self._playhead.range

    @property
    def playing(self) -> bool:
        """True while the video plays."""
        return self._playhead.playing

    @property
    def selection(self) -> tuple[ObjectId, ...]:
        """The selected objects, the active one last."""
        return self._selection.objects

    @property
    def active_object(self) -> ObjectId | None:
        """The object that gets clicks."""
        return self._selection.active

    @property
    def engine(self) -> EngineState:
        """The model and its device."""
        return self._engine_state

    @property
    def saving(self) -> bool:
        """True while something that was done is not in the project file yet."""
        return self._saver.saving

    @property
    def save_failed(self) -> bool:
        """True when the newest change could not be saved, and so was taken back."""
        return self._save_failed

    def states(self, object: ObjectId) -> ObjectStates:
        """Return what a timeline paints of `object`; follows the document by itself."""
        return self._states.of(object)

    # The one path of change

    def _do(self, title: str, edit: Edit, open: bool = False) -> StepId | None:
        """Apply `edit` as a new step of the history; an empty edit is no step. `open`: results will be amended."""
        if edit.empty:
            return None
        made: list[StepId] = []
        self._apply(edit, lambda: self.history.drop(made[0]))
        made.append(self.history.push(title, edit, open))
        self.history_changed.emit()
        return made[0]

    def _amend(self, step: StepId, edit: Edit, flush: bool = True) -> bool:
        """Add a late result to `step`. Returns False, and changes nothing, when the step was undone meanwhile.

        Without `flush` a power cut (not a crash) may lose it: for results that can be computed again.
        """
        if not self.history.is_done(step):
            return False
        now = self.history.amend(step, edit)
        if not now.empty:
            with _or_else(lambda: self.history.amend(step, now.inverse())):
                self._apply(now, lambda: self.history.amend(step, now.inverse()), flush)
        return True

    def catch_up(self) -> None:
        """Make the steps that were asked for and are still in the making: whatever follows comes after them."""
        while self._unmade:
            self._unmade.pop(0)()

    def undo(self) -> None:
        """Take back the newest step."""
        self.catch_up()
        self._replay(self.history.undo(), self.history.redo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self.catch_up()
        self._replay(self.history.redo(), self.history.undo)

    def _replay(self, edit: Edit | None, otherwise: Callable[[], Edit | None]) -> bool:
        """Make an edit of the history. Returns whether there was one and it could be saved."""
        if edit is None:
            return False
        try:
            with _or_else(otherwise), collector_resting():
                self._apply(edit, otherwise)
            return True
        except UserError as error:
            self.report(error)
            return False
        finally:
            self.history_changed.emit()

    def _apply(self, edit: Edit, take_back: Callable[[], object], flush: bool = True) -> None:
        """Apply, save and announce. When it cannot be saved, nothing has changed and the error goes to the caller.

        A large edit that cannot be saved later is taken back; the history forgets it by `take_back`.
        """
        self.document.apply(edit)
        with _or_else(lambda: self.document.apply(edit.inverse())):
            self._save(edit, take_back)
        if flush and not self.saving:
            self._flush_soon()
        self._announce(edit)
        if edit.size > LARGE:
            freeze_heap()

    def _save(self, edit: Edit, take_back: Callable[[], object]) -> None:
        """Hand an edit to the disk, and know whether the newest one got there."""
        try:
            self._saver.save(edit, take_back)
        except UserError:
            self._note_saving(failed=True)
            raise
        self._note_saving(failed=False)

    def _note_saving(self, *, failed: bool) -> None:
        if failed != self._save_failed:
            self._save_failed = failed
            self.saving_changed.emit()

    def _announce(self, edit: Edit) -> None:
        """Let everybody follow an edit that the document has just applied."""
        self._states.update(edit)
        self._selection.discard(id for id, delta in edit.objects.items() if delta.after is None)
        self.changed.emit(edit)
        self._follow_videos(edit)

    def _follow_saver(self) -> None:
        if not self.saving:
            self._flush_soon()
        self.saving_changed.emit()

    def _take_back(self, error: UserError | None, lost: Sequence[Unsaved]) -> None:
        """Undo what could not be saved: what is seen is what is on the disk."""
        self._note_saving(failed=True)
        for unsaved in reversed(lost):
            edit = unsaved.edit.inverse()
            self.document.apply(edit)
            self._announce(edit)
        if len(lost) == 1:
            lost[0].take_back()
        else:  # steps were built on a step that is gone
            self.history.clear()
        self.history_changed.emit()
        if error is not None:
            self.report(error)

    def _flush_soon(self) -> None:
        """Make what is saved safe from a power cut too, without waiting for the disk here.

        It is safe from the end of this process already: SQLite has handed it to the system.
        """
        flush = self._store.flusher()

        def flushing() -> Iterator[None]:
            try:
                flush()
            except OSError as error:
                raise ProjectError(
                    "The disk of {folder} does not answer as it should ({reason}).",
                    "What you did is saved, but would not survive a power cut: check the drive.",
                    folder=self.folder,
                    reason=error.strerror,
                ) from error
            yield

        self._background.submit(
            flushing,
            priority=Priority.INTERACTIVE,
            key="flush",
            on_end=lambda _ending, error: self.report(error) if error is not None else None,
        )

    def _follow_videos(self, edit: Edit) -> None:
        """Keep the playhead on a video that exists, if there is any."""
        if not edit.videos:
            return
        current = self._playhead.video
        delta = edit.videos.get(current.id) if current is not None else None
        if delta is not None and delta.after is not None:
            self._playhead.replace(delta.after)
        elif current is None or delta is not None:
            self._playhead.open(next(iter(self.document.videos()), None))

    # Small helpers of verbs

    def refresh_engine(self) -> None:
        """Read the state of the engine again, for its memory use."""
        self._engine_worker.submit(
            lambda: iter((self._engine_room.state(),)),
            priority=Priority.IDLE,
            key="engine state",
            on_result=lambda state: self._engine_is(replace(state, error=self._engine_state.error)),
        )

    def _engine_is(self, state: EngineState) -> None:
        self._engine_state = state
        self.engine_changed.emit()

    def report(self, error: UserError) -> None:
        """Announce an expected failure."""
        _log.info("%s %s", error.message, error.hint)
        self.failed.emit(error)

    def _end_job(self, job: Job, ending: Ending, error: UserError | None) -> None:
        """Mark `job` as its task ended, and announce what went wrong."""
        job.error = error
        if error is not None:
            self.report(error)
        self.jobs.end(job, JobState.of(ending))

    def _objects_here(self) -> tuple[ObjectId, ...]:
        """Return the current video's objects in their order."""
        video = self.video
        return tuple(o.id for o in self.document.objects(video.id)) if video else ()

    def _writable(self, cells: Iterable[Cell]) -> bool:
        """Return whether a person may change all of `cells`, and say which lock forbids it otherwise."""
        for cell in cells:
            record = self.document.object(cell.object)
            if record is None:
                return False
            if record.locked:
                self.notice.emit(self.tr("{name} is locked.").format(name=record.name))
                return False
            if self.document.locked(cell):
                self.notice.emit(
                    self.tr("{name} is locked on frame {frame}.").format(name=record.name, frame=cell.frame)
                )
                return False
        return True


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
