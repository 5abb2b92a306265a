"""Where one shot ends and the next begins, told by small color histograms against those of the clip itself.

A cut is a frame on which colors and layout become others at once, and much more so than around it and elsewhere in the
clip: a fast pan changes the layout on every frame, a flash changes the colors and then changes them back. A dissolve is
a stretch whose frames are mixtures of its two ends. Frames of one color part two shots when what lies before differs
from what comes after: a fade within a shot does not count.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import FrameLost
from app.media.source import FrameSource, Image

T = TypeVar("T", bound=np.generic)
Floats = NDArray[np.float32]

BINS: Final = 16
"""Of each channel's histogram."""
WIDE, HIGH = 8, 6
"""Size of the small picture that tells the layout."""
FLOOR: Final = 0.2
"""Differences below it are never a cut, 0..1."""
OVER_CLIP: Final = 3.0
"""A cut is above the clip's median by so many times the distance of its 90th percentile from the median."""
OVER_NEIGHBORS: Final = 2.2
"""And so many times as large as most differences around it."""
AROUND: Final = 12
"""Frames on either side that are its neighbors."""
FLASH: Final = 5
"""Frames after which a flash is over."""
DISSOLVES: Final = (8, 16, 24)
"""Lengths of dissolves that are looked for, in frames."""
UNLIKE_MIX: Final = 0.3
"""By how much of the way between its ends a frame of a dissolve may miss their mixture."""
STEADY: Final = 0.5
"""How much may change just outside of a dissolve, as a share of what changes across it."""
LEAST_SHOT: Final = 4
"""Of changes nearer to each other than this the larger one counts."""
ROOM: Final = 1024
"""Frames for which there is room at first."""
FLAT: Final = 4.0
"""Standard deviation of brightness, 0..255, under which a frame shows one color."""


class _Rows(Generic[T]):
    """One array a frame, all of one shape, side by side: a long video's 100,000 little arrays take 80 ms to free."""

    def __init__(self, dtype: type[T], *shape: int) -> None:
        self._rows = np.empty((ROOM, *shape), dtype)
        self.count = 0

    def append(self, row: NDArray[T]) -> None:
        """Take what belongs to the next frame."""
        if self.count == len(self._rows):
            self._rows = np.concatenate((self._rows, np.empty_like(self._rows)))
        self._rows[self.count] = row
        self.count += 1

    def array(self) -> NDArray[T]:
        """Return all, shape (count, ...)."""
        return self._rows[: self.count]


class ShotSearch:
    """Takes one frame after the other, and says at the end where shots begin."""

    def __init__(self) -> None:
        self._histograms = _Rows(np.float16, 3 * BINS)
        self._small = _Rows(np.uint8, HIGH, WIDE, 3)

    @property
    def seen(self) -> int:
        """How many frames were taken."""
        return self._small.count

    def add(self, frame: Image) -> None:
        """Take the next frame, uint8 of shape (height, width, 3)."""
        quarter = cv2.resize(frame, (8 * WIDE, 8 * HIGH), interpolation=cv2.INTER_AREA)
        colors = cv2.cvtColor(quarter, cv2.COLOR_RGB2YCrCb)
        counts = [cv2.calcHist([colors], [channel], None, [BINS], [0, 256]).ravel() for channel in range(3)]
        smooth = [np.convolve(np.pad(count, 1, "edge"), (0.25, 0.5, 0.25), "valid") for count in counts]
        self._histograms.append(np.concatenate([count / max(count.sum(), 1) for count in smooth]).astype(np.float16))
        self._small.append(np.asarray(cv2.resize(quarter, (WIDE, HIGH), interpolation=cv2.INTER_AREA), np.uint8))

    def repeat(self) -> None:
        """Take the last frame once more: the next one cannot be decoded."""
        if self.seen:
            self._histograms.append(self._histograms.array()[-1])
            self._small.append(self._small.array()[-1])
        else:
            self.add(np.zeros((HIGH, WIDE, 3), np.uint8))

    def changes(self) -> tuple[int, ...]:
        """Return the first frame of every shot but the first, ascending."""
        if self.seen < 2:
            return ()
        looks = _Looks(self._histograms.array().astype(np.float32), self._small.array().astype(np.float32))
        return looks.changes()


def search(source: FrameSource, found: ShotSearch) -> Iterator[int]:
    """Show `found` the frames of `source` that it has not seen; yields how many it has after each."""
    for index in range(found.seen, source.info.frame_count):
        try:
            found.add(source.frame(index))
        except FrameLost:
            found.repeat()
        yield found.seen


