"""Runs as the panel and the mouse start, steer and disturb them."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox

from app.masks.mask import Mask
from app.project.model import Cell, Click, Color, Direction, FrameIndex, MaskSource, ObjectId
from tests.gui.window_bot import FRAMES, HEIGHT, LEFT, WIDTH, Gate, WindowBot

Key = Qt.Key


def masks(desk: WindowBot, object: ObjectId) -> list[int]:
    return sorted(int(f) for f in desk.workspace.document.mask_frames(object))


def box(desk: WindowBot, name: str) -> QComboBox:
    return next(b for b in desk.window.project_view.tracking.findChildren(QComboBox) if b.accessibleName() == name)


def press_track(desk: WindowBot) -> None:
    desk.click(desk.window.project_view.tracking.button, 20, 10)


def test_the_selected_objects_are_tracked_and_no_other(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    two_objects.workspace.view.select((left,))
    press_track(two_objects)
    two_objects.settle()

    assert masks(two_objects, left) == list(range(FRAMES))
    assert masks(two_objects, right) == [0]


def test_all_objects_are_tracked_when_the_panel_says_so(two_objects: WindowBot) -> None:
    box(two_objects, "Objects to track").setCurrentIndex(1)
    press_track(two_objects)
    two_objects.settle()

    assert [masks(two_objects, object) for object in two_objects.objects] == [list(range(FRAMES))] * 2


def test_the_big_button_tracks_again_what_a_correction_has_made_stale_and_nothing_else(two_objects: WindowBot) -> None:
    right = two_objects.objects[1]
    workspace = two_objects.workspace
    workspace.runs.track(Direction.FORWARD, (right,), (1, 40))
    two_objects.settle()
    workspace.prompts.add_click(Cell(right, FrameIndex(30)), Click(60, 40))
    two_objects.settle()
    record = workspace.document.object(right)
    assert record is not None
    stale = [f for first, last in record.stale for f in range(first, last + 1)]
    two_objects.predictor.tracked.clear()
    workspace.view.go_to(30)
    press_track(two_objects)
    two_objects.settle()
    record = workspace.document.object(right)
    assert record is not None

    assert stale == [*range(1, 30), *range(31, 41)]
    assert set(two_objects.predictor.tracked) <= set(stale)
    assert record.stale == ()
    assert masks(two_objects, right) == list(range(41))


@pytest.mark.parametrize("part", ["mask", "name", "color", "new object"])
def test_other_objects_are_edited_while_a_run_goes_on(two_objects: WindowBot, part: str) -> None:
    left, right = two_objects.objects
    workspace = two_objects.workspace
    gate = Gate(two_objects, 10)
    workspace.runs.track(Direction.FORWARD, (left,))
    gate.wait()
    painted = Mask.full(HEIGHT, WIDTH)
    if part == "mask":
        workspace.prompts.paint(Cell(right, FrameIndex(5)), painted)
    elif part == "name":
        workspace.objects.rename(right, "Other")
    elif part == "color":
        workspace.objects.recolor(right, Color(1, 1, 1))
    else:
        workspace.objects.add("New")
    going = workspace.runs.tracking
    gate.open()
    two_objects.settle()

    assert going
    assert masks(two_objects, left) == list(range(FRAMES))
    assert two_objects.predictor.tracked.count(FrameIndex(10)) == 1
    assert (masks(two_objects, right) == [0, 5]) == (part == "mask")


def test_scrubbing_goes_on_while_a_run_goes_on(two_objects: WindowBot) -> None:
    workspace, ruler = two_objects.workspace, two_objects.window.timeline
    gate = Gate(two_objects, 10)
    workspace.runs.track(Direction.FORWARD)
    gate.wait()
    for frame in (50, 12, 33):
        workspace.view.go_to(frame)
    two_objects.qtbot.waitUntil(lambda: workspace.view.image_frame == 33, timeout=60_000)
    going = workspace.runs.tracking
    gate.open()
    two_objects.settle()

    assert going
    assert ruler.isVisible()
    assert workspace.view.frame == 33


def test_a_click_on_the_object_that_is_tracked_begins_its_run_again_from_there(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    workspace = two_objects.workspace
    gate = Gate(two_objects, 20)
    workspace.runs.track(Direction.FORWARD, (left, right))
    gate.wait()
    workspace.prompts.add_click(Cell(right, FrameIndex(8)), Click(60, 40))
    gate.open()
    two_objects.settle()
    document = workspace.document
    corrected = document.mask(Cell(right, FrameIndex(8)))
    after = document.mask(Cell(right, FrameIndex(9)))
    other = document.mask(Cell(left, FrameIndex(9)))

    assert corrected is not None
    assert after is not None
    assert other is not None
    assert corrected.source is MaskSource.PROMPTED
    assert after.mask == corrected.mask
    assert after.source is MaskSource.TRACKED
    assert masks(two_objects, left) == masks(two_objects, right) == list(range(FRAMES))
    assert len([title for title in workspace.history.titles() if title.title.startswith("Track")]) == 1


def test_the_playhead_goes_along_until_the_person_goes_elsewhere(two_objects: WindowBot) -> None:
    tracking = two_objects.window.project_view.tracking
    box = next(b for b in tracking.findChildren(QCheckBox) if b.text() == "Playhead follows")
    two_objects.click(box, 6, box.height() / 2)
    two_objects.window.canvas.setFocus()
    gate = Gate(two_objects, 20)
    two_objects.key(Key.Key_F)
    gate.wait()
    two_objects.qtbot.waitUntil(lambda: two_objects.workspace.view.frame == 19, timeout=60_000)
    two_objects.key(Key.Key_Left)
    gate.open()
    two_objects.settle()

    assert two_objects.preferences.settings.follow_runs
    assert two_objects.workspace.view.frame == 18
    assert len(two_objects.workspace.document.mask_frames(two_objects.objects[1])) == FRAMES


def test_the_playhead_stays_with_a_correction_made_in_mid_run(two_objects: WindowBot) -> None:
    two_objects.preferences.change(msgspec.structs.replace(two_objects.preferences.settings, follow_runs=True))
    two_objects.window.canvas.setFocus()
    gate = Gate(two_objects, 20)
    two_objects.key(Key.Key_F)
    gate.wait()
    two_objects.qtbot.waitUntil(lambda: two_objects.workspace.view.image_frame == 19, timeout=60_000)
    canvas = two_objects.window.canvas
    QTest.mouseClick(canvas, LEFT, pos=canvas.to_widget(60, 20).toPoint())
    gate.open()
    two_objects.settle()

    assert two_objects.workspace.view.frame == 19
    assert len(two_objects.workspace.document.mask_frames(two_objects.objects[1])) == FRAMES


def test_the_playhead_stays_when_it_is_not_asked_to_go_along(two_objects: WindowBot) -> None:
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_F)
    two_objects.settle()

    assert two_objects.workspace.view.frame == 0
