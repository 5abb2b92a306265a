"""Masks carried to other frames and objects: one step each, never onto what is locked."""

import pytest

from app.masks.mask import Mask
from app.project.model import Cell, Direction, FrameIndex, MaskSource, ObjectId
from app.workspace.messages import Refusal
from tests.masks.test_between import center, disc
from tests.workspace.conftest import CLIP_HEIGHT, CLIP_WIDTH, FRAMES, Desk
from tests.workspace.test_annotating import clicked, masks


def small(x: float, y: float = 30) -> Mask:
    return disc(x, y, 6, CLIP_HEIGHT, CLIP_WIDTH)


def painted(desk: Desk, *frames: tuple[int, Mask]) -> ObjectId:
    """Make an object with painted masks."""
    object = desk.workspace.objects.add()
    assert object is not None
    for frame, mask in frames:
        desk.workspace.prompts.paint(Cell(object, FrameIndex(frame)), mask)
    return object


def at(desk: Desk, object: ObjectId, frame: int) -> Mask | None:
    found = desk.workspace.document.mask(Cell(object, FrameIndex(frame)))
    return found.mask if found is not None else None


def test_a_pasted_mask_is_painted_on_the_frame_in_one_step(desk: Desk) -> None:
    workspace = desk.workspace
    object = painted(desk, (0, small(20)))
    workspace.view.go_to(7)
    workspace.carrier.paste(small(50))
    assert at(desk, object, 7) == small(50)
    assert workspace.history.undo_title == "Paste mask"
    workspace.editor.undo()
    assert at(desk, object, 7) is None


def test_without_an_object_a_pasted_mask_makes_one(desk: Desk) -> None:
    desk.workspace.carrier.paste(small(50))
    (record,) = desk.workspace.document.all_objects()
    assert at(desk, record.id, 0) == small(50)


def test_a_mask_of_another_size_is_refused_in_words(desk: Desk) -> None:
    painted(desk, (0, small(20)))
    desk.workspace.carrier.paste(Mask.full(10, 20))
    assert desk.notices[-1] == f"The mask has 20×10 pixels, this video {CLIP_WIDTH}×{CLIP_HEIGHT}."


def test_a_mask_is_carried_to_the_next_frames_and_no_further(desk: Desk) -> None:
    workspace = desk.workspace
    object = clicked(desk)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    workspace.view.go_to(5)
    workspace.carrier.carry(10)
    sources = masks(desk, object)
    assert {frame for frame, source in sources.items() if source is MaskSource.PAINTED} == set(range(6, 16))
    assert {at(desk, object, frame) for frame in range(6, 16)} == {at(desk, object, 5)}
    workspace.editor.undo()
    assert MaskSource.PAINTED not in masks(desk, object).values()


@pytest.mark.parametrize(("direction", "expected"), [(Direction.BACKWARD, {3, 4}), (Direction.BOTH, {3, 4, 6, 7})])
def test_a_mask_is_carried_back_and_to_both_sides(desk: Desk, direction: Direction, expected: set[int]) -> None:
    workspace = desk.workspace
    object = painted(desk, (5, small(20)))
    workspace.view.go_to(5)
    workspace.carrier.carry(2, direction)
    assert set(masks(desk, object)) == {5, *expected}
    assert {at(desk, object, frame) for frame in expected} == {small(20)}
    title = "Carry mask back" if direction is Direction.BACKWARD else "Carry mask on"
    assert workspace.history.undo_title == title
    workspace.editor.undo()
    assert set(masks(desk, object)) == {5}


def test_before_the_first_frame_nothing_is_carried(desk: Desk) -> None:
    object = painted(desk, (0, small(20)))
    desk.workspace.carrier.carry(3, Direction.BACKWARD)
    assert desk.notices[-1] == "This is the first frame."
    assert set(masks(desk, object)) == {0}


def test_a_mask_is_carried_up_to_the_last_frame(desk: Desk) -> None:
    object = painted(desk, (0, small(20)))
    desk.workspace.carrier.carry(1_000_000)
    assert len(masks(desk, object)) == FRAMES


@pytest.mark.parametrize("verb", ["carry", "interpolate"])
def test_one_locked_frame_in_the_way_refuses_all(desk: Desk, verb: str) -> None:
    workspace = desk.workspace
    object = painted(desk, (0, small(20)), (20, small(60)))
    workspace.masks.set_locked((object,), 8, 9, True)
    workspace.view.go_to(0)
    workspace.carrier.carry(10) if verb == "carry" else workspace.carrier.interpolate()
    desk.settle()
    assert set(masks(desk, object)) == {0, 20}
    assert "locked on frame 8" in desk.notices[-1]


