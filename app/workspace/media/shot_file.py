"""Shot changes of a video as they are kept in the project's cache: a file for each media, known by its fingerprint."""

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from app.errors import DAMAGED
from app.project.model import FrameIndex, Video
from app.project.paths import CACHE, own_place

METHOD: Final = 1
"""Raised when shots are found otherwise: older files do not count then."""


class _Kept(msgspec.Struct):
    method: int
    frames: int
    starts: tuple[int, ...]


def read_shots(folder: Path, video: Video) -> tuple[FrameIndex, ...] | None:
    """Return the first frames of a video's shots but the first, None where nobody has looked for them yet."""
    file = _file(folder, video)
    if file is None:
        return None
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
    except (OSError, *DAMAGED):
        return None
    ascending = all(a < b for a, b in zip((0, *kept.starts), (*kept.starts, video.frame_count), strict=True))
    if kept.method != METHOD or kept.frames != video.frame_count or not ascending:
        return None
    return tuple(map(FrameIndex, kept.starts))


def write_shots(folder: Path, video: Video, starts: tuple[FrameIndex, ...]) -> None:
    """Keep what was found. Where that cannot be written it is found again another time."""
    file = _file(folder, video)
    if file is None:
        return
    with suppress(OSError):
        for place in (file.parent.parent, file.parent):
            place.mkdir(exist_ok=True)  # not the project: it may be moved at this moment
        unfinished = file.with_name(f"{file.name}.new")
        unfinished.write_bytes(msgspec.json.encode(_Kept(METHOD, video.frame_count, starts)))
        unfinished.replace(file)


def _file(folder: Path, video: Video) -> Path | None:
    if not video.head_sha256:  # rebuilt from its masks: nobody knows what media it was
        return None
    media = f"{video.head_sha256}:{video.size_bytes}:{video.frame_count}:{video.black}:{video.white}"
    return own_place(folder, CACHE, "shots", f"{hashlib.sha256(media.encode()).hexdigest()[:32]}.json")
