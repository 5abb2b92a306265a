"""The one path of change: one transaction and one announcement a step, in the order in which steps are made."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import ProjectError
from app.project.edit import Edit
from app.project.model import Cell, Click, Direction, Event, FrameIndex, ObjectId
from app.project.storage.store import Store
from tests.workspace.conftest import FRAMES, Desk
from tests.workspace.test_annotating import clicked
from tests.workspace.test_races import frames_showing, once_there_are, square


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[Edit]:
    """Every edit that is written, each in a transaction of its own."""
    written: list[Edit] = []
    commit = Store.commit

    def count(store: Store, edit: Edit, *more: object, **options: object) -> None:
        if not edit.empty:
            written.append(edit)
        commit(store, edit, *more, **options)

    monkeypatch.setattr(Store, "commit", count)
    return written


def crossed(desk: Desk) -> ObjectId:
    """Return an object with a correction on frame 8 that was made while its run went on: the newest step but one."""
    workspace = desk.workspace
    object = clicked(desk, 0)
    once_there_are(desk, object, 12, lambda: workspace.prompts.paint(Cell(object, FrameIndex(8)), square(70, 40)))
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    return object


def test_an_undo_that_calls_masks_into_question_is_one_transaction_told_once(desk: Desk, commits: list[Edit]) -> None:
    workspace = desk.workspace
    object = crossed(desk)
    told: list[Edit] = []
    commits.clear()
    workspace.editor.changed.connect(told.append)
    workspace.editor.undo()
    record = workspace.document.object(object)
    assert record is not None
    assert record.stale, "masks that the run made of the correction are not up to date any more"
    assert len(commits) == 1
    assert told == commits
    before = workspace.document.frozen()
    workspace.editor.undo()
    workspace.editor.redo()
    assert workspace.document.object(object) == before.object(object)
    assert len(commits) == 3


def test_redo_brings_back_what_was_called_into_question_with_it(desk: Desk) -> None:
    workspace = desk.workspace
    object = crossed(desk)
    record = workspace.document.object(object)
    showing = frames_showing(desk, object, 75, 45)
    while workspace.history.can_undo:
        workspace.editor.undo()
    while workspace.history.can_redo:
        workspace.editor.redo()
    desk.settle()
    assert workspace.document.object(object) == record
    assert frames_showing(desk, object, 75, 45) == showing == list(range(5, FRAMES))


def test_undo_that_finds_the_disk_full_is_told_and_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = desk.workspace
    object = crossed(desk)
    record, title = workspace.document.object(object), workspace.history.undo_title
    steps = [step.edit() for step in workspace.history._steps]

    def full(*_arguments: object, **_named: object) -> None:
        raise ProjectError("The disk is full.", "Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", full)
        workspace.editor.undo()
    assert [error.message for error in desk.errors] == ["The disk is full."]
    assert workspace.document.object(object) == record
    assert workspace.history.undo_title == title
    assert [step.edit() for step in workspace.history._steps] == steps
    assert workspace.editor.save_failed
    workspace.editor.undo()
    assert workspace.history.redo_title == title
    assert not workspace.editor.save_failed


def test_a_follower_that_acts_makes_a_later_step_and_everybody_hears_both_in_order(desk: Desk) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("One")
    assert object is not None
    heard: list[str] = []

    def name(edit: Edit) -> str:
        delta = edit.objects.get(object)
        return delta.after.name if delta is not None and delta.after is not None else ""

    def act(edit: Edit) -> None:
        if name(edit) == "Two":
            workspace.objects.rename(object, "Three")

    workspace.editor.changed.connect(act)
    workspace.editor.changed.connect(lambda edit: heard.append(name(edit)))
    workspace.objects.rename(object, "Two")
    assert heard == ["Two", "Three"]
    workspace.editor.changed.disconnect(act)
    workspace.editor.undo()
    record = workspace.document.object(object)
    assert record is not None
    assert record.name == "Two"


def test_the_history_has_a_step_when_its_change_is_told(desk: Desk) -> None:
    workspace = desk.workspace
    seen: list[str] = []
    workspace.editor.changed.connect(lambda _edit: seen.append(workspace.history.undo_title))
    workspace.objects.add("One")
    assert seen == ["New object"]


def test_a_line_of_the_log_beside_one_lost_edit_does_not_cost_the_history(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("One")
    assert object is not None

    def full(*_arguments: object, **_named: object) -> None:
        raise ProjectError("The disk is full.", "Make room.")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", full)
        patch.setattr("app.workspace.editing.saver.AT_ONCE", 0)  # a large edit is written later, beside what follows
        workspace.masks.set_locked((object,), 0, FRAMES - 1, True)
        workspace.editor.log(Event(datetime.now(UTC), "me", "looked"))
        desk.qtbot.waitUntil(lambda: not workspace.editor.saving)
    assert workspace.document.lock_frames(object) == ()
    assert workspace.history.undo_title == "New object"
    workspace.editor.undo()
    assert workspace.document.object(object) is None


def test_a_click_is_one_step_with_its_answer(desk: Desk, commits: list[Edit]) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("One")
    assert object is not None
    commits.clear()
    workspace.prompts.add_click(Cell(object, FrameIndex(3)), Click(40, 30))
    desk.settle()
    workspace.editor.undo()
    assert [bool(edit.prompts) for edit in commits] == [True, False, True]
    assert [bool(edit.masks) for edit in commits] == [False, True, True]


def test_what_was_said_before_closing_is_there_after_opening(desk: Desk, open_desk: Callable[..., Desk]) -> None:
    folder: Path = desk.workspace.folder
    object = crossed(desk)
    desk.workspace.editor.undo()
    record = desk.workspace.document.object(object)
    desk.workspace.close(wait_ms=5000)
    assert open_desk(folder).workspace.document.object(object) == record
