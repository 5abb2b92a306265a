"""How long the window is held up by what a person does in it: the real window, real events, the embedded model."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app import paths
from app.main import open_predictor
from app.project.model import Cell, ObjectId
from app.settings import Theme as Choice
from app.ui.application import build
from app.ui.canvas.tools.table import ToolId
from app.ui.canvas.view_modes import ViewMode
from app.ui.window import MainWindow
from tests.bench.heartbeat import Heartbeat, wait
from tests.bench.result import Result, at_most
from tests.looks import projects

DOT_MS = 20.0
LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton


class _Hands:
    """Mouse and keys on one window, and the pulse of its event loop while they are used."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.heart = Heartbeat()
        self.results: list[Result] = []

    def idle(self) -> bool:
        return not self.window.has_project or not self.window.workspace.busy

    def gap(self, name: str, work: Callable[[], object], until: Callable[[], bool] | None = None) -> None:
        """Note the longest gap while `work` is done and until it has taken effect."""
        self.results.append(self.heart.result(name, self.heart.during(work, until or self.idle)))

    def steps(self, name: str, steps: Iterator[object]) -> None:
        """Note the longest gap while the event loop runs between steps of a longer action."""

        def done() -> bool:
            return next(steps, self) is self

        self.gap(name, lambda: None, done)

    def mouse(self, at: QWidget, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton) -> None:
        place = QPointF(x, y)
        pressed = NONE if kind is QEvent.Type.MouseMove else button
        held = NONE if kind is QEvent.Type.MouseButtonRelease else button
        event = QMouseEvent(kind, place, at.mapToGlobal(place), pressed, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(at, event)

    def drag(self, at: QWidget, points: list[tuple[float, float]], button: Qt.MouseButton = LEFT) -> Iterator[None]:
        self.mouse(at, QEvent.Type.MouseButtonPress, *points[0], button)
        for x, y in points:
            self.mouse(at, QEvent.Type.MouseMove, x, y, button)
            yield
        self.mouse(at, QEvent.Type.MouseButtonRelease, *points[-1], button)

    def turn(self, at: QWidget, notches: list[int], keys: Qt.KeyboardModifier) -> Iterator[None]:
        middle = QPointF(at.rect().center())
        for notch in notches:
            delta = QPoint(0, 120 * notch)
            begin = Qt.ScrollPhase.NoScrollPhase
            event = QWheelEvent(middle, at.mapToGlobal(middle), QPoint(), delta, NONE, keys, begin, False)
            QApplication.sendEvent(at, event)
            yield

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.window.canvas, key, keys)


def measure() -> list[Result]:
    """Measure on the sample clip, and on a long video with fifty objects."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication([])
    with tempfile.TemporaryDirectory() as home, _at_home(home):
        window = build(application, open_predictor).window
        window.resize(1920, 1080)
        window.show()
        hands = _Hands(window)
        _work(hands, Path(home))
        _long(hands, Path(home))
        workspace = window.workspace
        window.close()
        workspace.close(wait_ms=60_000)
    return hands.results


@contextmanager
def _at_home(folder: str) -> Iterator[None]:
    before = os.environ.get("MASKLANE_HOME")
    os.environ["MASKLANE_HOME"] = folder
    try:
        yield
    finally:
        os.environ.pop("MASKLANE_HOME")
        if before is not None:
            os.environ["MASKLANE_HOME"] = before


def _work(hands: _Hands, home: Path) -> None:
    window, clip = hands.window, paths.sample_folder() / "pond.mp4"
    wait(hands.idle)
    hands.gap("a new project", lambda: window.begin(home / "Pond", (clip,)))
    workspace, canvas = window.workspace, window.canvas
    wait(lambda: workspace.image is not None and workspace.engine.device is not None)
    hands.results.append(_dot(hands))
    hands.gap("a click and its answer", lambda: None)
    hands.gap("tracking", lambda: hands.key(Qt.Key.Key_F))
    ruler, lanes = window.timeline.ruler, window.timeline.lanes
    across = [(40.0 + i * 12, 10.0) for i in range(80)]
    hands.steps("scrubbing on the ruler", hands.drag(ruler, across))
    hands.steps("zooming the timeline", hands.turn(lanes, [1] * 12 + [-1] * 12, Qt.KeyboardModifier.ControlModifier))
    hands.steps("zooming the canvas", hands.turn(canvas, [1] * 10 + [-1] * 10, Qt.KeyboardModifier.NoModifier))
    here = [(300.0 + i * 5, 200.0 + i) for i in range(60)]
    hands.steps("panning the canvas", hands.drag(canvas, here, MIDDLE))
    canvas.set_tool(ToolId.BRUSH)
    hands.steps("painting", hands.drag(canvas, here))
    canvas.set_tool(ToolId.CLICK)
    hands.steps("view modes", (canvas.set_view_mode(mode) for mode in (*ViewMode, ViewMode.OVERLAY)))
    hands.steps("stepping through frames", (hands.key(Qt.Key.Key_Right) for _ in range(40)))
    hands.gap("undo of a stroke and of a run", lambda: [workspace.undo(), workspace.undo()])
    hands.gap("redo", lambda: [workspace.redo(), workspace.redo()])
    for name, show in (
        ("settings", window.show_settings),
        ("shortcuts", window.show_shortcuts),
        ("command search", window.find_command),
        ("export", window.export),
    ):
        hands.gap(f"dialog: {name}", show)
        for dialog in window.findChildren(QDialog):
            dialog.reject()
    for choice in (Choice.LIGHT, Choice.DARK):
        hands.gap(f"colors: {choice.value}", lambda choice=choice: window._theme.choose(choice))
    hands.gap("export", lambda: workspace.export("overlay", home / "out"))
    hands.gap("closing the project", window.close_project)


def _dot(hands: _Hands) -> Result:
    """Click, and return how long it took until the dot was painted, in processor time of this thread."""
    canvas, workspace = hands.window.canvas, hands.window.workspace
    at = canvas.to_widget(200, 180).toPoint()
    start = time.thread_time()
    QTest.mousePress(canvas, LEFT, pos=at)
    canvas.repaint()
    taken = (time.thread_time() - start) * 1000
    QTest.mouseRelease(canvas, LEFT, pos=at)
    cell = Cell(ObjectId(1), workspace.frame)
    assert workspace.document.prompts(cell) is not None
    return at_most("click to painted dot", taken, "ms", DOT_MS)


def _long(hands: _Hands, home: Path) -> None:
    window, place = hands.window, projects.long(home / "Long")
    words = "2,400 frames x 50 objects"
    there = lambda: window.has_project and window.workspace.image is not None and hands.idle()  # noqa: E731
    hands.gap(f"opening, {words}", lambda: window.open(place), there)
    ruler, lanes = window.timeline.ruler, window.timeline.lanes
    hands.steps(f"scrubbing, {words}", hands.drag(ruler, [(40.0 + i * 12, 10.0) for i in range(80)]))
    control = Qt.KeyboardModifier.ControlModifier
    hands.steps(f"zooming the timeline, {words}", hands.turn(lanes, [1] * 12 + [-1] * 12, control))
    hands.steps(f"stepping, {words}", (hands.key(Qt.Key.Key_Right) for _ in range(40)))
    hands.steps(f"from object to object, {words}", (hands.key(Qt.Key.Key_Tab) for _ in range(20)))
