"""What makes objects hard, in the window: issues in lists and in Verify, tags, lost stretches, shot changes."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QScrollArea

from app.project.model import Box, Cell, Direction, FrameIndex, Stage
from app.ui.canvas.tools.table import ToolId
from app.ui.review.issue_list import IssueLine, IssueList
from app.ui.review.look_next import LookNext
from app.workspace.tracking.plan import Wish
from tests.gui.window_bot import CONTROL, SHIFT, WindowBot

Key = Qt.Key


@pytest.fixture
def masklets(two_objects: WindowBot) -> WindowBot:
    """Two tracked objects, the first of them active, with the canvas in focus."""
    two_objects.workspace.runs.track(Direction.BOTH, two_objects.objects)
    two_objects.settle()
    two_objects.wait_for_picture()
    two_objects.workspace.view.select(two_objects.objects[:1])
    two_objects.window.canvas.setFocus()
    return two_objects


def test_while_the_reason_is_asked_for_a_drag_marks_the_region_and_undo_takes_it_back(masklets: WindowBot) -> None:
    first, second = masklets.objects
    workspace, canvas = masklets.workspace, masklets.window.canvas
    workspace.verification.hand_in(masklets.objects)
    masklets.key(Key.Key_3, CONTROL)
    masklets.key(Key.Key_Backspace)
    assert canvas.tool is ToolId.ISSUE
    newest = workspace.history.newest

    def drag() -> None:
        start, end = canvas.to_widget(10, 10), canvas.to_widget(40, 30)
        masklets.press(canvas, start.x(), start.y())
        masklets.drag(canvas, end.x(), end.y())
        masklets.release(canvas, end.x(), end.y())

    drag()
    assert workspace.verifying.marked is not None
    masklets.key(Key.Key_Z, CONTROL)
    assert (workspace.verifying.marked, workspace.history.newest) == (None, newest)
    drag()
    masklets.key(Key.Key_1)
    (issue,) = workspace.document.issues_of(first)
    assert issue.text == workspace.verification.reasons[0]
    assert issue.span is not None
    assert issue.region is not None
    assert round(issue.region.x1) == 40
    assert (workspace.verifying.current, canvas.tool) == (second, ToolId.HAND)

    masklets.key(Key.Key_2, CONTROL)
    workspace.view.select((first,))
    look = masklets.window.findChild(LookNext)
    assert look is not None
    (shown,) = [one for one in look.findChildren(IssueList) if issue.id in one.lines]
    assert shown.lines[issue.id].property("selected") == "true", "Annotate begins with what was sent back"
    workspace.issue_marks.select(None)
    assert shown.lines[issue.id].property("selected") == "false"
    workspace.issue_marks.select(issue.id)
    assert shown.lines[issue.id].property("selected") == "true"
    timeline = masklets.window.timeline
    place = QPointF(timeline.view.scale.center(issue.span[0]), 5)
    assert timeline.lanes.description_at(place).endswith(f"1 {issue.text}")
    assert masklets.window.stage is Stage.ANNOTATION


def test_who_marks_an_issue_is_asked_what_is_wrong_and_keys_are_no_shortcuts_meanwhile(masklets: WindowBot) -> None:
    workspace, (object, other) = masklets.workspace, masklets.objects
    workspace.view.go_to(3)
    masklets.window.action_set["stage.note_issue"].trigger()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    newest = workspace.history.newest
    QTest.keyClicks(menu, "nm")
    assert workspace.history.newest == newest
    (issue,) = workspace.document.issues_of(object)
    reason = workspace.verification.reasons[1]
    next(action for action in menu.actions() if action.text() == reason).trigger()
    menu.close()
    assert [issue.text for issue in workspace.document.issues_of(object)] == [reason]
    workspace.view.select((other,))
    workspace.view.go_to(9)
    workspace.editor.undo()
    assert (workspace.view.frame, workspace.document.issue(issue.id)) == (3, issue)
    workspace.verification.remove_issues([issue.id])
    assert masklets.window.project_view.offers.bar.words == "Removed: 1 issue"


def test_what_is_noted_has_its_height_before_anything_else_happens(masklets: WindowBot) -> None:
    look = masklets.window.findChild(LookNext)
    assert look is not None
    scroll = next(area for area in masklets.window.findChildren(QScrollArea) if area.isAncestorOf(look))
    content = scroll.widget()
    masklets.settle_actions()
    before = content.height()
    for _ in range(3):
        masklets.workspace.verification.raise_issue(masklets.objects[0], "The mask runs into the thing behind it. " * 4)
    assert content.height() == max(content.heightForWidth(content.width()), scroll.viewport().height())
    assert content.height() > before


def test_a_resolved_issue_can_be_looked_at_and_opened_again_and_any_be_deleted(masklets: WindowBot) -> None:
    workspace, (object, _) = masklets.workspace, masklets.objects
    workspace.view.select((object,))
    workspace.view.go_to(2)
    workspace.issue_marks.note()
    asked = QApplication.activePopupWidget()
    assert asked is not None
    asked.close()
    (issue,) = workspace.document.issues_of(object)
    workspace.verification.describe(issue.id, "A <b>part</b> & more")
    masklets.settle_actions()
    (shown,) = [one for one in masklets.window.findChildren(IssueList) if issue.id in one.lines]

    def press(words: str) -> None:
        (button,) = [one for one in shown.findChildren(QPushButton) if one.text() == words and one.isVisible()]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        masklets.settle_actions()

    press("Resolved")
    assert not shown.lines
    assert shown.isVisible()
    press("1 resolved")
    assert [one.text() for one in shown.findChildren(QLabel) if one.isVisible()][1:] == ["A <b>part</b> & more"]
    QTest.mouseClick(shown.findChildren(IssueLine)[-1], Qt.MouseButton.LeftButton)
    masklets.settle_actions()
    actions = masklets.window.action_set
    assert workspace.issue_marks.selected is None, "or resolving it once more would change who did"
    assert not actions.enabled("stage.resolve_issue")
    actions["stage.open_issue_again"].trigger()
    assert workspace.issue_marks.selected == issue.id
    workspace.editor.undo()
    masklets.settle_actions()
    press("Open again")
    (again,) = workspace.document.issues_of(object)
    assert (again.resolved, list(shown.lines)) == (False, [issue.id])
    press("…")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Delete issue").trigger()
    menu.close()
    masklets.settle_actions()
    assert workspace.document.issues_of(object) == ()
    assert not shown.isVisible()
    masklets.window.activateWindow()
    masklets.qtbot.waitUntil(masklets.window.isActiveWindow)
    masklets.key(Key.Key_Z, CONTROL)
    assert workspace.document.issues_of(object) == (again,)
    workspace.issue_marks.select(issue.id)
    masklets.settle_actions()
    actions["stage.delete_issue"].trigger()
    assert workspace.document.issues_of(object) == ()


def test_tags_are_chosen_from_a_menu_and_filter_the_list(masklets: WindowBot) -> None:
    first, _ = masklets.objects
    masklets.key(Key.Key_T)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == f"Tags of {masklets.name(first)}"
    next(action for action in menu.actions() if action.text() == "fast").trigger()
    menu.close()
    record = masklets.workspace.document.object(first)
    assert record is not None
    assert record.tags == ("fast",)
    masklets.settle_actions()
    assert masklets.window.action_set["object.tag_fast"].isChecked()
    panel = masklets.window.project_view.objects
    panel._model.show_only("fast")
    assert panel.list.model().rowCount() == 1
    panel._model.show_only("")
    assert panel.list.model().rowCount() == 2


def test_a_lost_stretch_is_offered_as_absent_and_one_key_takes_it(window: WindowBot) -> None:
    object = window.add("Ball", 40, 30)
    window.predictor.shift = (3, 0)
    window.workspace.runs.track(Direction.FORWARD)
    window.settle()
    window.wait_for_picture()
    suggestions, look = window.workspace.suggestions, window.window.findChild(LookNext)
    assert look is not None
    suggestions.look()
    window.qtbot.waitUntil(lambda: not suggestions.waiting)
    masks = dict(window.workspace.document.masks_of(object))
    lost = [frame for frame, mask in masks.items() if mask.lost]
    assert look._absent.text() == f"Lost on frames {lost[0]}–{lost[-1]}."
    window.key(Key.Key_J)
    window.key(Key.Key_M, SHIFT)
    assert all(mask.absent for frame, mask in window.workspace.document.masks_of(object) if frame in lost)
    suggestions.look()
    window.qtbot.waitUntil(lambda: not suggestions.waiting)
    assert not look._offer.isVisible()


def test_a_run_of_several_that_stops_at_a_shot_change_names_them_as_several(two_objects: WindowBot) -> None:
    workspace, (left, right) = two_objects.workspace, two_objects.objects
    wish = Wish((left, right), Direction.FORWARD, FrameIndex(0))
    workspace.runs.stopped_at_shot.emit(wish, 30)
    bar = two_objects.window.project_view.offers.bar
    assert bar.words == "The shot changes at frame 30: Left, Right are tracked up to there."


def test_a_run_that_stops_at_a_shot_change_asks_whether_it_goes_on(
    masklets: WindowBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, object = masklets.workspace, masklets.objects[0]
    monkeypatch.setattr(workspace.runs.setup, "shots", lambda _video: (FrameIndex(30),))
    workspace.masks.clear_object(object)
    masklets.settle()
    workspace.prompts.set_box(Cell(object, FrameIndex(0)), Box(10, 10, 40, 50))
    masklets.settle()
    workspace.runs.track(Direction.FORWARD, (object,))
    masklets.settle()
    bar = masklets.window.project_view.offers.bar
    assert bar.words == "The shot changes at frame 30: Left is tracked up to there."
    masklets.click(bar.button, 5, 5)
    masklets.settle()
    assert workspace.document.mask_frames(object)[-1] == 59
    assert bar.words == ""
