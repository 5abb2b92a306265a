"""Verbs on objects that the model finds by itself."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.engine.predictor import Prediction
from app.phrases import plural
from app.project.model import FrameIndex, Video
from app.workspace.editor import Editor
from app.workspace.edits.candidates import candidates
from app.workspace.engine import Engine
from app.workspace.error_reports import arrives, reports
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.jobs.runner import JobRunner
from app.workspace.jobs.worker import Ending
from app.workspace.view import Navigation


class CandidateFinder(QObject):
    """Proposes objects on a frame without prompts."""

    def __init__(self, editor: Editor, view: Navigation, engine: Engine, runner: JobRunner) -> None:
        super().__init__()
        self.editor = editor
        self._view = view
        self._engine = engine
        self._runner = runner

    @reports
    def find(self, frame: int | None = None) -> Job | None:
        """Find objects on a frame (None: the playhead's); each becomes an auto object, all in one step."""
        video = self._view.video
        if video is None:
            return None
        at = FrameIndex(self._view.frame if frame is None else frame)
        found: list[Prediction] = []

        def look(job: Job, so_far: tuple[Prediction, ...]) -> None:
            found[:] = so_far
            self._runner.jobs.progress(job, len(so_far))

        def ended(_job: Job, ending: Ending) -> None:
            if found and ending is not Ending.FAILED:
                self._take(video, at, found)

        return self._runner.run(
            self._engine.worker,
            self.tr("Find objects"),
            JobKind.SEGMENT,
            lambda: self._engine.propose(video, at),
            on_result=look,
            on_end=ended,
        )

    @arrives
    def _take(self, video: Video, frame: FrameIndex, found: Sequence[Prediction]) -> None:
        """Make an object of every proposal, unless the video was removed meanwhile."""
        editor = self.editor
        if editor.document.video(video.id) is None:
            return
        ids = [editor.new_object_id() for _ in found]
        edit = candidates(editor.document, video.id, frame, ids, found, self.tr("Candidate {number}"))
        editor.do(self.tr("Find objects"), edit)
        words = plural(len(found), self.tr("1 candidate found."), self.tr("{count} candidates found."))
        editor.messages.say(words.format(count=len(found)))