@pytest.mark.parametrize("verb", ["carry", "interpolate", "replace", "clear"])
def test_what_a_locked_frame_refused_is_done_when_it_is_unlocked_there(desk: Desk, verb: str) -> None:
    workspace, refusals = desk.workspace, list[Refusal]()
    object = painted(desk, (0, small(20)), (8, small(40)), (10, small(60)))
    workspace.masks.set_locked((object,), 8, 8, True)
    workspace.view.go_to(0)
    workspace.messages.refused.connect(refusals.append)
    cell = Cell(object, FrameIndex(8))
    do = {
        "carry": lambda: workspace.carrier.carry(8),
        "interpolate": workspace.carrier.interpolate,
        "replace": lambda: workspace.masks.replace(cell, small(70), "Grow"),
        "clear": lambda: workspace.masks.clear_cell(cell),
    }
    if verb == "interpolate":
        workspace.masks.set_locked((object,), 8, 8, False)
        workspace.masks.set_locked((object,), 4, 4, True)
    before = workspace.history.newest
    do[verb]()
    desk.settle()
    refused = workspace.history.newest == before
    (refusal,) = refusals
    refusal.ways[0].run()
    desk.settle()
    step = workspace.history.newest
    workspace.editor.undo()
    unlocked = workspace.history.undo_title
    workspace.editor.undo()
    assert refused
    assert step is not None
    assert unlocked == "Unlock frames"
    assert workspace.history.newest == before


@pytest.mark.parametrize("frame", [0, 7, 20])
def test_between_two_painted_frames_the_shape_travels_as_one_step(desk: Desk, frame: int) -> None:
    workspace = desk.workspace
    object = painted(desk, (0, small(12)), (20, small(80, 40)))
    workspace.view.go_to(frame)
    workspace.carrier.interpolate()
    assert set(masks(desk, object)) == {0, 20}, "it is computed in the background"
    desk.settle()
    assert sorted(masks(desk, object)) == list(range(21))
    middle = at(desk, object, 10)
    assert middle is not None
    assert center(middle) == pytest.approx((46, 35), abs=0.6)
    workspace.editor.undo()
    assert set(masks(desk, object)) == {0, 20}


def test_what_is_decided_meanwhile_stays(desk: Desk) -> None:
    workspace = desk.workspace
    object = painted(desk, (0, small(12)), (20, small(80)))
    workspace.view.go_to(3)
    workspace.carrier.interpolate()
    workspace.prompts.paint(Cell(object, FrameIndex(5)), small(40))
    workspace.masks.set_locked((object,), 6, 6, True)
    desk.settle()
    assert at(desk, object, 5) == small(40)
    assert sorted(masks(desk, object)) == [*range(6), *range(7, 21)]


def test_an_end_that_changes_meanwhile_leaves_everything_as_it_is(desk: Desk) -> None:
    workspace = desk.workspace
    object = painted(desk, (0, small(12)), (20, small(80)))
    workspace.view.go_to(3)
    workspace.carrier.interpolate()
    workspace.prompts.paint(Cell(object, FrameIndex(20)), small(70))
    desk.settle()
    assert set(masks(desk, object)) == {0, 20}


def test_where_nothing_leads_it_is_said(desk: Desk) -> None:
    workspace = desk.workspace
    object = painted(desk, (0, small(12)))
    workspace.carrier.interpolate()
    workspace.prompts.mark_absent(Cell(object, FrameIndex(9)))
    workspace.carrier.interpolate()
    workspace.masks.clear_cell(Cell(object, FrameIndex(9)))
    workspace.prompts.paint(Cell(object, FrameIndex(1)), small(20))
    workspace.carrier.interpolate()
    assert [words.split(":")[0] for words in desk.notices[-3:]] == [
        "Paint or click the object on a frame before and on one after this one first.",
        "Object 1 is absent on frame 9",
        "There is no frame between 0 and 1.",
    ]


def test_pixels_taken_from_others_are_one_step_with_the_paint(desk: Desk) -> None:
    workspace = desk.workspace
    first, second = painted(desk, (0, small(20))), painted(desk, (0, small(60)))
    workspace.prompts.paint(Cell(second, FrameIndex(0)), small(24), {first: small(20).difference(small(24))})
    assert at(desk, first, 0) == small(20).difference(small(24))
    workspace.editor.undo()
    assert (at(desk, first, 0), at(desk, second, 0)) == (small(20), small(60))
    workspace.objects.set_locked((first,), True)
    workspace.prompts.paint(Cell(second, FrameIndex(0)), small(24), {first: Mask.empty(CLIP_HEIGHT, CLIP_WIDTH)})
    assert (at(desk, first, 0), at(desk, second, 0)) == (small(20), small(60))
