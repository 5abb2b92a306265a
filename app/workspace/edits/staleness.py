"""Which tracked masks a change of prompts calls into question: those between the person-made masks around it."""

from collections.abc import Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.project.document import Document
from app.project.model import FrameIndex, ObjectId, Span


def outdated_by(document: Document, object: ObjectId, frame: FrameIndex) -> tuple[Span, ...]:
    """Return the spans of tracked frames of `object` whose masks depend on the cell at `frame`.

    They reach from `frame` outwards to the next person-made mask on either side; locked frames are left out.
    """
    there = document.frame_arrays(object)
    edited, masked = there.conditioning, there.masks
    before, after = np.searchsorted(edited, frame), np.searchsorted(edited, frame, "right")
    start = np.searchsorted(masked, edited[before - 1], "right") if before else 0
    end = np.searchsorted(masked, edited[after]) if after < len(edited) else len(masked)
    return spans_of(without(masked[start:end], np.append(there.locks, frame)))


def left_by(
    document: Document, object: ObjectId, moved: NDArray[np.int64], decided: NDArray[np.int64]
) -> tuple[Span, ...]:
    """Return the spans of tracked frames of `object` that depend on cells of which other content comes or goes.

    The contents of `moved` are exchanged; on those of them in `decided` a person made a mask, before or after. What
    depends lies between the person-made masks that stay; locked frames are left out.
    """
    there = document.frame_arrays(object)
    stay = without(there.conditioning, moved)
    touched = np.zeros(len(stay) + 1, np.bool_)  # the gaps between those that stay
    touched[np.searchsorted(stay, decided)] = True
    frames = without(there.masks, np.concatenate((moved, there.conditioning, there.locks)))
    return spans_of(frames[touched[np.searchsorted(stay, frames)]])


def without(frames: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return `frames`, which ascend without repeats, without those in `others`; quick when those are few."""
    place = np.searchsorted(frames, others)
    inside = place < len(frames)
    keep = np.ones(len(frames), np.bool_)
    keep[place[inside][frames[place[inside]] == others[inside]]] = False
    return frames[keep]


def together(frames: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the frames in either; both ascend without repeats, and so does the result."""
    if not len(frames) or not len(others):
        return frames if len(frames) else others
    both = np.sort(np.concatenate((frames, others)), kind="stable")
    return both[np.concatenate(([True], np.diff(both) > 0))]


def spans_of(frames: NDArray[np.int64]) -> tuple[Span, ...]:
    """Return the spans that cover exactly `frames`, which ascend without repeats: quicker for many."""
    if not len(frames):
        return ()
    breaks = np.flatnonzero(np.diff(frames) > 1)
    firsts = frames[np.concatenate(([0], breaks + 1))]
    lasts = frames[np.concatenate((breaks, [len(frames) - 1]))]
    return tuple(cast("Iterator[Span]", zip(firsts.tolist(), lasts.tolist(), strict=True)))
