"""What can be done about a failure: the ways out that the error bar offers beside it, the fitting one first."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QCoreApplication

from app.engine.checkpoints.catalog import EMBEDDED, named
from app.errors import (
    DeviceLost,
    EditRefused,
    EngineError,
    MediaChanged,
    MediaError,
    MediaMissing,
    ModelMissing,
    NotTrackable,
    OutOfMemory,
    UserError,
)
from app.ui.actions.action_set import ActionSet
from app.ui.failures.message_line import Way
from app.ui.widgets.number_format import memory
from app.workspace.workspace import Workspace

SMALLER_PX = 512
translate = QCoreApplication.translate


def error_actions(error: UserError, workspace: Workspace, actions: ActionSet) -> tuple[Way, ...]:
    """Return what may help against `error`, the most likely first; nothing where only a person can help."""
    if isinstance(error, EditRefused):
        return ()
    if isinstance(error, NotTrackable):
        return _to_track(workspace, actions)
    again = next((job.again for job in workspace.jobs if job.error is error and job.again is not None), None)
    if again is not None:
        return (Way(translate("ErrorActions", "Try again"), again),)
    if isinstance(error, MediaChanged) and workspace.view.video is not None:
        id, find = workspace.view.video.id, actions["video.relink"]
        keep = Way(translate("ErrorActions", "Keep it"), lambda: workspace.videos.keep_media(id))
        return (Way(translate("ErrorActions", "Find it…"), find.triggered.emit), keep)
    if isinstance(error, MediaError):
        video = workspace.view.video
        missing = isinstance(error, MediaMissing) or (video is not None and workspace.videos.media_missing(video.id))
        find = actions["video.relink"]
        # Not by `trigger`: missing media is looked up in the background, and until then the action is disabled.
        return (Way(translate("ErrorActions", "Find it…"), find.triggered.emit),) if missing else ()
    if isinstance(error, EngineError):
        settings = Way(translate("ErrorActions", "Model settings…"), actions["edit.settings"].trigger)
        return (*_other_models(error, workspace), settings)
    return ()


def _to_track(workspace: Workspace, actions: ActionSet) -> tuple[Way, ...]:
    """Return what makes something trackable, where that is a click."""
    view = workspace.view
    if view.video is None:
        return (Way(translate("ErrorActions", "Add videos…"), actions["video.add"].trigger),)
    records = [workspace.document.object(id) for id in view.selection or view.objects()]
    locked = tuple(record.id for record in records if record is not None and record.locked)
    if not locked or len(locked) < len(records):
        return ()
    return (Way(translate("ErrorActions", "Unlock"), lambda: workspace.objects.set_locked(locked, locked=False)),)


def _other_models(error: EngineError, workspace: Workspace) -> list[Way]:
    """Return changes of the model's settings that may help; tracking can go on after them."""
    now = workspace.settings

    def change(**fields: str | int) -> Callable[[], None]:
        return lambda: workspace.change_settings(msgspec.structs.replace(workspace.settings, **fields))

    found: list[Way] = []
    row = named(now.model)
    if isinstance(error, ModelMissing) and row is not None:
        text = translate("ErrorActions", "Fetch it ({size})").format(size=memory(row.size_bytes))
        found.append(Way(text, lambda: workspace.model.fetch(row.id)))
    if isinstance(error, OutOfMemory) and not 0 < now.image_size <= SMALLER_PX and now.model not in ("", EMBEDDED):
        text = translate("ErrorActions", "Go on at {size} px").format(size=SMALLER_PX)
        found.append(Way(text, change(image_size=SMALLER_PX)))
    if isinstance(error, DeviceLost) and now.device != "cpu":
        found.append(Way(translate("ErrorActions", "Go on with the processor"), change(device="cpu")))
    if isinstance(error, ModelMissing | OutOfMemory) and now.model not in ("", EMBEDDED):
        found.append(Way(translate("ErrorActions", "Use the embedded model"), change(model="")))
    return found
