"""Verbs on objects that the model finds by itself: where to look for them, and what becomes of those accepted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from app.errors import MediaError, UserError
from app.phrases import plural
from app.project.history import StepId
from app.project.model import FrameIndex
from app.workspace.editing.editor import Editor
from app.workspace.editing.error_reports import reports
from app.workspace.edits import candidates as edits
from app.workspace.engine import Engine
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending, Priority
from app.workspace.media.sources import picture_key
from app.workspace.review.accepted import AcceptedCandidates
from app.workspace.review.finding import FoundCandidate, Place, every_frame, finding
from app.workspace.review.verification import Verification
from app.workspace.tracking.runs import RunQueue
from app.workspace.viewing.view import Navigation

USUAL_EVERY = 24
"""Frames from one that is searched to the next."""


@dataclass(slots=True)
class _Search:
    """A search under way: the step that it fills, what it has found, and what could not be read."""

    step: StepId | None = None
    count: int = 0
    unread: set[tuple[str, FrameIndex]] = field(default_factory=set)
    error: MediaError | None = None


class CandidateFinder(QObject):
    """Finds objects without prompts. What was found by one search is one step, which fills while one looks on."""

    def __init__(
        self,
        editor: Editor,
        view: Navigation,
        engine: Engine,
        runner: JobRunner,
        runs: RunQueue,
        verification: Verification,
    ) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._runner = runner
        self._runs = runs
        self._verification = verification
        self.accepted = AcceptedCandidates(editor, runs)
        self.every = USUAL_EVERY
        """Frames from one that `find_in_video` searches to the next."""

    @reports
    def find(self, frame: int | None = None) -> Job | None:
        """Find objects on a frame (None: the playhead's) of the current video."""
        video = self._view.video
        if video is None:
            return None
        at = FrameIndex(self._view.frame if frame is None else max(0, min(frame, video.frame_count - 1)))
        return self._find([(video, at)])

    @reports
    def find_in_video(self, every: int = 0) -> Job | None:
        """Find objects on every so many-th frame (0: `every`) of the current video."""
        video = self._view.video
        return None if video is None else self._find(every_frame(video, every or self.every))

    @reports
    def find_in_all(self) -> Job | None:
        """Find objects on the first frame of each video."""
        videos = self.editor.document.videos()
        return self._find([(video, FrameIndex(0)) for video in videos]) if videos else None

    # What becomes of those that were accepted

    @reports
    def track_accepted(self) -> tuple[Job, ...]:
        """Track all accepted candidates that are not tracked to both ends, video by video; return the runs."""
        jobs = []
        for video in self.editor.document.videos():
            ids = self.accepted.to_track(video.id)
            job = self._runs.track_in(video.id, ids) if ids else None
            jobs += [job] if job is not None else []
        if not jobs:
            self.editor.messages.say(self.tr("No accepted candidate is left to track."))
        return tuple(jobs)

    @reports
    def hand_in_tracked(self) -> None:
        """Give the accepted candidates that are tracked to both ends to verification."""
        done = [id for video in self.editor.document.videos() for id in self.accepted.to_hand_in(video.id)]
        if done:
            self._verification.hand_in(done)
        else:
            self.editor.messages.say(self.tr("No accepted candidate is tracked to both ends."))

    # Searching

    def _find(self, where: Iterable[Place]) -> Job:
        places, search, document = tuple(where), _Search(), self.editor.document.frozen()
        return self._runner.run(
            self._engine.worker,
            self.tr("Find objects"),
            JobKind.SEGMENT,
            lambda: finding(self._engine, document, places),
            on_result=lambda job, result: self._take(job, search, result),
            on_end=lambda _job, ending: self._ended(search, ending),
            total=len(places),
            unit="frames",
            priority=Priority.PREVIEW if len(places) == 1 else Priority.RUN,  # a frame goes in between, as a click does
            hastens=True,
        )

    def _take(self, job: Job, search: _Search, result: FoundCandidate) -> None:
        """Add what was found to the step; a search whose step was undone ends, and so does one that cannot be saved."""
        self._runner.jobs.progress(job, result.done)
        if result.error is not None:
            search.unread.add((result.video.name, result.frame))
            search.error = result.error
        now = self.editor.document.video(result.video.id)
        if not result.masks or now is None or picture_key(now) != picture_key(result.video):
            return  # other media by now, or none
        try:
            kept = self._add(search, result)
        except UserError as error:
            self.editor.messages.report(error)
            kept = False
        if not kept:
            job.stopper()

    def _add(self, search: _Search, result: FoundCandidate) -> bool:
        """Return False when the step is undone."""
        editor = self.editor
        if search.step is not None and not editor.history.is_done(search.step):
            return False
        editor.catch_up()
        ids = [editor.new_object_id() for _ in result.masks]
        usual = self.tr("Candidate {number}")
        edit = edits.found(editor.document, result.video.id, result.frame, ids, result.masks, usual)
        search.count += len(ids)
        if search.step is None:
            search.step = editor.do(self.tr("Find objects"), edit, open=True)
            return True
        return editor.amend(search.step, edit, flush=False)

    def _ended(self, search: _Search, ending: Ending) -> None:
        editor = self.editor
        if search.step is not None:
            editor.seal(search.step)
            editor.flush_soon()
            editor.history_changed.emit()
        if ending is Ending.FAILED:
            return
        words = plural(search.count, self.tr("1 candidate found."), self.tr("{count} candidates found."))
        said = [words.format(count=search.count) if search.count else self.tr("Nothing new was found.")]
        if search.unread:
            count = len(search.unread)
            unread = plural(count, self.tr("1 frame cannot be read."), self.tr("{count} frames cannot be read."))
            said.append(unread.format(count=count))
        editor.messages.say(" ".join(said))
        if search.error is not None and not search.count:
            editor.messages.report(search.error)
