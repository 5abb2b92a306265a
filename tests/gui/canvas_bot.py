"""A canvas on a real project: mouse and keys are given in image coordinates, and the results are read back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.masks.mask import Mask
from app.project.model import Cell, CellMask, FrameIndex, ObjectId, Prompts
from app.settings import Settings
from app.ui.canvas.canvas import Canvas
from app.ui.canvas.geometry import ImagePoint
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor

WIDTH, HEIGHT, FRAMES = 160, 120, 4
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NO_KEY, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
CONTROL = Qt.KeyboardModifier.ControlModifier


def write_pictures(folder: Path, width: int = WIDTH, height: int = HEIGHT, frames: int = FRAMES) -> Path:
    """Write a folder of gray pictures, frame i of brightness 60 + 40 i."""
    folder.mkdir(parents=True)
    for i in range(frames):
        cv2.imwrite(str(folder / f"{i:03}.png"), np.full((height, width, 3), 60 + 40 * i, np.uint8))
    return folder


def disc(x: float, y: float, radius: float, width: int = WIDTH, height: int = HEIGHT) -> Mask:
    """Return a round mask."""
    rows, columns = np.ogrid[:height, :width]
    return Mask.from_array((columns + 0.5 - x) ** 2 + (rows + 0.5 - y) ** 2 <= radius**2)


class CanvasBot:
    """A shown canvas, its workspace on a folder of pictures, and the notices and bugs the workspace reported."""

    def __init__(self, workspace: Workspace, canvas: Canvas, qtbot: QtBot) -> None:
        self.workspace = workspace
        self.canvas = canvas
        self.qtbot = qtbot
        self.notices: list[str] = []
        self.bugs: list[Exception] = []
        workspace.messages.notice.connect(self.notices.append)
        workspace.messages.crashed.connect(self.bugs.append)

    def settle(self) -> None:
        """Wait until nothing is under way; a bug in a job fails the test."""
        self.qtbot.waitUntil(lambda: not self.workspace.busy or bool(self.bugs), timeout=60_000)
        assert self.bugs == []

    def show(self, frame: int) -> None:
        """Go to a frame and wait until its picture is shown."""
        self.workspace.view.go_to(frame)
        self.qtbot.waitUntil(lambda: self.workspace.view.image_frame == frame, timeout=60_000)

    # Acting

    def at(self, point: ImagePoint) -> QPoint:
        """Return the widget pixel at an image point."""
        return self.canvas.to_widget(*point).toPoint()

    def move(self, point: ImagePoint, keys: Qt.KeyboardModifier = NO_KEY, held: Qt.MouseButton | None = None) -> None:
        """Move the pointer."""
        position = QPointF(self.at(point))
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            position,
            self.canvas.mapToGlobal(position),
            Qt.MouseButton.NoButton,
            held or Qt.MouseButton.NoButton,
            keys,
        )
        QApplication.sendEvent(self.canvas, event)

    def press(self, point: ImagePoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a mouse button."""
        QTest.mousePress(self.canvas, button, keys, self.at(point))

    def release(self, point: ImagePoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Release a mouse button."""
        QTest.mouseRelease(self.canvas, button, keys, self.at(point))

    def click(self, point: ImagePoint, button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press and release."""
        self.press(point, button, keys)
        self.release(point, button, keys)

    def double_click(self, point: ImagePoint) -> None:
        """Press, release and press again in one place, as a double click arrives."""
        self.click(point)
        QTest.mouseDClick(self.canvas, LEFT, NO_KEY, self.at(point))

    def hold_space(self) -> None:
        """Press Space."""
        QTest.keyPress(self.canvas, Qt.Key.Key_Space)

    def let_go_of_space(self) -> None:
        """Release Space."""
        QTest.keyRelease(self.canvas, Qt.Key.Key_Space)

    def drag(
        self, points: Sequence[ImagePoint], button: Qt.MouseButton = LEFT, keys: Qt.KeyboardModifier = NO_KEY
    ) -> None:
        """Press at the first point, move through all, release at the last."""
        self.press(points[0], button, keys)
        for point in points[1:]:
            self.move(point, keys, button)
        self.release(points[-1], button, keys)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEY) -> None:
        """Tap a key."""
        QTest.keyClick(self.canvas, key, keys)

    def wheel(self, point: ImagePoint, notches: float = 0, keys: Qt.KeyboardModifier = NO_KEY, pixels: int = 0) -> None:
        """Turn the wheel over an image point, or move two fingers by so many pixels."""
        position = QPointF(self.at(point))
        event = QWheelEvent(
            position,
            self.canvas.mapToGlobal(position),
            QPoint(0, pixels),
            QPoint(0, round(notches * 120)),
            Qt.MouseButton.NoButton,
            keys,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

    # Reading

    @property
    def cell(self) -> Cell:
        """The active object on the playhead's frame."""
        found = self.workspace.view.cell
        assert found is not None
        return found

    def prompts(self, cell: Cell | None = None) -> Prompts:
        """The prompts on a cell."""
        return self.workspace.document.prompts(cell or self.cell) or Prompts()

    def mask(self, cell: Cell | None = None) -> CellMask | None:
        """The mask of a cell."""
        return self.workspace.document.mask(cell or self.cell)

    def pixels(self, cell: Cell | None = None) -> NDArray[np.bool_]:
        """The bits of a cell's mask."""
        found = self.mask(cell)
        assert found is not None
        return found.mask.to_array()

    def steps(self) -> int:
        """How many steps can be undone."""
        return sum(step.done for step in self.workspace.history.titles())

    def add_painted(self, mask: Mask, name: str = "", frame: int = 0) -> ObjectId:
        """Make an object with a painted mask."""
        made = self.workspace.objects.add(name)
        assert made is not None
        self.workspace.prompts.paint(Cell(made, FrameIndex(frame)), mask)
        return made

    def shot(self) -> QImage:
        """Return what the canvas shows, in full quality."""
        self.canvas.finish_drawing()
        return self.canvas.grab().toImage()

    def color(self, point: ImagePoint, shot: QImage | None = None) -> tuple[int, int, int]:
        """Return the color shown at an image point."""
        image = shot if shot is not None else self.shot()
        place = self.canvas.to_widget(*point) * image.devicePixelRatio()
        found = image.pixelColor(int(place.x()), int(place.y()))
        return found.red(), found.green(), found.blue()


@contextmanager
def canvas_bot(qtbot: QtBot, folder: Path, width: int = 640, height: int = 480) -> Iterator[CanvasBot]:
    """Open a canvas of this size on a new project with one folder of pictures."""
    workspace = Workspace.create(folder / "project", Settings(), lambda _choice: DiscPredictor())
    canvas = Canvas(workspace)
    qtbot.addWidget(canvas)
    canvas.resize(width, height)
    bot = CanvasBot(workspace, canvas, qtbot)
    with qtbot.waitExposed(canvas):
        canvas.show()
    try:
        workspace.videos.add([write_pictures(folder / "pictures")])
        qtbot.waitUntil(lambda: workspace.view.image is not None, timeout=60_000)
        bot.settle()
        yield bot
    finally:
        workspace.close(wait_ms=5000)
