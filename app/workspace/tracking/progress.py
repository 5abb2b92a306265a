"""How far a run is, counted in frames as a person counts them, whatever the order in which its masks come."""

import numpy as np
from numpy.typing import NDArray

from app.project.model import FrameIndex, ObjectId, Span
from app.workspace.tracking.passes import Planned, Unchanged
from app.workspace.tracking.plan import Pass


class FrameCount:
    """A frame of three objects is done a third when one of them has its mask.

    A restart plans again: frames that have to be computed once more are not done any more, and none is counted twice.
    """

    def __init__(self, frame_count: int) -> None:
        self._passes: tuple[Pass, ...] = ()
        self._masks = np.zeros(frame_count, np.int32)
        """How many masks each frame is still to get."""
        self._wanted = np.zeros(frame_count, np.int32)
        """How many it was to get when planned; frames of earlier plans stay counted as -1."""
        self._left = np.zeros(1, np.int64)
        """Masks still to come on all frames that were to get 0, 1, 2 ... of them."""
        self._total = 0

    def plan(self, planned: Planned) -> None:
        """Take over what is to be computed from now on."""
        self._passes = planned.passes
        self._masks[:] = planned.masks
        self._wanted = np.where(self._masks > 0, self._masks, np.where(self._wanted != 0, -1, 0))
        self._left = np.bincount(self._masks, self._masks).astype(np.int64)
        self._total = int(np.count_nonzero(self._wanted))

    @property
    def total(self) -> int:
        """All frames of the run."""
        return self._total

    @property
    def done(self) -> float:
        """Frames that are done, and parts of frames."""
        shares = self._left[1:] / np.arange(1, len(self._left))
        return self._total - float(shares.sum())

    def landed(self, frame: FrameIndex, masks: int) -> None:
        """Count masks of one frame."""
        self._take(np.array([frame]), masks)

    def kept(self, unchanged: Unchanged) -> None:
        """Count the rest of a pass that need not be computed."""
        for id, span in unchanged.spans.items():
            self._take(self._frames(id, span), 1)

    def _take(self, frames: NDArray[np.int64], masks: int) -> None:
        """Count so many masks on each of `frames`, which repeat none."""
        made = np.minimum(self._masks[frames], masks)
        self._masks[frames] -= made
        np.subtract.at(self._left, np.maximum(self._wanted[frames], 0), made)

    def _frames(self, object: ObjectId, span: Span) -> NDArray[np.int64]:
        todos = [work.todo[object] for work in self._passes if object in work.todo]
        return np.unique(np.concatenate([np.empty(0, np.int64), *(todo.within(*span) for todo in todos)]))
