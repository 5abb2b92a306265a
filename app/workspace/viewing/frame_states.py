"""What a timeline paints of an object, one value a frame, kept up to date edit by edit."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from app.masks.mask import areas
from app.project import spans
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import FrameIndex, Judgement, MaskSource, ObjectId, Span


class FrameState(IntFlag):
    """What is known about one cell."""

    HAS_MASK = 1
    ABSENT = 2
    PROMPT = 4
    PAINTED = 8
    STALE = 16
    """Tracked before the last correction, and to be tracked again: a person neither made nor locked it since."""
    LOCKED = 32
    SUSPICIOUS = 64
    VERIFIED = 128
    LOST = 256
    """The model found nothing: an empty tracked mask. ABSENT is what a person said."""
    EDITED = 512
    """A person determined the mask, here."""
    IMPORTED = 1024


ALL = (FrameState.IMPORTED << 1) - 1
"""All flags, as a number to take some away from."""


@dataclass(frozen=True, slots=True, eq=False)
class ObjectStates:
    """Arrays of shape (frame_count,): `flags` of FrameState (uint16), `score` and `presence` 0..1 (float32, NaN: none).

    `area` in pixels (int32, -1 where there is no mask). They are changed in place when the document changes: read only.
    """

    flags: NDArray[np.uint16]
    score: NDArray[np.float32]
    presence: NDArray[np.float32]
    area: NDArray[np.int32]

    @classmethod
    def blank(cls, count: int) -> "ObjectStates":
        """Return the states of an object with nothing on any of `count` frames."""
        return cls(
            np.zeros(count, np.uint16),
            np.full(count, np.nan, np.float32),
            np.full(count, np.nan, np.float32),
            np.full(count, -1, np.int32),
        )


class StateBook:
    """The states of every object looked at so far, following the document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._states: dict[ObjectId, ObjectStates] = {}
        self._concealed: ObjectId | None = None
        self._suggested: dict[ObjectId, frozenset[FrameIndex]] = {}

    def of(self, object: ObjectId) -> ObjectStates:
        """Return the states of `object`, which must exist."""
        if object not in self._states:
            self._states[object] = self._build(object)
        return self._states[object]

    def knows(self, object: ObjectId) -> bool:
        """Return whether the states of `object` are there; else `of` reads them, which takes long for many masks."""
        return object in self._states

    def update(self, edit: Edit) -> None:
        """Follow an edit that the document has just applied."""
        for video, change in edit.videos.items():
            if change.before and change.after and change.before.frame_count != change.after.frame_count:
                for record in self._document.records(video):
                    self._states.pop(record.id, None)  # there are as many states as frames
        for id, delta in edit.objects.items():
            if delta.after is None:
                self._states.pop(id, None)
                self._suggested.pop(id, None)
            elif delta.before is not None and delta.before.locked != delta.after.locked:
                self._restale(id, self._whole(id))
            elif delta.before is not None:
                self._restale(id, spans.window(delta.before.stale, delta.after.stale))
        for id in edit.verdicts:
            if id in self._states and self._document.object(id) is not None:
                self._fill_verdict(id, self._states[id])
        for id, frames in edit.frames_touched().items():
            if id in self._states and self._document.object(id) is not None:
                at = np.fromiter(frames, np.int64, len(frames))
                if id in edit.masks.by_object() or id in edit.prompts.by_object():
                    self._fill(id, at)
                else:
                    self._fill_locks(id, at)
                self._restale(id, _window(at))

    def suggest(self, object: ObjectId, frames: Collection[FrameIndex]) -> frozenset[FrameIndex]:
        """Mark exactly `frames` of an object as worth a look, and what is lost; return those with another mark now."""
        before, after = self._suggested.get(object, frozenset()), frozenset(frames)
        self._suggested[object] = after
        changed = before ^ after
        if object in self._states and changed:
            self._suspect(object, np.array(sorted(changed), np.int64))
        return changed

    def conceal(self, object: ObjectId | None) -> None:
        """Show no verdict on this object until another one, or None, is named: it is judged a second time."""
        before, self._concealed = self._concealed, object
        for id in {before, object} - {None}:
            if id is not None and id in self._states and self._document.object(id) is not None:
                self._fill_verdict(id, self._states[id])

    def _build(self, object: ObjectId) -> ObjectStates:
        record = self._document.object(object)
        assert record is not None
        video = self._document.video(record.video)
        assert video is not None
        count = video.frame_count
        states = self._states[object] = ObjectStates.blank(count)
        arrays = self._document.frame_arrays(object)
        there = np.zeros(count, np.bool_)
        for frames in (arrays.masks, arrays.prompts, arrays.locks):
            there[frames] = True
        self._fill(object, np.flatnonzero(there))
        self._restale(object, self._whole(object))
        self._fill_verdict(object, states)
        return states

    def _fill(self, object: ObjectId, at: NDArray[np.int64]) -> None:
        """Write what is on the frames `at`, shape (n,), but for what is stale."""
        if not len(at):
            return
        states = self._states[object]
        masks, prompts, locks = self._document.contents_of(object)
        frames = at.tolist()
        there = _among(frames, masks)
        masked = at[there]
        made = list(map(masks.__getitem__, masked.tolist()))
        states.area[at], states.score[at], states.presence[at] = -1, np.nan, np.nan
        states.area[masked] = areas([mask.mask for mask in made])
        states.score[masked] = [mask.score for mask in made]
        states.presence[masked] = [mask.presence for mask in made]
        flags = states.flags[at] & np.uint16(FrameState.VERIFIED)
        flags |= _marked(there, FrameState.HAS_MASK)
        sources = [mask.source for mask in made]
        flags[there] |= _from(sources)
        nothing, found = states.area[masked] == 0, _are(sources, MaskSource.TRACKED)
        flags[there] |= _marked(nothing & found, FrameState.LOST) | _marked(nothing & ~found, FrameState.ABSENT)
        flags |= _marked(_among(frames, prompts), FrameState.PROMPT)
        flags |= _marked(_among(frames, locks), FrameState.LOCKED)
        states.flags[at] = flags
        self._suspect(object, at)

    def _fill_locks(self, object: ObjectId, at: NDArray[np.int64]) -> None:
        """Write which of the frames `at` are locked."""
        flags, locked = self._states[object].flags, _among(at.tolist(), self._document.locks_of(object))
        flags[at] = flags[at] & np.uint16(ALL ^ FrameState.LOCKED) | _marked(locked, FrameState.LOCKED)

    def _suspect(self, object: ObjectId, frames: NDArray[np.int64]) -> None:
        """Mark those of `frames` that a person should look at: what is suggested, and where the model found nothing."""
        flags = self._states[object].flags
        marks = _among(frames.tolist(), self._suggested.get(object, frozenset()))
        marks |= (flags[frames] & np.uint16(FrameState.LOST)) != 0
        others = flags[frames] & np.uint16(ALL ^ FrameState.SUSPICIOUS)
        flags[frames] = others | _marked(marks, FrameState.SUSPICIOUS)

    def _restale(self, object: ObjectId, window: Span | None) -> None:
        """Write which of the frames in `window` are stale."""
        states = self._states.get(object)
        record = self._document.object(object)
        if states is None or record is None or window is None:
            return
        flags = states.flags[window[0] : window[1] + 1]
        flags &= np.uint16(ALL ^ FrameState.STALE)
        stale = spans.mask_within(() if record.locked else record.stale, *window)
        kept = self._document.frame_arrays(object)
        for frames in (kept.conditioning, kept.locks):
            first, behind = np.searchsorted(frames, (window[0], window[1] + 1))
            stale[frames[first:behind] - window[0]] = False
        flags |= _marked(stale, FrameState.STALE)

    def _whole(self, object: ObjectId) -> Span | None:
        return _window(np.arange(len(self._states[object].flags))) if object in self._states else None

    def _fill_verdict(self, object: ObjectId, states: ObjectStates) -> None:
        verdict = self._document.verdict(object)
        states.flags[:] &= np.uint16(ALL ^ FrameState.VERIFIED)
        if object != self._concealed and verdict is not None and verdict.judgement is Judgement.SATISFACTORY:
            states.flags[:] |= np.uint16(FrameState.VERIFIED)


