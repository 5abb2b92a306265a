"""The whole job with mouse and keys, and what other tools get wrong."""

import queue
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.masks.mask import Mask
from app.project.model import Cell, FrameIndex, ObjectId
from app.ui.dialogs.interchange.export import ExportDialog
from tests.engine.stand_in import RADIUS
from tests.gui.window_bot import CONTROL, FRAMES, SHIFT, WindowBot

Key = Qt.Key
LEFT_AT, RIGHT_AT = (24, 32), (72, 32)


def click_picture(desk: WindowBot, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    """Click on a point of the picture, in image pixels, once the picture of the playhead is shown."""
    desk.qtbot.waitUntil(lambda: desk.workspace.view.image_frame == desk.workspace.view.frame, timeout=60_000)
    canvas = desk.window.canvas
    QTest.mouseClick(canvas, button, pos=canvas.to_widget(x, y).toPoint())


def mask(desk: WindowBot, object: ObjectId, frame: int) -> Mask | None:
    found = desk.workspace.document.mask(Cell(object, FrameIndex(frame)))
    return found.mask if found is not None else None


def at(mask: Mask | None, x: float, y: float) -> bool:
    assert mask is not None
    return mask.contains(x, y)


@pytest.fixture
def keys(two_objects: WindowBot) -> WindowBot:
    """Two clicked objects, the keyboard on the canvas, "Left" active."""
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_1)
    return two_objects


@pytest.fixture
def tracked(keys: WindowBot) -> WindowBot:
    """The same with both objects tracked to the end."""
    for digit in (Key.Key_1, Key.Key_2):
        keys.key(digit)
        keys.key(Key.Key_F)
        keys.settle()
    keys.key(Key.Key_1)
    return keys


def test_from_a_new_project_to_an_export_and_back(window: WindowBot, tmp_path: Path) -> None:
    window.window.canvas.setFocus()
    click_picture(window, *LEFT_AT)
    window.settle()
    window.key(Key.Key_Return)
    click_picture(window, *RIGHT_AT)
    window.settle()
    first, second = window.objects
    window.key(Key.Key_A, CONTROL)
    window.key(Key.Key_F)
    window.settle()
    window.key(Key.Key_1)
    window.go_to(30)
    click_picture(window, 24, 50)
    window.settle()
    corrected = mask(window, first, 30)
    window.key(Key.Key_Z, CONTROL)
    undone = mask(window, first, 30)
    window.key(Key.Key_Z, CONTROL | SHIFT)
    window.key(Key.Key_L)
    window.key(Key.Key_F)
    window.settle()
    window.key(Key.Key_E, CONTROL)
    dialog = window.window.findChild(ExportDialog)
    assert dialog is not None
    window.settle()
    dialog.format.setCurrentIndex(dialog.format.findData("davis"))
    dialog.location.setText(str(tmp_path / "davis"))
    window.click(next(b for b in dialog.findChildren(QPushButton) if b.text() == "Export"), 5, 5)
    window.settle()
    told = window.window.project_view.status.result.message
    window.keep(window.workspace)
    window.window.close_project()
    window.open(tmp_path / "Project")
    window.wait_for_picture()

    assert told == f"Exported to {tmp_path / 'davis'}."
    assert at(corrected, 24, 50)
    assert not at(undone, 24, 50)
    assert mask(window, first, 30) == corrected
    assert at(mask(window, first, 45), 24, 50)
    assert at(mask(window, second, 45), *RIGHT_AT)
    assert len(list((tmp_path / "davis").rglob("*.png"))) == FRAMES


def test_a_correction_stays_and_its_neighbors_follow(tracked: WindowBot) -> None:
    left = tracked.objects[0]
    tracked.go_to(20)
    click_picture(tracked, 24, 55)
    tracked.settle()
    corrected = mask(tracked, left, 20)
    tracked.key(Key.Key_T, CONTROL)
    tracked.settle()

    assert mask(tracked, left, 20) == corrected
    assert at(mask(tracked, left, 21), 24, 55)
    assert at(mask(tracked, left, 19), 24, 55)
    assert not at(mask(tracked, left, 0), 24, 55)


