"""A real window on prepared projects, brought into a state and grabbed."""

import queue
from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.masks.mask import Mask
from app.project.model import FrameIndex
from app.settings import Theme
from app.ui.canvas.canvas import Canvas
from app.ui.shell.application import Shell, build
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.looks import projects
from tests.looks.worked import another, worked

REST_MS = 250
"""Until pictures in the background are made. Words are there after `WORDS_MS`."""
WORDS_MS = 50


class Screenshots:
    """One window; the projects are made when a state first asks for them. `see` gets a part's name and widget."""

    def __init__(
        self, application: QApplication, folder: Path, see: Callable[[str, QWidget], None], rest_ms: int = REST_MS
    ) -> None:
        self.folder = folder
        self._rest_ms = rest_ms
        self._gate: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._predictor = DiscPredictor()
        self.shell: Shell = build(application, lambda _choice: self._predictor)
        self.window = self.shell.window
        self._fresh = 0
        self._see = see

    @property
    def workspace(self) -> Workspace:
        """The open project."""
        return self.window.workspace

    def set_look(self, theme: Theme, language: str, width: int, height: int) -> None:
        """Show the window in a theme, language and size."""
        settings = self.shell.preferences.settings
        self.shell.preferences.change(msgspec.structs.replace(settings, theme=theme, language=language))
        self.window.resize(width, height)
        self.window.show()
        self.rest()

    # Projects

    def close_project(self) -> None:
        """Go to the start page."""
        if self.window.has_project:
            self.window.close_project()
        self.rest()

    def forget_recent(self) -> None:
        """Be used for the first time."""
        self._recent(())

    def have_recent(self) -> None:
        """Be used for long: some projects, one of them gone."""
        known = [str(self._made("pond", projects.pond)), str(self._made("long", projects.long))]
        names = ("Kingfisher at the weir, second camera, graded", "Untitled", "gone")
        others = [self.folder / "recent" / name for name in names]
        for place in others[:-1]:
            place.mkdir(parents=True, exist_ok=True)
        self._recent((*known, *(str(place) for place in others)))

    def _recent(self, places: tuple[str, ...]) -> None:
        preferences = self.shell.preferences
        preferences.change(msgspec.structs.replace(preferences.settings, recent_projects=places))
        self.window.close_project()
        self.rest()

    def open_pond(self) -> None:
        """Open the sample with masks of every kind."""
        self._open(self._made("pond", projects.pond))

    def open_worked(self) -> Path:
        """Open the sample on which two people have worked for weeks; return the folder of another copy."""
        self._open(self._made("Worked on", worked))
        return self._made("Grace's copy", another)

    def open_ten(self) -> None:
        """Open the sample with ten objects of long names."""
        self._open(self._made("Ten objects with long names", lambda at: projects.pond(at, projects.LONG_NAMES)))

    def open_long(self) -> None:
        """Open the long video with many objects."""
        self._open(self._made("long", projects.long))

    def open_fresh(self) -> None:
        """Open a new project of the sample clip without objects."""
        self._fresh += 1
        self._open(projects.pond(self.folder / f"First steps {self._fresh}", empty=True))

    def open_without_videos(self) -> None:
        """Open a new project with nothing in it."""
        self._fresh += 1
        self.window.create_project(self.folder / f"Nothing yet {self._fresh}")
        self.rest()

    def open_made(self, name: str, make: Callable[[Path], Path]) -> None:
        """Open a project that is made once, in a folder of a name."""
        self._open(self._made(name, make))

    def _made(self, name: str, make: Callable[[Path], Path]) -> Path:
        place = self.folder / name
        return place if place.exists() else make(place)

    def _open(self, place: Path) -> None:
        self.window.open(place)
        self.until(lambda: not self.window.opening)
        self.until(lambda: not self.window.opening)
        self.until(lambda: self.workspace.view.image is not None and not self.workspace.busy)
        self.workspace.view.select(o.id for o in list(self.workspace.document.all_objects())[:1])
        self.rest()

    # Doing

    def offer(self, mask: Mask | None) -> None:
        """Let the predictor offer a mask on tracked frames."""
        self._predictor.offered = mask

    def go_to(self, frame: int) -> None:
        """Show a frame."""
        self.workspace.view.go_to(FrameIndex(frame))
        self.until(lambda: self.workspace.view.image_frame == frame)

    def hold_runs(self, after: int) -> None:
        """Let runs stop for good after so many frames, so that they are seen under way."""
        for _ in range(after):
            self._gate.put(None)
        self._predictor.before_frame = lambda _frame: self._gate.get(timeout=600)

    def let_runs(self) -> None:
        """Let runs go on."""
        self._predictor.before_frame = lambda _frame: None
        self._gate.put(None)

    def point(self, canvas: Canvas, x: float, y: float) -> None:
        """Bring the pointer to an image point."""
        place = canvas.to_widget(x, y)
        here = canvas.mapToGlobal(place)
        QApplication.sendEvent(canvas, QEnterEvent(place, place, here))
        none = Qt.MouseButton.NoButton
        move = QMouseEvent(QEvent.Type.MouseMove, place, here, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, move)

    def popped(self, menu: QMenu) -> QWidget:
        """Pop a menu up; it is closed with the next."""
        menu.popup(self.window.mapToGlobal(QPoint(40, 40)))
        return menu

    def menu_of(self, ask: Callable[[], None], part: str) -> None:
        """Grab the menu that `ask` opens, and waits for."""

        def seen() -> None:
            menu = QApplication.activePopupWidget()
            assert menu is not None
            self.shoot(part, menu)
            menu.close()

        QTimer.singleShot(self._rest_ms, self.window, seen)
        ask()

    def shoot(self, part: str, widget: QWidget) -> None:
        """Grab a widget as a part of the state."""
        self.rest()
        self._see(part, widget)

    # Waiting

    def rest(self) -> None:
        """Let the window finish what it is painting."""
        loop = QEventLoop()
        QTimer.singleShot(self._rest_ms, loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], bool]) -> None:
        """Run the window until something is the case."""
        loop = QEventLoop()
        timer = QTimer(interval=10)
        timer.timeout.connect(lambda: loop.quit() if condition() else None)
        timer.start()
        loop.exec()

    def close(self) -> None:
        """Close the window."""
        workspace = self.window.workspace if self.window.has_project else None
        self.window.close()
        if workspace is not None:
            workspace.close(wait_ms=10_000)
