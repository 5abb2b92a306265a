"""What the canvas promises, through the whole window: answers that come late, previews, operations, ways to look."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QSlider, QToolButton

from app.masks.mask import Mask
from app.project.model import Cell, FrameIndex, ObjectId
from app.ui.canvas.view_modes import ViewMode
from tests.engine.stand_in import RADIUS
from tests.gui.window_bot import CONTROL, FRAMES, NONE, SHIFT, WindowBot

Key = Qt.Key


def point(desk: WindowBot, x: float, y: float, keys: Qt.KeyboardModifier = NONE) -> None:
    """Move the pointer to an image point."""
    canvas = desk.window.canvas
    place = QPointF(canvas.to_widget(x, y).toPoint())
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, place, canvas.mapToGlobal(place), none, none, keys)
    QApplication.sendEvent(canvas, move)


def click(desk: WindowBot, x: float, y: float) -> None:
    canvas = desk.window.canvas
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, NONE, canvas.to_widget(x, y).toPoint())


def mask(desk: WindowBot, object: ObjectId, frame: int = 0) -> Mask:
    found = desk.workspace.document.mask(Cell(object, FrameIndex(frame)))
    assert found is not None
    return found.mask


def shot(desk: WindowBot) -> QImage:
    desk.window.canvas.finish_drawing()
    return desk.window.canvas.grab().toImage()


def held_back(desk: WindowBot, name: str) -> Callable[[], None]:
    """Hold the predictor's answers back: the returned function lets one go."""
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    answer = getattr(desk.predictor, name)

    def waiting(*arguments: object) -> object:
        gate.get(timeout=120)
        return answer(*arguments)

    setattr(desk.predictor, name, waiting)
    return lambda: gate.put(None)


def test_the_dot_is_there_at_once_and_the_second_click_counts_both(window: WindowBot) -> None:
    let_go = held_back(window, "segment")
    window.window.canvas.setFocus()
    plain = shot(window)
    click(window, 24, 32)
    first = shot(window)
    click(window, 72, 32)
    second = shot(window)
    object = window.objects[0]
    unanswered = window.workspace.document.mask(Cell(object, FrameIndex(0)))
    let_go()
    let_go()
    window.settle()

    assert plain != first != second
    assert unanswered is None
    assert mask(window, object).contains(24, 32)
    assert mask(window, object).contains(72, 32)


def test_of_previews_the_latest_wins(two_objects: WindowBot) -> None:
    asked: list[float] = []
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    answer = two_objects.predictor.preview

    def waiting(video: object, source: object, frame: object, prompts: object) -> object:
        asked.append(round(prompts.clicks[-1].x))  # type: ignore[attr-defined]
        gate.get(timeout=120)
        return answer(video, source, frame, prompts)  # type: ignore[arg-type]

    two_objects.predictor.preview = waiting  # type: ignore[assignment, method-assign]
    for x in (20, 40, 60, 80):
        point(two_objects, x, 20, SHIFT)
        two_objects.qtbot.waitUntil(lambda: bool(asked))
    gate.put(None)
    gate.put(None)
    two_objects.qtbot.waitUntil(lambda: two_objects.workspace.click_preview.shown is not None, timeout=60_000)
    two_objects.qtbot.waitUntil(lambda: two_objects.workspace.click_preview.shown.mask.contains(80, 20), timeout=60_000)
    point(two_objects, 80, 20)

    assert [abs(x - wanted) <= 1 for x, wanted in zip(asked, (20, 80), strict=True)] == [True, True]
    assert two_objects.workspace.click_preview.shown is None


def operation(desk: WindowBot, name: str) -> QToolButton:
    buttons = desk.window.project_view.operations.findChildren(QToolButton)
    return next(button for button in buttons if button.accessibleName() == name)


def press(desk: WindowBot, words: str) -> None:
    button = next(b for b in desk.window.project_view.operations.findChildren(QPushButton) if b.text() == words)
    desk.click(button, 5, 5)


