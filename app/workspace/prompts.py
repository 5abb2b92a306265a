"""Verbs on prompts: clicks, boxes, painted masks, absence."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from app.engine.predictor import Context, Prediction
from app.errors import UserError
from app.masks.mask import Mask
from app.project.conventions import FROM_MEMORY, PHASE, phase_in
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.history import StepId
from app.project.model import Box, Cell, CellMask, Click, FrameIndex, ObjectId, Prompts, Span, VideoObject
from app.workspace.editing.applied import Applied, Origin
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports, takes_back
from app.workspace.editing.locks import Locks
from app.workspace.edits import cells as edits
from app.workspace.edits import objects as object_edits
from app.workspace.edits.absence import confirm_absent, lost_stretch
from app.workspace.engine import Engine
from app.workspace.jobs.worker import Ending, Priority
from app.workspace.prompting.answers import answerable, within_previous
from app.workspace.prompting.click_preview import ClickPreview
from app.workspace.prompting.pending_answers import PaintedStep, PendingAnswers
from app.workspace.tracking.plan import remembered
from app.workspace.viewing.view import Navigation


@dataclass(frozen=True, slots=True, eq=False)
class _FirstClick:
    """What was there at the first of the clicks that a cell is getting.

    `context`: what the model remembered: the others see the same. `stale`: what was stale of the object, None where
    other frames may follow the cell already.
    """

    cell: Cell
    context: Context
    stale: tuple[Span, ...] | None


class PromptEditor(QObject):
    """What a person says about one object on one frame. The model's answer joins the step when it comes."""

    def __init__(
        self,
        editor: Editor,
        view: Navigation,
        locks: Locks,
        engine: Engine,
        pending: PendingAnswers,
        click_preview: ClickPreview,
    ) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._locks = locks
        self._engine = engine
        self._pending = pending
        self._click_preview = click_preview
        self._first: _FirstClick | None = None
        self._object_to_come: ObjectId | None = None
        """The id of the object that its first prompt will make."""

    def cell_to_change(self, frame: FrameIndex) -> Cell | None:
        """Return the active object on `frame`, or an object to come; None without a video.

        An object to come is made by its first prompt, in the same step.
        """
        if self._view.video is None:
            return None
        if self._view.active_object is not None:
            return Cell(self._view.active_object, frame)
        if self._object_to_come is None:
            self._object_to_come = self.editor.new_object_id()
        return Cell(self._object_to_come, frame)

    def to_come(self, object: ObjectId) -> VideoObject | None:
        """Return the record that an object to come is going to have."""
        video = self._view.video
        if object != self._object_to_come or video is None:
            return None
        usual = self.tr("Object {number}")
        return object_edits.add(self.editor.document, object, video.id, "", "", usual).objects[object].after

    @reports
    def add_click(self, cell: Cell, click: Click) -> None:
        """Say that `click` is on (or not on) the object. The mask follows from all clicks of the cell.

        A click that was made already says nothing new.
        """
        now = self._prompts(cell)
        if click not in now.clicks and self.may_prompt(cell, lambda: self.add_click(cell, click)):
            title = self.tr("Add click") if click.positive else self.tr("Add negative click")
            corrected = self.editor.document.mask(cell)
            self._prompt(title, cell, replace(now, clicks=(*now.clicks, click)), corrected)

    @reports
    def set_box(self, cell: Cell, box: Box) -> None:
        """Say that the object is what lies in `box`; clicks on the cell stay."""
        if self.may_prompt(cell, lambda: self.set_box(cell, box)):
            self._prompt(self.tr("Draw box"), cell, replace(self._prompts(cell), box=box, mask=None))

    @reports
    def paint(
        self, cell: Cell, mask: Mask, taken: Mapping[ObjectId, Mask] | None = None, title: str | None = None
    ) -> None:
        """Say that the object looks exactly like `mask` on this frame, as a step called `title`.

        `taken`: other objects that lose pixels to it by the same step, and what is left of each.
        """
        left = {Cell(id, cell.frame): rest for id, rest in (taken or {}).items()}
        again = lambda: self.paint(cell, mask, taken, title)  # noqa: E731
        if not self.may_prompt(cell, again) or not self._locks.allow(left, again):
            return
        painted = {cell: mask, **left}
        before = {at: (self._prompts(at), self._mask(at) or Mask.empty(mask.height, mask.width)) for at in painted}

        def make(document: Document) -> Edit:
            others = {at.object: {at.frame: rest} for at, rest in left.items()}
            return edits.paint(document, cell, mask).then(edits.transformed(document, others))

        step = self._do(title or self.tr("Paint"), cell, make)
        for at, after in painted.items():
            if step is not None and self._pending.waits(at):
                prompts, old = before[at]
                self._pending.paint(at, prompts, PaintedStep(step, old, after))

    @reports
    def mark_absent(self, cell: Cell) -> None:
        """Say that the object is not on this frame."""
        video = self._view.video
        if self._locks.allow((cell,), lambda: self.mark_absent(cell)) and video is not None:
            mask = Mask.empty(video.height, video.width)
            self.editor.do(self.tr("Mark absent"), edits.paint(self.editor.document, cell, mask))

    @reports
    def mark_lost_absent(self, cell: Cell) -> None:
        """Say that the object is not there on the whole lost stretch around `cell`."""
        stretch = lost_stretch(self.editor.document, cell.object, cell.frame)
        if stretch is None:
            self.editor.messages.say(self.tr("The object is not lost on this frame."))
        elif self._locks.allow((cell,), lambda: self.mark_lost_absent(cell)):
            title = self.tr("Mark lost frames absent")
            self.editor.do(title, confirm_absent(self.editor.document, cell.object, *stretch))

    @reports
    def remove_click(self, cell: Cell, index: int) -> None:
        """Take back one click of a cell."""
        now = self._prompts(cell)
        again = lambda: self.remove_click(cell, index)  # noqa: E731
        if 0 <= index < len(now.clicks) and self._locks.allow((cell,), again):
            clicks = now.clicks[:index] + now.clicks[index + 1 :]
            self._prompt(self.tr("Delete click"), cell, replace(now, clicks=clicks))

    @reports
    def move_click(self, cell: Cell, index: int, x: float, y: float) -> None:
        """Move one click of a cell to another place (image pixels)."""
        now = self._prompts(cell)
        again = lambda: self.move_click(cell, index, x, y)  # noqa: E731
        if 0 <= index < len(now.clicks) and self._locks.allow((cell,), again):
            clicks = list(now.clicks)
            clicks[index] = replace(clicks[index], x=x, y=y)
            self._prompt(self.tr("Move click"), cell, replace(now, clicks=tuple(clicks)))

    @takes_back
    def delete_last(self, cell: Cell) -> None:
        """Take back the newest click, or else the box, or else the painted mask."""
        now = self._prompts(cell)
        if now.empty or not self._locks.allow((cell,), lambda: self.delete_last(cell)):
            return
        if now.clicks:
            left = replace(now, clicks=now.clicks[:-1])
        elif now.box is not None:
            left = replace(now, box=None)
        else:
            left = Prompts()
        self._prompt(self.tr("Delete prompt"), cell, left)

    # Asking the model

    def follow(self, applied: Applied) -> None:
        """Ask again for masks that were not there yet when the prompts that are back now were taken away.

        What the model remembers of a cell is looked up anew once masks or prompts of its object change elsewhere.
        """
        if self._first is not None:
            cell = self._first.cell
            frames = applied.edit.frames_touched().get(cell.object, frozenset())
            if applied.origin.replayed or frames - {cell.frame}:
                self._first = None
        step = self.editor.history.newest
        if applied.origin.replayed and step is not None:
            self.ask_again(step, applied.edit)
        if applied.origin is Origin.AMENDED:
            self._ask_founded(applied)

    def ask_again(self, step: StepId, edit: Edit) -> None:
        """Ask for the masks of all prompts that `edit` has put somewhere without one; they join `step`."""
        for object, changes in edit.prompts.by_object().items():
            masks, now, _locks = self.editor.document.contents_of(object)
            for frame in [frame for frame, after in changes.after.items() if after is not None]:
                prompts, mask = now.get(frame), masks.get(frame)
                previous = None if mask is None else mask.mask
                if prompts is None or (mask is not None and mask.source.conditions):
                    continue
                if answerable(prompts, previous):
                    self._segment(step, Cell(object, frame), prompts, previous)

    def _ask_founded(self, applied: Applied) -> None:
        """Ask for the masks of prompts that only say where an object is not, where a run has just found it.

        They join the newer of the two steps: an older one cannot change what a later one has made.
        """
        document = self.editor.document
        for object, masks in applied.edit.masks.by_object().items():
            for frame in document.prompt_frames(object):
                cell = Cell(object, frame)
                prompts, mask = document.prompts(cell), document.mask(cell)
                if frame not in masks.after or prompts is None or prompts.locates or mask is None or mask.empty:
                    continue
                if not (mask.source.conditions or self._pending.waits(cell) or document.locked(cell)):
                    steps = [step for step in (self._pending.take_unanswered(cell), applied.step) if step is not None]
                    self._segment(max(steps, default=None), cell, prompts, mask.mask)

    def ask_unanswered(self) -> None:
        """Ask for the masks of prompts that have none: there was no model, or the program ended before its answer."""
        count, document = 0, self.editor.document
        for record in document.all_objects():
            if record.locked or self._pending.awaited((record.id,)):
                continue
            answered = frozenset(document.conditioning_frames(record.id))
            for frame in document.prompt_frames(record.id):
                cell = Cell(record.id, frame)
                prompts, previous = document.prompts(cell), self._mask(cell)
                if frame in answered or prompts is None or document.locked(cell):
                    continue
                if answerable(prompts, previous):
                    self._segment(self._pending.take_unanswered(cell), cell, prompts, previous)
                    count += 1
        if count:
            words = self.tr("Prompts without a mask: {count}. The model is asked again.")
            self.editor.messages.say(words.format(count=count))

    def may_prompt(self, cell: Cell, again: Callable[[], object] = lambda: None) -> bool:
        """Return whether a cell may get prompts, and say which lock forbids it otherwise (`again`: see Locks.allow)."""
        return self.to_come(cell.object) is not None or self._locks.allow((cell,), again)

    def redraws(self, mask: CellMask) -> bool:
        """Return whether a mask is replaced, not corrected: a tracked one in a phase without memory."""
        return not mask.source.conditions and not self._from_memory

    @property
    def _from_memory(self) -> bool:
        return phase_in(self.editor.document.convention(PHASE)) >= FROM_MEMORY

    def _prompts(self, cell: Cell) -> Prompts:
        return self.editor.document.prompts(cell) or Prompts()

    def _mask(self, cell: Cell) -> Mask | None:
        found = self.editor.document.mask(cell)
        return found.mask if found is not None else None

    def _do(self, title: str, cell: Cell, make: Callable[[Document], Edit]) -> StepId | None:
        """Make a step of what `make` makes of a document; of an object to come, its making is part of the step."""
        record = self.to_come(cell.object)
        if record is None:
            return self.editor.do(title, make(self.editor.document))
        birth = Edit(objects={record.id: Delta(None, record)})
        later = self.editor.document.frozen()
        later.apply(birth)
        step = self.editor.do(title, birth.then(make(later)))
        self._object_to_come = None
        self._view.select((record.id,))
        return step

    def _prompt(self, title: str, cell: Cell, prompts: Prompts, corrected: CellMask | None = None) -> None:
        """Push the step with the prompts at once; the mask joins it when the model has answered.

        `corrected` is the mask that the newest prompt corrects.
        """
        self._click_preview.end()
        if self.editor.document.object(cell.object) is not None:
            self._remembered(cell)  # before the prompt outdates it
        step = self._do(title, cell, lambda document: edits.prompt(document, cell, prompts))
        if step is None or prompts.empty:
            return
        previous = corrected.mask if corrected is not None and not self.redraws(corrected) else None
        if not prompts.locates:
            previous = self._mask(cell)
        if answerable(prompts, previous):
            self._segment(step, cell, prompts, previous)
        else:
            self._pending.postpone(cell, step)
            self._tell_unfounded(cell)

    def _tell_unfounded(self, cell: Cell) -> None:
        """Say why prompts that only say where the object is not make no mask."""
        record = self.editor.document.object(cell.object)
        words = self.tr("Noted as not {name}. The mask comes with the first click on {name} itself.")
        self.editor.messages.refuse(words.format(name=record.name if record is not None else ""))

    def _segment(self, step: StepId | None, cell: Cell, prompts: Prompts, previous: Mask | None) -> None:
        """Ask for a mask, which joins `step`; without one, of an earlier session, it is a step of its own."""
        video = self.editor.document.video_of(cell.object)
        assert video is not None
        engine, context = self._engine, self._remembered(cell)

        def segment() -> Iterator[Prediction]:
            return engine.segment(video, cell.frame, prompts, context, previous)

        def ended(_ending: Ending, error: UserError | None) -> None:
            if error is not None:
                self.editor.messages.report(error)
            self._pending.end(cell, unanswered=step if error is not None else None)

        self._pending.ask(cell)
        engine.worker.submit(
            segment,
            priority=Priority.INTERACTIVE,
            key=f"segment {cell.object} {cell.frame}",
            on_result=lambda found: self._take_answer(
                step, cell, prompts, replace(found, mask=within_previous(previous, prompts, found.mask))
            ),
            on_end=ended,
        )

    def _remembered(self, cell: Cell) -> Context:
        """Return what the model may remember for a cell: for click after click the same, though they outdate it."""
        if self._first is None or self._first.cell != cell:
            document = self.editor.document
            mask = document.mask(cell)
            followed = mask is not None and mask.source.conditions
            stale = None if followed else object_edits.required(document, cell.object).stale
            self._first = _FirstClick(cell, remembered(document, cell), stale)
        return self._first.context if self._from_memory else Context()

    def _take_answer(self, step: StepId | None, cell: Cell, prompts: Prompts, prediction: Prediction) -> None:
        try:
            self._answer(step, cell, prompts, prediction)
        except UserError as error:
            self.editor.messages.report(error)

    def _answer(self, step: StepId | None, cell: Cell, prompts: Prompts, prediction: Prediction) -> None:
        """Take over the mask of a cell, unless its prompts have changed since; what was painted since stays on top."""
        document = self.editor.document
        first = self._first if self._first is not None and self._first.cell == cell else None
        unfollowed = first.stale if prediction.unsure and first is not None else None
        edit = edits.segmented(document, cell, prediction.mask, prediction.score, prediction.presence, unfollowed)
        now = document.prompts(cell)
        painted = self._pending.painted_over(cell, prompts, now)
        if now != prompts and not painted:
            return
        if step is not None:
            self.editor.amend(step, edit)
        elif not painted:
            self.editor.do(self.tr("Answer click"), edit)
        if prediction.unsure and not painted:
            words = self.tr(
                "The model is unsure of this mask, so other frames do not follow it: click again, or paint it."
            )
            self.editor.messages.say(words)
        for over, mask in self._pending.painted_on(cell, prediction.mask) if painted else ():
            self.editor.amend(over, edits.paint(document, cell, mask))
