"""Verbs that carry masks from one cell to others: paste, carry on, and interpolate between two frames."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.generators import result_of
from app.masks.between import between
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Cell, Direction, FrameIndex, ObjectId
from app.workspace.editing.bulk_edits import MANY, BulkEdits, Work, counted
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import arrives, reports
from app.workspace.editing.locks import Locks
from app.workspace.edits import cells as edits
from app.workspace.prompts import PromptEditor
from app.workspace.viewing.view import Navigation

Masks = Mapping[ObjectId, Mapping[FrameIndex, Mask]]


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between two frames on which a person decided how an object looks: `first` and `last` are those."""

    object: ObjectId
    first: FrameIndex
    last: FrameIndex

    @property
    def inside(self) -> range:
        """The frames between both."""
        return range(self.first + 1, self.last)


@dataclass(frozen=True, slots=True, eq=False)
class _Made:
    """New masks, and the edit that makes them in the document they were made for."""

    masks: Masks
    edit: Edit


class MaskCarrier(QObject):
    """Masks of other frames, objects and programs. Each verb is one step; locked frames refuse it."""

    def __init__(self, editor: Editor, view: Navigation, locks: Locks, bulk: BulkEdits, prompts: PromptEditor) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._locks = locks
        self._bulk = bulk
        self._prompts = prompts

    @reports
    def paste(self, mask: Mask) -> None:
        """Let the active object look like `mask` on this frame; without an active one a new object does."""
        video = self._view.video
        if video is None:
            return
        if mask.shape != (video.height, video.width):
            words = self.tr("The mask has {width}×{height} pixels, this video {video_width}×{video_height}.")
            width, height = video.width, video.height
            self.editor.messages.refuse(
                words.format(width=mask.width, height=mask.height, video_width=width, video_height=height)
            )
            return
        cell = self._prompts.cell_to_change(self._view.frame)
        if cell is not None:
            self._prompts.paint(cell, mask, None, self.tr("Paste mask"))

    @reports
    def carry(self, count: int, direction: Direction = Direction.FORWARD) -> None:
        """Let the selected objects look on `count` frames as on this one; what was there is replaced.

        These are the next ones, the ones before, or so many on either side, by `direction`.
        """
        view, document = self._view, self.editor.document
        here = {id: document.mask(Cell(id, view.frame)) for id in view.selection}
        masks = {id: mask.mask for id, mask in here.items() if mask is not None}
        if view.video is None:
            return
        if not masks:
            self.editor.messages.refuse(self.tr("There is no mask on this frame to carry on."))
            return
        frames = self._frames_around(count, direction)
        if not frames:
            backward = direction is Direction.BACKWARD
            words = self.tr("This is the first frame.") if backward else self.tr("This is the last frame.")
            self.editor.messages.refuse(words)
        elif self._free(dict.fromkeys(masks, frames), lambda: self.carry(count, direction)):
            made = {id: dict.fromkeys(frames, mask) for id, mask in masks.items()}
            title, total, was = self._carrying(direction), len(frames) * len(masks), document.frozen()
            if total <= MANY:
                self._take(title, result_of(_carried(was, made)), was, ())
            else:
                self._compute(title, total, was, _carried(was, made))

    def _carrying(self, direction: Direction) -> str:
        """Return what a step of `carry` is called."""
        return self.tr("Carry mask back") if direction is Direction.BACKWARD else self.tr("Carry mask on")

    def _frames_around(self, count: int, direction: Direction) -> list[FrameIndex]:
        """Return `count` frames after the shown one, before it, or both, but for holes, in order."""
        view = self._view
        assert view.video is not None
        first = view.frame if direction is Direction.FORWARD else max(view.frame - count, 0)
        last = view.frame if direction is Direction.BACKWARD else min(view.frame + count, view.video.frame_count - 1)
        return [FrameIndex(f) for f in range(first, last + 1) if f != view.frame and f not in view.holes]

    @reports
    def interpolate(self) -> None:
        """Fill the frames between the two around the playhead on which a person decided how the selected objects look.

        Computed in the background, as one step. What is locked or decided meanwhile stays as it is then.
        """
        document, video = self.editor.document, self._view.video
        gaps = [gap for id in self._view.selection if (gap := gap_at(document, id, self._view.frame)) is not None]
        if video is None or not self._lead_somewhere(document, gaps):
            return
        holes = self._view.holes
        frames = {gap.object: [FrameIndex(f) for f in gap.inside if f not in holes] for gap in gaps}
        if self._free(frames, self.interpolate):
            was, total = document.frozen(), sum(map(len, frames.values()))
            self._compute(self.tr("Interpolate masks"), total, was, _interpolated(was, gaps, holes), gaps)

    def _lead_somewhere(self, document: Document, gaps: list[Gap]) -> bool:
        """Return whether there is something between the ends of a gap, and a shape at both; else it is said."""
        if not gaps:
            words = self.tr("Paint or click the object on a frame before and on one after this one first.")
            self.editor.messages.refuse(words)
            return False
        for gap in gaps:
            for end in (gap.first, gap.last):
                mask, record = document.mask(Cell(gap.object, end)), document.object(gap.object)
                if mask is None or record is None or mask.empty:
                    name = record.name if record is not None else ""
                    words = self.tr("{name} is absent on frame {frame}: no mask leads there.")
                    self.editor.messages.refuse(words.format(name=name, frame=end))
                    return False
        if not any(gap.inside for gap in gaps):
            words = self.tr("There is no frame between {first} and {last}.")
            self.editor.messages.refuse(words.format(first=gaps[0].first, last=gaps[0].last))
            return False
        return True

    def _free(self, frames: Mapping[ObjectId, Sequence[FrameIndex]], again: Callable[[], object]) -> bool:
        """Return whether all these cells may be changed; the first lock in the way is said, with `again`."""
        document = self.editor.document
        for id, wanted in frames.items():
            locked = document.locks_of(id) & frozenset(wanted) if document.locks_of(id) else ()
            if wanted and not self._locks.allow((Cell(id, min(locked, default=wanted[0])),), again):
                return False
        return True

    def _compute(self, title: str, total: int, was: Document, work: Work[_Made], gaps: Sequence[Gap] = ()) -> None:
        self._bulk.compute(title, total, lambda: work, lambda made: self._take(title, made, was, gaps))

    @arrives
    def _take(self, title: str, made: _Made, was: Document, gaps: Sequence[Gap]) -> None:
        """Take over what was made, where nothing has been decided or locked since."""
        edit = made.edit
        if not self.editor.document.agrees(was, made.masks):
            edit = edits.painted(self.editor.document, self._still_wanted(made, was, gaps))
        if self.editor.do(title, edit) is None:
            self.editor.messages.say(self.tr("Nothing to change here."))

    def _still_wanted(self, made: _Made, was: Document, gaps: Sequence[Gap]) -> Masks:
        """Return the masks that still lie between the same ends, without those where a person did something since."""
        document, found = self.editor.document, dict[ObjectId, Mapping[FrameIndex, Mask]]()
        ends = {gap.object: (gap.first, gap.last) for gap in gaps}
        for id, masks in made.masks.items():
            record = document.object(id)
            moved = any(document.mask(Cell(id, end)) is not was.mask(Cell(id, end)) for end in ends.get(id, ()))
            if record is None or record.locked or moved:
                continue
            now, _prompts, locks = document.contents_of(id)
            before = was.contents_of(id)[0]
            free = (f for f in masks if f not in locks)
            tracked = {f for f in masks if f in now and not now[f].source.conditions}
            found[id] = {f: masks[f] for f in free if f in tracked or now.get(f) is before.get(f)}
        return found


