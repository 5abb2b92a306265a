"""On how many frames masks are stale and can be tracked again: asked after every edit, counted where it changed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.project import spans
from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Span, VideoObject

MOST = 512
"""Objects whose frames are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What the stale frames of an object follow from, and these, a bit each: uint8, shape (ceil(frames / 8),)."""

    stale: tuple[Span, ...]
    conditioning: NDArray[np.int64]
    locks: NDArray[np.int64]
    frame_count: int
    lost: frozenset[FrameIndex]
    bits: NDArray[np.uint8]


class StaleFrames:
    """Keeps those of each object until something they follow from is another."""

    def __init__(self) -> None:
        self._known: dict[ObjectId, _Known] = {}

    def count(
        self, document: Document, objects: tuple[ObjectId, ...], frame_count: int, lost: frozenset[FrameIndex]
    ) -> int:
        """Return on how many frames some of `objects` can be tracked again, however many it is on each."""
        together = np.zeros(-(-frame_count // 8), np.uint8)
        for id in objects:
            record = document.object(id)
            if record is not None and record.stale and not record.locked and document.conditioning_frames(id):
                together |= self._bits(document, record, frame_count, lost)
        return int(np.count_nonzero(np.unpackbits(together)))

    def _bits(
        self, document: Document, record: VideoObject, frame_count: int, lost: frozenset[FrameIndex]
    ) -> NDArray[np.uint8]:
        there, known = document.frame_arrays(record.id), self._known.get(record.id)
        conditioning, locks = there.conditioning, there.locks
        if (
            known is None
            or known.stale is not record.stale
            or known.conditioning is not conditioning
            or known.locks is not locks
            or (known.frame_count, known.lost) != (frame_count, lost)
        ):
            if len(self._known) >= MOST:
                self._known.clear()
            bits = stale_bits(record.stale, (conditioning, locks), lost, frame_count)
            known = self._known[record.id] = _Known(record.stale, conditioning, locks, frame_count, lost, bits)
        return known.bits


def stale_bits(
    stale: tuple[Span, ...], kept: tuple[NDArray[np.int64], ...], lost: frozenset[FrameIndex], frame_count: int
) -> NDArray[np.uint8]:
    """Return the frames of `stale` that are neither among the `kept` ones nor `lost`, eight a byte."""
    frames = spans.mask(stale, frame_count)
    for others in kept:
        frames[others] = False
    frames[list(lost)] = False
    return np.packbits(frames)
