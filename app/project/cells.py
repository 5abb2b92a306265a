"""The cells of one object: masks, prompts and locks by frame, with their frames in order."""

from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from app.project.model import CellMask, FrameIndex, MaskSource, Prompts

V = TypeVar("V")

_BULK = 64
"""Changes of one object in one edit from which sorting once beats keeping order one by one."""


class SortedFrames:
    """A set of frames that is cheap to read in order and cheap to change at either end or in bulk."""

    __slots__ = ("_array", "_frames", "_ordered")

    def __init__(self, frames: tuple[FrameIndex, ...] = ()) -> None:
        """`frames` must be ascending and without repeats."""
        self._frames: list[FrameIndex] = list(frames)
        self._ordered: tuple[FrameIndex, ...] | None = None
        self._array: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._frames)

    def ordered(self) -> tuple[FrameIndex, ...]:
        """Return the frames, ascending; the same tuple until the set changes."""
        if self._ordered is None:
            self._ordered = tuple(self._frames)
        return self._ordered

    def array(self) -> NDArray[np.int64]:
        """Return the frames, ascending, read only; the same array until the set changes."""
        if self._array is None:
            self._array = np.array(self._frames, np.int64)
            self._array.flags.writeable = False
        return self._array

    def copy(self) -> "SortedFrames":
        """Return another set of the same frames."""
        made = SortedFrames()
        made._frames, made._ordered, made._array = list(self._frames), self._ordered, self._array
        return made

    def change(self, added: list[FrameIndex], removed: list[FrameIndex]) -> None:
        """Add frames that are not in and remove frames that are."""
        if not added and not removed:
            return
        self._ordered = self._array = None
        if len(removed) == len(self._frames):
            self._frames = sorted(added)
            return
        if len(added) + len(removed) > _BULK:
            frames = set(self._frames)
            frames.difference_update(removed)
            frames.update(added)
            self._frames = sorted(frames)
            return
        for frame in removed:
            del self._frames[bisect_left(self._frames, frame)]
        for frame in added:
            insort(self._frames, frame)


class ObjectCells:
    """What an object has on which frame. Only the document changes it."""

    __slots__ = ("conditioning_frames", "lock_frames", "locks", "mask_frames", "masks", "prompt_frames", "prompts")

    def __init__(
        self,
        masks: dict[FrameIndex, CellMask] | None = None,
        prompts: dict[FrameIndex, Prompts] | None = None,
        locks: set[FrameIndex] | None = None,
    ) -> None:
        self.masks = {} if masks is None else masks
        self.prompts = {} if prompts is None else prompts
        self.locks = set() if locks is None else locks
        self.mask_frames = SortedFrames(tuple(sorted(self.masks)))
        self.conditioning_frames = SortedFrames(
            tuple(sorted(f for f, mask in self.masks.items() if mask.source.conditions))
        )
        self.prompt_frames = SortedFrames(tuple(sorted(self.prompts)))
        self.lock_frames = SortedFrames(tuple(sorted(self.locks)))

    def copy(self) -> "ObjectCells":
        """Return the same cells, to be changed on their own."""
        made: ObjectCells = object.__new__(ObjectCells)
        made.masks, made.prompts, made.locks = dict(self.masks), dict(self.prompts), set(self.locks)
        made.mask_frames, made.conditioning_frames = self.mask_frames.copy(), self.conditioning_frames.copy()
        made.prompt_frames, made.lock_frames = self.prompt_frames.copy(), self.lock_frames.copy()
        return made

    @property
    def empty(self) -> bool:
        """True when the object has nothing on any frame."""
        return not (self.masks or self.prompts or self.locks)

    def set_masks(self, changes: Mapping[FrameIndex, CellMask | None]) -> None:
        """Set or remove masks."""
        tracked, conditioning = MaskSource.TRACKED, self.conditioning_frames
        if len(conditioning) <= len(changes):
            edited = changes.keys() & conditioning.ordered()
        else:
            old = self.masks
            edited = {f for f in changes if f in old and old[f].source is not tracked}
        edits = {f for f, mask in changes.items() if mask is not None and mask.source is not tracked}
        conditioning.change(sorted(edits - edited), sorted(edited - edits))
        _put(self.masks, self.mask_frames, changes)

    def set_prompts(self, changes: Mapping[FrameIndex, Prompts | None]) -> None:
        """Set or remove prompts."""
        _put(self.prompts, self.prompt_frames, changes)

    def set_locks(self, changes: Mapping[FrameIndex, bool | None]) -> None:
        """Lock or unlock frames."""
        locked = {frame for frame, lock in changes.items() if lock}
        added, removed = locked - self.locks, (changes.keys() - locked) & self.locks
        self.lock_frames.change(sorted(added), sorted(removed))
        self.locks.update(added)
        self.locks.difference_update(removed)


@dataclass(frozen=True, slots=True, eq=False)
class FrameArrays:
    """Frames of one object: int64, shape (n,), ascending, read only. Each is made when it is read."""

    cells: ObjectCells

    @property
    def masks(self) -> NDArray[np.int64]:
        """Frames with a mask, empty ones too."""
        return self.cells.mask_frames.array()

    @property
    def conditioning(self) -> NDArray[np.int64]:
        """Frames with a mask that was not tracked."""
        return self.cells.conditioning_frames.array()

    @property
    def prompts(self) -> NDArray[np.int64]:
        """Frames with prompts."""
        return self.cells.prompt_frames.array()

    @property
    def locks(self) -> NDArray[np.int64]:
        """Locked frames."""
        return self.cells.lock_frames.array()


def _put(values: dict[FrameIndex, V], frames: SortedFrames, changes: Mapping[FrameIndex, V | None]) -> None:
    # Tens of thousands at once are all set, or all removed: that is seen, and done, without a step for each.
    if all(changes.values()):
        there = cast("Mapping[FrameIndex, V]", changes)
    else:
        there = {frame: value for frame, value in changes.items() if value is not None}
    # Not by operators on the keys: those walk over all values, however few change.
    added = [frame for frame in there if frame not in values] if values else list(there)
    if len(there) == len(changes):
        removed = []
    elif not there and changes.keys() == values.keys():
        removed = list(values)
    else:
        removed = [f for f in changes if f in values and f not in there]
    values.update(there)
    if len(removed) == len(values):
        values.clear()
    else:
        for frame in removed:
            del values[frame]
    frames.change(added, removed)
