"""A project as a script holds it: opened or made, its videos, and the ways out and in."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from app.api.connection import Connection
from app.api.handles import VideoHandle
from app.api.session import created, opened
from app.errors import EditRefused, ExportError, ImportFileError, ProjectError
from app.interchange.clip import Loss
from app.interchange.export.options import WriteOptions
from app.interchange.export.pictures import encode_png
from app.interchange.export.staging import new_folder
from app.interchange.names import safe_name
from app.interchange.questions import Choices, Clash
from app.project.edit import Edit
from app.project.model import Video, VideoId
from app.settings import Settings
from app.workspace.interchange.imports import Found
from app.workspace.media.import_media import media_by_name
from app.workspace.workspace import Workspace

Place = str | os.PathLike[str]
MEDIA = "media"
"""Folder in a project for frames that came as arrays."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came in: how many objects and masks, and in words what was passed over, or had to be fitted."""

    objects: int
    masks: int
    notes: tuple[str, ...]


class Project:
    """An open project, without a window. Everything is saved when a call returns; there is nothing to save by hand.

    Use it in a `with` statement, or call `close`: until then the folder is locked for others. It belongs to the main
    thread. All calls change the project by the verbs that the window has, each of them a step of undo, and raise
    UserError when something cannot be done; then nothing has changed.
    """

    def __init__(self, open_workspace: Callable[[Settings], Workspace], **changes: object) -> None:
        """Use `open` or `create` instead."""
        self._connection = Connection(open_workspace, changes)

    @classmethod
    def open(
        cls, folder: Place, *, model: str = "", device: str = "", image_size: int = 0, annotator: str = ""
    ) -> Self:
        """Open the project in `folder` (or its project.masklane).

        `model` (a name or file), `device` ("cpu", "cuda", "mps"), `image_size` (the side in pixels the model works at)
        and `annotator` are those of the person's settings where they are not given. Raises ProjectError: there is none,
        it is damaged, or another window, script or command has it open.
        """
        return cls(opened(Path(folder)), **_given(model, device, image_size, annotator))

    @classmethod
    def create(
        cls, folder: Place, *, model: str = "", device: str = "", image_size: int = 0, annotator: str = ""
    ) -> Self:
        """Make a project in `folder`, which must be empty or not exist; else as `open`. Raises ProjectError."""
        return cls(created(Path(folder)), **_given(model, device, image_size, annotator))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Project({str(self.folder)!r})"

    def close(self) -> None:
        """Let go of the folder, and refresh the copies for other tools in it. A second time does nothing."""
        self._connection.close()

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._connection.folder

    @property
    def workspace(self) -> Workspace:
        """All the verbs, for what has no call here. They return at once; see their docstrings for how they answer."""
        return self._connection.workspace

    # Videos

    @property
    def videos(self) -> tuple[VideoHandle, ...]:
        """Its videos, in the order of the list."""
        return tuple(VideoHandle(self._connection, video.id) for video in self._connection.document.videos())

    def video(self, name: str = "") -> VideoHandle:
        """Return the video of a name, or the only one. Raises ProjectError: there is none, or there are several."""
        videos = self._connection.document.videos()
        found = [video for video in videos if video.name == name] if name else list(videos)
        if len(found) != 1:
            known = ", ".join(video.name for video in videos[:10]) or "none"
            wanted = f"named {name!r}" if name else "to take without a name"
            raise ProjectError("There is no single video {wanted}.", "There are: {known}.", wanted=wanted, known=known)
        return VideoHandle(self._connection, found[0].id)

    def add_video(self, path: Place) -> VideoHandle:
        """Add a video file, or a folder of pictures. Raises MediaError: it is missing, or cannot be read."""
        there = {video.id for video in self._connection.document.videos()}
        self._connection.act(self.workspace.videos.add, [Path(path).absolute()])
        return VideoHandle(self._connection, self._new(there).id)

    def add_frames(self, name: str, frames: Iterable[NDArray[np.uint8]]) -> VideoHandle:
        """Add a video of arrays: RGB of shape (H, W, 3), uint8, all of one size. They become PNGs in the project.

        Raises EditRefused for other arrays or none at all, ExportError when they cannot be written.
        """
        place = self.folder / MEDIA / safe_name(name)
        first: tuple[int, ...] | None = None
        with new_folder(place, name, anew=True) as folder:
            for number, pixels in enumerate(frames):
                first = first or np.shape(pixels)
                if np.shape(pixels) != first or len(first) != 3 or first[2] != 3 or pixels.dtype != np.uint8:
                    raise EditRefused("Frames are uint8 arrays of one shape (height, width, 3).")
                (folder / f"{number:06}.png").write_bytes(encode_png(pixels))
            if first is None:
                raise EditRefused("There are no frames.")
        return self.add_video(place)

    # History

    def undo(self) -> None:
        """Take back the newest step."""
        self._connection.act(self.workspace.editor.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._connection.act(self.workspace.editor.redo)

    # Ways out and in

    def losses(
        self,
        format: str,
        videos: Iterable[VideoHandle] | None = None,
        options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
    ) -> tuple[str, ...]:
        """Return in words what a format would lose of the masks, with counts; nothing is written. Raises ExportError.

        `masklane formats` lists the formats.
        """
        found: list[Loss] = []
        self._connection.act(self.workspace.exports.check, format, _ids(videos), found.extend, options)
        return tuple(map(str, found))

    def export(
        self,
        format: str,
        out: Place,
        videos: Iterable[VideoHandle] | None = None,
        options: WriteOptions = WriteOptions(),  # noqa: B008  frozen
    ) -> tuple[str, ...]:
        """Write masks (of all videos, if None) into the new folder `out`; return what was lost on the way, in words.

        It appears whole or not at all. Raises ExportError: it exists and is not empty, or the project is damaged and
        masks would be missing; MediaError when frames are needed and not there.
        """
        if self.workspace.lacks_masks:
            raise ExportError(
                "The project is damaged, and the export would lack masks: nothing was written.",
                "Open a copy of its folder from before.",
            )
        found: list[Loss] = []
        place = Path(out).absolute()
        self._connection.act(self.workspace.exports.check, format, _ids(videos), found.extend, options)
        self._connection.act(self.workspace.exports.start, format, place, _ids(videos), found.extend, options)
        return tuple(map(str, found))

    def import_masks(
        self,
        *paths: Place,
        format: str = "",
        media: Place | None = None,
        same_name: Clash = Clash.NEW,
        scale: bool = False,
        into: VideoHandle | None = None,
    ) -> ImportResult:
        """Take masks of other tools, or of another project, as one step. The format is found out by looking.

        They go into the videos of the same names, or `into` this one; videos that there are not are added, with their
        frames from `media` (a file, or a folder with one for each by name). `same_name` says what becomes of an object
        whose name there is already. Masks of another size are scaled only with `scale`. Raises ImportFileError.
        """
        imports, found = self.workspace.imports, list[Found]()
        wanted = [Path(path).absolute() for path in paths]
        if not wanted:
            raise ImportFileError("There is nothing to import.", "Give a file or a folder.")
        self._connection.act(imports.read, wanted, format, found.append)
        clips = [clip for one in found[0].incoming for clip in one.clips]
        targets: Mapping[int, VideoId | None] = {} if into is None else dict.fromkeys(range(len(clips)), into.id)
        choices = Choices(targets, same_name, scale)
        preview = imports.preview(found[0], choices)
        places = media_by_name(None if media is None else Path(media), clips)
        made: list[Edit] = []
        changed = self.workspace.editor.changed
        changed.connect(made.append)
        try:
            self._connection.act(imports.take, preview, places)
        finally:
            changed.disconnect(made.append)
        masks = {id: columns.after for edit in made for id, columns in edit.masks.by_object().items()}
        count = sum(mask is not None for after in masks.values() for mask in after.values())
        return ImportResult(len(masks), count, tuple(map(str, preview.losses)))

    def _new(self, before: set[VideoId]) -> Video:
        added = [video for video in self._connection.document.videos() if video.id not in before]
        if not added:
            raise ProjectError("The video was not added.", "See the log for why.")
        return added[0]


def _ids(videos: Iterable[VideoHandle] | None) -> list[VideoId] | None:
    return None if videos is None else [video.id for video in videos]


def _given(model: str, device: str, image_size: int, annotator: str) -> dict[str, object]:
    """Return the settings that were given."""
    wanted = {"model": model, "device": device, "image_size": image_size, "annotator": annotator}
    return {name: value for name, value in wanted.items() if value}
