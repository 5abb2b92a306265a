"""The stages by real keys, by two people, with the power gone in the middle of each; and the dialogs around them."""

import shutil
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton

from app.project.category_checks import CategoryAnswer, category_checks
from app.project.document import Document
from app.project.model import Cell, Click, Direction, FrameIndex, Judgement, ObjectId, Stage
from app.project.storage.store import Store
from app.review.masklet_states import MaskletState, state_of
from app.review.work import history_of
from app.ui.dialogs.annotator import AnnotatorDialog
from app.ui.dialogs.auto_accept import AutoAcceptDialog
from app.ui.dialogs.masklet_history import MaskletHistory
from app.ui.dialogs.reasons import ReasonsDialog
from app.ui.review.annotator_button import AnnotatorButton
from app.ui.review.issue_list import IssueList
from app.ui.review.question_panel import IncompleteList, QuestionPanel
from app.ui.review.todo_list import TodoList
from app.ui.review.verify_panel import VerifyPanel
from app.workspace.measuring.coverage import coverage
from tests.gui.window_bot import CONTROL, SHIFT, WindowBot, make_clip

Key = Qt.Key
DOG = "<b>dog</b> & co"


def after_a_kill(desk: WindowBot, to: Path) -> Document:
    """Return what is in the project when the process is killed now: what lies in its folder."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(desk.workspace.folder, to)
    with Store.open(to) as store:
        return store.load()


def state_in(document: Document, id: ObjectId) -> MaskletState:
    record = document.object(id)
    assert record is not None
    return state_of(document, record)


def work_as(desk: WindowBot, name: str) -> None:
    """Say in the status bar who works."""
    button = desk.window.findChild(AnnotatorButton)
    assert button is not None
    desk.click(button, 8, 8)
    dialog = desk.window.findChild(AnnotatorDialog)
    assert dialog is not None
    dialog.field.setText("")
    QTest.keyClicks(dialog.field, name)
    QTest.keyClick(dialog.field, Key.Key_Return)
    assert button.text().startswith(name.replace("&", "&&")[:3])
    desk.back_to_canvas()


@pytest.fixture
def masklets(two_objects: WindowBot) -> WindowBot:
    """Two tracked objects, with the canvas in focus."""
    two_objects.workspace.runs.track(Direction.BOTH, two_objects.objects)
    two_objects.settle()
    two_objects.wait_for_picture()
    two_objects.window.canvas.setFocus()
    return two_objects


def test_an_answer_is_shown_once_however_much_changes_with_it(
    masklets: WindowBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, shown = masklets, list[ObjectId | None]()
    show = IssueList.show_object
    monkeypatch.setattr(IssueList, "show_object", lambda panel, id: (shown.append(id), show(panel, id))[1])
    desk.workspace.verification.hand_in(desk.objects)
    desk.key(Key.Key_3, CONTROL)
    desk.settle_actions()
    shown.clear()
    desk.key(Key.Key_Return)
    desk.settle_actions()
    assert shown == [desk.objects[1]]
    answers = desk.window.findChild(VerifyPanel)
    assert answers is not None
    assert [button.text() for button in answers.recent_buttons] == ["Left"]


def test_two_people_bring_a_video_from_nothing_to_verified_and_a_kill_at_any_stage_loses_nothing(
    window: WindowBot, tmp_path: Path
) -> None:
    desk, copy = window, tmp_path / "killed"
    desk.wait_for_picture()
    desk.window.canvas.setFocus()
    work_as(desk, "Ada <i>")
    verification = desk.workspace.verification
    verification.set_others_only(True)

    desk.key(Key.Key_1, CONTROL)
    desk.key(Key.Key_F, CONTROL | SHIFT)
    desk.settle()
    desk.key(Key.Key_Return)
    (id, *_) = (record.id for record in verification.queue(Stage.ANNOTATION))
    assert state_in(after_a_kill(desk, copy), id) is MaskletState.SELECTED
    desk.key(Key.Key_Backspace, SHIFT)

    desk.key(Key.Key_2, CONTROL)
    desk.workspace.view.select((id,))
    desk.workspace.objects.set_category((id,), DOG)
    desk.key(Key.Key_F)
    desk.settle()
    assert state_in(after_a_kill(desk, copy), id) is MaskletState.ANNOTATING
    desk.key(Key.Key_Return, CONTROL)
    desk.key(Key.Key_3, CONTROL)
    assert desk.workspace.verifying.current is None  # it is her own

    work_as(desk, "Grace")
    assert desk.workspace.verifying.current == id
    desk.key(Key.Key_Backspace)
    desk.key(Key.Key_3)
    document = after_a_kill(desk, copy)
    assert state_in(document, id) is MaskletState.UNSATISFACTORY
    assert [issue.text for issue in document.issues_of(id)] == [verification.reasons[2]]

    work_as(desk, "Ada <i>")
    desk.key(Key.Key_2, CONTROL)
    desk.workspace.view.select((id,))
    desk.key(Key.Key_Return, CONTROL)
    work_as(desk, "Grace")
    desk.key(Key.Key_3, CONTROL)
    desk.key(Key.Key_Return)
    panel = desk.window.findChild(QuestionPanel)
    assert panel is not None
    assert panel.isVisible()
    desk.workspace.view.pause()
    desk.workspace.view.go_to(9)
    desk.key(Key.Key_N)
    desk.key(Key.Key_2, CONTROL)
    incomplete = desk.window.findChild(IncompleteList)
    assert incomplete is not None
    (button,) = (found for found in incomplete.findChildren(QPushButton) if found.isVisibleTo(incomplete))
    assert "frame 9" in button.toolTip()
    desk.workspace.editor.undo()
    desk.key(Key.Key_3, CONTROL)
    desk.key(Key.Key_Y)
    assert not panel.isVisible()
    document = after_a_kill(desk, copy)
    verdict, (check,) = document.verdict(id), category_checks(document).values()
    assert verdict is not None
    assert (verdict.judgement, verdict.annotator) == (Judgement.SATISFACTORY, "Grace")
    assert (check.answer, check.category, check.annotator) == (CategoryAnswer.ALL, DOG, "Grace")
    with Store.open(copy) as store:
        told = [(event.annotator, event.details["what"]) for event in history_of(store.events(), id)]
    assert told[-4:] == [
        ("Ada <i>", "verification"),
        ("Grace", "unsatisfactory"),
        ("Ada <i>", "verification"),
        ("Grace", "satisfactory"),
    ]


def test_the_name_is_asked_for_once_and_cancelling_is_an_answer(masklets: WindowBot) -> None:
    masklets.preferences.change(msgspec.structs.replace(masklets.preferences.settings, annotator_asked=False))
    masklets.key(Key.Key_3, CONTROL)
    dialog = masklets.window.findChild(AnnotatorDialog)
    assert dialog is not None
    dialog.reject()
    QApplication.processEvents()
    masklets.key(Key.Key_2, CONTROL, masklets.window.canvas)
    masklets.key(Key.Key_3, CONTROL, masklets.window.canvas)
    assert [found for found in masklets.window.findChildren(AnnotatorDialog) if found.isVisible()] == []


def test_verifying_begins_when_the_name_is_given(masklets: WindowBot) -> None:
    masklets.preferences.change(msgspec.structs.replace(masklets.preferences.settings, annotator_asked=False))
    masklets.key(Key.Key_3, CONTROL)
    dialog = masklets.window.findChild(AnnotatorDialog)
    assert dialog is not None
    QApplication.processEvents()
    assert not masklets.workspace.view.playing
    assert masklets.window.stage is Stage.ANNOTATION
    dialog.reject()
    masklets.qtbot.waitUntil(lambda: masklets.window.stage is Stage.VERIFICATION, timeout=60_000)


def test_what_is_stale_is_told_before_it_is_judged(masklets: WindowBot) -> None:
    workspace, (first, _second) = masklets.workspace, masklets.objects
    workspace.prompts.add_click(Cell(first, FrameIndex(5)), Click(30, 30))
    masklets.settle()
    stale = coverage(workspace.states.of(first)).stale
    assert stale
    workspace.verification.hand_in((first,))
    masklets.key(Qt.Key.Key_3, CONTROL)
    (panel,) = masklets.window.findChildren(VerifyPanel)
    assert any(f"{stale} stale" in one.text() for one in panel.findChildren(QLabel))


def test_a_click_on_a_verified_masklet_asks_and_the_button_makes_it(masklets: WindowBot) -> None:
    desk, (first, _second) = masklets, masklets.objects
    desk.workspace.verification.judge(first, Judgement.SATISFACTORY)
    desk.workspace.view.select((first,))
    canvas = desk.window.canvas
    before = desk.workspace.history.newest
    there = desk.workspace.document.prompts(Cell(first, desk.workspace.view.frame))
    clicks = len(there.clicks) if there is not None else 0
    desk.click(canvas, canvas.width() / 2, canvas.height() / 2)
    assert desk.said.endswith("is verified.")
    assert desk.workspace.history.newest == before
    (button,) = (found for found in canvas.note.findChildren(QPushButton) if found.isVisible())
    desk.click(button, 5, 5)
    desk.settle()
    assert desk.workspace.verification.state(first) is MaskletState.IN_VERIFICATION
    prompts = desk.workspace.document.prompts(Cell(first, desk.workspace.view.frame))
    assert prompts is not None
    assert len(prompts.clicks) == clicks + 1
    desk.workspace.editor.undo()
    assert desk.workspace.history.undo_title == "Verify again"
    desk.workspace.editor.undo()
    assert desk.workspace.history.newest == before


def test_reasons_are_edited_as_one_step_and_issues_keep_their_words(masklets: WindowBot) -> None:
    verification, (first, _second) = masklets.workspace.verification, masklets.objects
    old = verification.reasons
    verification.judge(first, Judgement.UNSATISFACTORY, old[0])
    masklets.window.stage_dialogs.edit_reasons()
    dialog = masklets.window.findChild(ReasonsDialog)
    assert dialog is not None
    masklets.click(dialog.remove, 5, 5)
    masklets.click(dialog.down, 5, 5)
    masklets.click(dialog.add, 5, 5)
    field = dialog.list.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "Wobbles <u>")
    QTest.keyClick(field, Key.Key_Return)
    QApplication.processEvents()
    dialog.accept()
    assert verification.reasons == (old[2], old[1], *old[3:], "Wobbles <u>")
    assert [issue.text for issue in masklets.workspace.document.issues_of(first)] == [old[0]]
    masklets.workspace.editor.undo()
    assert verification.reasons == old


def test_history_and_auto_accept_are_shown_in_words(masklets: WindowBot) -> None:
    first, second = masklets.objects
    masklets.workspace.verification.hand_in((first, second))
    masklets.workspace.verification.judge(second, Judgement.SATISFACTORY)
    masklets.workspace.view.select((second,))
    masklets.key(Key.Key_H, CONTROL)
    history = masklets.window.findChild(MaskletHistory)
    assert history is not None
    masklets.qtbot.waitUntil(lambda: history.lines.topLevelItemCount() == 2)
    told = [history.lines.topLevelItem(line).text(2) for line in range(2)]
    assert told == ["Came to verification", "Satisfactory"]
    history.accept()
    masklets.window.stage_dialogs.show_auto_accept()
    dialog = masklets.window.findChild(AutoAcceptDialog)
    assert dialog is not None
    masklets.qtbot.waitUntil(lambda: "59" in dialog.numbers.text())
    assert not dialog.switch.isEnabled()
    dialog.reject()


def test_the_last_answers_stand_at_the_side_and_can_be_opened_again(masklets: WindowBot) -> None:
    first, second = masklets.objects
    masklets.workspace.verification.hand_in((first, second))
    masklets.key(Key.Key_3, CONTROL)
    masklets.key(Key.Key_Return)
    panel = masklets.window.findChild(VerifyPanel)
    assert panel is not None
    (button,) = panel.recent_buttons
    assert "clip" not in button.toolTip()
    masklets.click(button, 8, 8)
    assert masklets.workspace.verifying.current == first
    masklets.key(Key.Key_R, at=masklets.window.canvas)
    assert masklets.workspace.verification.state(first) is MaskletState.REJECTED
    assert masklets.workspace.verifying.current == second


def test_answers_and_histories_name_the_video_where_there_are_several(masklets: WindowBot, tmp_path: Path) -> None:
    first, _second = masklets.objects
    masklets.workspace.videos.add((make_clip(tmp_path / "other.mp4"),))
    masklets.settle()
    masklets.workspace.verification.judge(first, Judgement.REJECTED)
    masklets.key(Key.Key_3, CONTROL)
    panel = masklets.window.findChild(VerifyPanel)
    assert panel is not None
    panel.show_current()
    (button,) = panel.recent_buttons
    history = MaskletHistory(masklets.workspace, masklets.workspace.document.object(first), masklets.window)

    assert button.accessibleDescription().startswith("clip")
    assert "Left  ·  clip" in [part.text() for part in history.findChildren(QLabel)]
    masklets.qtbot.waitUntil(lambda: history.lines.topLevelItemCount() > 0)
    history.accept()


def test_what_a_reviewer_found_not_masked_is_to_do_in_all_videos_until_the_answer_is_another(
    masklets: WindowBot, tmp_path: Path
) -> None:
    desk, workspace = masklets, masklets.workspace
    workspace.objects.set_category(desk.objects, DOG)
    workspace.verification.hand_in(desk.objects)
    for id in desk.objects:
        workspace.verification.judge(id, Judgement.SATISFACTORY)
    workspace.videos.add((make_clip(tmp_path / "other.mp4"),))
    desk.settle()
    first, second = workspace.document.videos()
    todo, switch = desk.window.findChild(TodoList), desk.window.stage_switch
    assert todo is not None
    model, before = todo.queue.model, switch.button(Stage.ANNOTATION).text()
    desk.key(Key.Key_3, CONTROL)
    workspace.category_questions.show(workspace.category_questions.waiting[0])
    workspace.view.pause()
    desk.go_to(35)
    desk.key(Key.Key_N)
    desk.key(Key.Key_2, CONTROL)
    desk.settle_actions()
    workspace.view.open_video(second.id)
    desk.wait_for_picture()
    seen = (todo.isVisible(), [model.data(model.index(row)) for row in range(model.rowCount())])
    count = switch.button(Stage.ANNOTATION).text()
    view = todo.queue.findChild(QListView)
    assert view is not None
    desk.click(view.viewport(), 20, 6)
    place = (workspace.view.video, workspace.view.frame, workspace.view.selection)
    while workspace.category_questions.incomplete:
        workspace.editor.undo()
    gone = (todo.isVisible(), switch.button(Stage.ANNOTATION).text())
    workspace.editor.redo()
    back = todo.isVisible()
    workspace.videos.remove((first.id,))

    assert seen == (True, [f"{DOG}  ·  not all masked, frame 35  ·  clip"])
    assert (before, count) == ("Annotate", "Annotate  1")
    assert place == (first, 35, ())
    assert gone == (False, "Annotate")
    assert back
    assert not todo.isVisible()
