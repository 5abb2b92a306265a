"""The canvas on 4K with ten objects: pan, zoom, frame change and brush, from the event to the painted widget."""

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.masks.mask import Mask
from app.project.model import Cell, FrameIndex
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.tools.table import ToolId
from app.workspace.workspace import Workspace
from tests.bench.result import Result, at_most
from tests.engine.stand_in import DiscPredictor

WIDTH, HEIGHT, FRAMES, OBJECTS = 3840, 2160, 4, 10
WINDOW = (1600, 1000)
"""The canvas on a 1080p screen, in pixels. A 4K screen has five times as many; there it may take twice as long."""
REPAINT_MS, FRAME_MS = 16.0, 80.0


def measure() -> list[Result]:
    """Measure with real events, offscreen."""
    application = QApplication.instance() or QApplication(["bench", "-platform", "offscreen"])
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.create(Path(folder) / "project", Settings(), lambda _choice: DiscPredictor())
        canvas = Canvas(workspace)
        canvas.resize(*WINDOW)
        canvas.show()
        _fill(workspace, Path(folder) / "pictures")
        results = _scores(workspace, canvas, "", 1.0)
        canvas.resize(WIDTH, HEIGHT)
        results += _scores(workspace, canvas, ", on a 4K screen", 2.0)
        canvas.close()
        workspace.close(wait_ms=5000)
        del application
    return results


def _fill(workspace: Workspace, pictures: Path) -> None:
    """Add a 4K video of a few frames with ten objects on each."""
    pictures.mkdir()
    random = np.random.default_rng(1)
    for frame in range(FRAMES):
        coarse = random.integers(30, 220, (90, 160, 3), np.uint8)
        picture = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(pictures / f"{frame:03}.jpg"), picture)
    _until(workspace, lambda: workspace.videos.add([pictures]))
    objects = [workspace.objects.add() for _ in range(OBJECTS)]
    for frame in range(FRAMES):
        if frame:
            _until(workspace, partial(workspace.view.go_to, FrameIndex(frame)))
        for number, object in enumerate(objects):
            assert object is not None
            workspace.prompts.paint(Cell(object, FrameIndex(frame)), _blob(number, frame * 15))


def _until(workspace: Workspace, doing: Callable[[], object]) -> None:
    """Do something and wait for the picture that follows."""
    loop = QEventLoop()
    workspace.view.image_ready.connect(loop.quit)
    doing()
    loop.exec()
    workspace.view.image_ready.disconnect(loop.quit)


def _blob(seed: int, shift: int) -> Mask:
    """Return a wavy outline about 700 pixels across."""
    random = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    radius = np.full(400, 350.0)
    for wave in range(2, 14):
        radius += 350 * random.normal(0, 0.25 / wave) * np.cos(wave * angle + random.uniform(0, 6))
    x = 400 + 330 * seed + shift + radius * np.cos(angle)
    y = 700 + seed * 397 % 900 + radius * np.sin(angle)
    pixels = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(pixels, [np.stack((x, y), axis=1).astype(np.int32)], 1)
    return Mask.from_array(pixels)


def _scores(workspace: Workspace, canvas: Canvas, where: str, slack: float) -> list[Result]:
    """Measure one size of the canvas; `slack` stretches the limits of repainting all of it."""
    middle = QPointF(canvas.rect().center())
    canvas.fit()
    canvas.repaint()
    zooming = _timed(48, lambda i: canvas.zoom_by(1.25 if i % 12 < 6 else 0.8, middle))
    canvas.finish_drawing()
    canvas.zoom_by(2.2, middle)
    canvas.finish_drawing()
    canvas.repaint()
    _mouse(canvas, QEvent.Type.MouseButtonPress, middle, Qt.MouseButton.MiddleButton)
    panning = _timed(60, lambda i: _mouse(canvas, QEvent.Type.MouseMove, middle + QPointF(abs(i % 40 - 20) * 9, i % 7)))
    _mouse(canvas, QEvent.Type.MouseButtonRelease, middle, Qt.MouseButton.MiddleButton)
    canvas.fit()
    canvas.repaint()
    changing = _timed(16, lambda i: workspace.view.go_to((workspace.view.frame + 1) % FRAMES), time.perf_counter)
    painting = _brush_times(workspace, canvas)
    return [
        at_most(f"zoom, repaint, median{where}", statistics.median(zooming), "ms", REPAINT_MS * slack),
        at_most(f"pan, repaint, median{where}", statistics.median(panning), "ms", REPAINT_MS * slack),
        at_most(f"frame change with masks, median{where}", statistics.median(changing), "ms", FRAME_MS * slack),
        at_most(f"brush, event to paint, median{where}", statistics.median(painting), "ms", REPAINT_MS),
        at_most(
            f"brush, event to paint, 95 of 100{where}", sorted(painting)[len(painting) * 95 // 100], "ms", REPAINT_MS
        ),
    ]


def _brush_times(workspace: Workspace, canvas: Canvas) -> list[float]:
    """Return the times of the moves of one long stroke."""
    canvas.set_tool(ToolId.BRUSH)
    canvas.set_brush_radius(40)
    _mouse(canvas, QEvent.Type.MouseButtonPress, canvas.to_widget(900, 900), Qt.MouseButton.LeftButton)
    canvas.repaint()

    def stroke(i: int) -> None:
        _mouse(canvas, QEvent.Type.MouseMove, canvas.to_widget(900 + i * 20, 900 + 200 * np.sin(i / 5)))

    times = _timed(90, stroke)
    _mouse(canvas, QEvent.Type.MouseButtonRelease, canvas.to_widget(2700, 900), Qt.MouseButton.LeftButton)
    workspace.editor.undo()
    canvas.set_tool(ToolId.CLICK)
    return times


def _timed(count: int, doing: Callable[[int], object], clock: Callable[[], float] = time.thread_time) -> list[float]:
    """Return the milliseconds of each of `count` doings, each with the repaint that follows.

    By default in processor time of this thread: other programs do not count.
    """
    times = []
    for i in range(count):
        start = clock()
        doing(i)
        QApplication.processEvents()
        times.append((clock() - start) * 1000)
    return times


def _mouse(canvas: Canvas, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    event = QMouseEvent(kind, at, canvas.mapToGlobal(at), button, button, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)
