"""Open media of a project, one set for each thread that reads frames."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from app import paths
from app.errors import MediaChanged, MediaMissing, UserError
from app.media import Fingerprint, ValueRange, open_media, recognizes
from app.media.pictures.kept_names import keep_names
from app.media.source import FrameSource
from app.project.model import Video
from app.project.paths import CACHE, media_found, media_path, own_place


def index_file(folder: Path, video: Video) -> Path:
    """Return where the frame index of `video` is cached, and make the folder for it; it may be deleted at any time.

    Where the project's cache leads out of its folder, the person's own cache is used. A project folder that was moved
    away is not made anew.
    """
    name = f"{video.id}.index"
    own = own_place(folder, CACHE, "index", name)
    project = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()[:16]
    file = own or paths.cache_folder() / "index" / project / name
    with suppress(OSError):  # then nothing is cached
        if own is not None:
            for place in (file.parent.parent, file.parent):
                place.mkdir(exist_ok=True)  # not what holds them: the project may be moved at this moment
        elif folder.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True)
    return file


def names_file(folder: Path, video: Video) -> Path:
    """Return where the names of the pictures of `video` are kept, beside where its frame index would be."""
    return index_file(folder, video).with_suffix(".names")


def media_problem(folder: Path, video: Video) -> UserError | None:
    """Return why the media of `video` cannot be worked with: missing, changed or unreadable; None when it is there.

    Looks at names, sizes and first bytes, not at frames.
    """
    try:
        path = media_path(folder, video.path)
        if not media_found(folder, video.path):
            return MediaMissing(
                "{name} is not at {path} any more.",
                "Show where it is now: Video, Find moved media.",
                name=video.name,
                path=path,
            )
        known = Fingerprint(video.size_bytes, video.head_sha256)
        if video.head_sha256 and not recognizes(path, known):
            return _changed(video, path)
    except UserError as error:
        return error
    return None


def open_checked(folder: Path, video: Video) -> FrameSource:
    """Open the media of `video`.

    Raises MediaError: MediaMissing when it is not there, MediaChanged when it is not what the masks were made for.
    """
    problem = media_problem(folder, video)
    if problem is not None:
        raise problem
    path = media_path(folder, video.path)
    source = open_media(path, index_file(folder, video), ValueRange.chosen(video.black, video.white))
    info = source.info
    if (info.width, info.height, info.frame_count) != (video.width, video.height, video.frame_count):
        source.close()
        raise MediaChanged(
            "{path} has changed. Frames and pixels were {frame_count} and {width}x{height}, now they are "
            "{info_frame_count} and {info_width}x{info_height}.",
            "Bring the original file back, show where it is, or keep it as it is counted now.",
            path=path,
            frame_count=video.frame_count,
            width=video.width,
            height=video.height,
            info_frame_count=info.frame_count,
            info_width=info.width,
            info_height=info.height,
        )
    keep_names(source, names_file(folder, video))
    return source


def picture_key(video: Video) -> str:
    """Return what pictures of a video are known by: media that is another, counted or shown otherwise, has another."""
    media = f"{video.head_sha256}:{video.size_bytes}:{video.frame_count}"
    return f"{video.id}:{media}:{video.black}:{video.white}:{video.path}"


def _changed(video: Video, path: Path) -> MediaChanged:
    if path.is_dir():
        return MediaChanged(
            "The pictures in {path} are not those that the masks of {name} were made on: "
            "some were added, removed, renamed or changed.",
            "Show where the original pictures are, or keep these if their frames are the same.",
            path=path,
            name=video.name,
        )
    return MediaChanged(
        "{path} is not the file that the masks of {name} were made on.",
        "Show where the original file is, or keep this one if its frames are the same.",
        path=path,
        name=video.name,
    )


class Sources:
    """Sources of one thread, opened when first asked for. At most `limit` stay open."""

    def __init__(self, folder: Path, limit: int = 4) -> None:
        self._folder = folder
        self._limit = limit
        self._open: dict[str, FrameSource] = {}

    def get(self, video: Video) -> FrameSource:
        """Return the source of `video`. Raises MediaError when it is missing, or is not what the project knows."""
        key = picture_key(video)
        source = self._open.pop(key, None)
        if source is None:
            source = open_checked(self._folder, video)
        self._open[key] = source
        while len(self._open) > self._limit:
            self._open.pop(next(iter(self._open))).close()
        return source

    def close(self) -> None:
        """Close every source."""
        for source in self._open.values():
            source.close()
        self._open.clear()