def test_a_click_for_one_object_leaves_the_other_alone(tracked: WindowBot) -> None:
    right = tracked.objects[1]
    tracked.go_to(20)
    before = mask(tracked, right, 20)
    click_picture(tracked, *RIGHT_AT)
    tracked.settle()

    assert mask(tracked, right, 20) == before
    assert at(mask(tracked, tracked.objects[0], 20), *RIGHT_AT)


def test_a_right_click_removes(keys: WindowBot) -> None:
    click_picture(keys, LEFT_AT[0] + RADIUS, LEFT_AT[1], Qt.MouseButton.RightButton)
    keys.settle()

    assert not at(mask(keys, keys.objects[0], 0), LEFT_AT[0] + RADIUS - 3, LEFT_AT[1])
    assert at(mask(keys, keys.objects[0], 0), LEFT_AT[0] - 5, LEFT_AT[1])


def test_a_late_result_lands_on_the_frame_it_was_asked_for(keys: WindowBot) -> None:
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    answer = keys.predictor.segment

    def waiting(*arguments: object) -> object:
        gate.get(timeout=120)
        return answer(*arguments)  # type: ignore[arg-type]

    keys.predictor.segment = waiting  # type: ignore[method-assign]
    keys.go_to(10)
    click_picture(keys, 30, 30)
    dot = keys.workspace.document.prompts(Cell(keys.objects[0], FrameIndex(10)))
    keys.key(Key.Key_End)
    gate.put(None)
    keys.settle()

    assert dot is not None
    assert at(mask(keys, keys.objects[0], 10), 30, 30)
    assert mask(keys, keys.objects[0], FRAMES - 1) is None


def test_a_run_is_undone_in_one_step_and_redone_without_computing(keys: WindowBot) -> None:
    left = keys.objects[0]
    keys.key(Key.Key_F)
    keys.settle()
    computed = len(keys.predictor.tracked)
    keys.key(Key.Key_Z, CONTROL)
    undone = len(keys.workspace.document.mask_frames(left))
    keys.key(Key.Key_Y, CONTROL)

    assert undone == 1
    assert len(keys.workspace.document.mask_frames(left)) == FRAMES
    assert len(keys.predictor.tracked) == computed


def gated(desk: WindowBot) -> Callable[[int], None]:
    """Let runs wait for leave: the returned function lets so many frames pass."""
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    desk.predictor.before_frame = lambda _frame: gate.get(timeout=120)

    def let(frames: int) -> None:
        for _ in range(frames):
            gate.put(None)

    return let


def test_escape_stops_within_a_frame_and_tracking_goes_on_from_there(keys: WindowBot) -> None:
    left = keys.objects[0]
    let = gated(keys)
    keys.key(Key.Key_F)
    let(5)
    keys.qtbot.waitUntil(lambda: len(keys.workspace.document.mask_frames(left)) >= 5, timeout=60_000)
    keys.key(Key.Key_Escape)
    let(1)
    keys.settle()
    stopped = len(keys.workspace.document.mask_frames(left))
    let(FRAMES)
    keys.key(Key.Key_F)
    keys.settle()

    assert 5 <= stopped <= 8
    assert len(keys.workspace.document.mask_frames(left)) == FRAMES
    assert sorted(set(keys.predictor.tracked)) == sorted(keys.predictor.tracked)


def test_the_window_answers_while_a_run_goes_on(keys: WindowBot) -> None:
    let = gated(keys)
    keys.key(Key.Key_F)
    let(3)
    keys.key(Key.Key_2)
    keys.go_to(40)
    keys.window.canvas.setFocus()
    click_picture(keys, 60, 20)
    dot = keys.workspace.document.prompts(Cell(keys.objects[1], FrameIndex(40)))
    running = keys.workspace.runs.tracking
    let(FRAMES)
    keys.settle()

    assert running
    assert dot is not None
    assert at(mask(keys, keys.objects[1], 40), 60, 20)


