"""What a failure leaves to do: the buttons beside its words."""

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
class Way:
    """A button: its text, and what it does."""

    text: str
    go: Callable[[], object]


def ways_out(error: UserError, workspace: Workspace, actions: ActionSet) -> tuple[Way, ...]:
    """Return what usually helps, the best first."""
    again = next((job.again for job in workspace.jobs if job.error is error and job.again is not None), None)
    if again is not None:
        return (Way(translate("WaysOut", "Try again"), again),)
    if isinstance(error, MediaChanged) and workspace.view.video is not None:
        id, find = workspace.view.video.id, actions["video.relink"]
        keep = Way(translate("WaysOut", "Keep it"), lambda: workspace.videos.keep_media(id))
        return (Way(translate("WaysOut", "Find it…"), find.triggered.emit), keep)
    if isinstance(error, MediaError):
        video = workspace.view.video
        missing = isinstance(error, MediaMissing) or (video is not None and workspace.videos.media_missing(video.id))
        find = actions["video.relink"]
        # Not by `trigger`: whose media is missing is looked up in the background, until then the action is not allowed.
        return (Way(translate("WaysOut", "Find it…"), find.triggered.emit),) if missing else ()
    if isinstance(error, EngineError):
        settings = Way(translate("WaysOut", "Model settings…"), actions["edit.settings"].trigger)
        return (*_other_models(error, workspace), settings)
    return ()


def _other_models(error: EngineError, workspace: Workspace) -> list[Way]:
    """Return what can be changed about the model at once; tracking then goes on from where it stopped."""
    now = workspace.settings

    def change(**fields: str | int) -> Callable[[], None]:
        return lambda: workspace.change_settings(msgspec.structs.replace(workspace.settings, **fields))

    ways: list[Way] = []
    row = named(now.model)
    if isinstance(error, ModelMissing) and row is not None:
        text = translate("WaysOut", "Fetch it ({size})").format(size=memory(row.size_bytes))
        ways.append(Way(text, lambda: workspace.model.fetch(row.id)))
    if isinstance(error, OutOfMemory) and not 0 < now.image_size <= SMALLER_PX and now.model not in ("", EMBEDDED):
        text = translate("WaysOut", "Go on at {size} px").format(size=SMALLER_PX)
        ways.append(Way(text, change(image_size=SMALLER_PX)))
    if isinstance(error, DeviceLost) and now.device != "cpu":
        ways.append(Way(translate("WaysOut", "Go on with the processor"), change(device="cpu")))
    if isinstance(error, ModelMissing | OutOfMemory) and now.model not in ("", EMBEDDED):
        ways.append(Way(translate("WaysOut", "Use the embedded model"), change(model="")))
    return ways
