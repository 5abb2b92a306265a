"""Takes over what a run yields: its plan, its model and its masks, each frame amended to the step of the run."""

from dataclasses import replace
from datetime import UTC, datetime

from app.engine.predictor import TrackedFrame
from app.project.edit import Delta, Edit
from app.project.model import CellMask, FrameIndex, MaskSource, ObjectId
from app.workspace.editing.editor import Editor
from app.workspace.edits import cells as edits
from app.workspace.jobs.jobs import JobList
from app.workspace.tracking.active_run import ActiveRun
from app.workspace.tracking.passes import Computing, Planned, RunResult, Unchanged
from app.workspace.tracking.undecodable import UndecodableFrames
from app.workspace.viewing.view import Navigation


class RunResults:
    """Brings results into the document, shows how far a run is, and lets the playhead go along."""

    def __init__(self, editor: Editor, view: Navigation, jobs: JobList, undecodable: UndecodableFrames) -> None:
        self._editor = editor
        self._view = view
        self._jobs = jobs
        self._undecodable = undecodable

    def take(self, run: ActiveRun, result: RunResult) -> bool:
        """Take over what a run yields. Returns False when its step is gone. Raises UserError when it is not saved."""
        match result:
            case Planned():
                run.count.plan(result)
                self._jobs.progress(run.job, run.count.done, run.count.total)
            case Computing():
                self._name_model(run, result)
            case Unchanged():
                spans = {id: span for id, span in result.spans.items() if id not in run.touched}
                run.count.kept(result)
                self._jobs.skip(run.job, run.count.done)
                return self._amend(run, edits.confirmed(self._editor.document, spans), result.cells)
            case TrackedFrame(lost=True):
                self._undecodable.add(run.video, result.frame)
                self._view.add_holes(run.video, (result.frame,))
                run.lost.add(result.frame)
                run.count.landed(result.frame, len(run.wish.objects))
                self._jobs.progress(run.job, run.count.done)
            case _:
                return self._take_frame(run, result.frame, _masks(run, result))
        return True

    def _take_frame(self, run: ActiveRun, frame: FrameIndex, masks: dict[ObjectId, CellMask]) -> bool:
        """Take over one frame, except for objects that were corrected meanwhile: they are computed again."""
        run.count.landed(frame, len(masks))
        kept = {id: mask for id, mask in masks.items() if id not in run.touched}
        if not self._amend(run, edits.tracked(self._editor.document, frame, kept), len(masks)):
            return False
        self._go_along(run, frame)
        return True

    def _name_model(self, run: ActiveRun, computing: Computing) -> None:
        """Note which weights compute from now on; those of another model or adapter are a run of their own."""
        model, learned = computing.model, computing.adapters
        adapters = tuple(learned.get(id, "") for id in run.record.objects) if learned else ()
        if (model, adapters) == (run.record.model, run.record.adapters):
            return
        run.record = replace(run.record, model=model, adapters=adapters)
        if run.masks:
            run.record = replace(run.record, id=self._editor.new_run_id(), started=datetime.now(UTC), frames_done=0)

    def _amend(self, run: ActiveRun, edit: Edit, masks: int) -> bool:
        """Add what a run has made to its step. Returns False when that is gone."""
        after = replace(run.record, frames_done=run.record.frames_done + masks)
        edit = replace(edit, runs={after.id: Delta(self._editor.document.run(after.id), after)})
        if not self._editor.amend(run.step, edit, flush=False):
            return False
        run.record = after
        run.masks += masks
        self._jobs.progress(run.job, run.count.done)
        return True

    def _go_along(self, run: ActiveRun, frame: FrameIndex) -> None:
        """Show the frame that was just tracked, until the person goes elsewhere or begins to draw."""
        view, drawing = self._view, bool(self._editor.in_hand)
        if run.watched == view.frame and not drawing and view.video is not None and view.video.id == run.video.id:
            view.go_to(frame)
            run.watched = view.frame
        else:
            run.watched = None


def _masks(run: ActiveRun, result: TrackedFrame) -> dict[ObjectId, CellMask]:
    return {
        id: CellMask(p.mask, MaskSource.TRACKED, run.record.id, p.score, p.presence, p.doubts)
        for id, p in result.predictions.items()
    }
