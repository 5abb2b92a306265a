"""Pictures as frames, whether each is a file of a folder or a page of one file: what both kinds of source share."""

from abc import ABC, abstractmethod
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import FrameLost
from app.media.depth import ValueRange, range_in_words
from app.media.pictures.picture import as_image
from app.media.source import FrameSource, Image, MediaInfo, MediaKind

DEFAULT_RATE = Fraction(24)


class StillsSource(ABC):
    """Pictures of one size by index, shown at an even rate."""

    def __init__(self, path: Path, info: MediaInfo) -> None:
        self._path = path
        self._info = info

    @property
    def path(self) -> Path:
        """The file or folder the pictures come from."""
        return self._path

    @property
    def info(self) -> MediaInfo:
        """What is known about all pictures."""
        return self._info

    def frame(self, index: int) -> Image:
        """Return picture `index`, read-only. Raises MediaError when it cannot be read, IndexError outside."""
        return as_image(self.stored(index), self._info.values)

    def stored(self, index: int) -> NDArray[Any]:
        """Return the values of picture `index` as they are in its file, in RGB, upright: shape (height, width, 3).

        Raises MediaError when it cannot be read, IndexError outside.
        """
        if not 0 <= index < self._info.frame_count:
            raise IndexError(index)
        values = self._decoded(index)
        if values is None or values.shape[:2] != (self._info.height, self._info.width):
            raise self._lost(index)
        return values

    @abstractmethod
    def clone(self) -> "StillsSource":
        """Return another reader of the same pictures; nothing is looked into again."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the file; the next picture opens it again."""

    @abstractmethod
    def _decoded(self, index: int) -> NDArray[Any] | None:
        """Return the stored values of a picture there is; None when they cannot be decoded. Raises MediaError."""

    @abstractmethod
    def _lost(self, index: int) -> FrameLost:
        """Return what is said of a picture that cannot be decoded."""


def stills_info(
    size: tuple[int, int],
    count: int,
    found: ValueRange | None,
    chosen: ValueRange | None,
    warnings: tuple[str, ...] = (),
    holes: tuple[int, ...] = (),
) -> MediaInfo:
    """Return the facts about `count` pictures of one size (width, height).

    `found` is None when none has more than 8 bits; `chosen`, if any, are black and white instead of what was found.
    """
    values = found and (chosen or found)
    words = () if values is None else (range_in_words(values),)
    return MediaInfo(
        kind=MediaKind.IMAGES,
        width=size[0],
        height=size[1],
        frame_count=count,
        rate=DEFAULT_RATE,
        times=np.arange(count) / float(DEFAULT_RATE),
        pixel_aspect=Fraction(1),
        warnings=(*words, *warnings),
        holes=holes,
        values=values,
        values_found=found,
    )


def stored_values(source: FrameSource, index: int, side: int) -> NDArray[Any] | None:
    """Return the stored values of a frame, at most `side` pixels wide and high, shape (h, w, 3).

    None where the source has no pictures of more than 8 bits. Raises MediaError when the frame cannot be read.
    """
    if not isinstance(source, StillsSource) or source.info.values is None:
        return None
    stored = source.stored(index)
    if stored.dtype not in (np.uint8, np.uint16):
        stored = np.nan_to_num(stored.astype(np.float32))
    share = min(1.0, side / max(stored.shape[:2]))
    size = max(round(stored.shape[1] * share), 1), max(round(stored.shape[0] * share), 1)
    return np.asarray(cv2.resize(stored, size, interpolation=cv2.INTER_AREA))
