"""Runs from the queue to their end: one that made nothing leaves nothing behind."""

from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import msgspec
import pytest

from app.errors import EngineError
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.workspace.engine import ModelChoice
from app.workspace.jobs.jobs import JobState
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import FRAMES, Desk
from tests.workspace.test_annotating import clicked


class Held:
    """Holds the model before frame 5 until it is opened."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.passes: SimpleQueue[None] = SimpleQueue()
        self.reached = False
        desk.predictor.before_frame = self.hold

    def hold(self, frame: FrameIndex) -> None:
        if frame == 5 and not self.reached:
            self.reached = True
            self.passes.get(timeout=120)

    def wait(self) -> None:
        self.desk.qtbot.waitUntil(lambda: self.reached, timeout=60_000)

    def open(self) -> None:
        self.passes.put(None)
        self.desk.settle()


def test_a_run_undone_before_its_first_mask_is_not_redone_now_or_later(
    desk: Desk, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    workspace, object = desk.workspace, clicked(desk, 4)
    title = workspace.history.undo_title
    gate = Held(desk)
    workspace.runs.track(Direction.FORWARD, (object,))
    gate.wait()
    workspace.editor.undo()
    gate.open()
    assert (workspace.history.undo_title, workspace.history.can_redo) == (title, False)
    workspace.editor.undo()
    workspace.editor.redo()
    assert workspace.history.undo_title == title
    workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "project").workspace
    assert (again.history.undo_title, again.history.can_redo) == (title, False)


@pytest.fixture
def two(desk: Desk) -> tuple[ObjectId, ObjectId]:
    """Two objects, both tracked through the whole clip."""
    first = clicked(desk, 0)
    second = desk.workspace.objects.add("Two")
    assert second is not None
    desk.workspace.prompts.add_click(Cell(second, FrameIndex(0)), Click(20, 20))
    desk.workspace.runs.track(Direction.FORWARD, (first, second))
    desk.settle()
    return first, second


def stop(desk: Desk) -> None:
    """Stop the run that waits."""
    desk.workspace.stop(desk.workspace.runs.queue[1])


def undo(desk: Desk) -> None:
    desk.workspace.editor.undo()


@pytest.mark.parametrize("take_out", [stop, undo])
def test_a_waiting_run_that_is_taken_out_leaves_no_step_no_record_and_nothing_stale(
    desk: Desk, two: tuple[ObjectId, ObjectId], take_out: Callable[[Desk], None]
) -> None:
    workspace = desk.workspace
    first, second = two
    gate = Held(desk)
    workspace.runs.track(Direction.FORWARD, (first,), (1, 20))
    gate.wait()
    title, runs = workspace.history.undo_title, workspace.document.runs()
    job = workspace.runs.track(Direction.FORWARD, (second,), (10, 20))
    assert job is not None
    take_out(desk)
    record = workspace.document.object(second)
    assert record is not None
    assert job.state is JobState.STOPPED
    assert record.stale == ()
    assert workspace.document.runs() == runs
    assert workspace.history.undo_title == title
    assert not workspace.history.can_redo
    gate.open()


def test_a_run_that_is_stopped_before_its_first_frame_leaves_nothing(
    desk: Desk, two: tuple[ObjectId, ObjectId]
) -> None:
    workspace = desk.workspace
    first, second = two
    loading: SimpleQueue[None] = SimpleQueue()

    def load_slowly(_choice: ModelChoice) -> DiscPredictor:
        loading.get(timeout=120)
        return desk.predictor

    workspace._engine._open = load_slowly
    workspace.change_settings(msgspec.structs.replace(workspace.settings, model="slow"))
    before = workspace.document.frozen()
    job = workspace.runs.track(Direction.FORWARD, (first,), (5, 20))
    assert job is not None
    assert workspace.document.object(first) != before.object(first)
    workspace.objects.rename(second, "Renamed")
    workspace.stop(job)
    loading.put(None)
    desk.settle()
    assert job.state is JobState.STOPPED
    assert workspace.document.object(first) == before.object(first)
    assert workspace.document.runs() == before.runs()
    assert workspace.history.undo_title == "Rename object"


def test_a_run_that_fails_before_its_first_frame_leaves_nothing(desk: Desk, two: tuple[ObjectId, ObjectId]) -> None:
    workspace = desk.workspace
    first, _second = two
    before, title = workspace.document.frozen(), workspace.history.undo_title

    def fail(_frame: FrameIndex) -> None:
        raise EngineError("There is not enough memory.")

    desk.predictor.before_frame = fail
    job = workspace.runs.track(Direction.FORWARD, (first,), (1, 20))
    desk.settle()
    assert job is not None
    assert job.state is JobState.FAILED
    assert workspace.document.object(first) == before.object(first)
    assert workspace.document.runs() == before.runs()
    assert workspace.history.undo_title == title


def test_what_a_person_called_into_question_meanwhile_stays_so(desk: Desk, two: tuple[ObjectId, ObjectId]) -> None:
    workspace = desk.workspace
    first, second = two
    gate = Held(desk)
    workspace.runs.track(Direction.FORWARD, (first,), (1, 20))
    gate.wait()
    workspace.runs.track(Direction.FORWARD, (second,), (30, 40))
    workspace.prompts.mark_absent(Cell(second, FrameIndex(35)))
    workspace.stop(workspace.runs.queue[1])
    record = workspace.document.object(second)
    assert record is not None
    assert record.stale == ((1, 34), (36, FRAMES - 1))
    gate.open()
