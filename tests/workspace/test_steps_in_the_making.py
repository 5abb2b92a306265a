"""Steps that move many masks are made in the background; whatever a person does meanwhile comes after them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.masks.mask import Mask
from app.project.document import Document
from app.project.edit import Delta, Edit
from app.project.edit_checks import check, tried
from app.project.model import Cell, CellMask, Direction, FrameIndex, ObjectId
from app.project.storage.store import Store
from app.workspace.editing import bulk_edits, editor
from app.workspace.edits import objects
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk
from tests.workspace.test_annotating import clicked
from tests.workspace.test_operations import tracked, two_tracked
from tests.workspace.test_races import once_there_are

LAST = FRAMES - 1
Masks = dict[FrameIndex, CellMask]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_edits, "MANY", 10)


def masks_of(desk: Desk, *ids: ObjectId) -> list[Masks]:
    return [dict(desk.workspace.document.masks_of(id)) for id in ids]


def test_identities_are_swapped_without_waiting(desk: Desk) -> None:
    a, b = two_tracked(desk)
    before = masks_of(desk, a, b)
    desk.workspace.objects.swap(a, b, 0, LAST)
    assert masks_of(desk, a, b) == before
    assert desk.workspace.busy
    desk.settle()
    assert masks_of(desk, a, b) == before[::-1]
    desk.workspace.editor.undo()
    assert masks_of(desk, a, b) == before


def test_undo_right_after_takes_back_what_is_in_the_making_and_no_step_more(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    before, title = masks_of(desk, a, b), workspace.history.undo_title
    workspace.objects.reassign(a, b, 0, LAST)
    workspace.editor.undo()
    assert masks_of(desk, a, b) == before
    assert (workspace.history.undo_title, workspace.history.redo_title) == (title, "Reassign masks")
    desk.settle()
    assert masks_of(desk, a, b) == before, "it is not made once more"
    workspace.editor.redo()
    assert masks_of(desk, a, b) == [{}, before[0]]


def test_what_is_done_meanwhile_comes_after_it(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    before, painted = masks_of(desk, a, b), Mask.full(CLIP_HEIGHT, CLIP_WIDTH)
    workspace.objects.swap(a, b, 0, LAST)
    workspace.prompts.paint(Cell(a, FrameIndex(7)), painted)
    assert workspace.history.undo_title != "Swap identities"
    desk.settle()
    after = masks_of(desk, a, b)
    assert after[0][FrameIndex(7)].mask == painted
    assert after[0].keys() == before[1].keys()
    assert after[1] == before[0]
    workspace.editor.undo()
    assert masks_of(desk, a, b) == before[::-1]
    workspace.editor.undo()
    assert masks_of(desk, a, b) == before


def test_several_in_the_making_come_in_their_order(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    before = masks_of(desk, a, b)
    copy = workspace.objects.duplicate(a)
    assert copy is not None
    workspace.objects.swap(a, b, 0, LAST)
    workspace.objects.reassign(copy, b, 0, 20)
    desk.settle()
    after = masks_of(desk, a, b, copy)
    assert after[0] == before[1]
    assert {f: m.mask for f, m in after[1].items()} == {f: m.mask for f, m in before[0].items()}
    assert sorted(after[2]) == list(range(21, FRAMES))
    titles = [step.title for step in workspace.history.titles()]
    assert titles[-3:] == ["Duplicate object", "Swap identities", "Reassign masks"]


def test_a_copy_is_selected_once_it_is_there(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    copy = workspace.objects.duplicate(object)
    assert copy is not None
    assert workspace.view.active_object == object
    desk.settle()
    assert workspace.view.active_object == copy
    assert sorted(masks_of(desk, copy)[0]) == list(range(FRAMES))


def test_what_is_split_off_is_selected_once_it_is_there(desk: Desk) -> None:
    workspace = desk.workspace
    object = tracked(desk)
    new = workspace.objects.split(object, 20)
    assert new is not None
    desk.settle()
    assert workspace.view.active_object == new
    assert [sorted(found) for found in masks_of(desk, object, new)] == [list(range(20)), list(range(20, FRAMES))]


def test_what_a_run_makes_meanwhile_is_not_lost(desk: Desk) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    there = masks_of(desk, a, b)
    c = clicked(desk, 0, 70, 20)
    once_there_are(desk, c, 15, lambda: workspace.objects.swap(c, b, 0, 9))
    workspace.runs.track(Direction.FORWARD, (c,))
    desk.settle()
    after = masks_of(desk, a, b, c)
    assert after[0] == there[0]
    assert {f: after[2][FrameIndex(f)] for f in range(10)} == {f: there[1][FrameIndex(f)] for f in range(10)}
    assert sorted(after[2]) == list(range(FRAMES))
    assert all(after[1][FrameIndex(f)].mask.contains(70, 20) for f in range(10))


def test_it_is_made_again_when_its_objects_are_not_what_they_were(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = two_tracked(desk)
    before = masks_of(desk, a, b)
    monkeypatch.setattr(Document, "agrees", lambda *_of: False)
    desk.workspace.objects.swap(a, b, 0, LAST)
    desk.settle()
    assert masks_of(desk, a, b) == before[::-1]


def test_closing_makes_it_first(desk: Desk) -> None:
    a, b = two_tracked(desk)
    before = masks_of(desk, a, b)
    desk.workspace.objects.swap(a, b, 0, LAST)
    desk.workspace.close(wait_ms=5000)
    with Store.open_copy(desk.workspace.folder) as store:
        there = store.load()
    assert [dict(there.masks_of(id)) for id in (a, b)] == before[::-1]


@pytest.mark.parametrize(
    "verb",
    [
        lambda workspace, a, b: workspace.objects.swap(a, b, 0, LAST),
        lambda workspace, a, b: workspace.objects.reassign(a, b, 0, LAST),
        lambda workspace, a, b: workspace.objects.reassign(b, a, 0, LAST),
    ],
)
def test_locked_frames_refuse_it_as_ever(desk: Desk, verb: Callable[..., None]) -> None:
    a, b = two_tracked(desk)
    desk.workspace.masks.set_locked((b,), 12, 12, True)
    before = masks_of(desk, a, b)
    verb(desk.workspace, a, b)
    desk.settle()
    assert masks_of(desk, a, b) == before
    assert "locked on frame 12" in desk.notices[-1]


def test_what_cannot_be_is_said_once(desk: Desk) -> None:
    object = tracked(desk)
    desk.workspace.objects.split(object, FRAMES + 5)
    desk.settle()
    assert ["has no masks" in str(error.message) for error in desk.errors] == [True]
    assert len(desk.workspace.document.all_objects()) == 1


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether cells were looked at, of each edit that the window's thread checked."""
    looked: list[bool] = []

    def counting(document: Document, edit: Edit, cells: bool = True) -> None:
        looked.append(cells)
        check(document, edit, cells)

    monkeypatch.setattr(editor, "check", counting)
    return looked


