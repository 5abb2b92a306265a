"""How far runs are, in frames as a person counts them; how fast; and the order in which waiting ones come."""

from pathlib import Path

import pytest

from app.engine.predictor import PassDirection
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.workspace.jobs.jobs import Job, JobState, Pace
from app.workspace.tracking.passes import Unchanged, planned
from app.workspace.tracking.plan import Wish
from app.workspace.tracking.progress import FrameCount
from tests.workspace.builders import add_object, document
from tests.workspace.conftest import FRAMES, Desk, make_clip


def wish(*objects: ObjectId, direction: Direction = Direction.FORWARD) -> Wish:
    return Wish(objects, direction, FrameIndex(0))


def test_frames_of_several_objects_are_counted_once() -> None:
    made = document(frames=100)
    objects = [add_object(made, id, clicked=[0]) for id in (1, 2, 3)]
    count = FrameCount(100)
    count.plan(planned(made, wish(*objects), 100))
    count.landed(FrameIndex(1), 3)
    count.landed(FrameIndex(2), 3)

    assert (count.done, count.total) == (2, 99)


def test_objects_tracked_one_after_the_other_share_the_frames() -> None:
    made = document(frames=100)
    a, b = add_object(made, 1, clicked=[0]), add_object(made, 2, clicked=[49])
    work_ahead = planned(made, wish(a, b, direction=Direction.BOTH), 100)
    count = FrameCount(100)
    count.plan(work_ahead)
    assert count.total == 100

    seen = []
    for work in work_ahead.passes:
        for frame in work.request.frames:
            count.landed(FrameIndex(frame), sum(frame in todo for todo in work.todo.values()))
            seen.append(count.done)

    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_a_restart_counts_what_is_computed_again_as_not_done_and_no_frame_twice() -> None:
    made = document(frames=50)
    a = add_object(made, 1, clicked=[0])
    count = FrameCount(50)
    count.plan(planned(made, wish(a), 50))
    for frame in range(1, 31):
        count.landed(FrameIndex(frame), 1)
    before = count.done
    add_object(made, 1, clicked=[0, 10], tracked=range(1, 10))
    count.plan(planned(made, wish(a), 50))

    assert before == 30
    assert (count.done, count.total) == (10, 49)


def test_the_rest_of_a_pass_that_need_not_be_computed_is_done() -> None:
    made = document(frames=50)
    a = add_object(made, 1, clicked=[0], tracked=range(1, 50), stale=((1, 49),))
    count = FrameCount(50)
    work_ahead = planned(made, wish(a), 50)
    count.plan(work_ahead)
    count.landed(FrameIndex(1), 1)
    count.kept(Unchanged({a: (FrameIndex(2), FrameIndex(49))}, 48))

    assert work_ahead.passes[0].request.frames.step == PassDirection.FORWARD.value
    assert (count.done, count.total) == (49, 49)


def test_pace_is_that_of_the_last_seconds() -> None:
    pace = Pace(window_s=4.0)
    for second in range(60):
        pace.note(second, second * 2)
    slow = pace.rate
    for second in range(60, 70):
        pace.note(second, 118 + (second - 59) * 10)

    assert slow == pytest.approx(2)
    assert pace.rate == pytest.approx(10)


def test_pace_begins_anew_when_less_is_done_than_before() -> None:
    pace = Pace()
    for second in range(10):
        pace.note(second, second * 100)
    known = pace.rate
    for second in range(10, 20):
        pace.note(second, (second - 10) * 2)
        assert pace.rate in (0.0, pytest.approx(2))

    assert known == pytest.approx(100)
    assert pace.rate == pytest.approx(2)


def test_no_pace_is_told_before_it_is_measured() -> None:
    pace, told = Pace(), list[float]()
    pace.note(0, 0)
    for frame in range(30):  # the first one takes 9 s as the model is loaded; then two come at once, each .4 s
        pace.note(9 + frame * 0.2 - (0.199 if frame % 2 else 0), frame + 1)
        told.append(pace.rate)

    assert set(told[:5]) == {0.0}
    assert all(4 < rate < 6 for rate in told[8:])


