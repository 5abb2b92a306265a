"""Which frames a run computes, in which order, with what in memory; and what a correction calls into question."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.inference.memory_bank import Reach
from app.engine.predictor import PassDirection
from app.project.model import Cell, Direction, FrameIndex
from app.workspace.edits.staleness import outdated_by
from app.workspace.tracking.plan import CONDITIONING, NEIGHBORS, REACH, Wish, needed, plan, remembered
from tests.workspace.builders import add_object, document


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
    assert [p.request.frames.step for p in passes] == [1, -1]
    assert passes[0].request.frames[0] == 41
    assert passes[1].request.frames[0] == 39


def test_backward_starts_at_the_click_behind_the_playhead_in_its_direction() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[5, 30])
    (only,) = plan(made, wish(object, direction=Direction.BACKWARD, at=20), 60)
    assert only.request.frames == range(29, -1, -1)
    assert 5 not in only.todo[object]
    assert only.request.fixed(object, FrameIndex(5)) is not None


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


def test_a_corrected_object_starts_at_its_own_anchor() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0, 20], tracked=range(1, 20))
    passes = plan(made, wish(object, at=0, anchors={object: FrameIndex(20)}), 60)
    assert [list(p.request.frames) for p in passes] == [list(range(21, 60))]


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
