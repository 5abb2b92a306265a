"""What the handles of a script share: the open project behind them, driven from call to call."""

import atexit
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QObject

from app.api.session import Session, application_for_events, close, settings_with
from app.errors import ProjectError, UserError
from app.project.document import Document
from app.project.model import Video, VideoId
from app.settings import Settings
from app.workspace.jobs.jobs import Job
from app.workspace.media.sources import Sources
from app.workspace.workspace import Workspace

P = ParamSpec("P")
R = TypeVar("R")


class Connection:
    """An open project without a window, for the thread that opened it. Every call waits until what it began is done."""

    def __init__(self, open_workspace: Callable[[Settings], Workspace], changes: dict[str, object]) -> None:
        try:
            settings = settings_with(changes)
        except (ValueError, TypeError) as error:
            raise UserError("These settings make no sense: {reason}.", reason=str(error)) from error
        self._application = application_for_events()
        if QObject().thread() != self._application.thread():
            raise ProjectError("A project is used from the main thread.", "Open it there; it works in threads itself.")
        self._session = Session(open_workspace(settings), player=False)
        self._workspace: Workspace | None = self._session.workspace
        self._sources = Sources(self._session.workspace.folder)
        self.folder: Path = self._session.workspace.folder
        atexit.register(self.close)

    @property
    def workspace(self) -> Workspace:
        """The project, alive. Raises ProjectError when it was closed, or this is another thread."""
        if self._workspace is None:
            raise ProjectError("The project was closed.", "Open it again.")
        if QObject().thread() != self._workspace.thread():
            raise ProjectError("A project is used from the main thread.", "Call it from there.")
        return self._workspace

    @property
    def document(self) -> Document:
        """What is in the project now."""
        return self.workspace.document

    @property
    def sources(self) -> Sources:
        """The media, for this thread."""
        return self._sources

    def act(self, verb: Callable[P, R], /, *arguments: P.args, **named: P.kwargs) -> R:
        """Call a verb and wait until it is done. Raises UserError: what it reported, or why it was refused."""
        with self._listening():
            return self._session.act(verb, *arguments, **named)

    def steps(self, begin: Callable[[], Job | None]) -> Iterator[Job]:
        """Begin a job and yield it whenever it has gone on. A generator that is closed stops it. Raises UserError."""
        with self._listening():
            job = begin()
            if job is None:
                self._session.settle()
                return
        steps = self._session.steps(job)
        try:
            while True:
                with self._listening():
                    step = next(steps, None)
                if step is None:
                    return
                yield step
        finally:
            with self._listening():
                steps.close()  # type: ignore[attr-defined]

    def look_at(self, video: VideoId) -> Video:
        """Make a video the current one, as some verbs are about that; return it. Raises ProjectError: it is gone."""
        record = self.document.video(video)
        if record is None:
            raise ProjectError("The video is not in the project any more.", "Undo brings it back.")
        current = self.workspace.view.video
        if current is None or current.id != video:
            self.workspace.view.open_video(video)
        return record

    def close(self) -> None:
        """Close the project; a second time does nothing."""
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            atexit.unregister(self.close)
            self._sources.close()
            close(workspace, self._application)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        assert self.workspace is not None  # raises when the project cannot be used
        with self._session.listening():
            yield
