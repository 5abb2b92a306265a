"""The log: a line for each gesture, with the time worked for it, whose it was and in which stage."""

from pathlib import Path

from app.masks.mask import Mask
from app.project.edit import Edit
from app.project.model import Cell, Click, Direction, FrameIndex, Stage
from app.project.storage.store import Store
from app.review.work import FRAMES, Verb, counted
from app.workspace.editing.applied import Applied, Origin
from app.workspace.measuring.work_log import IDLE_S, WorkLog, WorkTime
from tests.workspace.conftest import Desk


def test_pauses_are_cut_and_a_clock_that_jumps_back_takes_nothing_away() -> None:
    now = [0.0]
    worked = WorkTime(lambda: now[0])
    for later in (4.0, 104.0, 50.0, 53.0):
        now[0] = later
        worked.alive()
    assert worked.take() == 4.0 + IDLE_S + 0.0 + 3.0
    assert worked.take() == 0.0


def test_every_gesture_is_a_line_and_what_the_model_answers_is_none(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    workspace.work_log.tool = "brush"
    object = workspace.objects.add("Ball")
    assert object is not None
    cell = Cell(object, FrameIndex(3))
    workspace.prompts.add_click(cell, Click(40, 30))
    desk.settle()
    workspace.prompts.mark_absent(cell)
    workspace.editor.undo()
    workspace.view.go_to(9)
    workspace.close(wait_ms=5000)
    with Store.open(tmp_path / "project") as store:
        events = list(store.events())
    told = [(event.verb, event.object, event.frame, event.details.get("how")) for event in events]
    assert told[-5:] == [
        (Verb.ADD.value, object, None, None),
        (Verb.CLICK.value, object, 3, None),
        (Verb.ABSENT.value, object, 3, None),
        (Verb.ABSENT.value, object, 3, "undone"),
        (Verb.TURN.value, None, None, None),
    ]
    assert {event.details["tool"] for event in events[-4:]} == {"brush"}
    assert counted(events).whole.clicks == 1


def test_frames_that_one_gesture_makes_are_in_its_line(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.workspace
    object = workspace.objects.add("Ball")
    assert object is not None
    workspace.prompts.add_click(Cell(object, FrameIndex(3)), Click(40, 30))
    desk.settle()
    workspace.runs.track(Direction.BOTH)
    desk.settle()
    workspace.masks.apply([object], 5, 9, lambda mask: Mask.empty(*mask.shape), "Grow")
    desk.settle()
    workspace.close(wait_ms=5000)
    with Store.open(tmp_path / "project") as store:
        line = next(event for event in store.events() if FRAMES in event.details)
    assert (line.object, line.details[FRAMES]) == (object, "5-9")


def test_time_belongs_to_the_stage_and_the_person_it_was_spent_in(desk: Desk, tmp_path: Path) -> None:
    now = [0.0]
    workspace = desk.workspace
    log = WorkLog(workspace.editor, workspace._engine, "Ada", WorkTime(lambda: now[0]))
    nothing = Applied(Edit(), Origin.DONE)
    now[0] = 5.0
    first = log.line(nothing)
    now[0] = 12.0
    log.turn_to(Stage.VERIFICATION)
    now[0] = 14.0
    log.hand_over("Grace")
    now[0] = 15.0
    last = log.line(nothing)
    assert first is not None
    assert last is not None
    assert (first.annotator, first.details["s"], first.details["stage"]) == ("Ada", "5.0", "annotation")
    assert (last.annotator, last.details["s"], last.details["stage"]) == ("Grace", "3.0", "verification")
    workspace.close(wait_ms=5000)
    with Store.open(tmp_path / "project") as store:
        turns = [event for event in store.events() if event.verb == Verb.TURN.value]
    assert (turns[0].annotator, turns[0].details["s"], turns[0].details["stage"]) == ("Ada", "7.0", "annotation")
