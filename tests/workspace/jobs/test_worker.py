"""The worker: order, cancellation, backpressure, and that nothing a task does can kill the thread."""

import os
import queue
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.errors import MediaError, UserError
from app.workspace.jobs.worker import MAX_UNDELIVERED, Ending, Priority, Worker


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker("test")
    yield made
    made.close(wait_ms=5000)


class Log:
    """What arrived in the main thread."""

    def __init__(self) -> None:
        self.results: list[object] = []
        self.endings: list[tuple[Ending, UserError | None]] = []

    def end(self, ending: Ending, error: UserError | None) -> None:
        self.endings.append((ending, error))


def count(last: int, step: list[int] | None = None) -> Iterator[int]:
    for number in range(last):
        if step is not None:
            step.append(number)
        yield number


def test_results_arrive_in_order_and_then_the_end(worker: Worker, qtbot: QtBot) -> None:
    log = Log()
    worker.submit(lambda: count(20), on_result=log.results.append, on_end=log.end)
    qtbot.waitUntil(lambda: bool(log.endings))
    assert log.results == list(range(20))
    assert log.endings == [(Ending.DONE, None)]


def test_an_expected_failure_that_is_kept_keeps_nothing_of_where_it_came_from(worker: Worker, qtbot: QtBot) -> None:
    class Model:
        """Something large."""

    alive: list[weakref.ref[Model]] = []

    def track() -> Iterator[int]:
        model = Model()
        alive.append(weakref.ref(model))
        yield 1
        try:
            raise RuntimeError(f"out of memory for {model}")
        except RuntimeError as error:
            raise MediaError("The video is gone.") from error

    log = Log()
    worker.submit(track, on_end=log.end)
    qtbot.waitUntil(lambda: bool(log.endings))
    ((ending, error),) = log.endings
    assert ending is Ending.FAILED
    assert error is not None
    assert error.message == "The video is gone."
    qtbot.waitUntil(lambda: alive[0]() is None)


def test_an_urgent_task_is_answered_between_two_yields_of_a_long_one(worker: Worker, qtbot: QtBot) -> None:
    order: list[str] = []

    def click(number: object) -> None:
        order.append(f"run {number}")
        if number == 2:
            worker.submit(lambda: iter(("click",)), priority=Priority.INTERACTIVE, on_result=order.append)

    log = Log()
    worker.submit(lambda: count(50), priority=Priority.RUN, on_result=click, on_end=log.end)
    qtbot.waitUntil(lambda: bool(log.endings) and "click" in order)
    assert order.index("click") - order.index("run 2") <= MAX_UNDELIVERED + 2


def test_a_none_is_a_result_too(worker: Worker, qtbot: QtBot) -> None:
    log = Log()
    worker.submit(lambda: iter((None, 1, None)), on_result=log.results.append, on_end=log.end)
    qtbot.waitUntil(lambda: bool(log.endings))
    assert log.results == [None, 1, None], "there are no stored values of this picture, nothing is offered"


def test_stop_ends_at_the_next_yield_and_cleans_up(worker: Worker, qtbot: QtBot) -> None:
    log, cleaned = Log(), []

    def endless() -> Iterator[int]:
        try:
            yield from count(10**9)
        finally:
            cleaned.append(True)

    task = worker.submit(endless, on_result=log.results.append, on_end=log.end)
    qtbot.waitUntil(lambda: len(log.results) > 3)
    worker.stop(task)
    qtbot.waitUntil(lambda: bool(log.endings))
    assert log.endings == [(Ending.STOPPED, None)]
    assert cleaned == [True]
    assert log.results == list(range(len(log.results)))


def test_a_fast_generator_waits_for_the_main_thread(worker: Worker, qtbot: QtBot) -> None:
    made: list[int] = []
    seen: list[int] = []
    worst: list[int] = []

    def look(number: int) -> None:
        seen.append(number)
        worst.append(len(made) - len(seen))

    log = Log()
    worker.submit(lambda: count(300, made), on_result=look, on_end=log.end)
    qtbot.waitUntil(lambda: bool(log.endings))
    assert max(worst) <= MAX_UNDELIVERED


def test_only_the_latest_request_of_a_key_is_answered(worker: Worker, qtbot: QtBot) -> None:
    gate, answers, log = [], [], Log()

    def hold() -> Iterator[int]:
        while not gate:
            yield 0

    worker.submit(hold, priority=Priority.INTERACTIVE)
    for number in range(5):
        worker.submit(lambda n=number: iter((n,)), key="frame", on_result=answers.append, on_end=log.end)
    gate.append(True)
    qtbot.waitUntil(lambda: len(log.endings) == 5)
    assert answers == [4]


def test_user_errors_reach_the_caller_and_bugs_the_crash_guard(worker: Worker, qtbot: QtBot) -> None:
    log, bugs = Log(), []
    worker.crashed.connect(bugs.append)
    error = MediaError("The file is empty.")

    def expected() -> Iterator[int]:
        raise error
        yield 0

    def bug() -> Iterator[int]:
        yield int("seven")

    worker.submit(expected, on_end=log.end)
    worker.submit(bug, on_end=log.end)
    worker.submit(lambda: iter((7,)), on_result=log.results.append, on_end=log.end)
    qtbot.waitUntil(lambda: len(log.endings) == 3)
    assert log.endings == [(Ending.FAILED, error), (Ending.FAILED, None), (Ending.DONE, None)]
    assert [type(b) for b in bugs] == [ValueError]
    assert log.results == [7]


def test_closing_does_not_wait_for_a_generator_and_delivers_nothing_more(qtbot: QtBot) -> None:
    worker, log = Worker("test"), Log()
    worker.submit(lambda: count(10**9), on_result=log.results.append, on_end=log.end)
    qtbot.waitUntil(lambda: len(log.results) > 0)
    worker.close()
    seen = len(log.results)
    worker.close(wait_ms=5000)
    qtbot.waitUntil(lambda: True)
    assert len(log.results) <= seen + MAX_UNDELIVERED
    assert log.endings == []


def test_what_outlasts_is_run_to_its_end_when_the_worker_is_closed(qapp) -> None:
    worker = Worker("outlasting", outlives_window=True)
    gate: queue.SimpleQueue[None] = queue.SimpleQueue()
    seen: list[str] = []

    def steps(name: str) -> Iterator[int]:
        try:
            for number in range(5):
                gate.get(timeout=120)
                seen.append(f"{name} {number}")
                yield number
            seen.append(f"{name} done")
        finally:
            seen.append(f"{name} closed")

    worker.submit(lambda: steps("export"), outlasts=True)
    worker.submit(lambda: steps("other"))
    gate.put(None)
    worker.close()
    for _ in range(5):
        gate.put(None)
    worker.close(wait_ms=20_000)

    assert [word for word in seen if word.startswith("export")] == [
        *(f"export {number}" for number in range(5)),
        "export done",
        "export closed",
    ]
    assert "other done" not in seen


FORGETFUL = """
from PySide6.QtCore import QCoreApplication
from app.workspace.jobs.worker import Worker

application = QCoreApplication([])
worker = Worker("background", outlives_window=True)
worker.submit(lambda: iter(range(3)))
"""


def test_a_script_that_never_closes_its_worker_ends() -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    ended = subprocess.run([sys.executable, "-c", FORGETFUL], capture_output=True, env=env, timeout=120, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
