"""The big button does what is needed next and says so, stands at one place, and is grey where nothing can be done."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from app.masks.mask import Mask
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.ui.canvas.tools.table import TOOLS
from app.ui.panels.engine import EnginePanel
from app.ui.panels.operation_table import OperationId
from app.ui.panels.tracking import TrackingPanel
from tests.gui.window_bot import CONTROL, FRAMES, HEIGHT, SHIFT, WIDTH, Gate, WindowBot

Key = Qt.Key


def panel(desk: WindowBot) -> TrackingPanel:
    return desk.window.project_view.tracking


def says(desk: WindowBot) -> str:
    """What the button says once the panel has looked at what there is to track."""
    desk.qtbot.waitUntil(lambda: not panel(desk)._look_timer.isActive())
    button = panel(desk).button
    assert isinstance(button, QPushButton)
    return button.text()


def press(desk: WindowBot) -> None:
    desk.click(panel(desk).button, 20, 10)


def stale(desk: WindowBot, object: ObjectId) -> int:
    record = desk.workspace.document.object(object)
    assert record is not None
    return sum(last - first + 1 for first, last in record.stale)


def test_after_a_correction_in_mid_clip_it_tracks_again_to_both_sides(two_objects: WindowBot) -> None:
    right, workspace = two_objects.objects[1], two_objects.workspace
    press(two_objects)
    two_objects.settle()
    workspace.prompts.add_click(Cell(right, FrameIndex(30)), Click(60, 40))
    two_objects.settle()
    wanted = stale(two_objects, right)
    said = says(two_objects)
    workspace.view.go_to(50)
    press(two_objects)
    two_objects.settle()

    assert wanted == FRAMES - 2
    assert said == f"Track again ({wanted} stale)"
    assert stale(two_objects, right) == 0
    assert len(workspace.document.mask_frames(right)) == FRAMES


def test_what_is_still_missing_comes_after_what_is_stale(two_objects: WindowBot) -> None:
    right, workspace = two_objects.objects[1], two_objects.workspace
    workspace.runs.track(Direction.FORWARD, (right,), (1, 20))
    two_objects.settle()
    workspace.prompts.add_click(Cell(right, FrameIndex(10)), Click(60, 40))
    two_objects.settle()
    said = [says(two_objects)]
    press(two_objects)
    two_objects.settle()
    again = len(workspace.document.mask_frames(right))
    said.append(says(two_objects))
    press(two_objects)
    two_objects.settle()
    says(two_objects)

    assert said == ["Track again (19 stale)", "Track forward"]
    assert again == 21
    assert len(workspace.document.mask_frames(right)) == FRAMES
    assert not panel(two_objects).button.isEnabled()
    assert panel(two_objects).progress.startswith("Nothing is left to track.")


def test_a_stop_is_heard_while_the_run_cannot_end_yet(two_objects: WindowBot) -> None:
    gate = Gate(two_objects, 5)
    press(two_objects)
    gate.wait()
    two_objects.key(Key.Key_Z, CONTROL)
    heard, progress = says(two_objects), panel(two_objects).progress
    gate.open()
    two_objects.settle()

    assert heard == "Stopping…"
    assert progress == "It ends when what it is computing is done."
    assert says(two_objects) == "Track forward"


def test_it_says_stop_while_a_run_goes_on(two_objects: WindowBot) -> None:
    gate = Gate(two_objects, 5)
    press(two_objects)
    gate.wait()
    during = says(two_objects)
    gate.open()
    two_objects.settle()

    assert during == "Stop"
    assert says(two_objects) == "Track forward"


def test_it_says_what_it_stops_where_something_else_is_selected(two_objects: WindowBot) -> None:
    left, right = two_objects.objects
    two_objects.workspace.objects.rename(right, "Cat & dog")
    gate = Gate(two_objects, 5)
    press(two_objects)
    gate.wait()
    two_objects.workspace.view.select((left,))
    other = says(two_objects)
    two_objects.workspace.view.select((left, right))
    both = says(two_objects)
    two_objects.workspace.view.select(())
    none = says(two_objects)
    gate.open()
    two_objects.settle()

    assert (other, both, none) == ("Stop Cat && dog", "Stop", "Stop")


def test_where_needed_means_that_whatever_range_is_set(two_objects: WindowBot) -> None:
    right = two_objects.objects[1]
    two_objects.workspace.view.set_range(5, 12)
    frames = next(b for b in panel(two_objects).findChildren(QComboBox) if b.accessibleName() == "Frames to track")
    by_itself = frames.currentText()
    frames.setCurrentIndex(0)
    press(two_objects)
    two_objects.settle()
    two_objects.workspace.view.clear_range()

    assert by_itself == "Between in and out"
    assert len(two_objects.workspace.document.mask_frames(right)) == FRAMES
    assert not frames.model().item(1).isEnabled()


def test_it_stands_at_one_place(two_objects: WindowBot) -> None:
    window, view = two_objects.window, two_objects.window.project_view
    window.resize(1280, 720)
    engine = window.findChild(EnginePanel)
    assert engine is not None
    seen: set[tuple[int, int]] = set()
    model: set[tuple[int, int]] = set()

    def look() -> None:
        QApplication.processEvents()
        seen.add(panel(two_objects).button.mapTo(window, QPoint()).toTuple())
        model.add(engine.mapTo(window, QPoint()).toTuple())

    for tool in TOOLS:
        view.canvas.set_tool(tool)
        look()
    gate = Gate(two_objects, 5)
    press(two_objects)
    gate.wait()
    look()
    assert len(model) == 1, "nor does the model's panel"
    gate.open()
    two_objects.settle()
    look()
    two_objects.fail("The disk hums.")
    look()
    view.operations.choose(OperationId.GROW)
    look()

    assert len(seen) == 1


def test_it_is_grey_and_says_why_where_nothing_can_be_done(window: WindowBot) -> None:
    says(window)
    shown = [(panel(window).button.isEnabled(), panel(window).progress)]
    object = window.workspace.objects.add("One")
    assert object is not None
    says(window)
    shown.append((panel(window).button.isEnabled(), panel(window).progress))
    window.workspace.prompts.paint(Cell(object, FrameIndex(0)), Mask.full(HEIGHT, WIDTH))
    window.workspace.objects.set_locked((object,), locked=True)
    says(window)
    shown.append((panel(window).button.isEnabled(), panel(window).progress))

    assert shown == [
        (False, "There is no object to track. Click on one in the video first."),
        (False, "One has no mask to start from. Click on it, draw a box or paint it on one frame."),
        (False, "One is locked. Unlock it to track it."),
    ]
    assert panel(window).button.toolTip() == shown[-1][1]


def test_candidates_are_nothing_to_track_until_one_is_accepted_and_not_after_its_undo(window: WindowBot) -> None:
    window.workspace.candidates.find()
    window.settle()
    says(window)
    found = panel(window).button.isEnabled()
    window.workspace.verification.accept(window.workspace.selecting.waiting()[:1])
    says(window)
    accepted = panel(window).button.isEnabled()
    window.window.canvas.setFocus()
    window.key(Key.Key_Z, CONTROL)
    says(window)

    assert (found, accepted) == (False, True)
    assert not panel(window).button.isEnabled()


@pytest.mark.parametrize(
    ("id", "why"),
    [
        ("track.forward", "There is no object yet: click something first."),
        ("track.both", "There is no object yet: click something first."),
        ("track.stale", "There is no object yet: click something first."),
        ("file.export", "There is no object yet: click something first."),
        ("file.publish", "There is no object yet: click something first."),
    ],
)
def test_actions_that_need_objects_are_grey_without_and_say_why(window: WindowBot, id: str, why: str) -> None:
    window.settle_actions()
    actions = window.window.action_set

    assert not actions.enabled(id)
    assert actions.disabled_reason(id) == why
    assert actions[id].toolTip().endswith(why)


def test_the_export_button_says_why_it_is_grey(window: WindowBot) -> None:
    window.settle_actions()
    button = next(b for b in window.window.findChildren(QPushButton) if b.text() == "Export")
    before = button.isEnabled(), button.toolTip()
    window.add("One", 40, 30)
    window.settle_actions()

    assert before[0] is False
    assert before[1].endswith("There is no object yet: click something first.")
    assert button.isEnabled()
    assert "no object" not in button.toolTip()


def test_a_key_for_an_object_without_a_mask_says_what_is_missing(window: WindowBot) -> None:
    window.workspace.objects.add("One")
    window.settle_actions()
    window.window.canvas.setFocus()
    window.key(Key.Key_F)
    said = window.said  # at the pointer, where a test before has left it over the canvas
    window.workspace.prompts.add_click(window.workspace.view.cell, Click(40, 30))  # type: ignore[arg-type]
    window.settle()
    window.settle_actions()

    assert said == "One has no mask to start from. Click on it, draw a box or paint it on one frame."
    assert window.window.action_set.enabled("track.forward")
    assert window.window.action_set.disabled_reason("track.stale") == "Nothing is stale."
    window.key(Key.Key_T, CONTROL | SHIFT)
    assert window.said == "Nothing is stale."
