"""Tells how a run ended, and where it could go on."""

from PySide6.QtCore import QObject

from app.phrases import ranges
from app.project.model import Cell, FrameIndex
from app.workspace.editing.editor import Editor
from app.workspace.jobs.worker import Ending
from app.workspace.tracking.active_run import ActiveRun
from app.workspace.tracking.next_step import past_shots
from app.workspace.tracking.shot_limits import come_to
from app.workspace.viewing.view import Navigation


class RunEndings(QObject):
    """Says it once, in words; failures have been told before."""

    def __init__(self, editor: Editor, view: Navigation) -> None:
        super().__init__()
        self._editor = editor
        self._view = view

    def tell(self, run: ActiveRun, ending: Ending) -> FrameIndex | None:
        """Say how a run ended. Returns the first frame of the shot that it has come to, None when it is at its end."""
        if ending is Ending.DONE:
            self._tell_done(run)
            return None if run.dropped else self._tell_shot(run)
        if ending is Ending.STOPPED and not run.dropped:
            words = self.tr("{title}: stopped after {done} of {total} frames, which are kept.")
            self._say(words.format(title=run.job.title, done=int(run.count.done), total=run.count.total))
        return None

    def _tell_done(self, run: ActiveRun) -> None:
        behind = self._behind_holes(run)
        if behind:
            words = self.tr(
                "{title}: done, but for frames that cannot be decoded: {frames}. "
                "Check those that are built on them: {behind}."
            )
            self._say(words.format(title=run.job.title, frames=ranges(run.lost), behind=ranges(behind)))
        elif run.lost:
            words = self.tr("{title}: done, but for frames that cannot be decoded: {frames}.")
            self._say(words.format(title=run.job.title, frames=ranges(run.lost)))
        elif any(run.record.adapters):
            self._say(self.tr("{title}: done, by what was learned from corrections.").format(title=run.job.title))
        else:
            self._say(self.tr("{title}: done.").format(title=run.job.title))

    def _behind_holes(self, run: ActiveRun) -> list[FrameIndex]:
        """Return the frames with masks of a run that are built on one which it could not decode, ascending."""
        document, id = self._editor.document, run.record.id
        built = self._view.behind_holes(run.video)
        frames = sorted(FrameIndex(frame) for frame, hole in built.items() if hole in run.lost)
        masks = ((frame, document.mask(Cell(object, frame))) for frame in frames for object in run.record.objects)
        return sorted({frame for frame, found in masks if found is not None and found.run == id})

    def _tell_shot(self, run: ActiveRun) -> FrameIndex | None:
        """Say that a run has come to a shot change, where it could go on."""
        document, wish = self._editor.document, run.wish
        if past_shots(document, wish, run.video.frame_count) is None:
            return None
        frame = come_to(document, wish.objects, wish.direction, wish.shots, run.video.frame_count)[0]
        words = self.tr("{title}: done up to the shot change at frame {frame}.")
        self._say(words.format(title=run.job.title, frame=frame))
        return frame

    def _say(self, words: str) -> None:
        self._editor.messages.say(words)
