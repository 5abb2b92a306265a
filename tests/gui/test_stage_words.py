"""What stages say and offer: grey where there is nothing to do, words and keys that fit, the way to other videos."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from app.project.model import Direction
from app.ui.canvas.tools.table import ToolId
from app.ui.jobs.job_queue import JobQueue
from app.ui.review.candidate_list import CandidateList
from app.ui.review.select_panel import SelectPanel
from app.ui.review.todo_list import TodoList
from app.ui.review.waiting_search import WaitingSearch
from app.workspace.jobs.jobs import Job
from app.workspace.review.accepted import AcceptedCandidates
from tests.gui.window_bot import CONTROL, Gate, WindowBot, make_clip

Key = Qt.Key


@pytest.fixture
def candidates(window: WindowBot) -> WindowBot:
    """Select with three candidates of a video."""
    window.window.canvas.setFocus()
    window.key(Key.Key_1, CONTROL)
    window.workspace.candidates.find()
    window.settle()
    window.settle_actions()
    return window


@pytest.fixture
def two_videos(two_objects: WindowBot, tmp_path: Path) -> WindowBot:
    two_objects.workspace.videos.add((make_clip(tmp_path / "other.mp4"),))
    two_objects.settle()
    return two_objects


def greyed(desk: WindowBot, id: str) -> str:
    """Why an action is grey, as its tooltip says; empty where it is not."""
    desk.settle_actions()
    action = desk.window.action_set[id]
    reason = desk.window.action_set.disabled_reason(id)
    assert reason in action.toolTip()
    assert action.isEnabled() is not bool(reason)
    return reason


def test_answers_that_are_grey_say_where_they_are_given_or_what_is_missing(window: WindowBot) -> None:
    assert greyed(window, "stage.accept") == "That is done in Select: Ctrl+1."
    assert greyed(window, "stage.reject") == "That is done in Verify: Ctrl+3."
    window.window.canvas.setFocus()
    window.key(Key.Key_1, CONTROL)
    assert greyed(window, "stage.accept") == "No candidate waits: find objects first."
    window.workspace.candidates.find()
    window.settle()
    assert greyed(window, "stage.accept") == ""
    assert greyed(window, "stage.join") == "There was none before on this frame."
    window.workspace.selecting.set_threshold(1.0)
    assert greyed(window, "stage.accept_above") == "No candidate has such a score."


def test_a_column_without_candidates_offers_to_find_some(window: WindowBot) -> None:
    window.window.resize(1280, 720)
    window.window.canvas.setFocus()
    window.key(Key.Key_1, CONTROL)
    window.settle_actions()
    column = window.window.findChild(CandidateList)
    assert column is not None
    (find,) = (button for button in column.findChildren(QPushButton) if button.isVisible())
    window.click(find, 8, 8)
    window.settle()
    assert len(window.workspace.selecting.waiting()) == 3
    assert not find.isVisible()


def test_accepted_candidates_are_tracked_and_handed_in_where_there_are_some(candidates: WindowBot) -> None:
    workspace = candidates.workspace
    told = [(greyed(candidates, "track.accepted"), greyed(candidates, "stage.hand_in_tracked"))]
    workspace.selecting.accept()
    workspace.selecting.accept()
    told.append((greyed(candidates, "track.accepted"), greyed(candidates, "stage.hand_in_tracked")))
    workspace.candidates.track_accepted()
    candidates.settle()
    told.append((greyed(candidates, "track.accepted"), greyed(candidates, "stage.hand_in_tracked")))
    workspace.candidates.hand_in_tracked()
    told.append((greyed(candidates, "track.accepted"), greyed(candidates, "stage.hand_in_tracked")))
    workspace.editor.undo()
    told.append((greyed(candidates, "track.accepted"), greyed(candidates, "stage.hand_in_tracked")))

    left, done = "No accepted candidate is left to track.", "No accepted candidate is tracked to both ends."
    assert told == [(left, done), ("", done), (left, ""), (left, done), (left, "")]
    assert workspace.candidates.accepted.counts() == (0, 2)
    assert AcceptedCandidates(workspace.editor, workspace.runs).counts() == (0, 2)


def test_accept_all_says_from_which_score_and_how_many(candidates: WindowBot) -> None:
    selecting = candidates.workspace.selecting
    action = candidates.window.action_set["stage.accept_above"]
    told = []
    for threshold in (0.8, 1.0):
        selecting.set_threshold(threshold)
        candidates.settle_actions()
        told.append((action.text(), action.isEnabled()))
    candidates.key(Key.Key_2, CONTROL)
    candidates.settle_actions()
    told.append((action.text(), action.isEnabled()))

    assert told == [
        ("Accept all from 0.80 (2)", True),
        ("Accept all from 1.00", False),
        ("Accept all from a score on", False),
    ]


def test_what_is_to_do_stays_listed_until_nothing_is(two_videos: WindowBot) -> None:
    workspace, todo = two_videos.workspace, two_videos.window.findChild(TodoList)
    assert todo is not None
    workspace.view.open_video(workspace.document.videos()[1].id)
    two_videos.wait_for_picture()
    third = two_videos.add("Third", 40, 30)
    seen = [todo.isVisible()]
    for id in (*(record.id for record in workspace.document.all_objects() if record.id != third), third):
        workspace.verification.hand_in((id,))
        seen.append(todo.isVisible())

    assert seen == [True, True, True, False]


def test_an_empty_timeline_says_what_makes_an_object_in_the_stage(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    said = []
    for key in (Key.Key_1, Key.Key_3, Key.Key_2):
        window.key(key, CONTROL)
        said += [part.text() for part in window.window.timeline.lanes.findChildren(QLabel) if part.isVisible()]

    assert said == [
        "No objects yet. Find candidates and accept one.",
        "No objects yet. They are made in Annotate or Select.",
        "No objects yet. Click something in the picture.",
    ]


def test_select_leads_to_the_other_videos(two_videos: WindowBot) -> None:
    workspace, column = two_videos.workspace, two_videos.window.findChild(CandidateList)
    assert column is not None
    two_videos.window.canvas.setFocus()
    two_videos.key(Key.Key_1, CONTROL)
    choice, (first, second) = column.videos, workspace.document.videos()
    assert (choice.isVisible(), choice.currentText()) == (True, first.name)
    choice.showPopup()
    names = [choice.itemText(index) for index in range(choice.count())]
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    choice.hidePopup()
    two_videos.wait_for_picture()

    assert names == [first.name, second.name]
    assert workspace.view.video is not None
    assert workspace.view.video.id == second.id
    assert choice.currentText() == second.name
    workspace.videos.remove((second.id,))
    assert not choice.isVisible()


def test_the_hint_of_the_hand_says_what_a_click_does_in_the_stage(candidates: WindowBot) -> None:
    workspace, canvas = candidates.workspace, candidates.window.canvas
    status = candidates.window.project_view._status
    told = [canvas.hint, status._hint]
    found = workspace.selecting.mask(workspace.selecting.waiting()[0])
    assert found is not None
    x, y = found[1].mask.bbox[0] + 1, found[1].mask.bbox[1] + 1
    while not found[1].mask.contains(x, y):
        x += 1
    waiting = len(workspace.selecting.waiting())
    candidates.click(canvas, canvas.to_widget(x + 0.5, y + 0.5).x(), canvas.to_widget(x + 0.5, y + 0.5).y())
    accepted = waiting - len(workspace.selecting.waiting())
    candidates.key(Key.Key_3, CONTROL)
    told += [canvas.hint, status._hint]
    candidates.key(Key.Key_1, CONTROL)
    elsewhere = found[0] + 1
    workspace.view.go_to(elsewhere)
    candidates.qtbot.waitUntil(lambda: workspace.view.image_frame == elsewhere)
    told += [canvas.hint, status._hint]

    assert accepted == 1
    assert told[:2] == ["Drag to move the picture. Click a candidate to accept it."] * 2
    assert told[2:] == ["Drag to move the picture. Click an object to select it."] * 4, "none is on that frame"


def test_with_candidates_in_another_video_only_the_panel_says_how_one_is_chosen(
    candidates: WindowBot, tmp_path: Path
) -> None:
    workspace, panel = candidates.workspace, candidates.window.findChild(SelectPanel)
    assert panel is not None
    workspace.videos.add((make_clip(tmp_path / "other.mp4"),))
    candidates.settle()
    first, second = workspace.document.videos()
    workspace.view.open_video(second.id)
    candidates.wait_for_picture()
    shown = [part.text() for part in panel.findChildren(QLabel) if part.isVisible()]
    reason = greyed(candidates, "stage.accept")
    candidates.window.canvas.setFocus()
    candidates.key(Key.Key_Tab)

    assert "None chosen" in shown
    assert "3 in the list. Click one there, or press Tab." in shown
    assert reason == "Choose a candidate first."
    assert workspace.selecting.current == workspace.selecting.waiting()[0]
    assert workspace.view.video == first


def test_with_one_video_select_offers_no_other(candidates: WindowBot) -> None:
    column = candidates.window.findChild(CandidateList)
    assert column is not None
    assert not column.videos.isVisible()


def in_verify(desk: WindowBot) -> WindowBot:
    desk.workspace.runs.track(Direction.BOTH, desk.objects)
    desk.settle()
    desk.workspace.verification.hand_in(desk.objects)
    desk.window.canvas.setFocus()
    desk.key(Key.Key_3, CONTROL)
    return desk


def drag(desk: WindowBot, first: QPointF, last: QPointF) -> None:
    canvas = desk.window.canvas
    desk.press(canvas, first.x(), first.y())
    desk.drag(canvas, last.x() - 4, last.y() - 4)
    desk.drag(canvas, last.x(), last.y())
    desk.release(canvas, last.x(), last.y())


def test_w_in_verify_marks_what_is_wrong_and_asks_for_the_reason(two_objects: WindowBot) -> None:
    workspace, canvas = in_verify(two_objects).workspace, two_objects.window.canvas
    two_objects.key(Key.Key_W)
    asked = (workspace.verifying.asking, workspace.view.playing, canvas.tool)
    two_objects.key(Key.Key_W)
    still = workspace.verifying.asking
    drag(two_objects, canvas.to_widget(12, 10), canvas.to_widget(40, 40))
    marked = workspace.verifying.marked
    two_objects.key(Key.Key_2)

    assert asked == (True, False, ToolId.ISSUE)
    assert still
    assert marked is not None
    (issue,) = workspace.document.issues_of(two_objects.objects[0])
    assert issue.region is not None
    assert issue.text == workspace.verification.reasons[1]


def test_0_fits_the_picture_in_each_stage_unless_it_answers_a_question(two_objects: WindowBot) -> None:
    canvas, fitted = two_objects.window.canvas, two_objects.window.canvas.zoom
    canvas.setFocus()
    zooms = []
    for key in (Key.Key_2, Key.Key_1, Key.Key_3):
        two_objects.key(key, CONTROL)
        canvas.zoom_by(3.0, QPointF(100, 100))
        two_objects.key(Key.Key_0)
        zooms.append(canvas.zoom)
    assert zooms == [pytest.approx(fitted)] * 3


def test_0_answers_that_there_is_none(two_videos: WindowBot) -> None:
    workspace, canvas = two_videos.workspace, two_videos.window.canvas
    workspace.objects.set_category(two_videos.objects, "fish")
    in_verify(two_videos)
    two_videos.key(Key.Key_R)
    two_videos.key(Key.Key_R)
    questions, fitted = workspace.category_questions, canvas.zoom
    while questions.current is not None and questions.current.masklets:
        two_videos.key(Key.Key_Y)
    asked = questions.current
    canvas.zoom_by(3.0, QPointF(100, 100))
    two_videos.key(Key.Key_0)

    assert asked is not None
    assert canvas.zoom > fitted * 2
    assert questions.current != asked


class HeldRun:
    """A run that the model holds before its fourth frame; `ended` are the jobs in the order in which they ended."""

    def __init__(self, desk: WindowBot) -> None:
        self._gate = Gate(desk, 3)
        self.ended: list[Job] = []
        desk.workspace.jobs.ended.connect(self.ended.append)
        job = desk.workspace.runs.track(Direction.FORWARD, desk.objects)
        assert job is not None
        self.job = job
        self._gate.wait()

    def go_on(self) -> None:
        self._gate.open()


def test_a_search_of_many_frames_says_what_it_waits_for_and_can_go_first(two_objects: WindowBot) -> None:
    run = HeldRun(two_objects)
    two_objects.window.canvas.setFocus()
    two_objects.key(Key.Key_1, CONTROL)
    panel = two_objects.window.findChild(WaitingSearch)
    assert panel is not None
    before = panel.isVisible()
    search = two_objects.workspace.candidates.find_in_video(20)
    assert search is not None
    two_objects.qtbot.waitUntil(panel.isVisible)
    said = panel.words
    two_objects.window.show_jobs()
    queue = two_objects.window.findChild(JobQueue)
    assert queue is not None
    (row,) = [row for row in queue.rows if row.job is search]
    offered = not row.sooner.isHidden()
    row.sooner.click()
    queue.close()
    run.go_on()
    two_objects.settle()

    assert not before
    assert offered
    assert said == f"Waits for “{run.job.title}” to end."
    assert run.ended == [search, run.job]
    assert not panel.isVisible()


def test_a_search_of_one_frame_goes_between_two_frames_of_a_run(two_objects: WindowBot) -> None:
    run = HeldRun(two_objects)
    search = two_objects.workspace.candidates.find()
    run.go_on()
    two_objects.settle()

    assert run.ended == [search, run.job]
