"""A workspace without a window: opened, driven until it rests, closed; its failures raised instead of shown."""

import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType

import msgspec
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from app import paths
from app.cli.interrupts import Interrupted, ending_signals
from app.cli.shown import counted, shown
from app.cli.typed import typed
from app.errors import MediaChanged, MediaMissing, ProjectError, UserError
from app.main import open_predictor
from app.project.model import ObjectId, Video, VideoObject
from app.settings import Settings, load
from app.workspace.sources import media_problem
from app.workspace.workspace import Workspace

LOOK_MS = 50
MIN_TITLE = 10
"""Characters of a title that stay on a narrow terminal, where the numbers are cut."""
CLOSE_MS = 60_000
MOST_FINDINGS = 5
"""Findings that a command names on its way; all of them are for `masklane check`."""


class Session:
    """One workspace and what went wrong in it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._errors: list[UserError] = []
        self._bugs: list[BaseException] = []
        self._interrupted: Interrupted | None = None
        workspace.messages.failed.connect(self._errors.append)
        workspace.messages.crashed.connect(self._bugs.append)

    def settle(self, progress: "TerminalProgress | None" = None, *, expected: tuple[type[UserError], ...] = ()) -> None:
        """Wait until nothing is under way. Raises the first failure since the last call, after printing the others.

        Failures of the `expected` types are passed over.

        Ctrl+C stops what is under way, waits for that, and raises KeyboardInterrupt; a second one does not wait.
        """
        if self.workspace.busy and not self._bugs:
            self._wait(progress)
        if progress is not None:
            progress.finish()
        if self._bugs:
            raise self._bugs[0]
        if self._interrupted is not None:
            raise self._interrupted
        self._errors[:] = [error for error in self._errors if not isinstance(error, expected)]
        if self._errors:
            first, *others = self._errors
            self._errors.clear()
            for other in dict.fromkeys(map(str, others)):  # the player and a job may fail over the same file
                if other != str(first):
                    print(shown(f"masklane: {other}"), file=sys.stderr)
            raise first

    def settle_until(self, done: Callable[[], bool]) -> None:
        """Wait until `done`. Raises what `settle` raises."""
        loop, timer = QEventLoop(), QTimer(interval=LOOK_MS)
        timer.timeout.connect(lambda: loop.quit() if done() or self._bugs else None)
        timer.start()
        if not done():
            loop.exec()
        timer.stop()
        self.settle()

    def _wait(self, progress: "TerminalProgress | None") -> None:
        workspace, loop = self.workspace, QEventLoop()

        def interrupt(number: int, _frame: FrameType | None) -> None:
            # Raising here would end in Qt, which prints what a slot raises and goes on
            active = () if self._interrupted else workspace.jobs.active
            self._interrupted = Interrupted(number)
            for job in active:
                workspace.stop(job)
            if not active:
                loop.quit()

        def look() -> None:
            if progress is not None:
                progress.follow(workspace)
            if self._bugs or not workspace.busy:
                loop.quit()

        timer = QTimer(interval=LOOK_MS)
        timer.timeout.connect(look)
        timer.start()
        workspace.pending_answers.answered.connect(look)
        workspace.jobs.ended.connect(look)
        usual = {number: signal.signal(number, interrupt) for number in ending_signals()}
        try:
            loop.exec()
        finally:
            for number, handler in usual.items():
                signal.signal(number, handler)
        workspace.pending_answers.answered.disconnect(look)
        workspace.jobs.ended.disconnect(look)

    def took_down(self, _kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        """Take note of what a slot raised; Qt would print it and go on."""
        self._bugs.append(bug)

    def video(self, wanted: str) -> Video:
        """Return the video of that name, or number from 1, or the only one. Raises ProjectError."""
        videos = self.workspace.document.videos()
        if not videos:
            raise ProjectError("There is no video in this project.", "Add one with `masklane add` or in the window.")
        if not wanted:
            if len(videos) > 1:
                names = ", ".join(v.name for v in videos[:10])
                raise ProjectError("There are several videos in this project.", f"Choose one with --video: {names}.")
            return videos[0]
        named = [v for v in videos if v.name == wanted]
        if not named and wanted.isdecimal() and 1 <= int(wanted) <= len(videos):
            named = [videos[int(wanted) - 1]]
        if not named:
            raise ProjectError(
                f"There is no video {wanted!r}.", f"There are: {', '.join(v.name for v in videos[:10])}."
            )
        return named[0]

    def require_media(self, videos: Sequence[Video]) -> None:
        """Raise what is wrong with the media of videos before anything is computed or written for them."""
        folder = self.workspace.folder
        for video in videos:
            problem = media_problem(folder, video)
            if isinstance(problem, MediaMissing | MediaChanged):
                chosen = ("--video", video.name) if len(self.workspace.document.videos()) > 1 else ()
                relink = typed("relink", folder, *chosen)
                raise type(problem)(
                    f"{problem.message} Nothing was computed or written.",
                    f"Show where it is: {relink} PATH. Or keep what is there now: {relink} --keep.",
                )
            if problem is not None:
                raise problem

    def object(self, name: str) -> ObjectId:
        """Return the object of that name in the current video, made when there is none."""
        found = self.find_object(name)
        made = self.workspace.objects.add(name) if found is None else found.id
        if made is None:
            self.settle()  # raises why: it could not be saved
            raise ProjectError("The object {name} cannot be made.", "See the log for why.", name=name)
        return made

    def find_object(self, name: str) -> VideoObject | None:
        """Return the object of that name in the current video, or None."""
        video = self.workspace.view.video
        objects = self.workspace.document.objects(video.id) if video is not None else ()
        return next((record for record in objects if record.name == name), None)


def tell_findings(findings: Sequence[str], folder: Path) -> None:
    """Print what of a damaged project was left out or changed, the first ones of many."""
    for finding in findings[:MOST_FINDINGS]:
        print(shown(f"note: {finding}"), file=sys.stderr)
    if len(findings) > MOST_FINDINGS:
        others = len(findings) - MOST_FINDINGS
        print(f"note: {counted(others, 'more finding')}: {typed('check', folder)}", file=sys.stderr)


class ProgressLine:
    """One progress line on the terminal; nothing when stderr is not a terminal."""

    WIDTH = 30

    def __init__(self) -> None:
        self._shown = ""
        self._last = 0.0
        self._started = time.monotonic()

    def show(self, title: str, done: int, total: int, unit: str) -> None:
        """Show `done` of `total`, at most ten times a second; a `total` of 0 is unknown."""
        rate = done / max(time.monotonic() - self._started, 1e-6)
        filled = min(self.WIDTH * done // total, self.WIDTH) if total else 0
        left = f", {(total - done) / rate:.0f} s left" if total and rate else ""
        bar = "#" * filled + "." * (self.WIDTH - filled)
        self._write(title, f": [{bar}] {done}/{total or '?'} {unit}, {rate:.1f}/s{left}")

    def show_title(self, title: str) -> None:
        """Show work without numbers."""
        self._write(title, " ...")

    def finish(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * len(self._shown) + "\r")
            sys.stderr.flush()
            self._shown = ""

    def _write(self, title: str, numbers: str) -> None:
        now = time.monotonic()
        if not sys.stderr.isatty() or now - self._last < 0.1:
            return
        self._last = now
        columns = shutil.get_terminal_size().columns - 1  # a line that wraps cannot be written over
        line = (shown(title)[: max(columns - len(numbers), MIN_TITLE)] + numbers)[:columns]
        sys.stderr.write("\r" + line.ljust(len(self._shown)))
        sys.stderr.flush()
        self._shown = line


class TerminalProgress(ProgressLine):
    """The progress line of a workspace's jobs."""

    def follow(self, workspace: Workspace) -> None:
        """Show the first of its jobs, or that the model is on its way."""
        jobs = workspace.jobs.active
        if jobs:
            self.show(jobs[0].title, int(jobs[0].done), jobs[0].total, jobs[0].unit)
        elif workspace.model.state.loading:
            self.show_title("Loading the model")


@contextmanager
def session(open_workspace: Callable[[Settings], Workspace], **changes: object) -> Iterator[Session]:
    """Open a workspace with the person's settings and `changes` to them, and close it whatever happens."""
    application = QCoreApplication.instance() or QCoreApplication([])
    settings = load(paths.settings_file()).settings
    workspace = open_workspace(msgspec.structs.replace(settings, **changes))
    made, usual = Session(workspace), sys.excepthook
    sys.excepthook = made.took_down
    try:
        yield made
    finally:
        sys.excepthook = usual
        workspace.close(wait_ms=CLOSE_MS)
        workspace.deleteLater()
        application.sendPostedEvents()


def opened(folder: Path) -> Callable[[Settings], Workspace]:
    """Return what opens the project in `folder`."""
    return lambda settings: Workspace.open(folder, settings, open_predictor)


def created(folder: Path) -> Callable[[Settings], Workspace]:
    """Return what makes a project in `folder`."""
    return lambda settings: Workspace.create(folder, settings, open_predictor)
