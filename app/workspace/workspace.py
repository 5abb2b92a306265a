"""The open project, alive: its nouns, made in order and wired in one place; how it is opened, created and closed."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import ProjectError
from app.generators import result_of
from app.project.document import Document
from app.project.history import History
from app.project.model import FrameIndex, Video
from app.project.storage.step_reader import UnfinishedRun
from app.project.storage.store import Store
from app.settings import AtShotChange, Settings
from app.workspace.editing.applied import Applied
from app.workspace.editing.bulk_edits import BulkEdits
from app.workspace.editing.editor import Editor
from app.workspace.editing.locks import Locks
from app.workspace.edits.stages import sent_back
from app.workspace.engine import Engine, ModelChoice, OpenPredictor
from app.workspace.interchange.exports import Exports
from app.workspace.interchange.imports import Imports
from app.workspace.interchange.merging import ProjectMerger
from app.workspace.jobs.jobs import Job, JobList
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.threads import WorkspaceThreads
from app.workspace.learning.annotate_next import AnnotateNext
from app.workspace.learning.improving import Improving
from app.workspace.learning.lessons import Lessons
from app.workspace.learning.offers import MaskOffers
from app.workspace.mask_carrier import MaskCarrier
from app.workspace.mask_operations import MaskOperations
from app.workspace.measuring.metrics import Metrics
from app.workspace.measuring.work_log import WorkLog
from app.workspace.messages import Messages
from app.workspace.model import ModelControl
from app.workspace.new_objects import NewObjects
from app.workspace.objects import ObjectEditor
from app.workspace.projects.loading import Loaded, load
from app.workspace.prompting.click_preview import ClickPreview
from app.workspace.prompting.pending_answers import PendingAnswers
from app.workspace.prompts import PromptEditor
from app.workspace.review.auto_accepting import AutoAccepting
from app.workspace.review.candidates import CandidateFinder
from app.workspace.review.category_questions import CategoryQuestions
from app.workspace.review.issue_marks import IssueMarks
from app.workspace.review.selecting import Selecting
from app.workspace.review.suggestions import Suggestions
from app.workspace.review.tags import Tags
from app.workspace.review.verification import Verification
from app.workspace.review.verifying import Verifying
from app.workspace.tracking.runs import RunQueue
from app.workspace.tracking.second_opinion import SecondOpinion
from app.workspace.turns import Turns
from app.workspace.videos import VideoList
from app.workspace.viewing.frame_states import StateBook
from app.workspace.viewing.playhead import Playhead
from app.workspace.viewing.replays import Replays
from app.workspace.viewing.shots import ShotBook
from app.workspace.viewing.shown_states import ShownStates
from app.workspace.viewing.view import Navigation

SETTLE_MS = 250
"""How long the playhead must rest before idle time is used to encode around it."""


class Workspace(QObject):
    """One open project. Lives in the main thread; verbs of its nouns return at once and never raise UserErrors.

    Read `document`, `history` and what the nouns show; change by their verbs; follow by their signals. The project
    folder is locked for others until `close`.
    """

    settings_changed = Signal()

    def __init__(self, loaded: Loaded, settings: Settings, open_predictor: OpenPredictor) -> None:
        super().__init__()
        self._store = store = loaded.store
        self._unfinished = loaded.kept.unfinished
        self._settings, self._closed = settings, False
        folder = store.folder
        self._threads = threads = WorkspaceThreads(self)

        self.messages, self.turns = Messages(), Turns(self)
        self.editor = Editor(store, loaded.document, loaded.kept.history, threads.background, self.messages)
        self.states = loaded.states
        self.shown_states = ShownStates(self.editor, self.states, self.turns)
        self.jobs = JobList()
        self._playhead = Playhead(folder, threads.decoder, settings.frame_cache_mb << 20)
        self._engine = Engine(folder, open_predictor, ModelChoice.of(settings), threads.engine)
        self.pending_answers = PendingAnswers()
        self._locks = Locks(self.editor)
        self.lessons = Lessons(self.editor, self._engine)
        runner = JobRunner(self.jobs, self.messages)
        bulk = BulkEdits(self.editor, runner, threads.background)

        self.view = Navigation(self.editor, self._playhead)
        self.model = ModelControl(self.editor, self.view, self._engine, runner, threads.downloads)
        self.runs = RunQueue(self.editor, self.view, self._engine, self.pending_answers, self.jobs)
        self.click_preview = ClickPreview(self.editor, self.view, self._engine)
        self.prompts = PromptEditor(
            self.editor, self.view, self._locks, self._engine, self.pending_answers, self.click_preview
        )
        self.offers = MaskOffers(self.editor, self.view, self._engine, self._locks, self.prompts, self.lessons)
        self.objects = ObjectEditor(self.editor, self.view, self._locks, bulk, self.prompts.ask_again)
        self.new_objects = NewObjects(self.editor, self.view, self.objects, self.prompts)
        self.masks = MaskOperations(self.editor, self.view, self._locks, self.runs, bulk)
        self.carrier = MaskCarrier(self.editor, self.view, self._locks, bulk, self.prompts)
        self.suggestions = Suggestions(self.editor, self.view, self.states, threads.background)
        self.annotate_next = AnnotateNext(self.editor, self.view, self._engine, threads.background)
        self.shots = ShotBook(folder, self.view, self.jobs, self.messages, threads.transfer)
        self.tags = Tags(self.editor)
        self.work_log = WorkLog(self.editor, self._engine, settings.annotator)
        self.verification = Verification(self.editor, settings.annotator)
        self.verifying = Verifying(self.verification, self.view)
        self.category_questions = CategoryQuestions(self.verification, self.verifying, self.view)
        self.auto_accepting = AutoAccepting(self.verification)
        self.issue_marks = IssueMarks(self.verification, self.verifying, self.view)
        self.selecting = Selecting(self.verification, self.objects, self.view)
        self.candidates = CandidateFinder(self.editor, self.view, self._engine, runner, self.runs, self.verification)
        self.second_opinion = SecondOpinion(self.editor, self.view, self._engine, runner)
        self.videos = VideoList(
            self.editor, folder, runner, bulk, threads.background, threads.transfer, self.prompts.ask_again
        )
        self.exports = Exports(self.editor, folder, runner, threads.background, threads.transfer)
        self.imports = Imports(self.editor, self.view, folder, runner, threads.transfer, self._locks)
        self.merging = ProjectMerger(self.editor, folder, runner, threads.transfer, self.prompts.ask_again)
        self.metrics = Metrics(
            self.editor, self.states, self.work_log, folder, runner, threads.background, threads.transfer
        )
        self.improving = Improving(self.editor, folder, runner, threads.background, threads.transfer)
        self._wire()
        self._connect()
        self._adopt()

    def _wire(self) -> None:
        """Say who follows an edit in which order."""
        replays = Replays(self.editor, self.view)
        self.editor.followers.wire(
            completions=(self.runs.call_into_question,),
            followers=(
                replays.note,
                self._follow_states,
                self.work_log.follow,
                self.view.drop_deleted,
                self.editor.tell,
                self.view.follow_videos,
                self.videos.follow,
                self.lessons.follow,
                self.runs.follow,
                self.prompts.follow,
                self.second_opinion.follow,
                self.offers.follow,
                self.exports.follow,
                self.suggestions.follow,
                self.annotate_next.follow,
                self.verifying.follow,
                self.verification.follow,
                replays.show,
            ),
            consequences=(sent_back,),
            scribe=self.work_log.line,
        )

    def _connect(self) -> None:
        """Say what leads to what beside edits."""
        for worker in self._threads:
            worker.crashed.connect(self.messages.crashed)
        self._settled = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settled.timeout.connect(self.model.encode_around)
        self._settled.timeout.connect(self.offers.look)
        for elsewhere in (self.view.selection_left, self.view.frame_left, self.view.video_left):
            elsewhere.connect(self.editor.in_hand.finish)
        self.view.frame_changed.connect(lambda _frame: self._settled.start())
        self.view.frame_changed.connect(self.work_log.alive)
        self.merging.lines_taken.connect(self.metrics.take_lines)
        self.view.selection_changed.connect(self.work_log.alive)
        self.view.frame_changed.connect(lambda _frame: self.click_preview.end())
        self.view.video_changed.connect(self.videos.look_for_media)
        self.view.image_ready.connect(self._look_again)
        self.videos.known_again.connect(self.view.open_video)
        self.messages.failed.connect(lambda _error: self.videos.look_for_media())
        self.model.loaded.connect(self.prompts.ask_unanswered)
        self.verifying.changed.connect(lambda: self.states.conceal(self.verifying.secret))
        self.runs.ended.connect(self.model.refresh)
        self.pending_answers.answered.connect(lambda _object: self.model.refresh())
        self.runs.ended.connect(self.suggestions.look)
        self.runs.ended.connect(self.model.load_if_due)
        self.runs.follows_playhead = self._settings.follow_runs
        self.runs.lessons_due = self.lessons.awaited
        self.lessons.learned.connect(lambda _object: self.runs.advance())
        self.lessons.on = self._settings.learn_from_corrections
        self._choose_shots()

    def _look_again(self, _frame: int) -> None:
        """A frame could be shown: where its media was missing, it may be back."""
        video = self.view.video
        if video is not None and (self.videos.media_missing(video.id) or self.videos.media_replaced(video.id)):
            self.videos.look_for_media()

    def _choose_shots(self) -> None:
        """Tell the runs at which shot changes they stop."""
        self.runs.setup.shots = _no_shots if self._settings.at_shot_change is AtShotChange.GO_ON else self.shots.of

    def _adopt(self) -> None:
        """Let the nouns go when the workspace goes."""
        nouns: tuple[QObject, ...] = (
            self.messages, self.editor, self.jobs, self._playhead, self.pending_answers, self._locks, self.view,
            self.model, self.runs, self.click_preview, self.prompts, self.objects, self.new_objects, self.masks,
            self.candidates,
            self.videos, self.exports, self.second_opinion, self.lessons, self.offers,
            self.suggestions, self.verification, self.verifying, self.selecting, self.work_log, self.imports,
            self.annotate_next, self.category_questions, self.auto_accepting,
            self.shots, self.tags, self.issue_marks, self.carrier, self.metrics,
            self.merging, self.improving, self.shown_states,
        )  # fmt: skip
        for noun in nouns:
            noun.setParent(self)

    def _follow_states(self, applied: Applied) -> None:
        self.states.update(applied.edit)

    @classmethod
    def open(cls, path: Path, settings: Settings, open_predictor: OpenPredictor) -> "Workspace":
        """Open the project folder (or its project.masklane) at `path`. Raises ProjectError."""
        return cls.of(result_of(load(path)), settings, open_predictor)

    @classmethod
    def create(cls, folder: Path, settings: Settings, open_predictor: OpenPredictor) -> "Workspace":
        """Make a new project in `folder`, which must be empty or not exist. Raises ProjectError."""
        store = Store.create(folder)
        document = store.load()
        return cls.of(Loaded(store, document, StateBook(document)), settings, open_predictor)

    @classmethod
    def of(cls, loaded: Loaded, settings: Settings, open_predictor: OpenPredictor) -> "Workspace":
        """Work on a project that was read already (see Opening)."""
        workspace = cls(loaded, settings, open_predictor)
        workspace.videos.look_for_media()
        videos = workspace.document.videos()
        if videos:
            workspace.view.open_video(videos[0].id)
        return workspace

    @property
    def folder(self) -> Path:
        """The project folder."""
        return self._store.folder

    @property
    def name(self) -> str:
        """The project's name: that of its folder."""
        return self.folder.name

    @property
    def findings(self) -> tuple[str, ...]:
        """What of the project's file was left out, or changed, because it is damaged; in English."""
        return self._store.findings

    @property
    def lacks_masks(self) -> bool:
        """True when masks were left out."""
        return self._store.lacks_masks

    @property
    def document(self) -> Document:
        """What is in the project."""
        return self.editor.document

    @property
    def history(self) -> History:
        """What can be undone."""
        return self.editor.history

    @property
    def unfinished(self) -> UnfinishedRun | None:
        """The newest run that had not come to its end when the project was left, if it has left anything to do."""
        return next(filter(self.runs.is_left_over, self._unfinished), None)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @property
    def busy(self) -> bool:
        """True while a click waits for its mask, a step or job is under way, the model loads, something is saved."""
        waiting = self.pending_answers.any or self.editor.deferring
        at_work = bool(self.jobs.active) or self.merging.looking or bool(self.lessons.teaching)
        return waiting or at_work or self.model.state.loading or self.editor.saving

    def tell_damage(self) -> None:
        """Report that something was left out because it is damaged, if so."""
        if self.findings:
            self.messages.report(
                ProjectError(
                    "The project is damaged: {count} things in it were left out or changed.",
                    "`masklane check` names them. Open a copy of the folder from before, if there is one.",
                    count=len(self.findings),
                )
            )

    def change_settings(self, settings: Settings) -> None:
        """Take over other settings; another model is loaded when the choice has changed."""
        self._settings = settings
        self.runs.follows_playhead = settings.follow_runs
        self.lessons.on = settings.learn_from_corrections
        self._choose_shots()
        self.work_log.hand_over(settings.annotator)
        self.verification.hand_over(settings.annotator)
        self.model.choose(settings)
        self.view.set_cache(settings.frame_cache_mb << 20)
        self.settings_changed.emit()

    def stop(self, job: Job | None = None) -> None:
        """Stop a job (None: the run in progress, else the newest job). What is done stays."""
        if job is None:
            queue = self.runs.queue
            job = queue[0] if queue else next(iter(reversed(self.jobs.active)), None)
        if job is not None and job.state.active:
            job.stopper()

    def stop_all(self) -> None:
        """Stop all jobs, those that wait first, so that none begins. What is done stays."""
        for job in reversed(self.jobs.active):
            if job.state.active:
                job.stopper()

    def close(self, wait_ms: int = 0) -> None:
        """Close the project at once: runs stop, what they made is there, and the lock is released.

        Threads end by themselves at their next yield and close what they opened; the one in the background refreshes
        the copies in masklets/ before, if something changed. A window does not wait for them; a script that goes on
        may, with `wait_ms` each. Nothing holds what is closed in a cycle: it is freed with the last reference.
        """
        if self._closed:
            return
        self.editor.begin_command()
        self.work_log.close()
        self._closed = True
        self._playhead.close()
        self._settled.stop()
        self.suggestions.close()
        self.annotate_next.close()
        self.shots.close()
        copies, thumbnails = self.exports.closing(), self.videos.closing()

        def last() -> Iterator[object]:
            return chain(copies, thumbnails)

        self._threads.background.close(last=last)
        self._threads.engine.close(last=self._engine.close)
        self._threads.decoder.close(last=self._playhead.closing)
        for worker in self._threads:
            worker.close()
        for worker in self._threads:
            worker.close(wait_ms)
        self.editor.close(wait_ms)
        self.jobs.clear()
        self._store.close()


def _no_shots(_video: Video) -> tuple[FrameIndex, ...]:
    return ()
