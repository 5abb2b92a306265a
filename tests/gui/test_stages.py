"""Select, Annotate and Verify by real keys: what is in hand, the answer, the next one."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListView

from app.project.model import Cell, Direction, FrameIndex, Judgement, ObjectId, Stage
from app.review.masklet_states import MaskletState
from app.ui.canvas.tools.table import ToolId
from app.ui.dialogs.candidate_name import CandidateNameDialog
from app.ui.review.look_next import LookNext
from app.ui.review.queue_delegate import HEIGHT, SWATCH
from app.ui.review.queue_list import QueueList
from app.ui.review.todo_list import TodoList
from app.ui.review.verify_panel import VerifyPanel
from app.ui.theme.tokens import UNIT
from tests.gui.window_bot import CONTROL, SHIFT, WindowBot

Key = Qt.Key


@pytest.fixture
def masklets(two_objects: WindowBot) -> WindowBot:
    """Two tracked objects, with the canvas in focus."""
    two_objects.workspace.view.select(two_objects.objects)
    two_objects.workspace.runs.track(Direction.BOTH, two_objects.objects)
    two_objects.settle()
    two_objects.wait_for_picture()
    two_objects.window.canvas.setFocus()
    return two_objects


def states(desk: WindowBot) -> list[MaskletState | None]:
    return [desk.workspace.verification.state(id) for id in desk.objects]


def in_hand(desk: WindowBot) -> ObjectId | None:
    return desk.workspace.verifying.current


def test_masklets_are_handed_in_and_judged_by_keys_and_undo_brings_the_last_one_back(masklets: WindowBot) -> None:
    first, second = masklets.objects
    masklets.key(Key.Key_Return, CONTROL)
    masklets.key(Key.Key_3, CONTROL)
    assert masklets.window.stage is Stage.VERIFICATION
    assert (in_hand(masklets), masklets.workspace.view.selection) == (first, (first,))
    assert masklets.workspace.view.playing
    masklets.key(Key.Key_Return)
    assert in_hand(masklets) == second
    masklets.key(Key.Key_R)
    assert states(masklets) == [MaskletState.SATISFACTORY, MaskletState.REJECTED]
    assert in_hand(masklets) is None
    masklets.key(Key.Key_Z, CONTROL)
    assert in_hand(masklets) == second
    masklets.key(Key.Key_Z, CONTROL)
    assert states(masklets) == [MaskletState.IN_VERIFICATION] * 2
    assert in_hand(masklets) == first


def test_a_bad_masklet_gets_its_reason_by_a_number_key_on_the_frame_shown_and_goes_back(masklets: WindowBot) -> None:
    first, second = masklets.objects
    masklets.workspace.verification.hand_in(masklets.objects)
    masklets.key(Key.Key_3, CONTROL)
    masklets.key(Key.Key_2)
    assert masklets.workspace.view.selection == (first,)  # no object is chosen by its number here
    masklets.key(Key.Key_Backspace)
    assert not masklets.workspace.view.playing
    masklets.workspace.view.go_to(17)
    masklets.key(Key.Key_2)
    (issue,) = masklets.workspace.document.issues_of(first)
    assert (issue.text, issue.span) == (masklets.workspace.verification.reasons[1], (17, 17))
    assert in_hand(masklets) == second

    masklets.key(Key.Key_2, CONTROL)
    masklets.workspace.view.select((first,))
    panel = masklets.window.findChild(LookNext)
    assert panel is not None
    assert issue.text in [found.text() for found in panel.findChildren(QLabel)]
    assert [record.id for record in masklets.workspace.verification.queue(Stage.ANNOTATION)] == [first]
    masklets.key(Key.Key_Return, CONTROL)
    assert masklets.workspace.verification.state(first) is MaskletState.IN_VERIFICATION


def test_annotate_goes_to_what_was_just_sent_back(masklets: WindowBot) -> None:
    first, second = masklets.objects
    masklets.workspace.verification.hand_in(masklets.objects)
    masklets.go_to(5)
    masklets.workspace.view.select((second,))
    masklets.key(Key.Key_3, CONTROL)
    masklets.key(Key.Key_Backspace)
    masklets.workspace.view.go_to(17)
    masklets.key(Key.Key_2)
    masklets.key(Key.Key_2, CONTROL)
    back = (masklets.workspace.view.selection, masklets.workspace.view.frame)
    masklets.key(Key.Key_3, CONTROL)
    masklets.key(Key.Key_2, CONTROL)

    assert back == ((first,), 17)
    assert (masklets.workspace.view.selection, masklets.workspace.view.frame) == back, "as Annotate was left"


def test_what_is_in_hand_in_verify_is_seen_although_it_is_hidden(masklets: WindowBot) -> None:
    first, _second = masklets.objects
    masklets.workspace.objects.set_visible(masklets.objects, False)
    masklets.workspace.verification.hand_in(masklets.objects)
    masklets.key(Key.Key_3, CONTROL)
    masklets.workspace.view.pause()
    shown = {o.id: o.mask.area.empty for o in masklets.window.canvas._view_model.scene.objects}

    assert in_hand(masklets) == first
    assert shown == {first: False}


def test_nothing_is_clicked_in_verify_and_annotate_is_as_it_was(masklets: WindowBot) -> None:
    masklets.window.canvas.set_tool(ToolId.BRUSH)
    masklets.workspace.view.go_to(23)
    masklets.workspace.verification.hand_in(masklets.objects[1:])
    masklets.key(Key.Key_3, CONTROL)
    before = masklets.workspace.history.newest
    canvas = masklets.window.canvas
    masklets.key(Key.Key_C)
    masklets.click(canvas, canvas.width() / 2, canvas.height() / 2)
    masklets.settle()
    assert (canvas.tool, masklets.workspace.history.newest) == (ToolId.HAND, before)
    masklets.key(Key.Key_2, CONTROL)
    assert (canvas.tool, masklets.workspace.view.frame) == (ToolId.BRUSH, 23)


def test_candidates_are_accepted_and_dismissed_by_keys(window: WindowBot) -> None:
    window.wait_for_picture()
    window.window.canvas.setFocus()
    window.key(Key.Key_1, CONTROL)
    window.key(Key.Key_F, CONTROL | SHIFT)
    window.settle()
    one, two, three = (record.id for record in window.workspace.verification.queue(Stage.SELECTION))
    assert window.workspace.selecting.current == one
    window.key(Key.Key_Return)
    assert window.workspace.verification.state(one) is MaskletState.SELECTED
    assert window.workspace.selecting.current == two
    window.key(Key.Key_Backspace)
    assert window.workspace.selecting.current == three
    window.key(Key.Key_Z, CONTROL)
    window.key(Key.Key_Backspace, SHIFT)
    left = window.workspace.verification.queue(Stage.SELECTION)
    assert window.workspace.document.object(one) is not None
    assert len(left) < 2
    window.key(Key.Key_2, CONTROL)
    window.key(Key.Key_Return)
    assert window.workspace.document.object(one) is not None


def test_a_candidate_is_joined_to_the_one_before_named_or_accepted_by_a_number(window: WindowBot) -> None:
    window.wait_for_picture()
    window.key(Key.Key_F, CONTROL | SHIFT)
    window.settle()
    selecting, document = window.workspace.selecting, window.workspace.document
    one, _two, _three = selecting.waiting()
    window.key(Key.Key_1)  # there is no category yet
    window.key(Key.Key_Return)
    window.key(Key.Key_M)
    assert len(selecting.waiting()) == 1
    assert window.workspace.editor.undo_title == "Join candidates"
    assert "Object 1" in window.window.action_set["stage.join"].text()
    window.key(Key.Key_Z, CONTROL)
    window.key(Key.Key_Return, CONTROL)
    dialog = window.window.findChild(CandidateNameDialog)
    assert dialog is not None
    QTest.keyClicks(dialog.category, "fish & co")
    QTest.keyClick(dialog.name, Key.Key_Return)
    window.back_to_canvas()
    window.key(Key.Key_1)
    named = [(record.name, record.category) for record in document.all_objects() if record.id != one]
    assert named == [("fish & co", "fish & co"), ("fish & co 2", "fish & co")]
    assert document.objects(document.videos()[0].id)[0].id == one


def test_what_was_sent_back_stands_on_top_of_what_is_to_do_and_queues_go_by_a_tag(masklets: WindowBot) -> None:
    workspace, (first, second) = masklets.workspace, masklets.objects
    todo = masklets.window.findChild(TodoList)
    assert todo is not None
    assert not todo.isVisible()
    workspace.tags.toggle((first,), "thin")
    workspace.verification.hand_in((second,))
    workspace.verification.judge(second, Judgement.UNSATISFACTORY, "Border & more", (FrameIndex(17), FrameIndex(17)))
    model = todo.queue.model
    assert todo.isVisible()
    assert [model.data(model.index(row)) for row in range(2)] == ["Right  ·  Border & more", "Left"]
    view = todo.queue.findChild(QListView)
    assert view is not None
    masklets.click(view.viewport(), 20, 6)
    assert (workspace.view.active_object, workspace.view.frame) == (second, 17)
    entry = next(action for action in todo.queue.filter.menu_of_tags().actions() if action.text() == "thin")
    entry.trigger()
    assert [record.id for record in model.records] == [first]
    assert todo.queue.filter.isChecked()
    masklets.key(Key.Key_3, CONTROL)
    panel = masklets.window.findChild(VerifyPanel)
    assert panel is not None
    workspace.verification.go_through("")
    masklets.key(Key.Key_2, CONTROL)
    assert len(model.records) == 2


def test_the_color_of_the_masklet_in_hand_is_its_own(masklets: WindowBot) -> None:
    masklets.workspace.verification.hand_in(masklets.objects)
    masklets.key(Key.Key_3, CONTROL)
    queue = next(part for part in masklets.window.findChildren(QueueList) if part.isVisible())
    view, color = queue.findChild(QListView), queue.model.records[0].color
    assert view is not None
    assert view.currentIndex().row() == 0
    seen = view.viewport().grab().toImage().pixelColor(3 * UNIT + SWATCH // 2, HEIGHT // 2)
    assert (seen.red(), seen.green(), seen.blue()) == (color.red, color.green, color.blue)


def test_the_switch_counts_what_waits_and_goes_there(masklets: WindowBot) -> None:
    switch = masklets.window.stage_switch
    assert switch.isVisible()
    assert switch.button(Stage.ANNOTATION).text().endswith("2")
    masklets.workspace.verification.hand_in(masklets.objects[:1])
    assert switch.button(Stage.VERIFICATION).text().endswith("1")
    masklets.click(switch.button(Stage.VERIFICATION), 8, 8)
    assert masklets.window.stage is Stage.VERIFICATION
    masklets.settle_actions()
    assert switch.button(Stage.VERIFICATION).isChecked()
    panel = masklets.window.findChild(VerifyPanel)
    assert panel is not None
    assert panel.isVisible()


def test_a_masklet_that_is_deleted_or_changed_in_hand_leaves_the_queue(masklets: WindowBot, tmp_path: Path) -> None:
    first, second = masklets.objects
    masklets.workspace.verification.hand_in(masklets.objects)
    masklets.key(Key.Key_3, CONTROL)
    masklets.workspace.objects.delete([first])
    assert in_hand(masklets) == second
    masklets.workspace.verification.judge(second, Judgement.SATISFACTORY)
    assert in_hand(masklets) is None
    masklets.workspace.verification.judge_again(second)
    assert in_hand(masklets) == second


def test_j_walks_the_pictures_and_u_takes_one_off(masklets: WindowBot) -> None:
    workspace = masklets.workspace
    workspace.view.select(masklets.objects[:1])
    workspace.suggestions.look()
    masklets.qtbot.waitUntil(lambda: not workspace.suggestions.waiting)
    panel = masklets.window.findChild(LookNext)
    assert panel is not None
    shown = [button for button in panel.buttons if button.isVisible()]
    assert len(shown) == 4
    masklets.key(Key.Key_J)
    frame = workspace.view.frame
    assert shown[0].isChecked()
    masklets.key(Key.Key_U)
    cell = Cell(masklets.objects[0], frame)
    mask = workspace.document.mask(cell)
    assert mask is not None
    assert mask.fine
    assert workspace.view.frame != frame


def test_the_first_picture_of_the_next_masklet_is_decoded_ahead(masklets: WindowBot, clip: Path) -> None:
    masklets.workspace.videos.add((Path(shutil.copyfile(clip, masklets.workspace.folder / "other.mp4")),))
    masklets.settle()
    first, second = masklets.workspace.document.videos()
    masklets.workspace.view.open_video(second.id)
    masklets.add("Elsewhere", 40, 30, frame=7)
    masklets.workspace.view.open_video(first.id)
    masklets.workspace.verification.hand_in([record.id for record in masklets.workspace.document.all_objects()])
    masklets.key(Key.Key_3, CONTROL)
    masklets.key(Key.Key_Return)
    masklets.qtbot.waitUntil(lambda: masklets.workspace.view.is_decoded(second.id, FrameIndex(7)))
    masklets.settle_actions()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_R)  # it plays as soon as events are handled again
    view = masklets.workspace.view
    assert view.video is not None
    assert (view.video.id, view.image_frame) == (second.id, 7)
    assert view.image is not None


def test_a_click_on_the_canvas_accepts_the_candidate_under_it_and_undo_brings_it_back(window: WindowBot) -> None:
    window.wait_for_picture()
    window.key(Key.Key_F, CONTROL | SHIFT)
    window.settle()
    assert window.window.stage is Stage.SELECTION
    selecting, canvas = window.workspace.selecting, window.window.canvas
    one, two, three = selecting.waiting()
    there = selecting.mask(two)
    assert there is not None
    x0, y0, x1, y1 = there[1].mask.bbox or (0, 0, 0, 0)
    at = canvas.to_widget((x0 + x1) / 2, (y0 + y1) / 2)
    window.click(canvas, at.x(), at.y())
    assert selecting.waiting() == (one, three)
    assert selecting.current == one
    record = window.workspace.document.object(two)
    assert record is not None
    assert not record.candidate
    window.key(Key.Key_Z, CONTROL)
    assert (selecting.waiting(), selecting.current) == ((one, two, three), two)
    selecting.set_threshold(0.8)
    window.settle_actions()
    window.key(Key.Key_Return, SHIFT)
    assert selecting.waiting() == (three,)
    window.key(Key.Key_2, CONTROL)
    assert not selecting.on


def test_the_phase_takes_tools_away_and_says_why(masklets: WindowBot) -> None:
    verification, actions = masklets.workspace.verification, masklets.window.action_set
    verification.set_phase(1)
    masklets.settle_actions()
    off = {
        id for id in ("tool.polygon", "track.forward", "track.second_opinion", "tool.brush") if not actions.enabled(id)
    }
    assert off == {"tool.polygon", "track.forward", "track.second_opinion"}
    assert "phase 1" in actions.disabled_reason("track.forward")
    verification.set_phase(3)
    masklets.settle_actions()
    assert actions.enabled("tool.polygon")
    assert actions.enabled("stage.phase_2")
