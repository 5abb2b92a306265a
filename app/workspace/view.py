"""Verbs that change where the person looks and what is selected; none of them changes the document."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from app.project.edit import Edit
from app.project.history import StepId
from app.project.model import Cell, FrameIndex, ObjectId, VideoId
from app.workspace.editor import Core
from app.workspace.frame_states import FrameState


class ViewVerbs(Core):
    """Playhead, range, selection, and looking at what is undone and redone."""

    _chosen: dict[StepId, tuple[ObjectId, ...]]
    """What was selected on the other side of each step that makes or deletes objects: before it, or after if undone."""
    _was_chosen: tuple[ObjectId, ...] = ()

    def open_video(self, id: VideoId) -> None:
        """Make a video the current one, with its first object selected."""
        video = self.document.video(id)
        if video is None or (self.video is not None and self.video.id == id):
            return
        self.video_left.emit()
        self._playhead.open(video)
        self._selection.set(self._objects_here()[:1])

    def go_to(self, frame: int) -> None:
        """Move the playhead, clamped to the video."""
        self._playhead.go_to(frame)

    def step(self, by: int) -> None:
        """Move the playhead by so many frames."""
        self._playhead.go_to(self.frame + by)

    def go_first(self) -> None:
        """Go to the first frame."""
        self._playhead.go_to(0)

    def go_last(self) -> None:
        """Go to the last frame."""
        if self.video is not None:
            self._playhead.go_to(self.video.frame_count - 1)

    def next_prompted(self) -> None:
        """Go to the next frame on which a person prompted or painted the selected objects."""
        self._go_after(self._prompted(), self.tr("No prompted frame after this one."))

    def previous_prompted(self) -> None:
        """Go to the previous frame on which a person prompted or painted the selected objects."""
        self._go_before(self._prompted(), self.tr("No prompted frame before this one."))

    def next_suspicious(self) -> None:
        """Go to the next frame that deserves a second look."""
        self._go_after(self._suspicious(), self.tr("No suspicious frame after this one."))

    def previous_suspicious(self) -> None:
        """Go to the previous frame that deserves a second look."""
        self._go_before(self._suspicious(), self.tr("No suspicious frame before this one."))

    def play(self) -> None:
        """Play the video, or the range if one is set."""
        self._playhead.play()

    def pause(self) -> None:
        """Stop playing."""
        self._playhead.pause()

    def toggle_play(self) -> None:
        """Play or pause."""
        self._playhead.pause() if self.playing else self._playhead.play()

    def set_in(self) -> None:
        """Begin the range here."""
        span = self.frame_range
        last = self.video.frame_count - 1 if self.video else 0
        end = span[1] if span is not None and span[1] >= self.frame else FrameIndex(last)
        self._playhead.set_range((self.frame, end))

    def set_out(self) -> None:
        """End the range here."""
        span = self.frame_range
        start = span[0] if span is not None and span[0] <= self.frame else FrameIndex(0)
        self._playhead.set_range((start, self.frame))

    def set_range(self, first: int, last: int) -> None:
        """Set the range to frames first..last."""
        self._playhead.set_range((FrameIndex(first), FrameIndex(last)))

    def clear_range(self) -> None:
        """Forget in and out point."""
        self._playhead.set_range(None)

    def select(self, ids: Iterable[ObjectId]) -> None:
        """Select exactly these objects of the current video; the last one becomes active."""
        here = set(self._objects_here())
        self._selection.set(id for id in ids if id in here)

    def select_next(self) -> None:
        """Select the next object in the list."""
        self._selection.step(self._objects_here(), 1)

    def select_previous(self) -> None:
        """Select the previous object in the list."""
        self._selection.step(self._objects_here(), -1)

    def finish_object(self) -> None:
        """Be done with the active object: the next click makes a new one."""
        self._selection.set(())

    def undo(self) -> None:
        """Take back the newest step, and let the person see what it was about."""
        step, title = self.history.newest, self.history.undo_title
        super().undo()
        if step is not None and self.history.newest != step:
            self._choose_again(step)
            self.notice.emit(self.tr("Undone: {title}").format(title=title))

    def redo(self) -> None:
        """Do again what was undone last, and let the person see it."""
        before, title = self.history.newest, self.history.redo_title
        super().redo()
        step = self.history.newest
        if step is not None and step != before:
            self._choose_again(step)
            self.notice.emit(self.tr("Done again: {title}").format(title=title))

    def _do(self, title: str, edit: Edit, open: bool = False) -> StepId | None:
        chosen = self.selection
        step = super()._do(title, edit, open)
        if step is not None and any(None in (delta.before, delta.after) for delta in edit.objects.values()):
            self._chosen_at()[step] = chosen
        return step

    def _replay(self, edit: Edit | None, otherwise: Callable[[], Edit | None]) -> bool:
        self._was_chosen = self.selection
        made = super()._replay(edit, otherwise)
        if made and edit is not None:
            self._look_at(edit)
        return made

    def _choose_again(self, step: StepId) -> None:
        """Select what was selected on the other side of a step that has just been undone or redone."""
        wanted = self._chosen_at().get(step)
        if wanted is None:
            return
        self._chosen_at()[step] = self._was_chosen
        here = set(self._objects_here())
        found = [id for id in wanted if id in here]
        if found or not self.selection:
            self.select(found)

    def _chosen_at(self) -> dict[StepId, tuple[ObjectId, ...]]:
        if "_chosen" not in self.__dict__:
            self._chosen = {}
        return self._chosen

    def _look_at(self, edit: Edit) -> None:
        """Go to the only cell that is another now, or was said something else about; where several are, stay."""
        cell = _only_cell(edit)
        if cell is None or self.video is None:
            return
        gone = edit.objects.get(cell.object)
        record = self.document.object(cell.object) or (gone.before if gone is not None else None)
        if record is None or self.document.video(record.video) is None:
            return
        if record.video != self.video.id:
            self.open_video(record.video)
        self.go_to(cell.frame)

    def _watched(self) -> tuple[ObjectId, ...]:
        return self.selection or self._objects_here()

    def _prompted(self) -> list[FrameIndex]:
        document = self.document
        frames: set[FrameIndex] = set()
        for id in self._watched():
            frames.update(document.prompt_frames(id))
            frames.update(document.conditioning_frames(id))
        return sorted(frames)

    def _suspicious(self) -> list[FrameIndex]:
        objects = self._watched()
        if not objects:
            return []
        flags = np.bitwise_or.reduce([self.states(id).flags for id in objects])
        return [FrameIndex(int(f)) for f in np.flatnonzero(flags & FrameState.SUSPICIOUS)]

    def _go_after(self, frames: Sequence[FrameIndex], otherwise: str) -> None:
        index = bisect_right(frames, self.frame)
        self.go_to(frames[index]) if index < len(frames) else self.notice.emit(otherwise)

    def _go_before(self, frames: Sequence[FrameIndex], otherwise: str) -> None:
        index = bisect_left(frames, self.frame) - 1
        self.go_to(frames[index]) if index >= 0 else self.notice.emit(otherwise)


def _only_cell(edit: Edit) -> Cell | None:
    """Return the cell an edit is about: the only one with other prompts, else with another mask or lock."""
    for changes in (edit.prompts, edit.masks, edit.locks):
        if changes:
            return next(iter(changes)) if len(changes) == 1 else None
    return None
