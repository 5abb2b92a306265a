"""How far an object's masklet is: frames that show it, frames on which it is absent, lost or stale."""

from dataclasses import dataclass

import numpy as np

from app.workspace.viewing.frame_states import FrameState, ObjectStates


@dataclass(frozen=True, slots=True)
class Coverage:
    """Numbers of one object's frames that the project annotates. `present`, `absent` and `lost` are different ones.

    Any of them may be stale or imported.
    `present`: with a mask that is not empty. `absent`: a person said so. `lost`: the model found nothing.
    """

    frames: int
    present: int
    absent: int
    lost: int
    stale: int
    edited: int = 0
    """Frames that a person changed, of all: the paper wants objects with at least 2."""
    imported: int = 0

    @property
    def annotated(self) -> int:
        """The frames on which it is said where the object is, or that it is not there."""
        return self.present + self.absent

    @property
    def missing(self) -> int:
        """The frames without any mask."""
        return self.frames - self.annotated - self.lost

    @property
    def present_share(self) -> float:
        """The share of all frames on which the object is seen, 0..1."""
        return self.present / self.frames if self.frames else 0.0


def coverage(states: ObjectStates, step: int = 1) -> Coverage:
    """Count what `states` say on every `step`-th frame; quick enough for every repaint of a list."""
    flags = states.flags[::step]

    def counted(flag: FrameState) -> int:
        return int(np.count_nonzero(flags & np.uint16(flag)))

    absent, lost = counted(FrameState.ABSENT), counted(FrameState.LOST)
    present, stale = counted(FrameState.HAS_MASK) - absent - lost, counted(FrameState.STALE)
    edited = int(np.count_nonzero(states.flags & np.uint16(FrameState.EDITED)))
    imported = counted(FrameState.IMPORTED)
    return Coverage(len(flags), present, absent, lost, stale, edited, imported)
