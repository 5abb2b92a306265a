"""The one place that converts between frames and pixels of the timeline."""

from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray

MAX_PIXELS_PER_FRAME = 64.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The part of a video in `width` pixels: frame `left` (or a fraction) is at x = 0, frames are `per_frame` wide.

    Before the first frame and after the last one `pad` pixels stay free, so that what is drawn around a frame is whole;
    fewer where there is hardly room.
    Pixels are logical ones; `times(ratio)` gives the same view in device pixels.
    """

    frame_count: int
    width: int
    left: float = 0.0
    per_frame: float = 1.0
    pad: float = 0.0

    @classmethod
    def whole(cls, frame_count: int, width: int, pad: float = 0.0) -> "Scale":
        """Return the scale that shows the whole video."""
        count, wide = max(frame_count, 1), max(width, 1)
        free = min(pad, wide / 4)
        per_frame = min((wide - 2 * free) / count, MAX_PIXELS_PER_FRAME)
        return cls(count, wide, -free / per_frame, per_frame, pad)

    @property
    def span(self) -> float:
        """Number of frames that fit."""
        return self.width / self.per_frame

    @property
    def start(self) -> float:
        """The smallest `left`: the free pixels before the first frame, in frames."""
        return -min(self.pad, self.width / 4) / self.per_frame

    @property
    def extent(self) -> float:
        """The video and what stays free around it, in frames."""
        return self.frame_count - 2 * self.start

    @property
    def is_whole(self) -> bool:
        """True when the whole video is in view."""
        return self.left <= self.start + 1e-9 and self.span >= self.extent * (1 - 1e-9)

    def x(self, frame: float) -> float:
        """Return where the left edge of `frame` lies."""
        return (frame - self.left) * self.per_frame

    def center(self, frame: int) -> float:
        """Return where the middle of `frame` lies."""
        return self.x(frame + 0.5)

    def frame_at(self, x: float) -> int:
        """Return the frame under `x`, clamped to the video."""
        return max(0, min(floor(self.left + x / self.per_frame), self.frame_count - 1))

    def visible(self) -> tuple[int, int]:
        """Return the first visible frame and the one after the last."""
        first = max(0, floor(self.left))
        return first, max(first, min(self.frame_count, floor(self.left + self.span) + 1))

    def edges(self) -> NDArray[np.int64]:
        """Return the first frame of every pixel column and one after the last, shape (width + 1,), not clamped."""
        columns = np.arange(self.width + 1, dtype=np.float64)
        return np.floor(self.left + columns / self.per_frame + 1e-9).astype(np.int64)

    def times(self, ratio: float) -> "Scale":
        """Return this view on a screen with `ratio` device pixels a logical one."""
        return replace(self, width=round(self.width * ratio), per_frame=self.per_frame * ratio, pad=self.pad * ratio)

    def resized(self, width: int) -> "Scale":
        """Return this view in another width; a whole view stays whole."""
        if self.is_whole:
            return Scale.whole(self.frame_count, width, self.pad)
        return replace(self, width=max(width, 1))._clamped()

    def zoomed(self, factor: float, x: float) -> "Scale":
        """Return the view magnified by `factor`, with the frame under `x` staying there."""
        least = Scale.whole(self.frame_count, self.width, self.pad).per_frame
        per_frame = max(least, min(self.per_frame * factor, MAX_PIXELS_PER_FRAME))
        anchor = self.left + x / self.per_frame
        return replace(self, left=anchor - x / per_frame, per_frame=per_frame)._clamped()

    def panned(self, pixels: float) -> "Scale":
        """Return the view moved so that its content shifts left by `pixels`."""
        return replace(self, left=self.left + pixels / self.per_frame)._clamped()

    def at(self, left: float) -> "Scale":
        """Return the view beginning at frame `left`."""
        return replace(self, left=left)._clamped()

    def showing(self, frame: int) -> "Scale":
        """Return a view that contains `frame` and what stays free around it: this one, else a page further."""
        free = min(-self.start, self.span / 4)
        if self.left + free <= frame + 1e-6 and frame + 1 <= self.left + self.span - free + 1e-6:
            return self
        margin = max(min(self.span * 0.1, 20.0), 1.5 * free)
        if frame < self.left + free:
            return self.at(frame - self.span + margin + 1)
        return self.at(frame - margin)

    def framing(self, first: int, last: int) -> "Scale":
        """Return the view in which frames first..last fill the width."""
        count = max(last - first + 1, 1) * 1.06
        per_frame = max(self.width / max(self.frame_count, count), self.width / count)
        per_frame = min(per_frame, MAX_PIXELS_PER_FRAME)
        return replace(self, per_frame=per_frame, left=(first + last + 1) / 2 - self.width / per_frame / 2)._clamped()

    def _clamped(self) -> "Scale":
        return replace(self, left=max(self.start, min(self.left, self.start + self.extent - self.span)))
