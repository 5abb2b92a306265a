"""Sets of frames as spans: inclusive (first, last) pairs, ascending, disjoint and not touching."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.project.model import FrameIndex, Span


def normalize(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same frames as ascending, disjoint, not touching spans."""
    ends = np.array([span for span in spans if span[0] <= span[1]], np.int64).reshape(-1, 2)
    if not len(ends):
        return ()
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    reached = np.maximum.accumulate(ends[:, 1])
    gaps = np.flatnonzero(ends[1:, 0] > reached[:-1] + 1)
    firsts = ends[np.concatenate(([0], gaps + 1)), 0]
    lasts = reached[np.concatenate((gaps, [len(ends) - 1]))]
    return tuple(cast("Iterator[Span]", zip(firsts.tolist(), lasts.tolist(), strict=True)))


def add(spans: tuple[Span, ...], more: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of both sets of frames."""
    return normalize((*spans, *more))


def remove(spans: tuple[Span, ...], first: FrameIndex, last: FrameIndex) -> tuple[Span, ...]:
    """Return `spans` without the frames first..last. Only those that hold some of them are looked at."""
    begin = bisect_left(spans, first, key=_last)
    end = bisect_right(spans, last, key=_first)
    kept: list[Span] = []
    for a, b in spans[begin:end]:
        if a < first:
            kept.append((a, FrameIndex(first - 1)))
        if b > last:
            kept.append((FrameIndex(last + 1), b))
    return (*spans[:begin], *kept, *spans[end:])


def clip(spans: tuple[Span, ...], first: FrameIndex, last: FrameIndex) -> tuple[Span, ...]:
    """Return the frames of `spans` that lie in first..last."""
    return normalize((max(a, first), min(b, last)) for a, b in spans)


def contains(spans: tuple[Span, ...], frame: FrameIndex) -> bool:
    """Return whether `frame` lies in one of the spans."""
    place = bisect_left(spans, frame, key=_last)
    return place < len(spans) and spans[place][0] <= frame


def mask(spans: tuple[Span, ...], count: int) -> NDArray[np.bool_]:
    """Return for each of `count` frames whether it lies in one of the spans."""
    ends = np.array(spans, np.int64).reshape(-1, 2)
    steps = np.zeros(count + 1, np.int8)
    steps[ends[:, 0]] = 1
    steps[ends[:, 1] + 1] = -1  # spans do not touch, so no frame is both
    return np.cumsum(steps[:count], dtype=np.int8) > 0


def from_frames(frames: Iterable[int]) -> tuple[Span, ...]:
    """Return the spans that cover exactly `frames`."""
    return normalize((FrameIndex(f), FrameIndex(f)) for f in frames)


def frames(spans: Iterable[Span]) -> Iterator[FrameIndex]:
    """Yield every frame of `spans`, ascending."""
    for first, last in spans:
        for index in range(first, last + 1):
            yield FrameIndex(index)


def _first(span: Span) -> FrameIndex:
    return span[0]


def _last(span: Span) -> FrameIndex:
    return span[1]