@pytest.mark.parametrize("name", ["Fill holes", "Remove specks", "Grow", "Shrink", "Smooth"])
def test_an_operation_is_seen_before_it_is_done_and_is_one_step(two_objects: WindowBot, name: str) -> None:
    right = two_objects.objects[1]
    pixels = mask(two_objects, right).to_array().copy()
    pixels[30:33, 70:73] = False  # a hole
    pixels[4:6, 4:6] = True  # a speck
    pixels[31, 72 + int(RADIUS) : 72 + int(RADIUS) + 4] = True  # a thorn
    two_objects.workspace.prompts.paint(Cell(right, FrameIndex(0)), Mask.from_array(pixels))
    before, plain = mask(two_objects, right), shot(two_objects)
    two_objects.click(operation(two_objects, name), 5, 5)
    two_objects.qtbot.waitUntil(lambda: shot(two_objects) != plain)
    previewed = mask(two_objects, right)
    press(two_objects, "Cancel")
    two_objects.qtbot.waitUntil(lambda: shot(two_objects) == plain)
    two_objects.click(operation(two_objects, name), 5, 5)
    press(two_objects, "Apply")
    two_objects.settle()
    after = mask(two_objects, right)
    two_objects.back_to_canvas()
    two_objects.key(Key.Key_Z, CONTROL)

    assert previewed == before
    assert after != before
    assert mask(two_objects, right) == before


def test_the_amount_changes_the_preview_and_the_range_is_respected(two_objects: WindowBot) -> None:
    workspace, right = two_objects.workspace, two_objects.objects[1]
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F)
    two_objects.settle()
    workspace.view.set_range(10, 19)
    plain = shot(two_objects)
    before = {frame: mask(two_objects, right, frame) for frame in range(FRAMES)}
    two_objects.click(operation(two_objects, "Grow"), 5, 5)
    two_objects.qtbot.waitUntil(lambda: shot(two_objects) != plain)
    usual = shot(two_objects)
    panel = two_objects.window.project_view.operations
    slider = next(s for s in panel.findChildren(QSlider) if s.isVisible())
    slider.setFocus()
    for _ in range(4):
        two_objects.key(Key.Key_Right, at=slider)
    two_objects.qtbot.waitUntil(lambda: shot(two_objects) != usual)
    scope = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Frames to change")
    chosen = scope.currentText()
    press(two_objects, "Apply")
    two_objects.settle()
    changed = {frame for frame in range(FRAMES) if mask(two_objects, right, frame) != before[frame]}

    assert chosen == "Between in and out"
    assert changed == set(range(10, 20))
    assert all(mask(two_objects, right, f).area > before[f].area for f in changed)


def test_keys_choose_how_masks_are_looked_at(two_objects: WindowBot) -> None:
    canvas = two_objects.window.canvas
    canvas.setFocus()
    seen, modes = [], []
    for number in range(1, len(ViewMode) + 1):
        two_objects.key(Key(Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        modes.append(canvas.view_mode)
        seen.append(shot(two_objects))

    assert modes == list(ViewMode)
    assert all(a != b for i, a in enumerate(seen) for b in seen[:i])


def test_keys_fit_the_picture_and_show_it_one_to_one(window: WindowBot) -> None:
    canvas = window.window.canvas
    canvas.setFocus()
    fitted = canvas.zoom
    window.key(Key.Key_0, CONTROL)
    one_to_one = canvas.zoom
    across = canvas.to_widget(50, 0).x() - canvas.to_widget(10, 0).x()
    window.key(Key.Key_0)

    assert one_to_one == 1.0
    assert across == pytest.approx(40 / canvas.devicePixelRatioF())
    assert canvas.zoom == fitted != 1.0


def test_masks_are_away_while_h_is_held(two_objects: WindowBot, tmp_path: Path) -> None:
    canvas = two_objects.window.canvas
    canvas.setFocus()
    shown = shot(two_objects)
    QTest.keyPress(canvas, Key.Key_H)
    QApplication.processEvents()
    held = shot(two_objects)
    QTest.keyRelease(canvas, Key.Key_H)
    QApplication.processEvents()

    assert held != shown
    assert shot(two_objects) == shown
