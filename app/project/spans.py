"""Sets of frames as spans: inclusive (first, last) pairs, ascending, disjoint and not touching."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.project.model import FrameIndex, Span


def normalize(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same frames as ascending, disjoint, not touching spans."""
    ends = _ends(spans)
    ends = ends[ends[:, 0] <= ends[:, 1]]
    if not len(ends):
        return ()
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    reached = np.maximum.accumulate(ends[:, 1])
    gaps = np.flatnonzero(ends[1:, 0] > reached[:-1] + 1)
    firsts = ends[np.concatenate(([0], gaps + 1)), 0]
    lasts = reached[np.concatenate((gaps, [len(ends) - 1]))]
    return tuple(cast("Iterator[Span]", zip(firsts.tolist(), lasts.tolist(), strict=True)))


def add(spans: tuple[Span, ...], more: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the union of both sets of frames."""
    return normalize((*spans, *more)) if spans and more else spans or more


def remove(spans: tuple[Span, ...], first: FrameIndex, last: FrameIndex) -> tuple[Span, ...]:
    """Return `spans` without the frames first..last. Costs the spans that hold some of them, not all."""
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
    """Return for each of `count` frames whether it lies in one of the spans, shape (count,)."""
    return _mask(_ends(spans), count)


def mask_within(spans: tuple[Span, ...], first: FrameIndex, last: FrameIndex) -> NDArray[np.bool_]:
    """Return for each of the frames first..last whether it lies in one of the spans, shape (last - first + 1,)."""
    begin = bisect_left(spans, first, key=_last)
    end = bisect_right(spans, last, key=_first)
    return _mask(np.clip(_ends(spans[begin:end]), first, last) - first, last - first + 1)


def window(before: tuple[Span, ...], after: tuple[Span, ...]) -> Span | None:
    """Return the first and the last frame that lies in one of both but not in the other, None when they are equal."""
    if before == after:
        return None
    return _first_apart(before, after), FrameIndex(-_first_apart(_mirrored(before), _mirrored(after)))


def from_frames(frames: Iterable[int]) -> tuple[Span, ...]:
    """Return the spans that cover exactly `frames`."""
    return normalize((FrameIndex(f), FrameIndex(f)) for f in frames)


def frames(spans: Iterable[Span]) -> Iterator[FrameIndex]:
    """Yield every frame of `spans`, ascending."""
    for first, last in spans:
        for index in range(first, last + 1):
            yield FrameIndex(index)


def _first_apart(before: Iterable[Span], after: Iterable[Span]) -> FrameIndex:
    """Return the first frame that lies in one of two different sets but not in the other."""
    old, new = next(pair for pair in zip_longest(before, after) if pair[0] != pair[1])
    if old is None or new is None:
        return (old or new)[0]
    return min(old, new)[0] if old[0] != new[0] else FrameIndex(min(old[1], new[1]) + 1)


def _mirrored(spans: tuple[Span, ...]) -> Iterator[Span]:
    return ((FrameIndex(-last), FrameIndex(-first)) for first, last in reversed(spans))


def _ends(spans: Iterable[Span]) -> NDArray[np.int64]:
    """Return first and last frames, shape (spans, 2)."""
    return np.fromiter(chain.from_iterable(spans), np.int64).reshape(-1, 2)


def _mask(ends: NDArray[np.int64], count: int) -> NDArray[np.bool_]:
    steps = np.zeros(count + 1, np.int8)
    steps[ends[:, 0]] = 1
    steps[ends[:, 1] + 1] = -1  # spans do not touch, so no frame is both
    return np.cumsum(steps[:count], dtype=np.int8) > 0


def _first(span: Span) -> FrameIndex:
    return span[0]


def _last(span: Span) -> FrameIndex:
    return span[1]
