"""Shot changes of the videos: looked for once in the background, kept in the cache, walked here."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.media.shots import ShotSearch, search
from app.project.model import FrameIndex, Video
from app.workspace.jobs.jobs import JobKind, JobList
from app.workspace.jobs.worker import Ending, Priority, Task, Worker
from app.workspace.media.shot_file import read_shots, write_shots
from app.workspace.media.sources import open_checked, picture_key
from app.workspace.messages import Messages
from app.workspace.viewing.view import Navigation


class ShotBook(QObject):
    """What is known about shots. Looking rests while something is tracked or played, and goes on where it was."""

    changed = Signal(int)
    """A VideoId: its shots have become known."""

    def __init__(self, folder: Path, view: Navigation, jobs: JobList, messages: Messages, worker: Worker) -> None:
        super().__init__()
        self._folder = folder
        self._view = view
        self._jobs = jobs
        self._messages = messages
        self._worker = worker
        self._known: dict[str, tuple[FrameIndex, ...]] = {}
        self._failed: set[str] = set()
        self._searches: dict[str, ShotSearch] = {}
        self._task: Task[tuple[FrameIndex, ...] | None] | None = None
        self._follows = False

    def of(self, video: Video) -> tuple[FrameIndex, ...]:
        """Return the first frame of each shot but the first, ascending; () while they are not known."""
        return self._known.get(picture_key(video), ())

    def here(self) -> tuple[FrameIndex, ...]:
        """Return those of the video that is shown."""
        return self.of(self._view.video) if self._view.video is not None else ()

    def follow_view(self) -> None:
        """Look for the shots of each video that is shown from now on."""
        if not self._follows:
            self._follows = True
            self._view.video_changed.connect(self._look_here)
            self._view.image_ready.connect(self._look_here)
            self._view.playing_changed.connect(self._look_here)
            self._jobs.changed.connect(self._look_here)
            self._jobs.ended.connect(self._look_here)
            self._look_here()

    def look(self, video: Video) -> None:
        """Look for the shots of a video, unless they are known; `changed` follows."""
        key = picture_key(video)
        if key in self._known or key in self._failed or self._task is not None:
            return
        folder, found = self._folder, self._searches.setdefault(key, ShotSearch())
        self._task = self._worker.submit(
            lambda: _looking(folder, video, found),
            priority=Priority.IDLE,
            on_result=lambda starts: self._take(video, starts),
            on_end=lambda ending, _error: self._ended(key, ending),
        )

    def next(self) -> None:
        """Go to the first frame of the next shot."""
        shots, frame = self.here(), self._view.frame
        at = bisect_right(shots, frame)
        self._view.go_to(shots[at]) if at < len(shots) else self._messages.say(self.tr("No shot change after this."))

    def previous(self) -> None:
        """Go to the first frame of this shot, or of the one before."""
        shots, frame = self.here(), self._view.frame
        at = bisect_left(shots, frame) - 1
        self._view.go_to(shots[at]) if at >= 0 else self._messages.say(self.tr("No shot change before this."))

    def close(self) -> None:
        """Look no more."""
        self._follows = False
        task, self._task = self._task, None  # what it tells would hold this for ever
        if task is not None:
            self._worker.stop(task, discard=True)

    def _look_here(self, *_about: object) -> None:
        others_first = self._view.playing or any(job.kind is JobKind.TRACK for job in self._jobs.active)
        if others_first and self._task is not None:
            self._worker.stop(self._task)
        elif not others_first and self._follows and self._view.video is not None and self._view.image is not None:
            self.look(self._view.video)

    def _take(self, video: Video, starts: tuple[FrameIndex, ...] | None) -> None:
        if starts is not None:
            key = picture_key(video)
            self._known[key] = starts
            self._searches.pop(key, None)
            self.changed.emit(video.id)

    def _ended(self, key: str, ending: Ending) -> None:
        self._task = None
        if ending is Ending.FAILED:  # its media is missing, which is told elsewhere
            self._failed.add(key)
        self._look_here()


def find_shots(folder: Path, video: Video) -> Iterator[tuple[FrameIndex, ...] | None]:
    """Yield None after each frame that was looked at, and the shot changes of a video at the end. Raises MediaError."""
    yield from _looking(folder, video, ShotSearch())


def _looking(folder: Path, video: Video, found: ShotSearch) -> Iterator[tuple[FrameIndex, ...] | None]:
    kept = read_shots(folder, video)
    if kept is None:
        source = open_checked(folder, video)
        try:
            for _ in search(source, found):
                yield None
        finally:
            source.close()
        kept = tuple(map(FrameIndex, found.changes()))
        write_shots(folder, video, kept)
    yield kept