def test_a_pace_that_is_known_stays_known() -> None:
    pace, told = Pace(window_s=4.0), list[float]()
    for frame in range(60):
        pace.note(frame * 1.3 + (frame % 3) * 0.2, frame)
        told.append(pace.rate)

    assert all(0.6 < rate < 1 for rate in told[5:])


def test_what_need_not_be_done_is_no_pace() -> None:
    pace = Pace()
    for second in range(6):
        pace.note(second, second)
    pace.skip(80)
    told = pace.rate
    pace.note(6, 81)

    assert told == pytest.approx(1)
    assert pace.rate == pytest.approx(1)


def test_a_slow_model_has_a_pace_too() -> None:
    pace = Pace(window_s=4.0)
    for second in (0, 20, 40):
        pace.note(second, second / 20)

    assert pace.rate == pytest.approx(0.05)


# The queue


@pytest.fixture
def three_runs(desk: Desk) -> tuple[Desk, list[Job], list[str]]:
    """Runs of A, B and C; A is on its way when B and C begin to wait. What is tracked is noted by its object."""
    order: list[str] = []
    jobs: list[Job] = []
    workspace = desk.workspace
    for name in "ABC":
        object = workspace.objects.add(name)
        assert object is not None
        workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(40, 30))
    desk.settle()
    video = workspace.view.video
    assert video is not None
    workspace.jobs.ended.connect(lambda job: order.append(job.title))
    for record in workspace.document.objects(video.id):
        job = workspace.runs.track(Direction.FORWARD, (record.id,))
        assert job is not None
        jobs.append(job)
    return desk, jobs, order


def test_waiting_runs_come_one_by_one_in_their_order(three_runs: tuple[Desk, list[Job], list[str]]) -> None:
    desk, jobs, order = three_runs
    assert desk.workspace.runs.queue == tuple(jobs)
    desk.settle()

    assert order == ["Track A", "Track B", "Track C"]
    assert all(job.done == job.total == FRAMES - 1 for job in jobs)


def test_a_waiting_run_can_come_sooner_but_not_before_the_one_under_way(
    three_runs: tuple[Desk, list[Job], list[str]],
) -> None:
    desk, (a, b, c), order = three_runs
    desk.workspace.runs.requeue(c, 0)
    queue = desk.workspace.runs.queue
    desk.settle()

    assert queue == (a, c, b)
    assert order == ["Track A", "Track C", "Track B"]


def test_one_waiting_run_is_taken_out_and_the_others_go_on(three_runs: tuple[Desk, list[Job], list[str]]) -> None:
    desk, (a, b, c), _order = three_runs
    desk.workspace.stop(b)
    desk.settle()

    assert [job.state for job in (a, b, c)] == [JobState.DONE, JobState.STOPPED, JobState.DONE]
    assert b.done == 0


def test_stop_all_lets_no_waiting_run_begin(three_runs: tuple[Desk, list[Job], list[str]]) -> None:
    desk, (a, b, c), _order = three_runs
    desk.workspace.stop_all()
    desk.settle()

    assert [job.state for job in (a, b, c)] == [JobState.STOPPED] * 3
    assert (b.done, c.done) == (0, 0)


def test_a_run_goes_on_in_its_video_while_another_is_looked_at(
    three_runs: tuple[Desk, list[Job], list[str]], tmp_path: Path
) -> None:
    desk, jobs, _order = three_runs
    workspace = desk.workspace
    workspace.videos.add([make_clip(tmp_path / "second.mp4", 12)])
    desk.settle()
    second = workspace.document.videos()[1]
    workspace.view.open_video(second.id)
    object = workspace.objects.add("D")
    assert object is not None
    workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(40, 30))
    last = workspace.runs.track(Direction.FORWARD)
    desk.settle()

    assert last is not None
    assert last.title == "Track D in second"
    assert (last.done, last.total) == (11, 11)
    assert all(job.state is JobState.DONE for job in jobs)