def gap_at(document: Document, object: ObjectId, frame: FrameIndex) -> Gap | None:
    """Return the gap that holds `frame`, or begins there, or else ends there; None where there is none."""
    decided = document.conditioning_frames(object)
    after = bisect_right(decided, frame)
    if after == len(decided):
        after = bisect_left(decided, frame)
    return Gap(object, decided[after - 1], decided[after]) if 0 < after < len(decided) else None


def _carried(document: Document, masks: Masks) -> Work[_Made]:
    yield sum(map(len, masks.values()))
    return _Made(masks, edits.painted(document, masks))


def _interpolated(document: Document, gaps: Sequence[Gap], holes: frozenset[int]) -> Work[_Made]:
    masks: dict[ObjectId, dict[FrameIndex, Mask]] = {gap.object: {} for gap in gaps}
    yield from counted(_fill(masks, document, gaps, holes))
    return _Made(masks, edits.painted(document, masks))


def _fill(
    masks: Mapping[ObjectId, dict[FrameIndex, Mask]], document: Document, gaps: Sequence[Gap], holes: frozenset[int]
) -> Iterator[None]:
    """Put the masks between the ends of each gap into `masks`, one a step."""
    for gap in gaps:
        first, last = (document.mask(Cell(gap.object, end)) for end in (gap.first, gap.last))
        assert first is not None
        assert last is not None
        for frame, mask in zip(gap.inside, between(first.mask, last.mask, len(gap.inside)), strict=True):
            if frame not in holes:
                masks[gap.object][FrameIndex(frame)] = mask
            yield
