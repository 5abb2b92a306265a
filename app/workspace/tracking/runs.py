"""Verbs that start and stop runs: tracking objects through the video while the person goes on working."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from app.collector import collector_resting
from app.errors import EngineError, UserError
from app.project.edit import Delta, Edit
from app.project.history import StepId
from app.project.model import (
    Cell,
    CellMask,
    Direction,
    FrameIndex,
    MaskSource,
    ObjectId,
    Run,
    Span,
    Video,
)
from app.workspace.editor import Core
from app.workspace.edits import cells as edits
from app.workspace.error_reports import reports
from app.workspace.jobs.jobs import Job, JobKind, JobState
from app.workspace.jobs.worker import Ending, Priority, Task
from app.workspace.tracking import passes
from app.workspace.tracking.passes import Planned, RunResult, Unchanged
from app.workspace.tracking.plan import Wish, needed
from app.workspace.tracking.progress import FrameCount


@dataclass(slots=True, eq=False)
class ActiveRun:
    """One run from its verb to its end, restarts included.

    `touched`: where a person changed objects since the last (re)start. `reached`: the frame each object is to be
    computed on next, in its direction. `watched`: where the playhead is as long as it goes along with this run.
    """

    video: Video
    wish: Wish
    record: Run
    step: StepId
    job: Job
    task: Task[RunResult] | None = None
    restart: bool = False
    stopping: bool = False
    dropped: bool = False
    restarted: bool = False
    touched: dict[ObjectId, FrameIndex] = field(default_factory=dict)
    reached: dict[ObjectId, FrameIndex] = field(default_factory=dict)
    watched: FrameIndex | None = None
    count: FrameCount = field(init=False)

    def __post_init__(self) -> None:
        self.count = FrameCount(self.video.frame_count)

    def touch(self, cell: Cell) -> None:
        """Note that a person changed `cell`: the run has to go on from there."""
        earlier = self.touched.get(cell.object, cell.frame)
        self.touched[cell.object] = self._first(cell.frame, earlier)
        self.restart = True

    def again(self) -> None:
        """Make the wish that a restart fulfils: what was touched, and what had not been reached yet."""
        anchors = dict(self.wish.anchors)
        for object, frame in self.touched.items():
            if self.wish.direction is Direction.BOTH:
                anchors[object] = frame
            elif object in self.reached:
                anchors[object] = self.reached[object] = self._first(frame, self.reached[object])
        self.wish = replace(self.wish, anchors=anchors)
        self.touched, self.restart, self.restarted = {}, False, True

    def _first(self, one: FrameIndex, other: FrameIndex) -> FrameIndex:
        return max(one, other) if self.wish.direction is Direction.BACKWARD else min(one, other)


class RunVerbs(Core):
    """Tracking. Runs wait in a queue; one is computed at a time, and its frames are amended to one step."""

    _queue: deque[ActiveRun]
    _owed: Counter[ObjectId]
    _crossed: frozenset[Cell] = frozenset()
    """Cells a person changed while a run of their object was going, so that results of both orders exist."""

    @reports
    def track(
        self,
        direction: Direction,
        objects: Sequence[ObjectId] | None = None,
        frames: tuple[int, int] | None = None,
        only_stale: bool = False,
    ) -> Job | None:
        """Track `objects` (None: the selected ones, or all) from the person-made mask nearest to the playhead.

        `frames` (inclusive; None: the range set on the timeline) is computed again completely; without either, what is
        not up to date. Returns the job, or None with a notice when there is nothing to do.
        """
        video = self.video
        if video is None:
            raise EngineError("There is no video to track in.", "Add a video to the project first.")
        chosen = tuple(objects) if objects is not None else (self.selection or self._objects_here())
        self._check_trackable(chosen)
        span = _within(video, frames) if frames is not None else self.frame_range
        wish = Wish(chosen, direction, self.frame, span, only_stale)
        run = self._record(video, wish)
        edit = Edit(runs={run.id: Delta(None, run)})
        if span is not None and not only_stale:
            with collector_resting():  # tens of thousands of spans would have it walk over everything
                edit = edit.then(edits.outdated(self.document, chosen, *span))
        elif not self._awaited(chosen) and not needed(self.document, wish, video.frame_count):
            self.notice.emit(self.tr("Everything is up to date. Set a range with I and O to track it again."))
            return None
        step = self._do(self._run_title(run), edit, open=True)
        assert step is not None
        title = self._run_title(run) + (f" · {span[0]}–{span[1]}" if span is not None else "")
        job = self.jobs.add(title, JobKind.TRACK, lambda: None, unit="frames")
        active = ActiveRun(video, wish, run, step, job)
        job.stopper = lambda: self._stop_run(active)
        self._runs().append(active)
        self._advance_runs()
        return job

    @property
    def run_queue(self) -> tuple[Job, ...]:
        """The run that is computed, and those that wait, in their order."""
        return tuple(run.job for run in self._runs())

    def requeue(self, job: Job, place: int) -> None:
        """Let a waiting run come at index `place` of the queue; the one that is computed stays the first."""
        queue = self._runs()
        run = next((run for run in queue if run.job is job), None)
        if run is None or run.task is not None:
            return
        queue.remove(run)
        queue.insert(max(place, sum(other.task is not None for other in queue)), run)
        self.jobs_changed.emit()
        self._advance_runs()

    def stop_all(self) -> None:
        """Stop all jobs, those that wait first, so that none begins. What is done stays."""
        for job in reversed(self.jobs.active):
            if job.state.active:
                job.stopper()

    def stop(self, job: Job | None = None) -> None:
        """Stop a job (None: the run in progress, else the newest job). What is done stays."""
        if job is None:
            runs = [run.job for run in self._runs()]
            job = runs[0] if runs else next(iter(reversed(self.jobs.active)), None)
        if job is not None and job.state.active:
            job.stopper()

    @property
    def tracking(self) -> bool:
        """True while a run is computed or waits."""
        return bool(self._runs())

    def undo(self) -> None:
        """Take back the newest step; a run that is still going is stopped and taken back whole."""
        super().undo()
        for run in list(self._runs()):
            if not self.history.is_done(run.step):
                run.dropped = True
                self._stop_run(run, discard=True)

    def _announce(self, edit: Edit) -> None:
        super()._announce(edit)
        for run in list(self._runs()):
            if edit.prompts:  # the person works here
                run.watched = None
            self._follow(run, edit)

    def _follow(self, run: ActiveRun, edit: Edit) -> None:
        """Restart a run when masks it starts from have changed, end it when its video is gone."""
        gone = edit.videos.get(run.video.id)
        if gone is not None and gone.after is None:
            run.dropped = True
            self._stop_run(run, discard=True)
        if run.task is None or run.stopping:
            return
        cells = [cell for cell in edits.decided(edit) if cell.object in run.wish.objects]
        self._crossed = self._crossed.union(cells)
        for cell in cells:
            run.touch(cell)
        if run.restart:
            self._engine_worker.stop(run.task)

    def _replay(self, edit: Edit | None, otherwise: Callable[[], Edit | None]) -> bool:
        """Undo or redo; masks that a run made of what is changed back now are called into question."""
        decided = edits.decided(edit) if edit is not None and self._crossed else []
        cells = [cell for cell in decided if cell in self._crossed]
        left = edits.left_behind(self.document, edit, cells) if edit is not None and cells else {}
        made = super()._replay(edit, otherwise)
        step = self.history.newest
        if left and step is not None:
            self._amend(step, edits.questioned(self.document, left))
        return made

    def _runs(self) -> deque[ActiveRun]:
        if "_queue" not in self.__dict__:
            self._queue = deque()
        return self._queue

    @property
    def busy(self) -> bool:
        """True while a click waits for its mask, a step or job is under way, the model loads, something is saved."""
        waiting = bool(self._asking()) or bool(self._unmade)
        return waiting or bool(self.jobs.active) or self.engine.loading or self.saving

    def _asking(self) -> Counter[ObjectId]:
        """How many masks the model owes each object."""
        if "_owed" not in self.__dict__:
            self._owed = Counter()
        return self._owed

    def _awaited(self, objects: Sequence[ObjectId]) -> bool:
        return any(self._asking()[id] for id in objects)

    def _asked(self, object: ObjectId) -> None:
        self._asking()[object] += 1

    def _answered(self, object: ObjectId) -> None:
        """A mask has come, or will not come: runs that waited for it can start."""
        self._asking()[object] -= 1
        self._owed += Counter()
        self.answered.emit(object)
        self._advance_runs()

    def _check_trackable(self, objects: Sequence[ObjectId]) -> None:
        records = [record for record in map(self.document.object, objects) if record is not None]
        if not records:
            raise EngineError("There is no object to track.", "Click on one in the video first.")
        ready = [r for r in records if self.document.conditioning_frames(r.id) and not r.locked]
        if not ready and not self._awaited(objects):
            if all(r.locked for r in records):
                raise EngineError("{name} is locked.", "Unlock it to track it.", name=records[0].name)
            raise EngineError(
                "{name} has no mask to start from.",
                "Click on it, draw a box or paint it on one frame.",
                name=records[0].name,
            )

    def _record(self, video: Video, wish: Wish) -> Run:
        first, last = wish.frames or (FrameIndex(0), FrameIndex(video.frame_count - 1))
        return Run(
            id=self._store.new_run_id(),
            video=video.id,
            objects=wish.objects,
            direction=wish.direction,
            first=first,
            last=last,
            model=self.engine.name or self.engine.choice.model,
            started=datetime.now(UTC),
        )

    def _run_title(self, run: Run) -> str:
        """Return what is tracked, and in which video where there are several."""
        record, video = self.document.object(run.objects[0]), self.document.video(run.video)
        if len(run.objects) == 1:
            title = self.tr("Track {name}").format(name=record.name if record else run.objects[0])
        else:
            title = self.tr("Track {count} objects").format(count=len(run.objects))
        if video is None or len(self.document.videos()) == 1:
            return title
        return self.tr("{title} in {video}").format(title=title, video=video.name)

    def _advance_runs(self) -> None:
        """Start the first waiting run, if none is being computed."""
        queue = self._runs()
        if not queue or queue[0].task is not None or self._awaited(queue[0].wish.objects):
            return
        run = queue[0]
        if not run.restarted and self.settings.follow_runs:
            run.watched = self.frame
        room, video, wish, document = self._engine_room, run.video, run.wish, self.document.frozen()
        run.task = self._engine_worker.submit(
            lambda: passes.run(room, video, document, wish),
            priority=Priority.RUN,
            on_result=lambda result: self._land(run, result),
            on_end=lambda ending, error: self._run_ended(run, ending, error),
        )

    def _land(self, run: ActiveRun, result: RunResult) -> None:
        """Take over the plan of a run, one of its frames, or the word that old masks still hold."""
        if run.dropped:
            return
        if isinstance(result, Planned):
            run.count.plan(result)
            self.jobs.progress(run.job, run.count.done, run.count.total)
            return
        if isinstance(result, Unchanged):
            spans = {id: span for id, span in result.spans.items() if id not in run.touched}
            edit, count = edits.confirmed(self.document, spans), result.cells
            run.count.kept(result)
        else:
            masks = {
                id: CellMask(p.mask, MaskSource.TRACKED, run.record.id, p.score, p.presence)
                for id, p in result.predictions.items()
                if id not in run.touched  # a person corrected it meanwhile: it is about to be computed again
            }
            if run.wish.direction is not Direction.BOTH:
                beyond = result.frame + (1 if run.wish.direction is Direction.FORWARD else -1)
                run.reached.update(dict.fromkeys(masks, FrameIndex(beyond)))
            edit, count = edits.tracked(self.document, result.frame, masks), len(result.predictions)
            run.count.landed(result.frame, count)
        after = replace(run.record, frames_done=run.record.frames_done + count, model=self._engine_room_name(run))
        edit = replace(edit, runs={run.record.id: Delta(self.document.run(run.record.id), after)})
        try:
            if not self._amend(run.step, edit, flush=False):
                run.dropped = True
                self._stop_run(run, discard=True)
                return
        except UserError as error:
            self.report(error)
            self._stop_run(run, discard=True)  # what is on its way could not be saved either
            return
        run.record = after
        self.jobs.progress(run.job, run.count.done)
        if not isinstance(result, Unchanged):
            self._go_along(run, result.frame)

    def _go_along(self, run: ActiveRun, frame: FrameIndex) -> None:
        """Show the frame that was just tracked, until the person goes elsewhere."""
        if run.watched == self.frame and self.video is not None and self.video.id == run.video.id:
            self._playhead.go_to(frame)
            run.watched = self.frame
        else:
            run.watched = None

    def _engine_room_name(self, run: ActiveRun) -> str:
        return self.engine.name or run.record.model

    def _run_ended(self, run: ActiveRun, ending: Ending, error: UserError | None) -> None:
        run.task = None
        if error is not None:
            self.report(error)
        if run.restart and ending is not Ending.FAILED and not run.dropped:
            run.again()
            self._advance_runs()
            return
        self._runs().remove(run)
        self.history.seal(run.step)
        self._flush_soon()
        self.jobs.end(run.job, JobState.STOPPED if run.dropped else JobState.of(ending))
        self.history_changed.emit()
        self._tell_end(run, ending)
        self.refresh_engine()
        self._advance_runs()

    def _tell_end(self, run: ActiveRun, ending: Ending) -> None:
        """Say how a run ended, which goes without a trace otherwise; failures have been told."""
        if ending is Ending.DONE:
            self.notice.emit(self.tr("{title}: done.").format(title=run.job.title))
        elif ending is Ending.STOPPED and not run.dropped:
            words = self.tr("{title}: stopped. Frames that are done, and stay: {done} of {total}.")
            self.notice.emit(words.format(title=run.job.title, done=int(run.count.done), total=run.count.total))

    def _stop_run(self, run: ActiveRun, *, discard: bool = False) -> None:
        run.restart, run.stopping = False, True
        if run.task is not None:
            self._engine_worker.stop(run.task, discard=discard)
        elif run in self._runs():
            self._runs().remove(run)
            self.jobs.end(run.job, JobState.STOPPED)

    def _stop_tracking(self, object: ObjectId) -> None:
        """End the runs of an object."""
        for run in list(self._runs()):
            if object in run.wish.objects:
                self._stop_run(run)


def _within(video: Video, frames: tuple[int, int]) -> Span:
    """Return `frames` in order and inside the video."""
    first, last = sorted(max(0, min(frame, video.frame_count - 1)) for frame in frames)
    return FrameIndex(first), FrameIndex(last)
