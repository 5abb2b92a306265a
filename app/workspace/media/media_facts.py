"""What lies at a path as the record of a video, and whether it is what a video was made from: for jobs that wait."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from app.errors import MediaError, ProjectError
from app.media import Fingerprint, FrameSource, fingerprint, open_media, recognizes
from app.media.file import title_of
from app.media.pictures.kept_names import kept_names
from app.media.recount import places_now
from app.media.source import MediaInfo
from app.project.model import Video, VideoId
from app.project.paths import media_path, media_reference
from app.project.rules import clean_text
from app.workspace.edits.recount import Recount
from app.workspace.media.sources import index_file, names_file


def describe(folder: Path, id: VideoId, path: Path) -> Video:
    """Return the record of the media at `path` for a project in `folder`, indexing it. Raises MediaError."""
    return looked_into(folder, id, path)[0]


def looked_into(folder: Path, id: VideoId, path: Path) -> tuple[Video, MediaInfo]:
    """Return the record of the media at `path`, and all that is known about it. Raises MediaError."""
    video, source = _opened(folder, id, path)
    source.close()
    return video, source.info


def _opened(folder: Path, id: VideoId, path: Path) -> tuple[Video, FrameSource]:
    mark = fingerprint(path)
    name, reference = clean_text(title_of(path)), media_reference(folder, path)
    video = Video(id, name, reference, 1, 1, 1, 1.0, mark.size_bytes, mark.head_sha256)
    source = open_media(path, index_file(folder, video))
    info = source.info
    video = replace(video, width=info.width, height=info.height, frame_count=info.frame_count, rate=float(info.rate))
    return video, source


def recognized(folder: Path, video: Video, path: Path) -> str:
    """Return how a project in `folder` refers to `path`. MediaError when that is not the media of `video`."""
    known = bool(video.head_sha256)  # not so of a video that was rebuilt from its masks
    if known and not recognizes(path, Fingerprint(video.size_bytes, video.head_sha256)):
        raise MediaError(
            "{name} is not the file that {video_name} was made from.",
            "Choose the original file; a re-encoded copy may have other frames.",
            name=path.name,
            video_name=video.name,
        )
    return media_reference(folder, path)


def known_as(folder: Path, videos: Iterable[Video], path: Path) -> VideoId | None:
    """Return which of the videos of a project in `folder` is the media at `path`, as it is there now; None: none is."""
    place = resolved(path)
    for video in videos:
        with suppress(ProjectError):  # a reference that leads out of the project
            same = resolved(media_path(folder, video.path)) == place
            if same and video.head_sha256 and recognizes(path, Fingerprint(video.size_bytes, video.head_sha256)):
                return video.id
    return None


def resolved(path: Path) -> Path:
    """Return a path without links; as it is, where they go in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path


def as_it_is_now(folder: Path, video: Video) -> Recount:
    """Return what lies where the media of `video` was, and where its frames are in it.

    Raises MediaError when masks cannot belong to it.
    """
    path = media_path(folder, video.path)
    now, source = _opened(folder, video.id, path)
    places = places_now(source, video.frame_count, kept_names(names_file(folder, video)))
    source.close()
    if (now.width, now.height) == (video.width, video.height):
        return Recount(video, now, places)
    raise MediaError(
        "{name} cannot keep its masks on what lies there now: it has {now_count} frames of {now_width}×{now_height} "
        "pixels, the masks were made for {frame_count} of {width}×{height}.",
        "Bring the original back, or add what is there now as another video.",
        name=video.name,
        now_count=now.frame_count,
        now_width=now.width,
        now_height=now.height,
        frame_count=video.frame_count,
        width=video.width,
        height=video.height,
    )
