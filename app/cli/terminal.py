"""What commands share: the video that is meant, its media, what is damaged, and a line of progress on the terminal."""

import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from app.api.session import Session
from app.cli.shown import counted, shown
from app.cli.typed import typed
from app.errors import MediaChanged, MediaMissing, ProjectError
from app.project.model import Video
from app.workspace.media.sources import media_problem
from app.workspace.workspace import Workspace

MIN_TITLE = 10
"""Characters of a title that stay on a narrow terminal, where the numbers are cut."""
MOST_FINDINGS = 5
"""Findings that a command names on its way; all of them are for `masklane check`."""


def video_named(current: Session, wanted: str) -> Video:
    """Return the video of that name, or number from 1, or the only one. Raises ProjectError."""
    videos = current.workspace.document.videos()
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
        raise ProjectError(f"There is no video {wanted!r}.", f"There are: {', '.join(v.name for v in videos[:10])}.")
    return named[0]


def require_media(current: Session, videos: Sequence[Video]) -> None:
    """Raise what is wrong with the media of videos before anything is computed or written for them."""
    folder = current.workspace.folder
    for video in videos:
        problem = media_problem(folder, video)
        if isinstance(problem, MediaMissing | MediaChanged):
            chosen = ("--video", video.name) if len(current.workspace.document.videos()) > 1 else ()
            relink = typed("relink", folder, *chosen)
            raise type(problem)(
                f"{problem.message} Nothing was computed or written.",
                f"Show where it is: {relink} PATH. Or keep what is there now: {relink} --keep.",
            )
        if problem is not None:
            raise problem


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
