"""Video, frame and selection at which a project was closed, stored in its cache folder and restored on opening."""

from contextlib import suppress

import msgspec

from app.errors import DAMAGED
from app.project.model import ObjectId, VideoId
from app.project.paths import own_place
from app.workspace.workspace import Workspace

FILE = ("cache", "place.json")
MAX_BYTES = 100_000


class LastPlace(msgspec.Struct):
    """Content of the file. `selected` are object ids, the active one last."""

    video: int
    frame: int
    selected: tuple[int, ...] = ()


def save_place(workspace: Workspace) -> None:
    """Store video, frame and selection. A folder that cannot be written to is no failure."""
    file = own_place(workspace.folder, *FILE)
    if workspace.view.video is None or file is None or not file.parent.is_dir():
        return
    place = LastPlace(workspace.view.video.id, workspace.view.frame, workspace.view.selection)
    with suppress(OSError):
        file.write_bytes(msgspec.json.encode(place))


def go_to_last_place(workspace: Workspace) -> None:
    """Restore video, frame and selection, as far as they still exist."""
    file = own_place(workspace.folder, *FILE)
    if file is None or not file.is_file():
        return
    try:
        with file.open("rb") as opened:
            place = msgspec.json.decode(opened.read(MAX_BYTES), type=LastPlace)
    except (OSError, *DAMAGED):
        return
    if workspace.document.video(VideoId(place.video)) is None:
        return
    workspace.view.open_video(VideoId(place.video))
    workspace.view.go_to(place.frame)
    workspace.view.select(map(ObjectId, place.selected))
