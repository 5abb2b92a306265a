"""Mouse and keys on the real window, and the pulse of its event loop while they are used."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.ui.shell.main_window import MainWindow
from tests.bench.heartbeat import Heartbeat
from tests.bench.result import Result

LEFT, MIDDLE, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
Points = list[tuple[float, float]]


class Hands:
    """Mouse and keys on one window; `results` are the gaps noted so far."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.heart = Heartbeat()
        self.results: list[Result] = []

    def idle(self) -> bool:
        return not self.window.has_project or not self.window.workspace.busy

    def gap(self, name: str, work: Callable[[], object], until: Callable[[], bool] | None = None) -> None:
        """Note the longest gap while `work` is done and until it has taken effect."""
        self.results.append(self.heart.result(name, self.heart.during(work, until or self.idle)))

    @staticmethod
    def after(seconds: float) -> Callable[[], bool]:
        """Return what is true from so many seconds after it was first asked."""
        began: list[float] = []

        def over() -> bool:
            began.append(time.monotonic())
            return began[-1] - began[0] > seconds

        return over

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

    def drag(self, at: QWidget, points: Points, button: Qt.MouseButton = LEFT) -> Iterator[None]:
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

    def clicks(self, at: QWidget, points: Points) -> Iterator[None]:
        for x, y in points:
            for kind in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                self.mouse(at, kind, x, y, LEFT)
            yield

    def drop(self, path: Path) -> None:
        """Drop a file or folder on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.window, QDragEnterEvent(QPoint(200, 200), copy, data, LEFT, keys))
        QApplication.sendEvent(self.window, QDropEvent(QPointF(200, 200), copy, data, LEFT, keys))

    def dialog(self, name: str, show: Callable[[], object], typed: str = "") -> None:
        """Note the gap while a dialog comes, and the one while something is typed into it; then close it."""
        self.gap(f"dialog: {name}", show)
        if typed:
            field = QApplication.focusWidget() or self.window
            self.steps(f"typing in {name}", (QTest.keyClicks(field, letter) for letter in typed))
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
