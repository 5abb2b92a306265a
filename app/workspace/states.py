"""What a timeline paints of an object, one value a frame, kept up to date edit by edit."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Cell, FrameIndex, Judgement, MaskSource, ObjectId
from app.quality.suspicion import suspicious


class FrameState(IntFlag):
    """What is known about one cell."""

    HAS_MASK = 1
    ABSENT = 2
    PROMPT = 4
    PAINTED = 8
    STALE = 16
    LOCKED = 32
    SUSPICIOUS = 64
    VERIFIED = 128


@dataclass(frozen=True, slots=True, eq=False)
class ObjectStates:
    """Arrays of shape (frame_count,): `flags` of FrameState (uint8), `score` and `presence` 0..1 (float32, NaN: none).

    `area` in pixels (int64, -1 where there is no mask). They are changed in place when the document changes: read only.
    """

    flags: NDArray[np.uint8]
    score: NDArray[np.float32]
    presence: NDArray[np.float32]
    area: NDArray[np.int64]


class StateBook:
    """The states of every object looked at so far, following the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._states: dict[ObjectId, ObjectStates] = {}

    def of(self, object: ObjectId) -> ObjectStates:
        """Return the states of `object`, which must exist."""
        if object not in self._states:
            self._states[object] = self._build(object)
        return self._states[object]

    def update(self, edit: Edit) -> None:
        """Follow an edit that the document has just applied."""
        for id, delta in edit.objects.items():
            if delta.after is None or (delta.before is not None and delta.before.stale != delta.after.stale):
                self._restale(id) if delta.after is not None else self._states.pop(id, None)
        for id in edit.verdicts:
            if id in self._states and self._document.object(id) is not None:
                self._fill_verdict(id, self._states[id])
        touched: dict[ObjectId, set[FrameIndex]] = {}
        for cells in (edit.prompts, edit.masks, edit.locks):
            for cell in cells:
                if cell.object in self._states:
                    touched.setdefault(cell.object, set()).add(cell.frame)
        for id, frames in touched.items():
            if self._document.object(id) is not None:
                self._refresh(id, frames)

    def _build(self, object: ObjectId) -> ObjectStates:
        record = self._document.object(object)
        assert record is not None
        video = self._document.video(record.video)
        assert video is not None
        count = video.frame_count
        states = ObjectStates(
            np.zeros(count, np.uint8),
            np.full(count, np.nan, np.float32),
            np.full(count, np.nan, np.float32),
            np.full(count, -1, np.int64),
        )
        self._states[object] = states
        frames = {*self._document.mask_frames(object), *self._document.prompt_frames(object)}
        frames.update(self._document.lock_frames(object))
        self._refresh(object, frames)
        self._restale(object)
        self._fill_verdict(object, states)
        return states

    def _refresh(self, object: ObjectId, frames: Iterable[FrameIndex]) -> None:
        states = self._states[object]
        kept = FrameState.STALE | FrameState.VERIFIED
        around: set[int] = set()
        for frame in frames:
            cell = Cell(object, frame)
            flags = int(states.flags[frame]) & kept
            mask = self._document.mask(cell)
            if mask is None:
                states.score[frame] = states.presence[frame] = np.nan
                states.area[frame] = -1
            else:
                flags |= FrameState.HAS_MASK
                flags |= FrameState.ABSENT if mask.absent else 0
                flags |= FrameState.PAINTED if mask.source is MaskSource.PAINTED else 0
                states.score[frame], states.presence[frame] = mask.score, mask.presence
                states.area[frame] = mask.mask.area
            flags |= FrameState.PROMPT if self._document.prompts(cell) is not None else 0
            flags |= FrameState.LOCKED if self._document.locked(cell) else 0
            states.flags[frame] = flags
            around.update((frame - 1, frame, frame + 1))
        self._suspect(object, states, around)

    def _suspect(self, object: ObjectId, states: ObjectStates, frames: Iterable[int]) -> None:
        """Mark the tracked frames among `frames` that a person should look at."""
        index = np.array([f for f in frames if 0 <= f < len(states.flags)], dtype=np.int64)
        marks = suspicious(index, states.area, states.score, states.presence)
        for frame, mark in zip(index.tolist(), marks.tolist(), strict=True):
            mask = self._document.mask(Cell(object, FrameIndex(frame)))
            if mark and mask is not None and not mask.source.conditions:
                states.flags[frame] |= np.uint8(FrameState.SUSPICIOUS)
            else:
                states.flags[frame] &= np.uint8(0xFF ^ FrameState.SUSPICIOUS)

    def _restale(self, object: ObjectId) -> None:
        states = self._states.get(object)
        record = self._document.object(object)
        if states is None or record is None:
            return
        states.flags[:] &= np.uint8(0xFF ^ FrameState.STALE)
        for first, last in record.stale:
            states.flags[first : last + 1] |= np.uint8(FrameState.STALE)

    def _fill_verdict(self, object: ObjectId, states: ObjectStates) -> None:
        verdict = self._document.verdict(object)
        states.flags[:] &= np.uint8(0xFF ^ FrameState.VERIFIED)
        if verdict is not None and verdict.judgement is Judgement.SATISFACTORY:
            states.flags[:] |= np.uint8(FrameState.VERIFIED)
