"""Verbs on a second opinion: ask for one, take it in place of the masks that are there, or let it go."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.engine.predictor import TrackedFrame
from app.errors import EngineError
from app.project.conventions import FROM_MEMORY, PHASE, phase_in
from app.project.edit import Delta
from app.project.model import CellMask, Direction, FrameIndex, MaskSource, ObjectId, Run, RunId, Span, Video
from app.workspace.editing.applied import Applied
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import cells as edits
from app.workspace.edits.absence import lost_stretch
from app.workspace.engine import Engine
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending
from app.workspace.tracking.opinion import Opinion, another_way, tracked_again
from app.workspace.tracking.passes import Computing
from app.workspace.viewing.view import Navigation


class SecondOpinion(QObject):
    """At most one opinion at a time. It is no part of the document until it is taken; then it is one step."""

    changed = Signal()
    """Another opinion, more of its masks, or none any more."""

    def __init__(self, editor: Editor, view: Navigation, engine: Engine, runner: JobRunner) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._runner = runner
        self._opinion: Opinion | None = None
        self._run: Run | None = None
        self._masks: dict[FrameIndex, CellMask] = {}
        self._job: Job | None = None

    @property
    def object(self) -> ObjectId | None:
        """The object it is about, None when there is none."""
        return self._opinion.object if self._opinion is not None else None

    @property
    def masks(self) -> Mapping[FrameIndex, CellMask]:
        """The masks that it offers, as far as they are there."""
        return self._masks

    @reports
    def ask(self, object: ObjectId, span: Span | None = None) -> Job | None:
        """Track a stretch of an object once more, in another way (None: the range, or the lost stretch shown)."""
        video = self._view.video
        stretch = span or self._view.range or lost_stretch(self.editor.document, object, self._view.frame)
        if video is None or stretch is None:
            self.editor.messages.say(self.tr("Mark the stretch with I and O first."))
            return None
        if phase_in(self.editor.document.convention(PHASE)) < FROM_MEMORY:
            raise EngineError("A second opinion needs phase 3.", "Choose it in the menu Stage.")
        opinion = another_way(self.editor.document, object, stretch)
        if opinion is None:
            raise EngineError(
                "There is nothing to track again in another way on these frames.",
                "Choose frames that were tracked and are not locked.",
            )
        self.dismiss()
        self._opinion, self._run = opinion, self._record(video, opinion)
        self._job = self._runner.run(
            self._engine.worker,
            self.tr("Second opinion"),
            JobKind.TRACK,
            lambda: tracked_again(self._engine, video, opinion),
            on_result=lambda job, found: self._land(job, opinion, found),
            on_end=lambda _job, ending: self._tell(opinion, ending),
            total=len(opinion.request.frames),
            unit="frames",
            discard=True,
        )
        self.changed.emit()
        return self._job

    @reports
    def take(self) -> None:
        """Put the offered masks in place of those that are there, as one step."""
        opinion, run = self._opinion, self._run
        if opinion is None or run is None or not self._masks:
            self.editor.messages.say(self.tr("There is no second opinion to take."))
            return
        made = replace(run, id=self.editor.new_run_id(), frames_done=len(self._masks))
        masks = {frame: replace(mask, run=made.id) for frame, mask in self._masks.items()}
        self._forget()
        edit = edits.taken(self.editor.document, opinion.object, masks)
        self.editor.do(self.tr("Take the second opinion"), replace(edit, runs={made.id: Delta(None, made)}))

    def dismiss(self) -> None:
        """Let the opinion go; nothing has changed by it."""
        if self._job is not None and self._job.state.active:
            self._job.stopper()
        if self._opinion is not None:
            self._forget()

    def follow(self, applied: Applied) -> None:
        """Let an opinion go that was made of what a person has changed since."""
        object, edit = self.object, applied.edit
        if object is None:
            return
        gone = object in edit.objects and edit.objects[object].after is None
        if gone or object in edit.prompts.by_object() or any(c.object == object for c in edits.decided(edit)):
            self.dismiss()

    def _record(self, video: Video, opinion: Opinion) -> Run:
        frames = opinion.request.frames
        direction = Direction.FORWARD if frames.step > 0 else Direction.BACKWARD
        now, model = datetime.now(UTC), self._engine.chosen.model
        objects, policies = (opinion.object,), (opinion.policy,)
        return Run(RunId(0), video.id, objects, direction, *opinion.span, model, now, 0, policies)

    def _land(self, job: Job, opinion: Opinion, found: Computing | TrackedFrame) -> None:
        if opinion is not self._opinion or self._run is None:
            return
        if isinstance(found, Computing):
            self._run = replace(self._run, model=found.model)
            return
        self._runner.jobs.progress(job, job.done + 1)
        prediction = found.predictions.get(opinion.object)
        if prediction is not None and found.frame in opinion.frames:
            self._masks[found.frame] = CellMask(
                prediction.mask, MaskSource.TRACKED, None, prediction.score, prediction.presence
            )
            self.changed.emit()

    def _tell(self, opinion: Opinion, ending: Ending) -> None:
        if opinion is not self._opinion:
            return
        if ending is Ending.FAILED or not self._masks:
            self._forget()
            return
        there = self.editor.document.contents_of(opinion.object)[0]
        if all(frame in there and there[frame].mask == found.mask for frame, found in self._masks.items()):
            self._forget()
            self.editor.messages.say(self.tr("The second opinion is the first one: there is nothing to take."))
            return
        before = sum(frame in there and there[frame].mask.area > 0 for frame in self._masks)
        now = sum(mask.mask.area > 0 for mask in self._masks.values())
        words = self.tr("Second opinion: shows the object on {now} of {count} frames, before {before}. Q takes it.")
        self.editor.messages.say(words.format(now=now, count=len(self._masks), before=before))

    def _forget(self) -> None:
        self._opinion, self._run, self._masks = None, None, {}
        self.changed.emit()