class _Looks:
    """All frames of a clip as `histograms`, shape (n, 3 * BINS), and `small` pictures, shape (n, HIGH, WIDE, 3)."""

    def __init__(self, histograms: Floats, small: Floats) -> None:
        self._histograms = histograms
        self._small = small.reshape(len(small), -1)
        light = small.mean(axis=3).reshape(len(small), -1)
        around = light - light.mean(axis=1, keepdims=True)
        spread = np.sqrt((around**2).mean(axis=1))
        self._flat = spread < FLAT
        self._spread = spread
        self._layout = around / np.maximum(np.linalg.norm(around, axis=1, keepdims=True), 1e-6)

    def changes(self) -> tuple[int, ...]:
        steps = self._differences(np.arange(len(self._small) - 1), np.arange(1, len(self._small)))
        limit = self._limit(steps)
        found = self._cuts(steps, limit)
        for start, worth in (*self._dissolves(limit), *self._fades(limit)):
            if all(abs(start - other) > max(DISSOLVES) // 2 for other in found):
                found[start] = worth
        return tuple(_apart(found))

    def _differences(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
        """Return how much frames differ in colors and in layout, both 0..1: the geometric mean. One color: none."""
        colors = np.abs(self._histograms[first] - self._histograms[second]).sum(axis=1) / 6
        layout = np.clip(1 - (self._layout[first] * self._layout[second]).sum(axis=1), 0, 1)
        differ = np.sqrt(np.clip(colors, 0, 1) * layout)
        differ[self._flat[first] | self._flat[second]] = 0
        return np.asarray(differ, np.float32)

    def _difference(self, first: int, second: int) -> float:
        return float(self._differences(np.array([first]), np.array([second]))[0])

    def _limit(self, steps: Floats) -> float:
        """Return the difference that a change of shots has at least in this clip."""
        middle, high = np.quantile(steps, (0.5, 0.9))
        return max(FLOOR, float(middle + OVER_CLIP * (high - middle)))

    def _cuts(self, steps: Floats, limit: float) -> dict[int, float]:
        """Return the frames that begin a shot at once, with their difference from the one before."""
        found = {}
        for at in np.flatnonzero(steps >= limit).tolist():
            near = np.concatenate((steps[max(at - AROUND, 0) : max(at - 1, 0)], steps[at + 2 : at + 2 + AROUND]))
            usual = float(np.quantile(near, 0.8)) if len(near) else 0.0
            if steps[at] >= OVER_NEIGHBORS * usual and not self._is_flash(at, float(steps[at])):
                found[at + 1] = float(steps[at])
        return found

    def _is_flash(self, before: int, step: float) -> bool:
        """Return whether what was on frame `before` is back soon, or what comes after it was there shortly before."""
        last = len(self._small) - 1
        comes = any(self._difference(before, at) < step / 2 for at in range(before + 2, min(before + FLASH, last) + 1))
        was = any(self._difference(at, before + 1) < step / 2 for at in range(max(before + 1 - FLASH, 0), before))
        return comes or was

    def _dissolves(self, limit: float) -> Iterator[tuple[int, float]]:
        """Yield the middle of stretches whose frames are mixtures of their ends, with the difference of the ends."""
        count = len(self._small)
        for length in DISSOLVES:
            first = np.arange(count - length)
            if not len(first):
                return
            across = self._differences(first, first + length)
            for begin in np.flatnonzero(across >= max(1.5 * limit, 2 * FLOOR)).tolist():
                if self._is_mixture(begin, length) and self._is_steady(begin, length, float(across[begin])):
                    yield begin + length // 2, float(across[begin])

    def _is_mixture(self, begin: int, length: int) -> bool:
        first, last = self._small[begin], self._small[begin + length]
        way = last - first
        reach = float(way @ way)
        shares = []
        for at in range(1, 4):
            frame = self._small[begin + at * length // 4] - first
            share = float(frame @ way) / max(reach, 1e-6)
            if float(np.linalg.norm(frame - share * way)) > UNLIKE_MIX * np.sqrt(reach):
                return False
            shares.append(share)
        return all(a + 0.05 < b for a, b in pairwise((0.0, *shares, 1.0)))

    def _is_steady(self, begin: int, length: int, across: float) -> bool:
        """Return whether little changes in the quarter of the length before the stretch, and after it."""
        reach = max(length // 4, 2)
        before, after = max(begin - reach, 0), min(begin + length + reach, len(self._small) - 1)
        return (
            self._difference(before, begin) < STEADY * across
            and self._difference(begin + length, after) < STEADY * across
        )

    def _fades(self, limit: float) -> Iterator[tuple[int, float]]:
        """Yield the first frame after a stretch of one color between two shots, with their difference."""
        edges = np.diff(np.concatenate(([False], self._flat, [False])).astype(np.int8))
        for begin, end in zip(np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist(), strict=True):
            if begin == 0 or end == len(self._small):
                continue
            reach = max(DISSOLVES)
            before = max(begin - reach, 0) + int(np.argmax(self._spread[max(begin - reach, 0) : begin]))
            after = end + int(np.argmax(self._spread[end : end + reach]))
            differ = self._difference(before, after)
            if differ >= limit:
                yield end, differ


def _apart(found: dict[int, float]) -> list[int]:
    """Return the frames, ascending; of those that are too near to each other the one that differs most."""
    kept: list[int] = []
    for frame in sorted(found, key=lambda frame: -found[frame]):
        if all(abs(frame - other) >= LEAST_SHOT for other in kept):
            kept.append(frame)
    return sorted(kept)
