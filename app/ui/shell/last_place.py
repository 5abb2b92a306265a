"""Video, frame and selection where a person was last, stored in the project's cache folder and restored on opening.

The first picture is stored with it, for the start page.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, QTimer

from app.errors import DAMAGED
from app.project.model import ObjectId, VideoId
from app.project.paths import own_place
from app.ui.start.project_thumbnail import first_thumbnail
from app.workspace.jobs.worker import Worker
from app.workspace.workspace import Workspace

FILE = ("cache", "place.json")
MAX_BYTES = 100_000
KEEP_MS = 1000
"""So long after a change of place it is stored, for when the process is killed."""
CLOSING_MS = 200


class LastPlace(msgspec.Struct):
    """Content of the file. `selected` are object ids, the active one last."""

    video: int
    frame: int
    selected: tuple[int, ...] = ()


class LastPlaceKeeper(QObject):
    """Stores the place of a workspace again and again: a disk that does not answer holds up a thread of its own."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._worker = Worker("place", self)
        self._timer = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._timer.timeout.connect(self._store)
        view = workspace.view
        for signal in (view.frame_changed, view.video_changed, view.selection_changed):
            signal.connect(self._store_soon)
        view.image_ready.connect(self._store_soon)

    def close(self) -> None:
        """Store the place once more, now, and follow the workspace no longer."""
        self._timer.stop()
        self._worker.close(CLOSING_MS)
        place = place_of(self._workspace)
        if place is not None:
            save_place(self._workspace.folder, place)

    def _store_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _store(self) -> None:
        place, folder = place_of(self._workspace), self._workspace.folder
        if place is None:
            return

        store_picture = first_thumbnail(self._workspace)

        def storing() -> Iterator[None]:
            save_place(folder, place)
            if store_picture is not None:
                store_picture()
            yield

        self._worker.submit(storing, key="place")


def place_of(workspace: Workspace) -> LastPlace | None:
    """Return where a person is in a workspace; None without a video."""
    view = workspace.view
    return None if view.video is None else LastPlace(view.video.id, view.frame, view.selection)


def save_place(folder: Path, place: LastPlace) -> None:
    """Store a place in a project's folder, whole or not at all. One that cannot be written to is no failure."""
    file = own_place(folder, *FILE)
    if file is None or not file.parent.is_dir():
        return
    part = file.with_suffix(".part")
    with suppress(OSError):
        part.write_bytes(msgspec.json.encode(place))
        part.replace(file)


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
