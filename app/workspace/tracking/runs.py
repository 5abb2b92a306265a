"""Verbs that start and stop runs: tracking objects through the video while the person goes on working."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.collector import collector_resting
from app.engine.predictor import TrackedFrame
from app.errors import NotTrackable, UserError
from app.phrases import plural, ranges
from app.project.conventions import PHASE, TRACKING, phase_in
from app.project.edit import Delta, Edit
from app.project.model import Cell, CellMask, Direction, FrameIndex, MaskSource, ObjectId, Run, Span, Video, VideoId
from app.project.storage.step_reader import UnfinishedRun
from app.review.masklet_states import is_verified
from app.workspace.editor import Applied, Editor, Origin
from app.workspace.edits import cells as edits
from app.workspace.edits.memory import remembers_otherwise
from app.workspace.edits.objects import required
from app.workspace.engine import Engine
from app.workspace.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind, JobList, JobState
from app.workspace.jobs.worker import Ending, Priority
from app.workspace.media.sources import picture_key
from app.workspace.messages import WayOut
from app.workspace.pending_answers import PendingAnswers
from app.workspace.tracking import passes
from app.workspace.tracking.active_run import ActiveRun
from app.workspace.tracking.next_step import NextStep, next_step, past_shots, untrackable
from app.workspace.tracking.passes import Computing, Planned, RunResult, Unchanged
from app.workspace.tracking.plan import Wish, needed, policy_of
from app.workspace.tracking.rest import rest_of
from app.workspace.tracking.shot_limits import Shots, come_to
from app.workspace.tracking.stale_frames import StaleFrames
from app.workspace.view import Navigation


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
        self._lost: dict[str, frozenset[FrameIndex]] = {}
        """By `picture_key`."""
        self._stale_frames = StaleFrames()
        self.follows_playhead = False
        """Whether each frame is shown as it is tracked."""
        self.lessons_due: Callable[[Sequence[ObjectId]], bool] = lambda _objects: False
        """Returns whether something is being learned about objects: then their run waits for it."""
        self.shots: Callable[[Video], Shots] = lambda _video: ()
        """Returns the shot changes of a video at which runs stop."""
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
        refusal = self.refusal(objects)
        if refusal is not None:
            raise refusal
        return self._begin(self._wish(direction, objects, frames or self._view.range, only_stale), anew)

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
        refusal, video = self.refusal(objects), self._view.video
        if refusal is not None or video is None:
            return NextStep(None, refusal=refusal)
        wish = self._wish(direction, objects, frames)
        awaited = self._pending.awaited(wish.objects)
        return next_step(self.editor.document, wish, video.frame_count, self._stale_frames, awaited=awaited)

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

    def _wish(
        self,
        direction: Direction,
        objects: Sequence[ObjectId] | None,
        frames: tuple[int, int] | None,
        only_stale: bool = False,
    ) -> Wish:
        view, video = self._view, self._view.video
        assert video is not None
        span = _within(video, frames) if frames is not None else None
        shots = self.shots(video) if span is None else ()  # a range that a person has set is tracked as it is
        lost = self.lost_frames(video.id)
        return Wish(self._chosen(objects), direction, view.frame, span, only_stale, lost=lost, shots=shots)

    def _chosen(self, objects: Sequence[ObjectId] | None) -> tuple[ObjectId, ...]:
        return tuple(objects) if objects is not None else (self._view.selection or self._view.objects())

    @reports
    def track_in(self, video: VideoId, objects: Sequence[ObjectId]) -> Job | None:
        """Track objects of any video to both sides, where masks are missing or stale."""
        record, refusal = self.editor.document.video(video), self.refusal(objects)
        if refusal is not None:
            raise refusal
        return None if record is None else self._begin(self._wish_in(video, objects), sure=True, video=record)

    def unfinished_in(self, video: VideoId, objects: Sequence[ObjectId]) -> bool:
        """Return whether `track_in` has something to do."""
        record = self.editor.document.video(video)
        return record is not None and needed(self.editor.document, self._wish_in(video, objects), record.frame_count)

    def _wish_in(self, video: VideoId, objects: Sequence[ObjectId]) -> Wish:
        return Wish(tuple(objects), Direction.BOTH, FrameIndex(0), lost=self.lost_frames(video))

    def _begin(self, wish: Wish, anew: bool = True, sure: bool = False, video: Video | None = None) -> Job | None:
        video, span = video or self._view.video, wish.frames
        assert video is not None
        anew = anew and span is not None and not wish.only_stale
        if (
            not anew
            and not self._pending.awaited(wish.objects)
            and not needed(self.editor.document, wish, video.frame_count)
        ):
            beyond = past_shots(self.editor.document, wish, video.frame_count)
            if beyond is not None:
                return self._begin(beyond, video=video)
            self.editor.messages.say(self.tr("Everything is up to date. Set a range with I and O to track it again."))
            return None
        if not sure and self._asks(wish, anew):
            return None
        run = self._record(video, wish)
        step = self.editor.do(self._title(run), Edit(runs={run.id: Delta(None, run)}), open=True)
        assert step is not None
        title = self._title(run) + (f" · {span[0]}–{span[1]}" if span is not None else "")
        job = self._jobs.add(title, JobKind.TRACK, lambda: None, unit="frames")
        active = ActiveRun(video, wish, run, step, job, anew)
        job.stopper = lambda: self._stop(active)
        self._runs.append(active)
        self.advance()
        return job

    def _asks(self, wish: Wish, anew: bool) -> bool:
        """Ask before verified masklets are tracked again. Returns whether there was something to ask."""
        document, video = self.editor.document, self._view.video
        assert video is not None
        verified = [
            record
            for record in map(document.object, wish.objects)
            if record is not None
            and is_verified(document, record.id)
            and (anew or needed(document, replace(wish, objects=(record.id,)), video.frame_count))
        ]
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

    def lost_frames(self, video: VideoId) -> frozenset[FrameIndex]:
        """Return the frames of a video that runs found to be undecodable since the project was opened."""
        record = self.editor.document.video(video)
        return self._lost.get(picture_key(record), frozenset()) if record is not None else frozenset()

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
    def tracking(self) -> bool:
        """True while a run is computed or waits."""
        return bool(self._runs)

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

    def refusal(self, objects: Sequence[ObjectId] | None = None) -> NotTrackable | None:
        """Return why `objects` (None: the selected ones, or all) cannot be tracked now, None when one of them can."""
        if self._view.video is None:
            return NotTrackable("There is no video to track in.", "Add a video to the project first.")
        if phase_in(self.editor.document.convention(PHASE)) < TRACKING:
            return NotTrackable(
                "Nothing is tracked in phase 1: each frame is annotated by itself.",
                "Choose another phase in the menu Stage.",
            )
        chosen = self._chosen(objects)
        return None if self._pending.awaited(chosen) else untrackable(self.editor.document, chosen)

    def _record(self, video: Video, wish: Wish) -> Run:
        first, last = wish.frames or (FrameIndex(0), FrameIndex(video.frame_count - 1))
        return Run(
            id=self.editor.new_run_id(),
            video=video.id,
            objects=wish.objects,
            direction=wish.direction,
            first=first,
            last=last,
            model=self._engine.chosen.model,
            started=datetime.now(UTC),
            policies=tuple(policy_of(self.editor.document, id) for id in wish.objects),
        )

    def _title(self, run: Run) -> str:
        """Return what is tracked, and in which video where there are several."""
        document = self.editor.document
        record, video = document.object(run.objects[0]), document.video(run.video)
        if len(run.objects) == 1:
            title = self.tr("Track {name}").format(name=record.name if record else run.objects[0])
        else:
            title = self.tr("Track {count} objects").format(count=len(run.objects))
        if video is None or len(document.videos()) == 1:
            return title
        return self.tr("{title} in {video}").format(title=title, video=video.name)

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

    # Taking over

    def _land(self, run: ActiveRun, result: RunResult) -> None:
        """Take over what a run yields: its plan, its model, a frame, or the word that old masks still hold."""
        if run.dropped:
            return
        match result:
            case Planned():
                run.count.plan(result)
                self._jobs.progress(run.job, run.count.done, run.count.total)
            case Computing():
                self._name_model(run, result)
            case Unchanged():
                spans = {id: span for id, span in result.spans.items() if id not in run.touched}
                run.count.kept(result)
                self._amend(run, edits.confirmed(self.editor.document, spans), result.cells)
            case TrackedFrame(lost=True):
                key = picture_key(run.video)
                self._lost[key] = self._lost.get(key, frozenset()) | {result.frame}
                run.lost.add(result.frame)
                run.count.landed(result.frame, len(run.wish.objects))
                self._jobs.progress(run.job, run.count.done)
            case _:
                self._land_frame(run, result.frame, _masks(run, result))

    def _land_frame(self, run: ActiveRun, frame: FrameIndex, masks: dict[ObjectId, CellMask]) -> None:
        """Take over one frame, except for objects that were corrected meanwhile: they are computed again."""
        run.count.landed(frame, len(masks))
        kept = {id: mask for id, mask in masks.items() if id not in run.touched}
        if self._amend(run, edits.tracked(self.editor.document, frame, kept), len(masks)):
            self._go_along(run, frame)

    def _name_model(self, run: ActiveRun, computing: Computing) -> None:
        """Note which weights compute from now on; those of another model or adapter are a run of their own."""
        model, learned = computing.model, computing.adapters
        adapters = tuple(learned.get(id, "") for id in run.record.objects) if learned else ()
        if (model, adapters) == (run.record.model, run.record.adapters):
            return
        run.record = replace(run.record, model=model, adapters=adapters)
        if run.masks:
            run.record = replace(run.record, id=self.editor.new_run_id(), started=datetime.now(UTC), frames_done=0)

    def _amend(self, run: ActiveRun, edit: Edit, masks: int) -> bool:
        """Add what a run has made to its step. Returns False when that is not possible any more."""
        after = replace(run.record, frames_done=run.record.frames_done + masks)
        edit = replace(edit, runs={after.id: Delta(self.editor.document.run(after.id), after)})
        try:
            if not self.editor.amend(run.step, edit, flush=False):
                self._drop(run)
                return False
        except UserError as error:
            self.editor.messages.report(error)
            self._stop(run, discard=True)  # what is on its way could not be saved either
            return False
        run.record = after
        run.masks += masks
        self._jobs.progress(run.job, run.count.done)
        return True

    def _go_along(self, run: ActiveRun, frame: FrameIndex) -> None:
        """Show the frame that was just tracked, until the person goes elsewhere or begins to draw."""
        view, drawing = self._view, bool(self.editor.in_hand)
        if run.watched == view.frame and not drawing and view.video is not None and view.video.id == run.video.id:
            view.go_to(frame)
            run.watched = view.frame
        else:
            run.watched = None

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
        self._tell_end(run, ending)
        self._tell_shot(run, ending)
        self.ended.emit()
        self.advance()

    def _finish(self, run: ActiveRun, state: JobState) -> None:
        """Take a run out of the queue. One that made nothing leaves nothing behind, not even a step."""
        self._runs.remove(run)
        if not run.masks and not run.dropped:
            self._withdraw(run)
        self.editor.seal(run.step)
        self.editor.flush_soon()
        self._jobs.end(run.job, state)
        self.editor.history_changed.emit()

    def _withdraw(self, run: ActiveRun) -> None:
        """Take back all that the step of a run has changed; what a person did to its objects meanwhile stays."""
        try:
            self.editor.withdraw(run.step)
        except UserError as error:
            self.editor.messages.report(error)

    def _tell_end(self, run: ActiveRun, ending: Ending) -> None:
        """Say how a run ended, which goes without a trace otherwise; failures have been told."""
        if ending is Ending.DONE and run.lost:
            words = self.tr("{title}: done, but for frames that cannot be decoded: {frames}.")
            self.editor.messages.say(words.format(title=run.job.title, frames=ranges(run.lost)))
        elif ending is Ending.DONE:
            self.editor.messages.say(self.tr("{title}: done.").format(title=run.job.title))
        elif ending is Ending.STOPPED and not run.dropped:
            words = self.tr("{title}: stopped after {done} of {total} frames, which are kept.")
            self.editor.messages.say(words.format(title=run.job.title, done=int(run.count.done), total=run.count.total))

    def _tell_shot(self, run: ActiveRun, ending: Ending) -> None:
        """Say that a run has come to a shot change, where it could go on."""
        document, wish = self.editor.document, run.wish
        if ending is not Ending.DONE or run.dropped or past_shots(document, wish, run.video.frame_count) is None:
            return
        frame = come_to(document, wish.objects, wish.direction, wish.shots, run.video.frame_count)[0]
        words = self.tr("{title}: done up to the shot change at frame {frame}.")
        self.editor.messages.say(words.format(title=run.job.title, frame=frame))
        self.stopped_at_shot.emit(wish, frame)

    def _drop(self, run: ActiveRun) -> None:
        """Stop a run whose step is gone; what is on its way is not wanted."""
        run.dropped = True
        self._stop(run, discard=True)

    def _stop(self, run: ActiveRun, *, discard: bool = False) -> None:
        run.restart, run.stopping = False, True
        if run.task is not None:
            self._engine.worker.stop(run.task, discard=discard)
        elif run in self._runs:
            self._finish(run, JobState.STOPPED)


def _masks(run: ActiveRun, result: TrackedFrame) -> dict[ObjectId, CellMask]:
    return {
        id: CellMask(p.mask, MaskSource.TRACKED, run.record.id, p.score, p.presence, p.doubts)
        for id, p in result.predictions.items()
    }


def _within(video: Video, frames: tuple[int, int]) -> Span:
    """Return `frames` in order and inside the video."""
    first, last = sorted(max(0, min(frame, video.frame_count - 1)) for frame in frames)
    return FrameIndex(first), FrameIndex(last)
