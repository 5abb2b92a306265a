"""What every reader of moving pictures offers: frames by index, exact and repeatable."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.media.decoding_order import DecodingOrder
from app.media.depth import ValueRange
from app.media.frame_times import FrameTimes

MAX_PIXELS = 1 << 28
"""Of one picture, 16384 x 16384: a damaged header must not make a decoder ask for all memory."""

Image = NDArray[np.uint8]
"""An RGB picture: uint8, shape (height, width, 3), C-contiguous."""


class MediaKind(Enum):
    """Whether a source is a video (an animation too) or pictures."""

    VIDEO = "video"
    IMAGES = "images"


@dataclass(frozen=True, slots=True, eq=False)
class MediaInfo:
    """The facts about a source that do not change while it is open.

    `width` and `height` are those of the pictures `frame` returns (rotation applied; pixels as stored, so a
    `pixel_aspect` other than 1 is for the display to apply). `times` holds the presentation time of every frame
    in seconds from the first, never decreasing, shape (frame_count,), float64; `last_seconds` how long the last one is
    shown, 0: not known. `warnings` names, in English, what of a damaged file could not be used. `holes` are the frames
    known to be undecodable, ascending; more may turn out. `values` says which values of pictures of more than 8 bits
    are black and white, None where there are none; `values_found` are those that were found out, whatever was chosen.
    `order` is None where each frame is decoded by itself.
    """

    kind: MediaKind
    width: int
    height: int
    frame_count: int
    rate: Fraction
    times: NDArray[np.float64] = field(repr=False)
    pixel_aspect: Fraction
    warnings: tuple[str, ...]
    last_seconds: float = 0.0
    holes: tuple[int, ...] = ()
    values: ValueRange | None = None
    values_found: ValueRange | None = None
    order: DecodingOrder | None = field(default=None, repr=False)

    def behind(self, holes: Collection[int]) -> dict[int, int]:
        """Return the frames that are built on one of `holes` and may look wrong, each with the hole it is built on."""
        return self.order.behind(holes) if self.order is not None else {}

    @property
    def frame_times(self) -> FrameTimes:
        """The times with the end of the last frame: as the file says, else as long as the one before, else one step."""
        gap = float(self.times[-1] - self.times[-2]) if len(self.times) > 1 else 0.0
        return FrameTimes(self.times, float(self.times[-1]) + (self.last_seconds or gap or float(1 / self.rate)))


class FrameSource(Protocol):
    """Frames by index. Belongs to one thread; `clone` gives another thread its own over the same index."""

    @property
    def path(self) -> Path:
        """The file or folder the frames come from."""
        ...

    @property
    def info(self) -> MediaInfo:
        """What is known about the whole source."""
        ...

    def frame(self, index: int) -> Image:
        """Return frame `index` (0-based), read-only.

        Raises MediaError when it cannot be decoded, IndexError when it is outside the source.
        """
        ...

    def clone(self) -> "FrameSource":
        """Return an independent reader of the same frames for another thread; nothing is indexed again."""
        ...

    def close(self) -> None:
        """Release files and decoders. Closing twice is fine."""
        ...
