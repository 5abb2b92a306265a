"""Undo is what a person did: one gesture one step, seen where it was done, and clicks go on to the right object."""

import queue
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.project.model import Cell, Direction, FrameIndex, ObjectId, VideoId
from tests.gui.test_window_walk import LEFT_AT, RIGHT_AT, at, click_picture, mask
from tests.gui.window_bot import CONTROL, LEFT, NONE, SHIFT, Gate, WindowBot, make_clip

Key = Qt.Key


@pytest.fixture
def desk(window: WindowBot) -> WindowBot:
    """A video without objects, the keyboard on the canvas."""
    window.window.canvas.setFocus()
    return window


@pytest.fixture
def two_videos(two_objects: WindowBot, tmp_path: Path) -> WindowBot:
    """The video with two objects, and another one without."""
    two_objects.workspace.videos.add((make_clip(tmp_path / "other.mp4", frames=12),))
    two_objects.settle()
    two_objects.window.canvas.setFocus()
    return two_objects


def clicks(desk: WindowBot, object: ObjectId, frame: int = 0) -> int:
    prompts = desk.workspace.document.prompts(Cell(object, FrameIndex(frame)))
    return len(prompts.clicks) if prompts is not None else 0


def undo(desk: WindowBot) -> None:
    desk.key(Key.Key_Z, CONTROL)
    desk.settle()


def redo(desk: WindowBot) -> None:
    desk.key(Key.Key_Z, CONTROL | SHIFT)
    desk.settle()


def broken_off(desk: WindowBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, tracked: int = 5) -> None:
    """Click, track, and press a key when so many frames are tracked."""
    click_picture(desk, *LEFT_AT)
    desk.settle()
    gate = Gate(desk, tracked + 1)
    desk.key(Key.Key_F)
    gate.wait()
    desk.key(key, modifiers)
    gate.open()
    desk.settle()


def test_the_first_click_and_its_object_are_one_step(desk: WindowBot) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    (made,) = desk.objects
    undo(desk)
    gone = desk.objects
    redo(desk)
    click_picture(desk, LEFT_AT[0] + 12, LEFT_AT[1])
    desk.settle()

    assert gone == []
    assert desk.objects == [made]
    assert clicks(desk, made) == 2


@pytest.mark.parametrize("tool", [Key.Key_B, Key.Key_P])
def test_escape_in_the_first_gesture_leaves_no_object(desk: WindowBot, tool: Qt.Key) -> None:
    before = desk.workspace.history.undo_title
    desk.key(tool)
    canvas = desk.window.canvas
    at = canvas.to_widget(*LEFT_AT).toPoint()
    QTest.mousePress(canvas, LEFT, NONE, at)
    desk.drag(canvas, at.x() + 30, at.y())
    during = canvas.grab().toImage().pixelColor(at)
    desk.key(Key.Key_Escape)
    QTest.mouseRelease(canvas, LEFT, NONE, at)

    assert desk.objects == []
    assert desk.workspace.history.undo_title == before
    assert tool != Key.Key_B or canvas.grab().toImage().pixelColor(at) != during


def test_the_first_stroke_is_one_step_in_the_color_of_its_object(desk: WindowBot) -> None:
    desk.key(Key.Key_B)
    canvas = desk.window.canvas
    at = canvas.to_widget(*LEFT_AT).toPoint()
    QTest.mousePress(canvas, LEFT, NONE, at)
    desk.drag(canvas, at.x() + 30, at.y())
    during = canvas.grab().toImage().pixelColor(at.x() + 12, at.y())
    QTest.mouseRelease(canvas, LEFT, NONE, at)
    canvas.finish_drawing()
    after = canvas.grab().toImage().pixelColor(at.x() + 12, at.y())
    made = desk.objects
    undo(desk)

    assert len(made) == 1
    assert during == after
    assert desk.objects == []


def test_undo_and_redo_go_where_it_was_done(desk: WindowBot) -> None:
    for frame in (10, 40):
        desk.go_to(frame)
        click_picture(desk, *LEFT_AT)
        desk.settle()
    desk.key(Key.Key_End)
    seen = []
    for step in (undo, undo, redo, redo):
        step(desk)
        seen.append(int(desk.workspace.view.frame))

    assert seen == [40, 10, 10, 40]


def test_undo_of_a_run_stays_where_the_person_looks(desk: WindowBot) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    desk.go_to(7)
    desk.workspace.runs.track(Direction.FORWARD, desk.objects, (7, 7))
    desk.settle()
    desk.go_to(30)
    undo(desk)
    undone = (desk.workspace.view.frame, mask(desk, desk.objects[0], 7))
    redo(desk)

    assert undone == (30, None)
    assert desk.workspace.view.frame == 30


