"""The cells of one object: masks, prompts and locks by frame, with their frames in order."""

from bisect import bisect_left, insort
from typing import TypeVar

from app.project.model import CellMask, FrameIndex, Prompts

V = TypeVar("V")

_BULK = 64
"""Changes of one object in one edit from which sorting once beats keeping order one by one."""


class SortedFrames:
    """A set of frames that is cheap to read in order and cheap to change at either end or in bulk."""

    __slots__ = ("_frames", "_ordered")

    def __init__(self, frames: tuple[FrameIndex, ...] = ()) -> None:
        """`frames` must be ascending and without repeats."""
        self._frames: list[FrameIndex] = list(frames)
        self._ordered: tuple[FrameIndex, ...] | None = None

    def __len__(self) -> int:
        return len(self._frames)

    def ordered(self) -> tuple[FrameIndex, ...]:
        """Return the frames, ascending; the same tuple until the set changes."""
        if self._ordered is None:
            self._ordered = tuple(self._frames)
        return self._ordered

    def change(self, added: list[FrameIndex], removed: list[FrameIndex]) -> None:
        """Add frames that are not in and remove frames that are."""
        if not added and not removed:
            return
        self._ordered = None
        if len(added) + len(removed) > _BULK:
            self._frames = sorted(set(self._frames).difference(removed).union(added))
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

    @property
    def empty(self) -> bool:
        """True when the object has nothing on any frame."""
        return not (self.masks or self.prompts or self.locks)

    def set_masks(self, changes: dict[FrameIndex, CellMask | None]) -> None:
        """Set or remove masks."""
        old = self.masks
        edited = {frame for frame in changes if frame in old and old[frame].source.conditions}
        edits = {frame for frame, mask in changes.items() if mask is not None and mask.source.conditions}
        self.conditioning_frames.change(sorted(edits - edited), sorted(edited - edits))
        _put(old, self.mask_frames, changes)

    def set_prompts(self, changes: dict[FrameIndex, Prompts | None]) -> None:
        """Set or remove prompts."""
        _put(self.prompts, self.prompt_frames, changes)

    def set_locks(self, changes: dict[FrameIndex, bool | None]) -> None:
        """Lock or unlock frames."""
        locked = {frame for frame, lock in changes.items() if lock}
        added, removed = locked - self.locks, (changes.keys() - locked) & self.locks
        self.lock_frames.change(sorted(added), sorted(removed))
        self.locks.update(added)
        self.locks.difference_update(removed)


def _put(values: dict[FrameIndex, V], frames: SortedFrames, changes: dict[FrameIndex, V | None]) -> None:
    added = [frame for frame, value in changes.items() if value is not None and frame not in values]
    removed = [frame for frame, value in changes.items() if value is None and frame in values]
    for frame, value in changes.items():
        if value is not None:
            values[frame] = value
    for frame in removed:
        del values[frame]
    frames.change(added, removed)