def _window(frames: NDArray[np.int64]) -> Span | None:
    """Return the first and the last of frames in any order."""
    return (FrameIndex(int(frames.min())), FrameIndex(int(frames.max()))) if len(frames) else None


def _among(frames: list[FrameIndex], others: Collection[FrameIndex]) -> NDArray[np.bool_]:
    """Return which of `frames` are in `others`, however many those are."""
    return np.array([frame in others for frame in frames], np.bool_) if others else np.zeros(len(frames), np.bool_)


def _from(sources: list[MaskSource]) -> NDArray[np.uint16]:
    """Return what the sources of masks mark, shape (n,)."""
    flags = np.zeros(len(sources), np.uint16)
    for source in MaskSource:
        if source is MaskSource.PAINTED:
            flags |= _marked(_are(sources, source), FrameState.PAINTED)
        if source is MaskSource.IMPORTED:
            flags |= _marked(_are(sources, source), FrameState.IMPORTED)
        if source.edited:
            flags |= _marked(_are(sources, source), FrameState.EDITED)
    return flags


def _are(sources: list[MaskSource], source: MaskSource) -> NDArray[np.bool_]:
    """Return which of `sources` are this one; most often all or none of tens of thousands."""
    count = sources.count(source)
    if count in (0, len(sources)):
        return np.full(len(sources), count > 0, np.bool_)
    return np.array([one is source for one in sources], np.bool_)


def _marked(where: NDArray[np.bool_], flag: FrameState) -> NDArray[np.uint16]:
    return where * np.uint16(flag)