def test_undo_goes_to_the_video_it_is_about(desk: WindowBot, tmp_path: Path, clip: Path) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    first = desk.workspace.view.video
    assert first is not None
    other = clip.with_name("other.mp4")
    other.write_bytes(clip.read_bytes())
    desk.go_to(20)
    click_picture(desk, *RIGHT_AT)
    desk.settle()
    desk.workspace.videos.add([other])
    desk.settle()
    undo(desk)  # the other video is gone again
    redo(desk)
    desk.key(Key.Key_PageDown, CONTROL)
    elsewhere = desk.workspace.view.video
    undo(desk)
    undo(desk)

    assert elsewhere is not None
    assert elsewhere.id == VideoId(first.id + 1)
    assert desk.workspace.view.video == first
    assert desk.workspace.view.frame == 20


def test_undo_of_a_name_goes_to_the_video_of_its_object(desk: WindowBot, clip: Path) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    (object,) = desk.objects
    other = clip.with_name("another.mp4")
    other.write_bytes(clip.read_bytes())
    desk.workspace.videos.add([other])
    desk.settle()
    first = desk.workspace.document.videos()[0]
    desk.workspace.objects.rename(object, "Swan")
    for replay in (undo, redo):
        desk.workspace.view.open_video(VideoId(first.id + 1))
        replay(desk)
        assert desk.workspace.view.video == first


@pytest.mark.parametrize("tracked", [0, 5])
def test_undo_of_a_run_under_way_is_told_until_something_else_is_done(desk: WindowBot, tracked: int) -> None:
    broken_off(desk, Key.Key_Z, CONTROL, tracked)
    told = desk.window.project_view.status.text
    desk.key(Key.Key_M)
    desk.settle()

    assert told == "Undone: Track Object 1"
    assert desk.window.project_view.status.text != told


def test_clicks_after_undo_go_to_the_object_they_went_to_before(desk: WindowBot) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    (first,) = desk.objects
    desk.key(Key.Key_N)
    undo(desk)
    after_new = desk.workspace.view.selection
    desk.key(Key.Key_Backspace, CONTROL)
    deleted = desk.workspace.view.selection
    undo(desk)

    assert after_new == (first,)
    assert deleted == ()
    assert desk.workspace.view.selection == (first,)


def test_undo_and_redo_are_told(desk: WindowBot) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    desk.key(Key.Key_M)
    told = []
    for step in (undo, redo):
        step(desk)
        told.append(desk.window.project_view.status.text)

    assert told == ["Undone: Mark absent · Object 1", "Redone: Mark absent · Object 1"]


def test_twenty_steps_are_undone_and_redone_one_by_one(desk: WindowBot) -> None:
    click_picture(desk, *LEFT_AT)
    desk.settle()
    (made,) = desk.objects
    for key in 9 * [Key.Key_L, Key.Key_M]:  # locked, nothing is marked; unlocked, absent once
        desk.key(key)
        desk.settle()
    states = [desk.workspace.document.frozen()]
    while desk.workspace.history.undo_title != "Add video":
        undo(desk)
        states.append(desk.workspace.document.frozen())
    count = len(states)
    for expected in reversed(states[:-1]):
        redo(desk)
        cell = Cell(made, FrameIndex(0))
        now = desk.workspace.document
        assert now.locked(cell) == expected.locked(cell)
        assert now.mask(cell) == expected.mask(cell)
        assert now.prompts(cell) == expected.prompts(cell)

    assert count >= 11
    assert not desk.workspace.history.can_redo


def test_a_stopped_run_says_how_far_it_came_and_a_finished_one_that_it_is_done(desk: WindowBot) -> None:
    broken_off(desk, Key.Key_Escape)
    stopped = desk.window.project_view.status.text
    done = len(desk.workspace.document.mask_frames(desk.objects[0])) - 1
    desk.key(Key.Key_F)
    desk.settle()

    assert stopped == f"Track Object 1: stopped after {done} of 59 frames, which are kept."
    assert desk.window.project_view.status.text == "Track Object 1: done."


def held(desk: WindowBot) -> Callable[[], None]:
    """Let the model keep its answers to prompts until the returned function is called."""
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    answer = desk.predictor.segment

    def waiting(*arguments: object) -> object:
        gate.get(timeout=120)
        return answer(*arguments)  # type: ignore[arg-type]

    desk.predictor.segment = waiting  # type: ignore[method-assign]
    return lambda: gate.put(None)