def test_no_run_writes_into_a_locked_range(keys: WindowBot) -> None:
    left = keys.objects[0]
    keys.go_to(20)
    click_picture(keys, 40, 10)
    keys.settle()
    kept = mask(keys, left, 20)
    keys.go_to(18)
    keys.key(Key.Key_I)
    keys.go_to(22)
    keys.key(Key.Key_O)
    keys.key(Key.Key_L)
    keys.key(Key.Key_I, SHIFT)
    keys.go_to(0)
    keys.key(Key.Key_F)
    keys.settle()

    assert mask(keys, left, 20) == kept
    assert [mask(keys, left, f) for f in (18, 19, 21, 22)] == [None] * 4


def test_an_object_added_late_leaves_the_others_alone(tracked: WindowBot) -> None:
    before = {(object, frame): mask(tracked, object, frame) for object in tracked.objects for frame in range(FRAMES)}
    tracked.go_to(30)
    tracked.key(Key.Key_N)
    click_picture(tracked, 48, 12)
    tracked.settle()
    tracked.key(Key.Key_F)
    tracked.settle()
    new = tracked.objects[-1]

    assert len(tracked.objects) == 3
    assert at(mask(tracked, new, FRAMES - 1), 48, 12)
    assert all(mask(tracked, object, frame) == kept for (object, frame), kept in before.items())


def test_two_objects_may_overlap(keys: WindowBot) -> None:
    click_picture(keys, *RIGHT_AT)
    keys.settle()
    both = [np.asarray(mask(keys, object, 0).to_array()) for object in keys.objects]  # type: ignore[union-attr]

    assert (both[0] & both[1]).sum() > 100


def test_delete_takes_back_the_last_prompt_and_control_delete_the_frame(keys: WindowBot) -> None:
    left = keys.objects[0]
    click_picture(keys, 30, 40)
    keys.settle()
    keys.key(Key.Key_Delete)
    keys.settle()
    prompts = keys.workspace.document.prompts(Cell(left, FrameIndex(0)))
    keys.key(Key.Key_Delete, CONTROL)

    assert prompts is not None
    assert len(prompts.clicks) == 1
    assert mask(keys, left, 0) is None


def test_absent_is_something_else_than_no_mask(keys: WindowBot) -> None:
    left = keys.objects[0]
    keys.go_to(9)
    keys.key(Key.Key_M)
    marked = keys.workspace.document.mask(Cell(left, FrameIndex(9)))

    assert marked is not None
    assert marked.absent
    assert mask(keys, left, 8) is None


def test_ids_names_and_colors_stay_with_their_object(tracked: WindowBot) -> None:
    workspace = tracked.workspace
    before = {record.id: (record.name, record.color) for record in workspace.document.all_objects()}
    tracked.key(Key.Key_N)
    tracked.key(Key.Key_Backspace, CONTROL)
    tracked.key(Key.Key_N)
    newest = tracked.objects[-1]

    assert {r.id: (r.name, r.color) for r in workspace.document.all_objects() if r.id in before} == before
    assert newest not in before
    assert newest == max(tracked.objects)


def test_space_with_a_drag_pans_and_does_not_play(keys: WindowBot) -> None:
    canvas = keys.window.canvas
    keys.window.action_set["view.zoom_in"].trigger()
    before = canvas.to_widget(0, 0)
    middle = canvas.rect().center()
    QTest.mouseMove(canvas, middle)
    QTest.keyPress(canvas, Key.Key_Space)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    keys.drag(canvas, middle.x() + 40, middle.y() + 10)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 10))
    QTest.keyRelease(canvas, Key.Key_Space)
    QApplication.processEvents()

    assert canvas.to_widget(0, 0) != before
    assert not keys.workspace.view.playing
