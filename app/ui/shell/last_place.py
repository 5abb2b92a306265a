"""Where a person was in a project, kept in its cache folder when it is closed, so that work goes on there."""

from contextlib import suppress

import msgspec

from app.errors import DAMAGED
from app.project.model import ObjectId, VideoId
from app.project.paths import own_place
from app.workspace.workspace import Workspace

FILE = ("cache", "place.json")
MOST_BYTES = 100_000


class Place(msgspec.Struct):
    """A video, a frame of it, and what was selected, the active object last."""

    video: int
    frame: int
    selected: tuple[int, ...] = ()


def save_place(workspace: Workspace) -> None:
    """Keep where the person is; a folder that cannot be written to keeps nothing, and nobody minds."""
    file = own_place(workspace.folder, *FILE)
    if workspace.view.video is None or file is None or not file.parent.is_dir():
        return
    place = Place(workspace.view.video.id, workspace.view.frame, workspace.view.selection)
    with suppress(OSError):
        file.write_bytes(msgspec.json.encode(place))


def go_to_last_place(workspace: Workspace) -> None:
    """Go where the person was, as far as that is still there."""
    file = own_place(workspace.folder, *FILE)
    if file is None or not file.is_file():
        return
    try:
        with file.open("rb") as opened:
            place = msgspec.json.decode(opened.read(MOST_BYTES), type=Place)
    except (OSError, *DAMAGED):
        return
    if workspace.document.video(VideoId(place.video)) is None:
        return
    workspace.view.open_video(VideoId(place.video))
    workspace.view.go_to(place.frame)
    workspace.view.select(map(ObjectId, place.selected))
