"""Running and waiting jobs, seen and changed in the window."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.project.model import Direction
from app.ui.jobs.job_queue import JobQueue
from app.workspace.jobs.jobs import Job, JobState
from tests.gui.window_bot import CONTROL, SHIFT, Gate, WindowBot

Key = Qt.Key


@pytest.fixture
def waiting(two_objects: WindowBot) -> tuple[WindowBot, Gate, list[Job]]:
    """Four runs, the first of them held at frame 5."""
    gate = Gate(two_objects, 5)
    left, right = two_objects.objects
    jobs = []
    for objects, frames in (((left,), (1, 20)), ((right,), (1, 10)), ((left,), (30, 40)), ((right,), (50, 59))):
        job = two_objects.workspace.runs.track(Direction.FORWARD, objects, frames)
        assert job is not None
        jobs.append(job)
    gate.wait()
    return two_objects, gate, jobs


def queue_of(desk: WindowBot) -> JobQueue:
    desk.window.canvas.setFocus()
    desk.key(Key.Key_J, CONTROL)
    queue = desk.window.findChild(JobQueue)
    assert queue is not None
    desk.qtbot.waitUntil(queue.isVisible)
    return queue


def finish(desk: WindowBot, gate: Gate, until: Callable[[], bool] = lambda: True) -> None:
    gate.open()
    desk.settle()
    assert until()


def test_the_queue_shows_every_run_and_goes_with_the_last(waiting: tuple[WindowBot, Gate, list[Job]]) -> None:
    desk, gate, jobs = waiting
    queue = queue_of(desk)
    gone: list[bool] = []
    queue.destroyed.connect(lambda: gone.append(True))
    shown = [row.job for row in queue.rows]
    finish(desk, gate)
    desk.qtbot.waitUntil(lambda: bool(gone))

    assert shown == jobs


def test_a_click_lets_a_waiting_run_come_sooner(waiting: tuple[WindowBot, Gate, list[Job]]) -> None:
    desk, gate, (first, second, third, fourth) = waiting
    ended: list[Job] = []
    desk.workspace.jobs.ended.connect(ended.append)
    queue = queue_of(desk)
    offered = [row.sooner.isVisible() for row in queue.rows]
    desk.click(queue.rows[3].sooner, 5, 5)
    desk.click(queue.rows[2].sooner, 5, 5)
    shown = [row.job for row in queue.rows]
    finish(desk, gate)

    assert offered == [False, False, True, True]
    assert shown == [first, fourth, second, third]
    assert ended == shown


def test_a_click_takes_one_waiting_run_out(waiting: tuple[WindowBot, Gate, list[Job]]) -> None:
    desk, gate, jobs = waiting
    queue = queue_of(desk)
    desk.click(queue.rows[2].stop, 5, 5)
    shown = [row.job for row in queue.rows]
    finish(desk, gate)

    assert shown == [jobs[0], jobs[1], jobs[3]]
    assert [job.state for job in jobs] == [JobState.DONE, JobState.DONE, JobState.STOPPED, JobState.DONE]


def test_the_keyboard_reaches_the_queue_and_leaves_it(waiting: tuple[WindowBot, Gate, list[Job]]) -> None:
    desk, gate, jobs = waiting
    queue = queue_of(desk)
    reached = QApplication.focusWidget() is queue.rows[0].stop
    desk.key(Key.Key_Space)
    desk.qtbot.waitUntil(lambda: len(queue.rows) == 4 or not jobs[0].state.active)
    desk.key(Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: desk.window.findChild(JobQueue) is None)
    finish(desk, gate)

    assert reached
    assert jobs[0].state is JobState.STOPPED


def test_shift_escape_stops_everything(waiting: tuple[WindowBot, Gate, list[Job]]) -> None:
    desk, gate, jobs = waiting
    desk.window.canvas.setFocus()
    desk.key(Key.Key_Escape, SHIFT)
    finish(desk, gate)

    assert {job.state for job in jobs} == {JobState.STOPPED}


def test_the_tracking_panel_counts_frames_of_all_objects_once(two_objects: WindowBot) -> None:
    gate = Gate(two_objects, 31)
    two_objects.workspace.runs.track(Direction.FORWARD, two_objects.objects)
    gate.wait()
    panel, bar = two_objects.window.project_view.tracking, two_objects.window.project_view.status.jobs
    two_objects.qtbot.waitUntil(lambda: "30/59" in panel.progress)
    shown = (panel.progress, bar.progress)
    finish(two_objects, gate)

    assert [text.split(" · ")[0] for text in shown] == ["30/59", "30/59"]
