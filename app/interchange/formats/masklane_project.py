"""Another Masklane project: objects, masks as they were made, prompts, verdicts; its media by name and content."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from app.errors import ImportFileError, UserError
from app.interchange.clip import AnnotatedClip, ExportProgress, clip_of
from app.interchange.reading import ReadJob
from app.media.fingerprint import Fingerprint, recognizes
from app.media.opening import open_media
from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Prompts, Video
from app.project.paths import DATABASE_NAME, media_path
from app.project.storage.schema import APPLICATION_ID
from app.project.storage.store import Store

MAGIC: Final = b"SQLite format 3\0"
ID_AT: Final = 68
"""Where the application's id stands in the header of an SQLite database."""


def is_project(path: Path) -> bool:
    """Return whether a folder holds a project, or a file is one."""
    file = path / DATABASE_NAME if path.is_dir() else path
    try:
        with file.open("rb") as opened:
            head = opened.read(ID_AT + 4)
    except OSError:
        return False
    return head.startswith(MAGIC) and head[ID_AT:] == APPLICATION_ID.to_bytes(4, "big")


def read_project(path: Path) -> ReadJob:
    """Read every video with objects of a project, of which a copy is opened. Raises ProjectError: it is open elsewhere.

    Masks keep where they came from and their scores; the runs that made them stay behind.
    """
    with Store.open_copy(path) as store:
        folder, document = path if path.is_dir() else path.parent, store.load()
    clips = []
    videos = [video for video in document.videos() if document.objects(video.id)]
    for done, video in enumerate(videos):
        clips.append(_clip(folder, document, video))
        yield ExportProgress(done + 1, len(videos))
    if not clips:
        raise ImportFileError("The project “{name}” has no objects.", name=path.name)
    return tuple(clips)


def _clip(folder: Path, document: Document, video: Video) -> AnnotatedClip:
    clip, media = clip_of(document, video.id, None), _media_of(folder, video)
    prompts = {record.id: document.contents_of(record.id).prompts for record in document.objects(video.id)}
    return replace(
        clip,
        masklets=tuple(
            replace(m, prompts={int(frame): given for frame, given in prompts[ObjectId(m.id)].items()})
            for m in clip.masklets
        ),
        open_frames=None if media is None else partial(open_media, media),
        media_at=media,
        fingerprint=Fingerprint(video.size_bytes, video.head_sha256) if video.head_sha256 else None,
        video_id="",
    )


def _by_number(prompts: Mapping[FrameIndex, Prompts]) -> dict[int, Prompts]:
    return {int(frame): given for frame, given in prompts.items()}


def _media_of(folder: Path, video: Video) -> Path | None:
    """Return where the media of a video is: where the project says, or a file of that name beside or in it."""
    known = Fingerprint(video.size_bytes, video.head_sha256)
    for place in _places(folder, video.path):
        with suppress(UserError, OSError):
            if place.exists() and video.head_sha256 and recognizes(place, known):
                return place
    return None


def _places(folder: Path, reference: str) -> Iterator[Path]:
    with suppress(UserError):
        yield media_path(folder, reference)
    name = PurePosixPath(reference).name
    for beside in (folder, folder / "media", folder.parent, folder.parent / "media"):
        yield beside / name