def test_what_another_thread_has_checked_is_not_checked_again(desk: Desk, checks: list[bool]) -> None:
    a, b = two_tracked(desk)
    checks.clear()
    desk.workspace.objects.swap(a, b, 0, LAST)
    desk.settle()
    assert checks == [False]
    desk.workspace.masks.apply((a,), 0, LAST, lambda mask: mask, "Nothing")  # at once
    desk.workspace.masks.apply((a,), 0, LAST, lambda _mask: Mask.full(CLIP_HEIGHT, CLIP_WIDTH), "Fill")
    desk.settle()
    assert checks == [False, False]
    desk.workspace.editor.undo()
    assert checks == [False, False, True], "the history's own edits are checked"


def test_what_has_changed_meanwhile_is_checked_again(desk: Desk, checks: list[bool]) -> None:
    a, b = two_tracked(desk)
    checks.clear()
    desk.workspace.objects.swap(a, b, 0, LAST)
    record = desk.workspace.document.object(a)
    assert record is not None
    desk.workspace.editor.do("Rename", Edit(objects={a: Delta(record, replace(record, name="another"))}))
    desk.settle()
    assert checks == [True, True]


def test_vouching_is_for_one_edit_and_until_something_else_is_done(desk: Desk, checks: list[bool]) -> None:
    workspace = desk.workspace
    a, b = two_tracked(desk)
    swap = objects.swap(workspace.document, a, b, FrameIndex(0), FrameIndex(LAST))
    checks.clear()
    workspace.editor.vouch(swap, tried(workspace.document, swap))
    workspace.objects.rename(b, "another")
    workspace.editor.do("Swap", swap)
    assert checks == [True, True]
