"""Sets of frames as spans: inclusive (first, last) pairs, ascending, disjoint and not touching."""

from collections.abc import Iterable, Iterator

from app.project.model import FrameIndex, Span


def normalize(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same frames as ascending, disjoint, not touching spans."""
    merged: list[Span] = []
    for first, last in sorted(span for span in spans if span[0] <= span[1]):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], FrameIndex(max(merged[-1][1], last)))
        else:
            merged.append((first, last))
    return tuple(merged)


def add(spans: tuple[Span, ...], more: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of both sets of frames."""
    return normalize((*spans, *more))


def remove(spans: tuple[Span, ...], first: FrameIndex, last: FrameIndex) -> tuple[Span, ...]:
    """Return `spans` without the frames first..last."""
    kept: list[Span] = []
    for a, b in spans:
        if b < first or a > last:
            kept.append((a, b))
            continue
        if a < first:
            kept.append((a, FrameIndex(first - 1)))
        if b > last:
            kept.append((FrameIndex(last + 1), b))
    return tuple(kept)


def clip(spans: tuple[Span, ...], first: FrameIndex, last: FrameIndex) -> tuple[Span, ...]:
    """Return the frames of `spans` that lie in first..last."""
    return normalize((max(a, first), min(b, last)) for a, b in spans)


def contains(spans: tuple[Span, ...], frame: FrameIndex) -> bool:
    """Return whether `frame` lies in one of the spans."""
    return any(first <= frame <= last for first, last in spans)


def from_frames(frames: Iterable[int]) -> tuple[Span, ...]:
    """Return the spans that cover exactly `frames`."""
    return normalize((FrameIndex(f), FrameIndex(f)) for f in frames)


def frames(spans: Iterable[Span]) -> Iterator[FrameIndex]:
    """Yield every frame of `spans`, ascending."""
    for first, last in spans:
        for index in range(first, last + 1):
            yield FrameIndex(index)
