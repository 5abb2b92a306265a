"""What a run computes where shots change: each shot from what a person has made in it."""

from app.project.model import Direction, FrameIndex
from app.workspace.tracking.next_step import next_step, past_shots
from app.workspace.tracking.plan import Wish, plan
from app.workspace.tracking.stale_frames import StaleFrames
from tests.workspace.builders import add_object, document


def wish(*objects: int, shots: tuple[int, ...], direction: Direction = Direction.FORWARD, at: int = 0) -> Wish:
    return Wish(tuple(objects), direction, FrameIndex(at), shots=shots)  # type: ignore[arg-type]


def test_a_run_covers_the_shot_in_which_it_begins() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[30])
    passes = plan(made, wish(object, shots=(20, 60), direction=Direction.BOTH, at=30), 100)
    assert [pass_.request.frames for pass_ in passes] == [range(31, 60), range(29, 19, -1)]


def test_two_shots_are_tracked_each_from_its_own_click() -> None:
    made = document(100)
    object = add_object(made, 1, clicked=[10, 50])
    passes = plan(made, wish(object, shots=(40,), direction=Direction.BOTH), 100)
    assert sorted((p.request.frames[0], p.request.frames[-1]) for p in passes) == [(9, 0), (11, 39), (49, 40), (51, 99)]


def test_masks_behind_a_change_that_became_stale_are_computed_again() -> None:
    made = document(60)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 50), stale=((1, 49),))
    (only,) = plan(made, wish(object, shots=(20,)), 60)
    assert list(only.todo[object]) == list(range(1, 50))


def test_tracking_once_more_goes_over_the_change_up_to_the_next_one() -> None:
    made = document(90)
    object = add_object(made, 1, clicked=[0], tracked=range(1, 30))
    stopped = wish(object, shots=(30, 60))
    assert plan(made, stopped, 90) == ()
    beyond = past_shots(made, stopped, 90)
    assert beyond is not None
    assert beyond.shots == (60,)
    (only,) = plan(made, beyond, 90)
    assert list(only.request.frames) == list(range(30, 60))
    assert next_step(made, stopped, 90, StaleFrames(), awaited=False).wish == beyond
    assert past_shots(made, wish(object, shots=(30, 60), direction=Direction.BACKWARD), 90) is None
