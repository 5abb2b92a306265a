"""What there is to track next, and why there is nothing."""

import pytest

from app.project.model import Cell, Direction, FrameIndex
from app.workspace.edits.cells import lock
from app.workspace.edits.objects import revise
from app.workspace.tracking import stale_frames
from app.workspace.tracking.next_step import NextStep, next_step, untrackable
from app.workspace.tracking.plan import Wish
from app.workspace.tracking.stale_frames import StaleFrames
from tests.project.samples import apply
from tests.workspace.builders import add_object, document


def wish(*objects: int, direction: Direction = Direction.FORWARD, **more: object) -> Wish:
    return Wish(tuple(objects), direction, FrameIndex(0), **more)  # type: ignore[arg-type]


def step(made: object, of: Wish, *, awaited: bool = False) -> NextStep:
    return next_step(made, of, 100, StaleFrames(), awaited=awaited)  # type: ignore[arg-type]


def test_after_a_correction_what_is_stale_comes_first_on_both_sides() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[0, 40], tracked=range(1, 100), stale=((1, 39), (41, 80)))

    assert step(made, wish(object)) == NextStep(wish(object, direction=Direction.BOTH, only_stale=True), 79)


def test_frames_that_are_stale_for_two_objects_are_counted_once() -> None:
    made = document(100)
    one = add_object(made, 1, clicked=[0], tracked=range(1, 100), stale=((10, 19),))
    two = add_object(made, 2, clicked=[0], tracked=range(1, 100), stale=((15, 29),))

    assert step(made, wish(one, two)).stale == 20


def test_stale_frames_that_no_run_may_write_are_not_counted() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 100), stale=((10, 19),))
    apply(made, lock(made, (object,), FrameIndex(10), FrameIndex(14), True))

    assert step(made, wish(object)).stale == 5


def test_named_frames_come_as_they_are_wished_for() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 100), stale=((10, 19),))
    named = wish(object, frames=(FrameIndex(50), FrameIndex(60)))

    assert step(made, named) == NextStep(named)


def test_without_anything_stale_it_goes_on_in_the_chosen_direction_until_nothing_is_left() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[50], tracked=range(51, 100))
    forward, backward = step(made, wish(object)), step(made, wish(object, direction=Direction.BACKWARD))

    assert backward == NextStep(wish(object, direction=Direction.BACKWARD))
    assert forward.wish is None
    assert forward.refusal is not None
    assert step(made, wish(object), awaited=True) == NextStep(wish(object))


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({}, "There is no object to track."),
        ({1: []}, "Object 1 has no mask to start from."),
        ({1: [], 2: [3]}, ""),
    ],
)
def test_what_cannot_be_tracked_is_said(made: dict[int, list[int]], told: str) -> None:
    there = document(100)
    objects = [add_object(there, id, clicked=clicked) for id, clicked in made.items()]
    refusal = untrackable(there, objects)

    assert (refusal.message if refusal is not None else "") == told


def test_locked_objects_are_not_tracked_and_one_without_a_mask_beside_them_is_named() -> None:
    made = document(100)
    locked, bare = add_object(made, 1, clicked=[0]), add_object(made, 2)
    apply(made, revise(made, (locked,), locked=True))
    alone, together = untrackable(made, (locked,)), untrackable(made, (locked, bare))

    assert made.mask(Cell(locked, FrameIndex(0))) is not None
    assert (alone.message, together.message) == ("Object 1 is locked.", "Object 2 has no mask to start from.")


def test_stale_frames_are_counted_again_only_where_something_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    made, counted = document(100), []
    stale = ((2, 9), (12, 40))
    objects = [add_object(made, id, clicked=[0], tracked=range(1, 60), stale=stale) for id in (1, 2, 3)]
    real = stale_frames.stale_bits
    monkeypatch.setattr(stale_frames, "stale_bits", lambda *what: counted.append(what) or real(*what))
    book = StaleFrames()

    def count(lost: frozenset[FrameIndex] = frozenset()) -> int:
        return book.count(made, tuple(objects), 100, lost)

    assert (count(), len(counted)) == (37, 3)
    assert (count(), len(counted)) == (37, 3)
    apply(made, lock(made, objects[:1], FrameIndex(2), FrameIndex(9), True))
    assert (count(), len(counted)) == (37, 4)
    apply(made, lock(made, objects[1:], FrameIndex(2), FrameIndex(9), True))
    assert (count(), len(counted)) == (29, 6)
    apply(made, revise(made, (objects[0],), stale=((50, 50),)))
    assert (count(), len(counted)) == (30, 7)
    assert (count(frozenset({FrameIndex(50)})), len(counted)) == (29, 10)
