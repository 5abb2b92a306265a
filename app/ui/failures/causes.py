"""Whether the cause of a failure is still there: asked whenever something has changed that could have removed it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import SignalInstance

from app.errors import EngineError, MediaChanged, MediaError, MediaMissing, UserError
from app.project.model import VideoId
from app.settings import Settings
from app.ui.failures.error_bar import SLIPS
from app.workspace.jobs.jobs import Job, JobKind, JobState
from app.workspace.workspace import Workspace

Stays = Callable[[], bool]


def turning_points(workspace: Workspace) -> Iterator[SignalInstance]:
    """Yield the signals after which a cause may be gone."""
    yield workspace.editor.history_changed
    yield workspace.editor.saving_changed
    yield workspace.jobs.ended
    yield workspace.model.changed
    yield workspace.settings_changed
    yield workspace.videos.media_changed
    yield workspace.view.image_ready
    yield workspace.view.selection_changed
    yield workspace.view.video_changed


def cause_of(error: UserError, workspace: Workspace) -> Stays:
    """Return a question: is the cause of `error`, which has just been reported, still there?"""
    if isinstance(error, SLIPS):
        return _until_something_is_done(workspace)
    if workspace.editor.save_failed:
        return lambda: workspace.editor.save_failed
    failed = next((job for job in workspace.jobs if job.error is error), None)
    if failed is not None:
        alike = _exports if failed.kind is JobKind.EXPORT and _exports(failed) else _same_as(failed)
        return _until_done(workspace, alike)
    video = workspace.view.video
    if isinstance(error, MediaMissing | MediaChanged) and video is not None:
        return _until_found(workspace, video.id)
    if isinstance(error, MediaError) and workspace.view.image_error is error:
        return lambda: workspace.view.image_error is error
    if isinstance(error, MediaError):
        return _until_done(workspace, lambda job: job.kind is JobKind.IMPORT)
    if isinstance(error, EngineError):
        return _until_the_model_works(workspace)
    return lambda: True


def _same_as(failed: Job) -> Callable[[Job], bool]:
    return lambda job: (job.kind, job.title) == (failed.kind, failed.title)


def _exports(job: Job) -> bool:
    """Return whether a job writes an export: what failed to one place was made at another, in whatever format."""
    return job.kind is JobKind.EXPORT and job.again is not None


def _until_something_is_done(workspace: Workspace) -> Stays:
    """A slip is over with the next step of the history, or when something else is looked at."""

    def now() -> tuple[object, ...]:
        view, history = workspace.view, workspace.history
        return history.newest, history.next, view.selection, view.video.id if view.video is not None else None

    then = now()
    return lambda: now() == then


def _until_done(workspace: Workspace, alike: Callable[[Job], bool]) -> Stays:
    """What a job failed at is over when a later one that is alike has succeeded."""
    newest = max((job.id for job in workspace.jobs), default=0)
    return lambda: not any(job.id > newest and job.state is JobState.DONE and alike(job) for job in workspace.jobs)


def _until_found(workspace: Workspace, id: VideoId) -> Stays:
    """Missing media is over when it is back, when the video has another place or content, or is gone.

    It is looked for in the background: until that has seen it missing, nothing is known.
    """
    before, seen = workspace.document.video(id), False

    def stays() -> bool:
        nonlocal seen
        missing = workspace.videos.media_missing(id) or workspace.videos.media_replaced(id)
        seen = seen or missing
        now = workspace.document.video(id)
        same = (
            now is not None and before is not None and (now.path, now.head_sha256) == (before.path, before.head_sha256)
        )
        return same and (missing or not seen)

    return stays


def _until_the_model_works(workspace: Workspace) -> Stays:
    """A failure of the model is over when it could be loaded, another is chosen, or a later run was computed."""
    if workspace.model.state.error is not None:
        return lambda: workspace.model.state.error is not None
    failed, then = _until_done(workspace, lambda job: job.kind is JobKind.TRACK), _model(workspace.settings)
    return lambda: failed() and _model(workspace.settings) == then


def _model(settings: Settings) -> tuple[object, ...]:
    """Return what of the settings decides whether a model can be used here."""
    return settings.model, settings.device, settings.image_size, settings.precision
