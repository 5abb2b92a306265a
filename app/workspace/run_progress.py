"""How far a run is, counted in frames as a person counts them, whatever the order in which its masks come."""

import numpy as np

from app.project.model import FrameIndex, ObjectId, Span
from app.workspace.passes import Planned, Unchanged
from app.workspace.run_plan import Pass


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

    def plan(self, planned: Planned) -> None:
        """Take over what is to be computed from now on."""
        self._passes = planned.passes
        self._masks[:] = planned.masks
        self._wanted = np.where(self._masks > 0, self._masks, np.where(self._wanted != 0, -1, 0))

    @property
    def total(self) -> int:
        """All frames of the run."""
        return int(np.count_nonzero(self._wanted))

    @property
    def done(self) -> float:
        """Frames that are done, and parts of frames."""
        planned = self._wanted > 0
        left = float((self._masks[planned] / self._wanted[planned]).sum())
        return self.total - left

    def landed(self, frame: FrameIndex, masks: int) -> None:
        """Count masks of one frame."""
        self._masks[frame] = max(0, int(self._masks[frame]) - masks)

    def kept(self, unchanged: Unchanged) -> None:
        """Count the rest of a pass that need not be computed."""
        for id, span in unchanged.spans.items():
            frames = self._frames(id, span)
            self._masks[frames] = np.maximum(self._masks[frames] - 1, 0)

    def _frames(self, object: ObjectId, span: Span) -> list[int]:
        todos = [work.todo[object] for work in self._passes if object in work.todo]
        return [frame for todo in todos for frame in todo if span[0] <= frame <= span[1]]
