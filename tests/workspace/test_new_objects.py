"""Another object: by N, or from a click that was far from the active one."""

import pytest

from app.masks.mask import Mask
from app.project.model import Cell, Click, FrameIndex, ObjectId
from app.workspace.new_objects import far
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, Desk

HERE, THERE, NEAR = Click(20, 30), Click(80, 30), Click(34, 32)
CLOSE = Click(27, 31)


def names(desk: Desk) -> list[str]:
    return [record.name for record in desk.workspace.document.all_objects()]


def mask(desk: Desk, object: ObjectId) -> Mask:
    found = desk.workspace.document.mask(Cell(object, FrameIndex(0)))
    return found.mask if found is not None else Mask.empty(CLIP_HEIGHT, CLIP_WIDTH)


def click(desk: Desk, made: Click, other: ObjectId | None = None) -> None:
    """Click as the tool does."""
    workspace = desk.workspace
    cell = workspace.prompts.cell_to_change(FrameIndex(0))
    assert cell is not None
    workspace.new_objects.add_click(cell, made, other)
    desk.settle()


@pytest.fixture
def first(desk: Desk) -> ObjectId:
    """An object that was clicked and is active."""
    click(desk, HERE)
    found = desk.workspace.view.active_object
    assert found is not None
    return found


def test_a_click_far_from_others_is_offered_while_their_mask_is_on_its_way(desk: Desk) -> None:
    workspace, told = desk.workspace, []
    for made in (HERE, CLOSE, THERE):
        cell = workspace.prompts.cell_to_change(FrameIndex(0))
        assert cell is not None
        workspace.new_objects.add_click(cell, made)
        told.append(workspace.new_objects.offer)
    assert workspace.document.mask(Cell(told[-1].cell.object, FrameIndex(0))) is None
    workspace.new_objects.begin()
    desk.settle()
    first, second = (record.id for record in workspace.document.all_objects())

    assert told[:2] == [None, None]
    assert told[2].unseen
    assert mask(desk, first).contains(20, 30)
    assert not mask(desk, first).contains(80, 30)
    assert mask(desk, second).contains(80, 30)


def test_a_click_far_away_is_offered_and_becomes_an_object_of_its_own_in_one_step(desk: Desk, first: ObjectId) -> None:
    before = mask(desk, first)
    click(desk, THERE)
    joined = mask(desk, first)
    offered = desk.workspace.new_objects.offer
    desk.workspace.new_objects.begin()
    desk.settle()
    second = desk.workspace.view.active_object
    assert second is not None
    parted = mask(desk, first), mask(desk, second)
    desk.workspace.editor.undo()
    desk.settle()

    assert joined.contains(80, 30)
    assert offered is not None
    assert second != first
    assert parted[0] == before
    assert parted[1].contains(80, 30)
    assert not parted[1].contains(20, 30)
    assert len(names(desk)) == 1
    assert mask(desk, first) == before


def test_a_click_nearby_is_a_correction(desk: Desk, first: ObjectId) -> None:
    click(desk, NEAR)

    assert desk.workspace.new_objects.offer is None


def test_an_offer_ends_with_the_next_thing_that_is_done(desk: Desk, first: ObjectId) -> None:
    click(desk, THERE)
    desk.workspace.view.go_to(3)

    assert desk.workspace.new_objects.offer is None


def test_an_offer_outlives_a_run_that_ends(desk: Desk, first: ObjectId) -> None:
    click(desk, THERE)
    offered = desk.workspace.new_objects.offer
    desk.workspace.editor.history_changed.emit()  # as the end of a run does: no step is made

    assert offered is not None
    assert desk.workspace.new_objects.offer == offered


def test_a_click_on_another_objects_mask_is_given_to_that_one(desk: Desk, first: ObjectId) -> None:
    desk.workspace.view.finish_object()
    click(desk, THERE)
    second = desk.workspace.view.active_object
    desk.workspace.view.select((first,))
    before = mask(desk, first)
    click(desk, Click(78, 34), second)
    desk.workspace.new_objects.give_to_other()
    desk.settle()

    assert second is not None
    assert mask(desk, first) == before
    assert desk.workspace.view.active_object == second
    prompts = desk.workspace.document.prompts(Cell(second, FrameIndex(0)))
    assert prompts is not None
    assert len(prompts.clicks) == 2


def test_n_again_and_again_makes_one_object(desk: Desk, first: ObjectId) -> None:
    for _ in range(3):
        desk.workspace.new_objects.begin()
    made = names(desk)
    desk.workspace.view.select((first,))
    desk.workspace.new_objects.begin()

    assert made == ["Object 1", "Object 2"]
    assert names(desk) == made
    assert desk.workspace.view.active_object != first
    assert desk.notices[-1] == "Object 2 is still empty: click on what it is."


def test_an_empty_object_with_a_name_of_its_own_is_wanted(desk: Desk) -> None:
    desk.workspace.objects.add("Hat")
    desk.workspace.new_objects.begin()

    assert names(desk) == ["Hat", "Object 2"]


def test_far_is_measured_by_the_mask() -> None:
    small = Mask.from_array([[20 <= x < 30 and 20 <= y < 30 for x in range(200)] for y in range(100)])
    assert not far(small, Click(37, 25))
    assert far(small, Click(45, 25))
    large = Mask.from_array([[20 <= x < 120 and 10 <= y < 90 for x in range(200)] for y in range(100)])
    assert not far(large, Click(145, 50))
    assert far(large, Click(190, 50))
    assert not far(Mask.empty(100, 200), Click(5, 5))
