"""Which frames a run computes, in which order, with what in memory; and what a correction calls into question."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.inference.memory_bank import Reach
from app.engine.predictor import PassDirection
from app.masks.mask import Mask
from app.project.document import Document
from app.project.model import Cell, Direction, FrameIndex, ObjectId
from app.workspace.edits.cells import clear, paint, segmented
from app.workspace.edits.staleness import outdated_by
from app.workspace.tracking.plan import CONDITIONING, NEIGHBORS, REACH, Wish, needed, plan, remembered
from tests.project.samples import apply
from tests.workspace.builders import HEIGHT, WIDTH, add_object, blob, document


def wish(*objects: int, direction: Direction = Direction.FORWARD, at: int = 0, **more: object) -> Wish:
    return Wish(tuple(objects), direction, FrameIndex(at), **more)  # type: ignore[arg-type]


def test_forward_from_the_first_click_covers_everything_after_it() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[10])
    (only,) = plan(made, wish(object, at=10), 100)
    assert list(only.request.frames) == list(range(11, 100))
    assert [c.frame for c in only.request.context[object].conditioning] == [10]
    assert only.cells == 89


def test_both_ways_covers_every_frame_exactly_once() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[20, 40])
    passes = plan(made, wish(object, direction=Direction.BOTH, at=38), 60)
    done = sorted(f for p in passes for f in p.todo[object])
    assert done == [f for f in range(60) if f not in (20, 40)]
    assert [p.request.frames for p in passes] == [range(41, 60), range(21, 40), range(19, -1, -1)]
    assert [p.open for p in passes] == [True, False, True]


def test_backward_starts_at_the_click_behind_the_playhead_in_its_direction() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[5, 30])
    between, before = plan(made, wish(object, direction=Direction.BACKWARD, at=20), 60)
    assert between.request.frames == range(29, 5, -1)
    assert before.request.frames == range(4, -1, -1)


def test_a_correction_outdates_only_up_to_the_neighboring_clicks_and_spares_locked_frames() -> None:
    made = document(100)
    tracked = [f for f in range(100) if f not in (0, 80)]
    object = add_object(made, 1, clicked=[0, 80], tracked=tracked, locked=[30, 31])
    assert outdated_by(made, object, FrameIndex(50)) == ((1, 29), (32, 49), (51, 79))


def test_a_forward_run_after_a_correction_recomputes_only_what_lies_between_it_and_the_next_click() -> None:
    made = document(100)
    tracked = [f for f in range(100) if f not in (0, 50, 80)]
    object = add_object(made, 1, clicked=[0, 50, 80], tracked=tracked, stale=((1, 49), (51, 79)))
    (only,) = plan(made, wish(object, at=50), 100)
    assert list(only.request.frames) == list(range(51, 80))
    assert set(only.todo[object]) == set(range(51, 80)) <= set(only.old[object])


def test_stretches_between_existing_masks_are_separate_so_that_each_can_end_early() -> None:
    made = document(100)
    tracked = [f for f in range(100) if f not in (0, 50)]
    object = add_object(made, 1, clicked=[0, 50], tracked=tracked, stale=((1, 49), (51, 99)))
    passes = plan(made, wish(object, direction=Direction.FORWARD, at=0), 100)
    assert [(p.request.frames[0], p.request.frames[-1]) for p in passes] == [(1, 49), (51, 99)]


def test_locked_cells_are_not_wanted_and_go_into_memory() -> None:
    made = document(30)
    object = add_object(made, 1, clicked=[0], tracked=[5, 6], locked=[5, 6])
    (only,) = plan(made, wish(object), 30)
    assert not {5, 6}.intersection(only.todo[object])
    assert only.request.fixed(object, FrameIndex(5)) is not None


def test_objects_with_the_same_window_share_a_pass_and_others_do_not() -> None:
    made = document(30)
    a, b = add_object(made, 1, clicked=[0]), add_object(made, 2, clicked=[0])
    c = add_object(made, 3, clicked=[10])
    passes = plan(made, wish(a, b, c), 30)
    assert [p.request.objects for p in passes] == [(a, b), (c,)]


def test_neighbors_are_the_nearest_fresh_masks_behind_the_start() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 40), stale=((35, 37),))
    (only,) = plan(made, wish(object, frames=(FrameIndex(40), FrameIndex(59))), 60)
    neighbors = only.request.context[object].neighbors
    assert sorted(neighbors) == [31, 32, 33, 34, 38, 39]
    assert len(neighbors) == NEIGHBORS


def test_only_stale_leaves_missing_masks_alone() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 20), stale=((5, 9),))
    (only,) = plan(made, wish(object, only_stale=True), 60)
    assert list(only.todo[object]) == list(range(5, 10))


def test_nothing_to_do_gives_no_pass() -> None:
    made = document(20)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 20))
    bare = add_object(made, 2)
    assert plan(made, wish(object, bare, direction=Direction.BOTH), 20) == ()


def test_a_run_that_begins_again_covers_what_it_did_before_and_what_was_corrected_meanwhile() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[10], tracked=range(11, 30))
    began = wish(object, at=20).started(made)
    assert began.starts == {object: 10}
    correct(made, object, 15)
    passes = plan(made, began, 60)
    assert [p.request.frames for p in passes] == [range(11, 15), range(16, 60)]


def test_a_run_whose_start_is_gone_begins_at_the_one_before_it() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[10, 30])
    began = wish(object, at=35).started(made)
    apply(made, clear(made, {object: [FrameIndex(30)]}))
    assert [p.request.frames for p in plan(made, began, 60)] == [range(11, 60)]


def correct(made: Document, object: ObjectId, frame: int, mask: Mask | None = None) -> None:
    """Paint a frame, which calls into question what depends on it."""
    apply(made, paint(made, Cell(object, FrameIndex(frame)), mask or blob(40, 30)))


@pytest.mark.parametrize(
    ("at", "frames"),
    [
        (50, [range(51, 100), range(1, 50)]),  # the masks came from frame 0: from there towards the correction
        (70, [range(71, 100), range(1, 70)]),
    ],
)
def test_a_gap_is_computed_from_the_end_its_masks_came_from(at: int, frames: list[range]) -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 100))
    correct(made, object, at)
    passes = plan(made, wish(object, direction=Direction.BOTH, at=at), 100)
    assert [p.request.frames for p in passes] == frames
    assert [p.open for p in passes] == [True, False]
    assert {c.frame for p in passes for c in p.request.context[object].conditioning} == {0, at}


def test_a_correction_before_the_first_prompt_is_reached_from_that_prompt() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[60], tracked=[f for f in range(100) if f != 60])
    correct(made, object, 20)
    passes = plan(made, wish(object, direction=Direction.BOTH, at=20), 100)
    assert [p.request.frames for p in passes] == [range(59, 20, -1), range(19, -1, -1)]
    assert [p.open for p in passes] == [False, True]


def test_a_second_correction_leaves_what_does_not_depend_on_it() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[0, 80], tracked=[f for f in range(100) if f not in (0, 80)])
    correct(made, object, 40)
    passes = plan(made, wish(object, direction=Direction.BOTH, at=40), 100)
    computed = [frame for p in passes for frame in p.request.frames]
    assert sorted(computed) == [*range(1, 40), *range(41, 80)], "no more than lies between its two neighbours"
    assert not any(p.open for p in passes)


@pytest.mark.parametrize(
    ("direction", "frames"), [(Direction.FORWARD, range(31, 60)), (Direction.BACKWARD, range(1, 30))]
)
def test_a_one_way_run_from_a_correction_computes_its_side(direction: Direction, frames: range) -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 60))
    correct(made, object, 30)
    (only,) = plan(made, wish(object, direction=direction, at=30), 60)
    assert only.request.frames == frames
    assert only.open is (direction is Direction.FORWARD)


def test_where_the_object_is_absent_nothing_begins() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 60))
    correct(made, object, 30, Mask.empty(HEIGHT, WIDTH))
    correct(made, object, 50)
    passes = plan(made, wish(object, direction=Direction.BOTH, at=50), 60)
    assert [p.request.frames for p in passes] == [range(51, 60), range(49, 30, -1), range(1, 30)]


def test_a_gap_without_masks_begins_at_the_end_that_the_model_is_surer_of() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0])
    apply(made, segmented(made, Cell(object, FrameIndex(0)), blob(), 0.4, 1.0))
    correct(made, object, 30)
    passes = plan(made, wish(object, direction=Direction.BOTH, at=30), 60)
    assert [p.request.frames for p in passes] == [range(31, 60), range(29, 0, -1)], "painted is surer than a click"


def test_a_pass_knows_how_sure_the_model_is_of_its_answers_and_of_no_other_mask() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0])
    apply(made, segmented(made, Cell(object, FrameIndex(0)), blob(), 0.4, 1.0))
    correct(made, object, 30)
    known = plan(made, wish(object, direction=Direction.BOTH, at=30), 60)[0].request.context[object].conditioning
    assert {cell.frame: cell.score for cell in known} == {0: 0.4, 30: None}


def test_a_range_inside_a_gap_is_computed_as_a_gap() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0, 50], tracked=[*range(1, 50), *range(51, 60)], stale=((10, 20),))
    (only,) = plan(made, wish(object, at=0, frames=(FrameIndex(10), FrameIndex(20))), 60)
    assert only.request.frames in (range(10, 21), range(20, 9, -1))
    assert not only.open


def test_objects_corrected_on_different_frames_have_passes_of_their_own() -> None:
    made = document(60)
    a = add_object(made, 1, clicked=[0], tracked=range(1, 60))
    b = add_object(made, 2, clicked=[0], tracked=range(1, 60))
    correct(made, a, 20)
    correct(made, b, 40)
    passes = plan(made, wish(a, b, direction=Direction.BOTH, at=20), 60)
    assert [(p.request.objects, p.request.frames) for p in passes] == [
        ((a,), range(21, 60)),
        ((a,), range(1, 20)),
        ((b,), range(41, 60)),
        ((b,), range(1, 40)),
    ]


def test_locked_frames_in_a_gap_stay_and_are_remembered() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 60), locked=[10, 11])
    correct(made, object, 30)
    gap = plan(made, wish(object, direction=Direction.BOTH, at=30), 60)[1]
    assert gap.request.frames == range(1, 30)
    assert not {10, 11}.intersection(gap.todo[object])
    assert gap.request.fixed(object, FrameIndex(10)) is not None


def test_a_long_masklet_is_planned_at_once() -> None:
    frames = 50_000
    made = document(frames)
    object = add_object(made, 1, clicked=[0], tracked=range(1, frames), stale=((1, frames - 1),))
    started = time.process_time()
    (only,) = plan(made, wish(object), frames)
    assert time.process_time() - started < 0.1
    assert only.cells == frames - 1


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("only_stale", [False, True])
@pytest.mark.parametrize("at", [0, 20, 59])
def test_what_is_needed_is_known_without_a_plan(direction: Direction, only_stale: bool, at: int) -> None:
    objects = [
        {"clicked": [20]},
        {"clicked": [20], "tracked": range(21, 60)},
        {"clicked": [20], "tracked": [*range(20), *range(21, 60)]},
        {"clicked": [20], "tracked": [*range(20), *range(21, 60)], "stale": ((3, 4),)},
        {"clicked": [20], "tracked": range(21, 60), "locked": range(20)},
        {"tracked": range(60)},
        {},
    ]
    for contents in objects:
        made = document(60)
        asked = wish(add_object(made, 1, **contents), direction=direction, at=at, only_stale=only_stale)
        assert needed(made, asked, 60) is bool(plan(made, asked, 60)), contents


@given(st.sets(st.integers(0, 200), max_size=60), st.integers(0, 200))
@settings(max_examples=60, deadline=None)
def test_a_click_is_given_everything_that_the_model_can_read(edited: set[int], at: int) -> None:
    made = document(201)
    object = add_object(made, 1, clicked=sorted(edited))
    given = [cell.frame for cell in remembered(made, Cell(object, FrameIndex(at))).conditioning]
    others = [FrameIndex(frame) for frame in sorted(edited - {at})]
    assert set(given) <= set(others)
    reach = Reach(spatial=6, pointers=REACH, conditioning=CONDITIONING)
    for step in PassDirection:
        assert set(reach.needed(at, step, given)) == set(reach.needed(at, step, others))


def test_a_click_is_given_no_more_however_many_masks_were_imported() -> None:
    made = document(2000)
    object = add_object(made, 1, clicked=[f for f in range(2000) if f % 7])
    given = remembered(made, Cell(object, FrameIndex(1001))).conditioning
    assert len(given) <= 2 * REACH
    assert FrameIndex(1001) not in [cell.frame for cell in given]


def test_a_click_beside_tracked_masks_is_given_them_only_where_something_else_was_made_by_a_person() -> None:
    made = document(40)
    object = add_object(made, 1, clicked=[0], tracked=list(range(1, 40)))
    assert len(remembered(made, Cell(object, FrameIndex(20))).neighbors) == NEIGHBORS
    assert remembered(made, Cell(object, FrameIndex(0))).neighbors == {}
