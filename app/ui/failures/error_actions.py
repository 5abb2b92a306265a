"""What can be done about a failure: the buttons that the error bar shows beside it."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QCoreApplication

from app.engine.checkpoints.catalog import EMBEDDED, named
from app.errors import (
    DeviceLost,
    EngineError,
    MediaChanged,
    MediaError,
    MediaMissing,
    ModelMissing,
    OutOfMemory,
    UserError,
)
from app.ui.actions.action_set import ActionSet
from app.ui.widgets.number_format import memory
from app.workspace.workspace import Workspace

SMALLER_PX = 512
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ErrorAction:
    """A button: its text, and what it does."""

    text: str
    run: Callable[[], object]


def error_actions(error: UserError, workspace: Workspace, actions: ActionSet) -> tuple[ErrorAction, ...]:
    """Return what may help against `error`, the most likely first."""
    again = next((job.again for job in workspace.jobs if job.error is error and job.again is not None), None)
    if again is not None:
        return (ErrorAction(translate("ErrorActions", "Try again"), again),)
    if isinstance(error, MediaChanged) and workspace.view.video is not None:
        id, find = workspace.view.video.id, actions["video.relink"]
        keep = ErrorAction(translate("ErrorActions", "Keep it"), lambda: workspace.videos.keep_media(id))
        return (ErrorAction(translate("ErrorActions", "Find it…"), find.triggered.emit), keep)
    if isinstance(error, MediaError):
        video = workspace.view.video
        missing = isinstance(error, MediaMissing) or (video is not None and workspace.videos.media_missing(video.id))
        find = actions["video.relink"]
        # Not by `trigger`: missing media is looked up in the background, and until then the action is disabled.
        return (ErrorAction(translate("ErrorActions", "Find it…"), find.triggered.emit),) if missing else ()
    if isinstance(error, EngineError):
        settings = ErrorAction(translate("ErrorActions", "Model settings…"), actions["edit.settings"].trigger)
        return (*_other_models(error, workspace), settings)
    return ()


def _other_models(error: EngineError, workspace: Workspace) -> list[ErrorAction]:
    """Return changes of the model's settings that may help; tracking can go on after them."""
    now = workspace.settings

    def change(**fields: str | int) -> Callable[[], None]:
        return lambda: workspace.change_settings(msgspec.structs.replace(workspace.settings, **fields))

    found: list[ErrorAction] = []
    row = named(now.model)
    if isinstance(error, ModelMissing) and row is not None:
        text = translate("ErrorActions", "Fetch it ({size})").format(size=memory(row.size_bytes))
        found.append(ErrorAction(text, lambda: workspace.model.fetch(row.id)))
    if isinstance(error, OutOfMemory) and not 0 < now.image_size <= SMALLER_PX and now.model not in ("", EMBEDDED):
        text = translate("ErrorActions", "Go on at {size} px").format(size=SMALLER_PX)
        found.append(ErrorAction(text, change(image_size=SMALLER_PX)))
    if isinstance(error, DeviceLost) and now.device != "cpu":
        found.append(ErrorAction(translate("ErrorActions", "Go on with the processor"), change(device="cpu")))
    if isinstance(error, ModelMissing | OutOfMemory) and now.model not in ("", EMBEDDED):
        found.append(ErrorAction(translate("ErrorActions", "Use the embedded model"), change(model="")))
    return found
