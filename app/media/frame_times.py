"""When each frame is shown and for how long: the file's own times, never frame number by average rate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class FrameTimes:
    """`starts`: seconds from the first frame, never decreasing, shape (frame_count,). `end`: when the last is over."""

    starts: NDArray[np.float64]
    end: float

    @classmethod
    def even(cls, count: int, rate: float) -> "FrameTimes":
        """Return the times of `count` frames at an even rate: of pictures, and of a video not looked into yet."""
        return cls(np.arange(count) / rate, count / rate)

    def of(self, frame: int) -> float:
        """Return when a frame begins."""
        return float(self.starts[frame])

    def end_of(self, frame: int) -> float:
        """Return when a frame gives way to the next."""
        return float(self.starts[frame + 1]) if frame + 1 < len(self.starts) else self.end

    def at(self, seconds: float) -> int:
        """Return the frame that is shown at a time; the first before it, the last behind it."""
        return max(0, int(np.searchsorted(self.starts, seconds, "right")) - 1)
