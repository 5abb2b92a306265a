"""A shown main window with everything a test wants to ask of it."""

from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import av
import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.project.model import Cell, Click, FrameIndex, ObjectId
from app.settings import Settings
from app.ui.preferences import Preferences
from app.ui.shell.main_window import MainWindow
from app.ui.shell.window_state import WindowState
from app.ui.theme.theme import UiTheme
from app.workspace.engine import ModelChoice
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

FRAMES, WIDTH, HEIGHT = 60, 96, 64
LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def make_clip(path: Path, frames: int = FRAMES) -> Path:
    """Write a short clip whose brightness says which frame it is."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "18", "g": "12"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for index in range(frames):
            picture = np.full((HEIGHT, WIDTH, 3), index * 4 % 256, np.uint8)
            for packet in stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


class Loader:
    """Loads the stand-in. `before` may refuse in words; `choices` are those asked for."""

    def __init__(self, predictor: DiscPredictor) -> None:
        self.predictor = predictor
        self.before: Callable[[ModelChoice], object] = lambda _choice: None
        self.choices: list[ModelChoice] = []

    def __call__(self, choice: ModelChoice) -> DiscPredictor:
        self.choices.append(choice)
        self.before(choice)
        return self.predictor


class WindowBot:
    """The window, its preferences and its predictor. Closes what a test leaves open."""

    def __init__(self, window: MainWindow, preferences: Preferences, loader: Loader, qtbot: QtBot) -> None:
        self.window = window
        self.preferences = preferences
        self.loader = loader
        self.predictor = loader.predictor
        self.qtbot = qtbot
        self.bugs: list[Exception] = []
        self._workspaces: list[Workspace] = []
        window.crashed.connect(self.bugs.append)

    @property
    def workspace(self) -> Workspace:
        return self.window.workspace

    @property
    def objects(self) -> list[ObjectId]:
        """The current video's objects in their order."""
        video = self.workspace.view.video
        assert video is not None
        return [record.id for record in self.workspace.document.objects(video.id)]

    def name(self, object: ObjectId) -> str:
        record = self.workspace.document.object(object)
        assert record is not None
        return record.name

    def add(self, name: str, x: float, y: float, frame: int = 0) -> ObjectId:
        """Make an object by a click on a frame, and wait for its mask."""
        object = self.workspace.objects.add(name)
        assert object is not None
        self.workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(x, y))
        self.settle()
        return object

    def open(self, folder: Path) -> bool:
        """Open a project, wait until it is there or was refused, and return whether it is there."""
        self.window.open(folder)
        self.wait_for_opening()
        return self.window.has_project and self.workspace.folder == folder

    def wait_for_opening(self) -> None:
        """Wait until the project that was asked for is there or was refused."""
        self.qtbot.waitUntil(lambda: not self.window.opening, timeout=60_000)

    def settle(self) -> None:
        """Wait until nothing is under way; a bug in a job fails the test."""
        self.qtbot.waitUntil(lambda: not self.workspace.busy or bool(self.bugs), timeout=60_000)
        assert self.bugs == []
        self._give_turns()

    def wait_for_picture(self) -> None:
        """Wait until the picture and all panels are there."""
        self.qtbot.waitUntil(
            lambda: self.workspace.view.image is not None and self.window.project_view.panels_ready, timeout=60_000
        )
        self.settle()

    @property
    def said(self) -> str:
        """What is said at the pointer, or else in the status bar."""
        return self.window.canvas.note.words or self.window.project_view.status.text

    def fail(self, message: str, hint: str = "") -> None:
        self.workspace.messages.failed.emit(UserError(message, hint))

    def close(self) -> None:
        """Close the window and wait for the threads of its project."""
        workspace = self.window.workspace if self.window.has_project else None
        self.window.close()
        for closed in (*self._workspaces, workspace):
            if closed is not None:
                closed.close(wait_ms=5000)

    def keep(self, workspace: Workspace) -> None:
        """Wait for this workspace's threads at the end too: the test closes it itself."""
        self._workspaces.append(workspace)

    def offered(self) -> list[str]:
        """What the bar of failures offers to do: its button first, then what is in its menu."""
        QApplication.processEvents()
        bar = self.window.project_view.errors
        return list(bar.ways) if bar.isVisible() else []

    def take(self, way: str) -> None:
        """Press the button of the bar of failures, or choose from its menu."""
        QApplication.processEvents()
        bar = self.window.project_view.errors
        assert bar.isVisible()
        if bar.button.isVisible() and bar.button.text().startswith(way):
            self.click(bar.button, 5, 5)
        else:
            next(action for action in bar.menu.actions() if action.text().startswith(way)).trigger()

    # Real events

    def back_to_canvas(self) -> None:
        """Give the keyboard back to the canvas after a dialog was closed."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.window.canvas.setFocus()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, at: QWidget | None = None) -> None:
        """Press and release a key where the focus is; actions have followed what was done before."""
        self.settle_actions()
        QTest.keyClick(at or QApplication.focusWidget() or self.window, key, modifiers)
        QApplication.processEvents()
        self._give_turns()

    def settle_actions(self) -> None:
        """Let actions, and whatever waits for a turn of its own, follow what was done before."""
        QApplication.processEvents()
        while self.window._update_timer.isActive():
            QApplication.processEvents()
        self._give_turns()

    def _give_turns(self) -> None:
        """Let all follow that wait for a turn of their own."""
        while self.window.has_project and self.workspace.turns.busy:
            QApplication.processEvents()

    def go_to(self, frame: int) -> None:
        """Go to a frame as a person does who knows its number."""
        self.key(Qt.Key.Key_G)
        QTest.keyClicks(QApplication.focusWidget(), str(frame))
        self.key(Qt.Key.Key_Return)

    def press(self, widget: QWidget, x: float, y: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(widget, LEFT, modifiers, QPoint(round(x), round(y)))

    def drag(self, widget: QWidget, x: float, y: float) -> None:
        """Move the pointer with the left button held."""
        place = QPointF(round(x), round(y))
        event = QMouseEvent(
            QEvent.Type.MouseMove, place, widget.mapToGlobal(place), Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(widget, event)

    def release(self, widget: QWidget, x: float, y: float) -> None:
        QTest.mouseRelease(widget, LEFT, NONE, QPoint(round(x), round(y)))

    def click(self, widget: QWidget, x: float, y: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(widget, LEFT, modifiers, QPoint(round(x), round(y)))

    def wheel(self, widget: QWidget, x: float, y: float, notches: int, modifiers: Qt.KeyboardModifier = NONE) -> bool:
        """Turn the wheel over a widget. Returns whether it used that, or has left it to what it lies in."""
        place = QPointF(x, y)
        event = QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        return event.isAccepted()

    def drop(self, *paths: Path) -> None:
        """Drag files over the window, and drop them."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        entering = QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(self.window, entering)
        assert entering.isAccepted()
        dropping = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, LEFT, NONE)
        QApplication.sendEvent(self.window, dropping)


class Gate:
    """Holds the model before a frame until it is opened."""

    def __init__(self, desk: WindowBot, frame: int) -> None:
        self._desk = desk
        self._frame = frame
        self._passes: SimpleQueue[None] = SimpleQueue()
        self.reached = False
        desk.predictor.before_frame = self._hold

    def _hold(self, frame: FrameIndex) -> None:
        if frame == self._frame and not self.reached:
            self.reached = True
            self._passes.get(timeout=120)  # the engine's thread: the window goes on meanwhile

    def open(self) -> None:
        self._passes.put(None)

    def wait(self) -> None:
        self._desk.qtbot.waitUntil(lambda: self.reached, timeout=60_000)


def open_window(qtbot: QtBot, theme: UiTheme, folder: Path, settings: Settings | None = None) -> WindowBot:
    """Show a window whose settings and state lie in `folder`, on its start page."""
    loader = Loader(DiscPredictor())
    preferences = Preferences(settings or Settings(annotator_asked=True), folder / "settings.json")
    state = WindowState(folder / "window.ini")
    window = MainWindow(preferences, theme, loader, state)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return WindowBot(window, preferences, loader, qtbot)
