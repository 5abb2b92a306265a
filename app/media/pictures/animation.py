"""An animated WebP as a source of composited frames with their own times.

FFmpeg's WebP reader (8.1) gives up on animations, so OpenCV reads these; GIF and APNG are read as videos.
"""

import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.media.errors import lost_frame, no_pictures, not_a_video
from app.media.file import read_picture_file
from app.media.pictures.picture import checked
from app.media.pictures.picture_header import read_header
from app.media.source import Image, MediaInfo, MediaKind

SHORTEST_MS = 1
"""A frame of zero duration would share its time with the next."""


@dataclass(frozen=True, slots=True)
class _Chunks:
    """An animation's file, mended so that it ends after its last whole frame, and its frames' durations."""

    data: bytes
    milliseconds: tuple[int, ...]
    cut_short: bool


class AnimationSource:
    """Frames by index; a stretch of composited frames is kept within a budget of bytes."""

    def __init__(self, path: Path, data: bytes, info: MediaInfo, budget_bytes: int = 128 << 20) -> None:
        self._path = path
        self._data = data
        self._info = info
        self._budget = budget_bytes
        self._kept: dict[int, Image] = {}

    @property
    def path(self) -> Path:
        """The file the frames come from."""
        return self._path

    @property
    def info(self) -> MediaInfo:
        """What is known about the whole animation."""
        return self._info

    def frame(self, index: int) -> Image:
        """Return frame `index`, read-only. Raises MediaError when it cannot be decoded, IndexError outside."""
        if not 0 <= index < self._info.frame_count:
            raise IndexError(index)
        if index not in self._kept:
            span = max(1, self._budget // (self._info.width * self._info.height * 4))
            first = index - index % span
            self._kept = {first + offset: image for offset, image in enumerate(_decode(self._data, first, span))}
        image = self._kept.get(index)
        if image is None or image.shape[:2] != (self._info.height, self._info.width):
            raise lost_frame(self._path, index)
        return image

    def clone(self) -> "AnimationSource":
        """Return another reader of the same animation; the file's bytes are shared."""
        return AnimationSource(self._path, self._data, self._info, self._budget)

    def close(self) -> None:
        """Let the kept frames go."""
        self._kept = {}


def open_animation(path: Path) -> AnimationSource:
    """Open an animated WebP. Raises MediaError when nothing of it can be decoded."""
    data = read_picture_file(path)
    chunks, header = _whole_chunks(data), read_header(data)
    if chunks is None or header is None:
        raise not_a_video(path)
    checked(path, header)
    first = _decode(chunks.data, 0, 1)
    if not first:
        raise no_pictures(path)
    height, width = first[0].shape[:2]
    milliseconds = np.maximum(np.array(chunks.milliseconds, np.int64), SHORTEST_MS)
    warning = f"The file is cut short; its {len(milliseconds)} whole frames can be used."
    info = MediaInfo(
        kind=MediaKind.VIDEO,
        width=width,
        height=height,
        frame_count=len(milliseconds),
        rate=Fraction(1000 * len(milliseconds), int(milliseconds.sum())),
        times=np.concatenate(([0.0], np.cumsum(milliseconds[:-1]) / 1000.0)),
        pixel_aspect=Fraction(1),
        warnings=(warning,) if chunks.cut_short else (),
        last_seconds=float(milliseconds[-1]) / 1000,
    )
    return AnimationSource(path, chunks.data, info)


def _whole_chunks(data: bytes) -> _Chunks | None:
    """Read the RIFF chunks of an animation (WebP container specification); None when it holds no whole frame."""
    place, milliseconds = 12, list[int]()
    if len(data) < 30 or data[:4] != b"RIFF" or data[8:16] != b"WEBPVP8X":
        return None
    while place + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + length % 2
        if end > len(data):
            break
        if kind == b"ANMF" and length >= 16:
            milliseconds.append(int.from_bytes(data[place + 20 : place + 23], "little"))
        place = end
    if not milliseconds:
        return None
    mended = b"RIFF" + struct.pack("<I", place - 8) + data[8:place]
    return _Chunks(mended, tuple(milliseconds), place < len(data))


def _decode(data: bytes, first: int, count: int) -> list[Image]:
    """Return the composited frames from `first` on; fewer, or none, when the data is damaged."""
    try:
        found, animation = cv2.imdecodeanimation(np.frombuffer(data, np.uint8), start=first, count=count)
    except cv2.error:
        return []
    return [_rgb(np.asarray(frame, np.uint8)) for frame in animation.frames] if found else []


def _rgb(frame: NDArray[np.uint8]) -> Image:
    code = cv2.COLOR_BGRA2RGB if frame.shape[2] == 4 else cv2.COLOR_BGR2RGB
    image = np.asarray(cv2.cvtColor(frame, code), dtype=np.uint8)
    image.flags.writeable = False
    return image
