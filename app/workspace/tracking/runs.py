"""Verbs that start and stop runs: tracking objects through the video while the person goes on working."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.collector import collector_resting
from app.errors import UserError
from app.phrases import plural
from app.project.edit import Delta, Edit
from app.project.model import Cell, Direction, ObjectId, Video, VideoId
from app.project.storage.step_reader import UnfinishedRun
from app.workspace.editing.applied import Applied, Origin
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import cells as edits
from app.workspace.edits.memory import remembers_otherwise
from app.workspace.edits.objects import required
from app.workspace.engine import Engine
from app.workspace.jobs.jobs import Job, JobKind, JobList, JobState
from app.workspace.jobs.worker import Ending, Priority
from app.workspace.messages import WayOut
from app.workspace.prompting.pending_answers import PendingAnswers
from app.workspace.tracking import passes
from app.workspace.tracking.active_run import ActiveRun
from app.workspace.tracking.next_step import NextStep, next_step, past_shots
from app.workspace.tracking.passes import RunResult
from app.workspace.tracking.plan import Wish, needed
from app.workspace.tracking.rest import rest_of
from app.workspace.tracking.run_endings import RunEndings
from app.workspace.tracking.run_results import RunResults
from app.workspace.tracking.run_setup import RunSetup
from app.workspace.tracking.stale_frames import StaleFrames
from app.workspace.tracking.undecodable import UndecodableFrames
from app.workspace.viewing.view import Navigation


class RunQueue(QObject):
    """Tracking. Runs wait in a queue; one is computed at a time, and its frames are amended to one step."""

    ended = Signal()
    """A run is over; another one may begin."""
    stopped_at_shot = Signal(object, int)
    """A Wish and the first frame of a shot: a run came to its end there, and could go on."""

    def __init__(
        self, editor: Editor, view: Navigation, engine: Engine, pending: PendingAnswers, jobs: JobList
    ) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._pending = pending
        self._jobs = jobs
        self._runs: deque[ActiveRun] = deque()
        self._crossed: frozenset[Cell] = frozenset()
        """Cells a person changed while a run of their object was going, so that results of both orders exist."""
        self.undecodable = UndecodableFrames()
        self.setup = RunSetup(editor, view, engine, pending, self.undecodable)
        self._results = RunResults(editor, view, jobs, self.undecodable)
        self._endings = RunEndings(editor, view)
        self._stale_frames = StaleFrames()
        self.follows_playhead = False
        """Whether each frame is shown as it is tracked."""
        self.lessons_due: Callable[[Sequence[ObjectId]], bool] = lambda _objects: False
        """Returns whether something is being learned about objects: then their run waits for it."""
        pending.answered.connect(lambda _object: self.advance())

    @reports
    def track(
        self,
        direction: Direction,
        objects: Sequence[ObjectId] | None = None,
        frames: tuple[int, int] | None = None,
        only_stale: bool = False,
        anew: bool = True,
    ) -> Job | None:
        """Track `objects` (None: the selected ones, or all) from the person-made mask nearest to the playhead.

        `frames` (inclusive; None: the range set on the timeline) is computed `anew`, as a whole; without either, what
        is not up to date. Returns the job, or None with a notice when there is nothing to do.
        """
        refusal = self.setup.refusal(objects)
        if refusal is not None:
            raise refusal
        return self._begin(self.setup.wish(direction, objects, frames or self._view.range, only_stale), anew)

    def next_step(
        self,
        direction: Direction,
        objects: Sequence[ObjectId] | None = None,
        frames: tuple[int, int] | None = None,
    ) -> NextStep:
        """Return what there is to track next of `objects` (None: the selected ones, or all).

        `frames` (inclusive) are computed again completely; None: where masks are stale or missing, whatever range is
        set.
        """
        refusal, video = self.setup.refusal(objects), self._view.video
        if refusal is not None or video is None:
            return NextStep(None, refusal=refusal)
        wish = self.setup.wish(direction, objects, frames)
        awaited = self._pending.awaited(wish.objects)
        return next_step(self.editor.document, wish, video.frame_count, self._stale_frames, awaited=awaited)

    def stale(self, objects: Sequence[ObjectId]) -> int:
        """Return on how many frames of the shown video masks of some of `objects` are to be tracked again."""
        video = self._view.video
        if video is None:
            return 0
        lost = self.setup.wish(Direction.BOTH, objects, None).lost
        return self._stale_frames.count(self.editor.document, tuple(objects), video.frame_count, lost)

    @reports
    def take(self, step: NextStep) -> Job | None:
        """Track what `next_step` has found."""
        if step.refusal is not None:
            raise step.refusal
        return self._begin(step.wish) if step.wish is not None else None

    @reports
    def track_past(self, wish: Wish) -> Job | None:
        """Go on over the shot change to which a run by `wish` has come."""
        self._view.open_video(required(self.editor.document, wish.objects[0]).video)
        return self.track(wish.direction, wish.objects)

    @reports
    def track_in(self, video: VideoId, objects: Sequence[ObjectId]) -> Job | None:
        """Track objects of any video to both sides, where masks are missing or stale."""
        record, refusal = self.editor.document.video(video), self.setup.refusal(objects)
        if refusal is not None:
            raise refusal
        return None if record is None else self._begin(self.setup.wish_in(record, objects), sure=True, video=record)

    def unfinished_in(self, video: VideoId, objects: Sequence[ObjectId]) -> bool:
        """Return whether `track_in` has something to do."""
        document, record = self.editor.document, self.editor.document.video(video)
        return record is not None and needed(document, self.setup.wish_in(record, objects), record.frame_count)

    def _begin(self, wish: Wish, anew: bool = True, sure: bool = False, video: Video | None = None) -> Job | None:
        video, span = video or self._view.video, wish.frames
        assert video is not None
        anew = anew and span is not None and not wish.only_stale
        if not anew and not self.setup.to_do(wish, video):
            beyond = past_shots(self.editor.document, wish, video.frame_count)
            if beyond is not None:
                return self._begin(beyond, video=video)
            self.editor.messages.say(self.tr("Everything is up to date. Set a range with I and O to track it again."))
            return None
        if not sure and self._asks(wish, video, anew):
            return None
        run = self.setup.record(video, wish)
        title = self.setup.title(run)
        step = self.editor.do(title, Edit(runs={run.id: Delta(None, run)}), open=True)
        assert step is not None
        stretch = f" · {span[0]}–{span[1]}" if span is not None else ""
        job = self._jobs.add(title + stretch, JobKind.TRACK, lambda: None, unit="frames")
        active = ActiveRun(video, wish, run, step, job, anew)
        job.stopper = lambda: self._stop(active)
        self._runs.append(active)
        self.advance()
        return job

    def _asks(self, wish: Wish, video: Video, anew: bool) -> bool:
        """Ask before verified masklets are tracked again. Returns whether there was something to ask."""
        verified = self.setup.verified(wish, video, anew)
        if not verified:
            return False
        others = tuple(id for id in wish.objects if all(id != record.id for record in verified))
        ways = [WayOut(self.tr("Track it again"), lambda: self._begin_surely(wish, anew))]
        if others:
            rest = replace(wish, objects=others)
            ways.insert(0, WayOut(self.tr("Track the others"), lambda: self._begin_surely(rest, anew)))
        words = plural(len(verified), self.tr("{name} is verified."), self.tr("{count} of them are verified."))
        self.editor.messages.refuse(words.format(name=verified[0].name, count=len(verified)), *ways)
        return True

    @reports
    def _begin_surely(self, wish: Wish, anew: bool) -> Job | None:
        return self._begin(wish, anew, sure=True)

    @reports
    def track_on(self, left: UnfinishedRun) -> Job | None:
        """Go on with a run of another session from the frame it came to: what it made is kept."""
        rest = rest_of(self.editor.document, left.run)
        self.editor.seal(left.step)
        if rest is None:
            return None
        self._view.open_video(rest.video)
        self._view.go_to(rest.wish.anchor)
        return self.track(rest.wish.direction, rest.wish.objects, rest.wish.frames, anew=False)

    def is_left_over(self, left: UnfinishedRun) -> bool:
        """Return whether a run of another session has left something to do."""
        return rest_of(self.editor.document, left.run) is not None

    @property
    def queue(self) -> tuple[Job, ...]:
        """The run that is computed, and those that wait, in their order."""
        return tuple(run.job for run in self._runs)

    def requeue(self, job: Job, place: int) -> None:
        """Let a waiting run come at index `place` of the queue; the one that is computed stays the first."""
        queue = self._runs
        run = next((run for run in queue if run.job is job), None)
        if run is None or run.task is not None:
            return
        queue.remove(run)
        queue.insert(max(place, sum(other.task is not None for other in queue)), run)
        self._jobs.changed.emit()
        self.advance()

    @property
    def tracked(self) -> tuple[ObjectId, ...]:
        """The objects of the run that is computed, or waits to be: the one that Stop ends."""
        return self._runs[0].wish.objects if self._runs else ()

    @property
    def tracking(self) -> bool:
        """True while a run is computed or waits."""
        return bool(self._runs)

    @property
    def stopping(self) -> bool:
        """True while the run that Stop ends has been told to, and what it is computing is not done: or its model."""
        return bool(self._runs) and self._runs[0].stopping

    def stop_tracking(self, object: ObjectId) -> None:
        """End the runs of an object."""
        for run in list(self._runs):
            if object in run.wish.objects:
                self._stop(run)

    # Following edits

    def follow(self, applied: Applied) -> None:
        """Restart runs when masks they start from have changed.

        Those that were undone end, and those whose video is gone or has another number of frames now.
        """
        edit = applied.edit
        for run in list(self._runs):
            if edit.prompts:  # the person works here
                run.watched = None
            video = edit.videos.get(run.video.id)
            gone = video is not None and (video.after is None or video.after.frame_count != run.video.frame_count)
            undone = applied.origin is Origin.UNDONE and not self.editor.history.is_done(run.step)
            if undone or gone:
                self._drop(run)
            elif run.task is not None and not run.stopping:
                self._follow_cells(run, edit)

    def call_into_question(self, edit: Edit) -> Edit:
        """Complete an edit of the history: masks that a run made of what is changed back now become stale."""
        if not self._crossed:
            return Edit()
        cells = [cell for cell in edits.decided(edit) if cell in self._crossed]
        return edits.left_stale(self.editor.document, edit, cells) if cells else Edit()

    def _follow_cells(self, run: ActiveRun, edit: Edit) -> None:
        cells = [cell for cell in edits.decided(edit) if cell.object in run.wish.objects]
        self._crossed = self._crossed.union(cells)
        for cell in cells:
            run.touch(cell.object)
        for id, delta in edit.objects.items():
            if id in run.wish.objects and remembers_otherwise(delta.before, delta.after):
                run.touch(id)
        if run.restart and run.task is not None:
            self._engine.worker.stop(run.task)

    # Starting

    def advance(self) -> None:
        """Start the first waiting run, if none is being computed and nothing it depends on is still to come."""
        if not self._runs or self._runs[0].task is not None:
            return
        objects = self._runs[0].wish.objects
        if self._pending.awaited(objects) or self.lessons_due(objects):
            return
        run = self._runs[0]
        if not run.started:
            run.started = True
            run.wish = run.wish.started(self.editor.document)
            if self.follows_playhead:
                run.watched = self._view.frame
            self._question_range(run)
        if run not in self._runs:
            return
        engine, video, wish, document = self._engine, run.video, run.wish, self.editor.document.frozen()
        run.task = engine.worker.submit(
            lambda: passes.run(engine, video, document, wish),
            priority=Priority.RUN,
            on_result=lambda result: self._land(run, result),
            on_end=lambda ending, error: self._run_ended(run, ending, error),
        )

    def _question_range(self, run: ActiveRun) -> None:
        """Mark the masks of a range that is computed again completely as stale, when its run begins."""
        wish = run.wish
        if wish.frames is None or not run.anew:
            return
        here = [id for id in wish.objects if self.editor.document.object(id) is not None]
        try:
            with collector_resting():  # tens of thousands of spans would have it walk over everything
                self.editor.amend(run.step, edits.outdated(self.editor.document, here, *wish.frames))
        except UserError as error:
            self.editor.messages.report(error)
            self._stop(run)

    def _land(self, run: ActiveRun, result: RunResult) -> None:
        """Take over what a run yields, unless it was dropped."""
        if run.dropped:
            return
        try:
            if not self._results.take(run, result):
                self._drop(run)
        except UserError as error:
            self.editor.messages.report(error)
            self._stop(run, discard=True)  # what is on its way could not be saved either

    # Ending

    def _run_ended(self, run: ActiveRun, ending: Ending, error: UserError | None) -> None:
        run.task = None
        if error is not None:
            self.editor.messages.report(error)
        if run.restart and ending is not Ending.FAILED and not run.dropped:
            run.again()
            self.advance()
            return
        self._finish(run, JobState.STOPPED if run.dropped else JobState.of(ending))
        shot = self._endings.tell(run, ending)
        if shot is not None:
            self.stopped_at_shot.emit(run.wish, shot)
        self.ended.emit()
        self.advance()

    def _finish(self, run: ActiveRun, state: JobState) -> None:
        """Take a run out of the queue. One that made nothing leaves nothing behind, not even a step."""
        self._runs.remove(run)
        if not run.masks and not run.dropped:
            self._withdraw(run)
        self.editor.seal(run.step)
        if not run.masks:
            self.editor.forget_undone(run.step)
        self.editor.flush_soon()
        self._jobs.end(run.job, state)
        self.editor.history_changed.emit()

    def _withdraw(self, run: ActiveRun) -> None:
        """Take back all that the step of a run has changed; what a person did to its objects meanwhile stays."""
        try:
            self.editor.withdraw(run.step)
        except UserError as error:
            self.editor.messages.report(error)

    def _drop(self, run: ActiveRun) -> None:
        """Stop a run whose step is gone; what is on its way is not wanted."""
        run.dropped = True
        self._stop(run, discard=True)

    def _stop(self, run: ActiveRun, *, discard: bool = False) -> None:
        run.restart, run.stopping = False, True
        if run.task is not None:
            self._engine.worker.stop(run.task, discard=discard)
            self._jobs.changed.emit()
        elif run in self._runs:
            self._finish(run, JobState.STOPPED)
