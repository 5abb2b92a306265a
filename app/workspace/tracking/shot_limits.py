"""Where a run stops because the shot changes there: what lies behind is wanted only where a person has begun."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.project.document import Document
from app.project.model import Cell, Direction, FrameIndex, ObjectId

Shots = tuple[FrameIndex, ...]
"""The first frame of each shot but the first, ascending."""


def within_reach(document: Document, object: ObjectId, shots: Shots, frame_count: int) -> NDArray[np.bool_]:
    """Return the frames of shots in which a person has shown the object, shape (frame_count,)."""
    masks = document.contents_of(object).masks
    begun = [frame for frame in document.conditioning_frames(object) if not masks[frame].empty]
    shot = np.searchsorted(shots, np.arange(frame_count), "right")
    return np.isin(shot, shot[np.array(begun, np.int64)])


def parted(document: Document, object: ObjectId, shots: Shots, before: int, after: int) -> FrameIndex | None:
    """Return the first frame of another shot between two person-made masks that both show the object, or None.

    What lies before it is tracked from the one, the rest from the other.
    """
    start = next((start for start in shots if before < start <= after), None)
    ends = [document.mask(Cell(object, FrameIndex(frame))) for frame in (before, after)]
    return start if all(end is not None and not end.empty for end in ends) else None


def come_to(
    document: Document, objects: Iterable[ObjectId], direction: Direction, shots: Shots, frame_count: int
) -> Shots:
    """Return the shot changes that `objects` were tracked up to: masks on the one side, none on the other."""
    found = set[FrameIndex]()
    for id in objects:
        record = document.object(id)
        if record is None or record.locked:
            continue
        masked = np.zeros(frame_count, np.bool_)
        masked[document.frame_arrays(id).masks] = True
        for start in shots:
            forward, backward = (masked[start - 1] and not masked[start]), (masked[start] and not masked[start - 1])
            if (forward and direction is not Direction.BACKWARD) or (backward and direction is not Direction.FORWARD):
                found.add(start)
    return tuple(sorted(found))
