"""Which tracked masks a change of prompts calls into question: those between the person-made masks around it."""

from bisect import bisect_left, bisect_right

import numpy as np
from numpy.typing import NDArray

from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Span


def outdated_by(document: Document, object: ObjectId, frame: FrameIndex) -> tuple[Span, ...]:
    """Return the spans of tracked frames of `object` whose masks depend on the cell at `frame`.

    They reach from `frame` outwards to the next person-made mask on either side; locked frames are left out.
    """
    edited = document.conditioning_frames(object)
    before = bisect_left(edited, frame)
    after = bisect_right(edited, frame)
    low = edited[before - 1] if before else -1
    high = edited[after] if after < len(edited) else None
    masked = document.mask_frames(object)
    start = bisect_right(masked, low)
    end = len(masked) if high is None else bisect_left(masked, high)
    found = np.fromiter(masked[start:end], dtype=np.int64, count=max(end - start, 0))
    locked = document.lock_frames(object)
    drop = np.fromiter((*locked, frame), dtype=np.int64, count=len(locked) + 1)
    return spans_of(found[~np.isin(found, drop)])


def spans_of(frames: NDArray[np.int64]) -> tuple[Span, ...]:
    """Return the spans that cover exactly `frames`, which ascend without repeats: quicker for many."""
    if not len(frames):
        return ()
    breaks = np.flatnonzero(np.diff(frames) > 1)
    firsts = frames[np.concatenate(([0], breaks + 1))]
    lasts = frames[np.concatenate((breaks, [len(frames) - 1]))]
    pairs = zip(firsts.tolist(), lasts.tolist(), strict=True)
    return tuple((FrameIndex(a), FrameIndex(b)) for a, b in pairs)
