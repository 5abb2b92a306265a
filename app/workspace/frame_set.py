"""Sets of many frames, each kept as one array."""

from collections.abc import Iterable, Iterator, Set

import numpy as np
from numpy.typing import NDArray

from app.project.model import FrameIndex


class FrameSet(Set[FrameIndex]):
    """Frames that do not change. However many they are, the garbage collector has nothing to walk over."""

    def __init__(self, frames: Iterable[int]) -> None:
        given = np.fromiter(frames, np.int64) if not isinstance(frames, np.ndarray) else frames
        self._first = int(given.min()) if len(given) else 0
        self._there = np.zeros(int(given.max()) - self._first + 1 if len(given) else 0, np.bool_)
        self._there[given - self._first] = True
        self._count = int(np.count_nonzero(self._there))

    def __contains__(self, frame: object) -> bool:
        place = frame - self._first if isinstance(frame, int) else -1
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

    @classmethod
    def _from_iterable(cls, it: Iterable[FrameIndex]) -> "FrameSet":  # type: ignore[override]
        return cls(it)
