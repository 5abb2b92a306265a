"""Verbs on cells: clicks, boxes, painted masks, absence, locks and the hover preview."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from app.engine.predictor import Prediction
from app.errors import UserError
from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.history import StepId
from app.project.model import Box, Cell, CellMask, Click, FrameIndex, ObjectId, Prompts, VideoObject
from app.workspace.editor import Core
from app.workspace.edits import cells as edits
from app.workspace.edits import objects as object_edits
from app.workspace.error_reports import reports
from app.workspace.jobs.worker import Ending, Priority
from app.workspace.objects import ObjectVerbs
from app.workspace.pending_answers import Retouch, Retouches
from app.workspace.tracking.plan import remembered
from app.workspace.tracking.runs import RunVerbs


@dataclass(frozen=True, slots=True)
class Preview:
    """What a click at the hovered point would give, on the frame it was asked for."""

    frame: FrameIndex
    mask: Mask


class PromptVerbs(RunVerbs, ObjectVerbs):
    """What a person says about one object on one frame."""

    _unborn: ObjectId | None = None
    """The id of the object that the first thing said of it will make."""
    _owing: dict[Cell, StepId]
    """The steps of prompts that the model could not answer, in this session."""
    _awaiting: Counter[Cell]
    _retouches: Retouches
    _preview: Preview | None = None
    _hovering = False

    @property
    def preview(self) -> Preview | None:
        """The hover preview, None when there is none."""
        return self._preview

    def current_cell(self) -> Cell | None:
        """Return the active object on the playhead's frame."""
        if self.video is None or self.active_object is None:
            return None
        return Cell(self.active_object, self.frame)

    def cell_to_change(self, frame: FrameIndex) -> Cell | None:
        """Return the active object on `frame`, or an object to come; None without a video.

        An object to come is made by the first thing that is said of it, in the same step.
        """
        if self.video is None:
            return None
        if self.active_object is not None:
            return Cell(self.active_object, frame)
        if self._unborn is None:
            self._unborn = self._store.new_object_id()
        return Cell(self._unborn, frame)

    def to_come(self, object: ObjectId) -> VideoObject | None:
        """Return the record that an object to come is going to have."""
        if object != self._unborn or self.video is None:
            return None
        usual = self.tr("Object {number}")
        return object_edits.add(self.document, object, self.video.id, "", "", usual).objects[object].after

    @reports
    def add_click(self, cell: Cell, click: Click) -> None:
        """Say that `click` is on (or not on) the object. The mask follows from all clicks of the cell.

        A click that was made already says nothing new.
        """
        now = self._prompts(cell)
        if click not in now.clicks and self._may_say(cell):
            title = self.tr("Add click") if click.positive else self.tr("Add negative click")
            self._prompt(title, cell, replace(now, clicks=(*now.clicks, click)), self.document.mask(cell))

    @reports
    def set_box(self, cell: Cell, box: Box) -> None:
        """Say that the object is what lies in `box`; clicks on the cell stay."""
        if self._may_say(cell):
            self._prompt(self.tr("Draw box"), cell, replace(self._prompts(cell), box=box, mask=None))

    @reports
    def set_painted(self, cell: Cell, mask: Mask) -> None:
        """Say that the object looks exactly like `mask` on this frame."""
        if not self._may_say(cell):
            return
        said, before = self._prompts(cell), self.document.mask(cell)
        step = self._say(self.tr("Paint"), cell, lambda document: edits.paint(document, cell, mask))
        if step is not None and self._pending()[cell]:
            blank = Mask.empty(mask.height, mask.width)
            self._retouched().note(cell, said, Retouch(step, before.mask if before is not None else blank, mask))

    @reports
    def mark_absent(self, cell: Cell) -> None:
        """Say that the object is not on this frame."""
        if self._writable((cell,)) and self.video is not None:
            mask = Mask.empty(self.video.height, self.video.width)
            self._do(self.tr("Mark absent"), edits.paint(self.document, cell, mask))

    @reports
    def set_mask(self, cell: Cell, mask: Mask, title: str) -> None:
        """Take over an edited mask (the result of a previewed operation) as one step named `title`."""
        if self._writable((cell,)):
            self._do(title, edits.transformed(self.document, {cell.object: {cell.frame: mask}}))

    @reports
    def remove_click(self, cell: Cell, index: int) -> None:
        """Take back one click of a cell."""
        now = self._prompts(cell)
        if 0 <= index < len(now.clicks) and self._writable((cell,)):
            clicks = now.clicks[:index] + now.clicks[index + 1 :]
            self._prompt(self.tr("Delete click"), cell, replace(now, clicks=clicks))

    @reports
    def move_click(self, cell: Cell, index: int, x: float, y: float) -> None:
        """Move one click of a cell to another place (image pixels)."""
        now = self._prompts(cell)
        if 0 <= index < len(now.clicks) and self._writable((cell,)):
            clicks = list(now.clicks)
            clicks[index] = replace(clicks[index], x=x, y=y)
            self._prompt(self.tr("Move click"), cell, replace(now, clicks=tuple(clicks)))

    @reports
    def delete_last_prompt(self, cell: Cell) -> None:
        """Take back the newest click, or else the box, or else the painted mask."""
        now = self._prompts(cell)
        if now.empty or not self._writable((cell,)):
            return
        if now.clicks:
            left = replace(now, clicks=now.clicks[:-1])
        elif now.box is not None:
            left = replace(now, box=None)
        else:
            left = Prompts()
        self._prompt(self.tr("Delete prompt"), cell, left)

    @reports
    def clear_cell(self, cell: Cell) -> None:
        """Remove mask and prompts of one cell."""
        if self._writable((cell,)):
            self._do(self.tr("Clear frame"), edits.clear(self.document, {cell.object: (cell.frame,)}))

    @reports
    def clear_object(self, object: ObjectId) -> None:
        """Remove all masks and prompts of an object, except locked ones; the object stays."""
        masks, prompts, locks = self.document.contents_of(object)
        free = sorted((masks.keys() | prompts.keys()) - locks)
        if free and self._writable((Cell(object, free[0]),)):
            self._stop_tracking(object)
            self._do(self.tr("Clear object"), edits.clear(self.document, {object: free}))

    @reports
    def set_locked(self, objects: Iterable[ObjectId], first: int, last: int, locked: bool) -> None:
        """Protect the masks of `objects` on frames first..last from runs and edits, or release them."""
        title = self.tr("Lock frames") if locked else self.tr("Unlock frames")
        self._do(title, edits.lock(self.document, objects, FrameIndex(first), FrameIndex(last), locked))

    @reports
    def toggle_lock(self) -> None:
        """Lock or unlock the selected objects on the range, or on this frame without one."""
        cell = self.current_cell()
        if cell is not None:
            first, last = self.frame_range or (self.frame, self.frame)
            self.set_locked(self.selection, first, last, not self.document.locked(cell))

    def hover(self, x: float, y: float, positive: bool = True) -> None:
        """Ask what a click at (x, y) would give; answered by `preview_changed`, the latest question wins."""
        video, frame, cell = self.video, self.frame, self.current_cell()
        if video is None:
            return
        self._hovering = True
        now = self._prompts(cell) if cell is not None else Prompts()
        prompts = replace(now, clicks=(*now.clicks, Click(x, y, positive)))

        def show(prediction: Prediction) -> None:
            if self._hovering and self.video == video and self.frame == frame:
                self._preview = Preview(frame, prediction.mask)
                self.preview_changed.emit()

        self._engine_worker.submit(
            lambda: self._engine_room.preview(video, frame, prompts),
            priority=Priority.PREVIEW,
            key="preview",
            on_result=show,
            on_end=lambda _ending, error: self.report(error) if error is not None else None,
        )

    def hover_off(self) -> None:
        """Take the preview away."""
        self._hovering = False
        if self._preview is not None:
            self._preview = None
            self.preview_changed.emit()

    def _may_say(self, cell: Cell) -> bool:
        """Return whether something may be said of a cell, and say which lock forbids it otherwise."""
        return self.to_come(cell.object) is not None or self._writable((cell,))

    def _say(self, title: str, cell: Cell, make: Callable[[Document], Edit]) -> StepId | None:
        """Make a step of what `make` makes of a document; of an object to come, its making is part of the step."""
        record = self.to_come(cell.object)
        if record is None:
            return self._do(title, make(self.document))
        birth = Edit(objects={record.id: Delta(None, record)})
        later = self.document.frozen()
        later.apply(birth)
        step = self._do(title, birth.then(make(later)))
        self._unborn = None
        self._selection.set((record.id,))
        return step

    def _prompts(self, cell: Cell) -> Prompts:
        return self.document.prompts(cell) or Prompts()

    def _prompt(self, title: str, cell: Cell, prompts: Prompts, corrected: CellMask | None = None) -> None:
        """Push the step with the prompts at once; the mask joins it when the model has answered.

        `corrected` is the mask that the newest prompt corrects.
        """
        self.hover_off()
        step = self._say(title, cell, lambda document: edits.prompt(document, cell, prompts))
        if step is None:
            return
        if not prompts.empty:
            self._segment(step, cell, prompts, corrected.mask if corrected is not None else None)

    def _do_unlocked(self, title: str, edit: Edit) -> StepId | None:
        """Change objects, and ask again for masks that were not there yet when their prompts went to another one."""
        step = super()._do_unlocked(title, edit)
        if step is not None:
            self._ask_again(step, edit)
        return step

    def _replay(self, edit: Edit | None, otherwise: Callable[[], Edit | None]) -> bool:
        """Undo or redo, and ask again for masks that were not there yet when what is back now was taken away."""
        made = super()._replay(edit, otherwise)
        step = self.history.newest
        if edit is not None and step is not None:
            self._ask_again(step, edit)
        return made

    def _ask_again(self, step: StepId, edit: Edit) -> None:
        """Ask for the masks of all prompts that `edit` has put somewhere without one; they join `step`."""
        for cell in edit.prompts:
            prompts, mask = self.document.prompts(cell), self.document.mask(cell)
            if prompts is not None and (mask is None or not mask.source.conditions):
                self._segment(step, cell, prompts, mask.mask if mask is not None else None)

    def ask_unanswered(self) -> None:
        """Ask for the masks of prompts that have none: there was no model, or the program ended before its answer."""
        count = 0
        for record in self.document.all_objects():
            if record.locked or self._awaited((record.id,)):
                continue
            answered = frozenset(self.document.conditioning_frames(record.id))
            for frame in self.document.prompt_frames(record.id):
                cell = Cell(record.id, frame)
                prompts, mask = self.document.prompts(cell), self.document.mask(cell)
                if frame not in answered and prompts is not None and not self.document.locked(cell):
                    step = self._owed_steps().pop(cell, None)
                    self._segment(step, cell, prompts, mask.mask if mask is not None else None)
                    count += 1
        if count:
            self.notice.emit(self.tr("Prompts without a mask: {count}. The model is asked again.").format(count=count))

    def _owed_steps(self) -> dict[Cell, StepId]:
        if "_owing" not in self.__dict__:
            self._owing = {}
        return self._owing

    def _pending(self) -> Counter[Cell]:
        """How many masks the model owes each cell."""
        if "_awaiting" not in self.__dict__:
            self._awaiting = Counter()
        return self._awaiting

    def _retouched(self) -> Retouches:
        if "_retouches" not in self.__dict__:
            self._retouches = Retouches()
        return self._retouches

    def _segment(self, step: StepId | None, cell: Cell, prompts: Prompts, previous: Mask | None) -> None:
        """Ask for a mask, which joins `step`; without one, of an earlier session, it is a step of its own."""
        record = self.document.object(cell.object)
        video = self.document.video(record.video) if record else None
        assert video is not None
        document, room = self.document.frozen(), self._engine_room

        def segment() -> Iterator[Prediction]:
            return room.segment(video, cell.frame, prompts, remembered(document, cell), previous)

        def ended(_ending: Ending, error: UserError | None) -> None:
            if error is not None:
                if step is not None:
                    self._owed_steps()[cell] = step
                self.report(error)
            self._pending()[cell] -= 1
            if self._pending()[cell] <= 0:
                self._retouched().forget(cell)
                del self._pending()[cell]
            self._answered(cell.object)

        self._pending()[cell] += 1
        self._asked(cell.object)
        self._engine_worker.submit(
            segment,
            priority=Priority.INTERACTIVE,
            key=f"segment {cell.object} {cell.frame}",
            on_result=reports_landing(self, lambda prediction: self._answer(step, cell, prompts, prediction)),
            on_end=ended,
        )

    def _answer(self, step: StepId | None, cell: Cell, prompts: Prompts, prediction: Prediction) -> None:
        """Take over the mask of a cell, unless something else was said since; what was painted since stays on top."""
        edit = edits.segmented(self.document, cell, prediction.mask, prediction.score, prediction.presence)
        now = self.document.prompts(cell)
        painted = self._retouched().waiting(cell, prompts, now)
        if now != prompts and not painted:
            return
        if step is not None:
            self._amend(step, edit)
        elif not painted:
            self._do(self.tr("Answer click"), edit)
        for over, mask in self._retouched().on(cell, prediction.mask) if painted else ():
            self._amend(over, edits.paint(self.document, cell, mask))


def reports_landing(workspace: Core, land: Callable[[Prediction], None]) -> Callable[[Prediction], None]:
    """Wrap a callback of a worker as `reports` wraps a verb."""

    def guarded(prediction: Prediction) -> None:
        try:
            land(prediction)
        except UserError as error:
            workspace.report(error)

    return guarded
