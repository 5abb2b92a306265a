"""What a timeline paints of an object, one value a frame, kept up to date edit by edit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Cell, CellMask, FrameIndex, Judgement, MaskSource, ObjectId
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
        found = dict(self._document.masks_of(object))
        prompted, locked = self._document.prompt_frames(object), self._document.lock_frames(object)
        frames = sorted({*found, *prompted, *locked})
        at = np.array(frames, np.int64)
        self._fill(object, at, [found.get(f) for f in frames], np.isin(at, prompted), np.isin(at, locked))
        self._restale(object)
        self._fill_verdict(object, states)
        return states

    def _refresh(self, object: ObjectId, frames: Iterable[FrameIndex]) -> None:
        document = self._document
        cells = [Cell(object, frame) for frame in frames]
        self._fill(
            object,
            np.array([cell.frame for cell in cells], np.int64),
            [document.mask(cell) for cell in cells],
            np.array([document.prompts(cell) is not None for cell in cells], np.bool_),
            np.array([document.locked(cell) for cell in cells], np.bool_),
        )

    def _fill(
        self,
        object: ObjectId,
        at: NDArray[np.int64],
        masks: Sequence[CellMask | None],
        prompted: NDArray[np.bool_],
        locked: NDArray[np.bool_],
    ) -> None:
        """Write what is on the frames `at`, shape (n,) as everything else, and judge them and their neighbors."""
        if not len(at):
            return
        states = self._states[object]
        there = np.array([mask is not None for mask in masks])
        painted = np.array([mask is not None and mask.source is MaskSource.PAINTED for mask in masks])
        states.area[at] = [-1 if mask is None else mask.mask.area for mask in masks]
        states.score[at] = [np.nan if mask is None else mask.score for mask in masks]
        states.presence[at] = [np.nan if mask is None else mask.presence for mask in masks]
        states.flags[at] = (
            states.flags[at] & np.uint8(FrameState.STALE | FrameState.VERIFIED)
            | _marked(there, FrameState.HAS_MASK)
            | _marked(states.area[at] == 0, FrameState.ABSENT)
            | _marked(painted, FrameState.PAINTED)
            | _marked(prompted, FrameState.PROMPT)
            | _marked(locked, FrameState.LOCKED)
        )
        around = np.concatenate((at - 1, at, at + 1))  # repeats do no harm
        self._suspect(object, states, around[(around >= 0) & (around < len(states.flags))])

    def _suspect(self, object: ObjectId, states: ObjectStates, frames: NDArray[np.int64]) -> None:
        """Mark the tracked frames among `frames` that a person should look at."""
        marks = suspicious(frames, states.area, states.score, states.presence)
        masks = [self._document.mask(Cell(object, FrameIndex(frame))) for frame in frames[marks].tolist()]
        marks[marks] = [mask is not None and not mask.source.conditions for mask in masks]
        others = states.flags[frames] & np.uint8(0xFF ^ FrameState.SUSPICIOUS)
        states.flags[frames] = others | _marked(marks, FrameState.SUSPICIOUS)

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


def _marked(where: NDArray[np.bool_], flag: FrameState) -> NDArray[np.uint8]:
    return np.where(where, np.uint8(flag), np.uint8(0))
