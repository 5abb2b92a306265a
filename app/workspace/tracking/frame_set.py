"""Sets of many frames, each kept as one array."""

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from app.project.model import FrameIndex


class FrameSet(Collection[FrameIndex]):
    """Frames that do not change, from indexes in any order. The garbage collector has none of them to walk over."""

    def __init__(self, frames: NDArray[np.int64]) -> None:
        self._first = int(frames.min()) if len(frames) else 0
        self._there = np.zeros(int(frames.max()) - self._first + 1 if len(frames) else 0, np.bool_)
        self._there[frames - self._first] = True
        self._count = int(np.count_nonzero(self._there))

    def __contains__(self, frame: object) -> bool:
        place = int(frame) - self._first if isinstance(frame, int | np.integer) else -1
        return 0 <= place < len(self._there) and bool(self._there[place])

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[FrameIndex]:
        return map(FrameIndex, self.array().tolist())

    def array(self) -> NDArray[np.int64]:
        """Return the frames, ascending."""
        return np.flatnonzero(self._there) + self._first

    def within(self, first: int, last: int) -> NDArray[np.int64]:
        """Return those of first..last, ascending."""
        begin = max(first - self._first, 0)
        return np.flatnonzero(self._there[begin : max(last - self._first + 1, 0)]) + self._first + begin