def stroke(desk: WindowBot, x: float, y: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
    canvas = desk.window.canvas
    at = canvas.to_widget(x, y).toPoint()
    QTest.mousePress(canvas, LEFT, modifiers, at)
    QTest.mouseRelease(canvas, LEFT, modifiers, at)


def test_a_stroke_right_after_a_click_keeps_the_click(desk: WindowBot) -> None:
    let = held(desk)
    click_picture(desk, *LEFT_AT)
    desk.key(Key.Key_B)
    stroke(desk, *RIGHT_AT)
    stroke(desk, 48, 10)
    (made,) = desk.objects
    at_once = [at(mask(desk, made, 0), *place) for place in (LEFT_AT, RIGHT_AT, (48, 10))]
    let()
    desk.settle()
    both = [at(mask(desk, made, 0), *place) for place in (LEFT_AT, RIGHT_AT, (48, 10))]
    undo(desk)
    one = [at(mask(desk, made, 0), *place) for place in (LEFT_AT, RIGHT_AT, (48, 10))]
    undo(desk)
    clicked = mask(desk, made, 0)
    redo(desk)

    assert at_once == [False, True, True]
    assert both == [True, True, True]
    assert one == [True, True, False]
    assert at(clicked, *LEFT_AT)
    assert not at(clicked, *RIGHT_AT)
    assert at(mask(desk, made, 0), *LEFT_AT)
    assert at(mask(desk, made, 0), *RIGHT_AT)


def test_an_answer_that_comes_during_a_stroke_is_painted_over_not_replaced(desk: WindowBot) -> None:
    let = held(desk)
    click_picture(desk, *LEFT_AT)
    desk.key(Key.Key_B)
    canvas = desk.window.canvas
    there = canvas.to_widget(*RIGHT_AT).toPoint()
    QTest.mousePress(canvas, LEFT, NONE, there)
    let()
    desk.settle()
    QTest.mouseRelease(canvas, LEFT, NONE, there)
    (made,) = desk.objects

    assert at(mask(desk, made, 0), *LEFT_AT)
    assert at(mask(desk, made, 0), *RIGHT_AT)


def test_marking_absent_before_the_answer_stays_absent(desk: WindowBot) -> None:
    let = held(desk)
    click_picture(desk, *LEFT_AT)
    desk.key(Key.Key_M)
    let()
    desk.settle()
    found = desk.workspace.document.mask(Cell(desk.objects[0], FrameIndex(0)))

    assert found is not None
    assert found.absent


def test_undoing_what_was_done_to_whole_objects_leaves_the_playhead(desk: WindowBot) -> None:
    """Deleted, merged, duplicated, cleared: with content on frame 0 only, and with masks on all frames."""
    for place in (LEFT_AT, RIGHT_AT):
        desk.key(Key.Key_Return)
        click_picture(desk, *place)
        desk.settle()
    left, right = desk.objects
    objects, masks = desk.workspace.objects, desk.workspace.masks
    verbs: list[Callable[[], object]] = [
        lambda: objects.delete((left,)),
        lambda: objects.merge((left, right)),
        lambda: objects.duplicate(left),
        lambda: masks.clear_object(left),
    ]
    seen = []
    for tracked in (False, True):
        if tracked:
            desk.workspace.view.select((left, right))
            desk.key(Key.Key_F)
            desk.settle()
        for verb in verbs:
            desk.workspace.view.go_to(30)
            verb()
            desk.settle()
            undo(desk)
            seen.append(int(desk.workspace.view.frame))
            redo(desk)
            seen.append(int(desk.workspace.view.frame))
            undo(desk)

    assert seen == 16 * [30]


def test_the_keys_of_undo_and_redo_work_corner_by_corner(desk: WindowBot) -> None:
    canvas, before = desk.window.canvas, desk.workspace.history.undo_title
    desk.key(Key.Key_P)
    for x, y in ((10, 10), (40, 10), (40, 40), (90, 60)):
        QTest.mouseClick(canvas, LEFT, pos=canvas.to_widget(x, y).toPoint())
    for keys in (CONTROL, CONTROL, CONTROL | SHIFT):
        desk.key(Key.Key_Z, keys)
    offered = desk.window.action_set["edit.undo"].text()
    desk.key(Key.Key_Return)
    (made,) = desk.objects

    assert offered == "Undo: Polygon"
    assert at(mask(desk, made, 0), 36, 20)
    assert not at(mask(desk, made, 0), 80, 54)
    desk.key(Key.Key_Z, CONTROL)
    assert desk.objects == []
    assert desk.workspace.history.undo_title == before


def test_a_video_that_comes_back_is_opened(two_videos: WindowBot) -> None:
    desk, workspace = two_videos, two_videos.workspace
    first, second = workspace.document.videos()
    workspace.view.open_video(first.id)
    desk.wait_for_picture()
    seen = []
    for gone, other in ((second, first), (first, second)):
        workspace.view.open_video(gone.id)
        workspace.videos.remove((gone.id,))
        seen.append(workspace.view.video == other)
        undo(desk)
        seen.append(workspace.view.video == gone)
        redo(desk)
        seen.append(workspace.view.video == other)
        undo(desk)
    assert seen == [True] * 6
