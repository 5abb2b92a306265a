"""Lessons: what is learned from which correction, that undo takes it back, and that runs wait for it and name it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.masks.mask import Mask
from app.project.adapter_files import AdapterFiles
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.settings import Settings
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import Desk
from tests.workspace.test_annotating import clicked

LEARNING = Settings(learn_from_corrections=True)


@pytest.fixture
def taught(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> tuple[Desk, ObjectId]:
    """An object that was tracked through the clip, and corrected on frame 10."""
    desk = open_desk(tmp_path / "project", settings=LEARNING)
    desk.workspace.videos.add([clip])
    desk.settle()
    object = clicked(desk, 0)
    track(desk, object)
    correct(desk, object, 10)
    return desk, object


def track(desk: Desk, object: ObjectId) -> None:
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()


def correct(desk: Desk, object: ObjectId, frame: int) -> None:
    cell = Cell(object, FrameIndex(frame))
    desk.workspace.view.go_to(cell.frame)
    desk.workspace.prompts.add_click(cell, Click(60, 20))
    desk.settle()


def adapter_of(desk: Desk, object: ObjectId) -> str:
    record = desk.workspace.document.object(object)
    assert record is not None
    return record.adapter


def learned_from(desk: Desk, object: ObjectId) -> str:
    data = AdapterFiles(desk.workspace.folder).load(adapter_of(desk, object))
    return "" if data is None else data.decode()


def test_from_the_second_correction_on_it_learns_and_undo_takes_the_lesson_back(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    assert adapter_of(desk, object) == "", "one correction may be an accident"
    track(desk, object)
    correct(desk, object, 20)
    assert learned_from(desk, object) == "disc 10 20"
    track(desk, object)
    correct(desk, object, 30)
    third = adapter_of(desk, object)
    assert learned_from(desk, object) == "disc 10 20 30"
    desk.workspace.editor.undo()
    assert learned_from(desk, object) == "disc 10 20"
    desk.workspace.editor.redo()
    assert adapter_of(desk, object) == third
    desk.workspace.editor.undo()
    desk.workspace.editor.undo()  # the run
    desk.workspace.editor.undo()
    assert adapter_of(desk, object) == ""


def test_a_run_waits_for_the_lessons_about_its_object_and_names_what_it_used(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    track(desk, object)
    first = desk.workspace.document.runs()[-1]
    cell = Cell(object, FrameIndex(20))
    desk.workspace.prompts.add_click(cell, Click(60, 20))
    desk.workspace.runs.track(Direction.FORWARD, (object,))  # at once
    desk.settle()
    run = desk.workspace.document.runs()[-1]
    assert (first.adapters, run.adapters) == ((), (adapter_of(desk, object),))
    assert desk.predictor.adapted[object].data == b"disc 10 20"


def test_switched_off_nothing_is_learned_or_used(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    track(desk, object)
    correct(desk, object, 20)
    desk.workspace.change_settings(Settings(learn_from_corrections=False))
    track(desk, object)
    assert desk.workspace.document.runs()[-1].adapters == ()
    assert desk.predictor.adapted == {}
    before = adapter_of(desk, object)
    correct(desk, object, 30)
    assert adapter_of(desk, object) == before


def test_a_mask_that_the_last_click_still_turns_over_teaches_nothing(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    track(desk, object)
    correct(desk, object, 20)
    first = adapter_of(desk, object)
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(20)), Click(20, 50))
    desk.settle()
    poor = adapter_of(desk, object)
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(20)), Click(22, 48))
    desk.settle()
    assert learned_from(desk, object) == "disc 10 20", "it is good enough now"
    assert (bool(first), poor) == (True, "")


def test_it_is_forgotten_in_one_step_that_undo_takes_back(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    track(desk, object)
    correct(desk, object, 20)
    before = adapter_of(desk, object)
    desk.workspace.lessons.reset((object,))
    assert adapter_of(desk, object) == ""
    track(desk, object)
    correct(desk, object, 30)
    assert adapter_of(desk, object) == "", "what was forgotten teaches nothing any more"
    for _ in range(2 if desk.workspace.document.runs()[-1].first else 3):
        desk.workspace.editor.undo()
    while adapter_of(desk, object) != before and desk.workspace.history.can_undo:
        desk.workspace.editor.undo()
    assert adapter_of(desk, object) == before


def test_it_is_there_when_the_project_is_opened_again(
    taught: tuple[Desk, ObjectId], open_desk: Callable[..., Desk]
) -> None:
    desk, object = taught
    track(desk, object)
    correct(desk, object, 20)
    name, folder = adapter_of(desk, object), desk.workspace.folder
    desk.workspace.close(wait_ms=5000)
    again = open_desk(folder, settings=LEARNING)
    assert adapter_of(again, object) == name
    track(again, object)
    correct(again, object, 40)
    assert learned_from(again, object) == "disc 40", "it goes on from what was learned"
    assert again.predictor.adapted[object].name == name


def test_a_file_that_is_gone_or_damaged_is_left_alone(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    track(desk, object)
    correct(desk, object, 20)
    file = next((desk.workspace.folder / "adapters").iterdir())
    file.write_bytes(b"disc of somebody else")
    track(desk, object)
    assert desk.predictor.adapted == {}
    assert desk.workspace.document.runs()[-1].adapters == ()
    assert desk.errors == []


def test_a_mask_is_offered_on_a_tracked_frame_and_taken_as_a_persons(taught: tuple[Desk, ObjectId]) -> None:
    desk, object = taught
    track(desk, object)
    workspace, frame = desk.workspace, FrameIndex(30)
    shown = workspace.document.mask(Cell(object, frame))
    assert shown is not None
    pixels = shown.mask.to_array().copy()
    pixels[:40, :40] = True
    desk.predictor.offered = Mask.from_array(pixels)
    workspace.view.go_to(frame)
    workspace.offers.look()
    desk.qtbot.waitUntil(lambda: workspace.offers.mask is not None)
    workspace.offers.take()
    taken = workspace.document.mask(Cell(object, frame))
    assert taken is not None
    assert (taken.mask, taken.source.edited) == (Mask.from_array(pixels), True)
    assert workspace.offers.mask is None
    desk.settle()
    workspace.editor.undo()
    assert workspace.document.mask(Cell(object, frame)) == shown


def test_nothing_is_offered_before_a_correction_and_what_is_alike_is_no_offer(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    predictor = DiscPredictor()
    desk = open_desk(tmp_path / "project", predictor, settings=LEARNING)
    desk.workspace.videos.add([clip])
    desk.settle()
    object = clicked(desk, 0)
    track(desk, object)
    workspace = desk.workspace
    workspace.view.go_to(FrameIndex(30))
    shown = workspace.document.mask(Cell(object, FrameIndex(30)))
    assert shown is not None
    predictor.offered = shown.mask
    workspace.offers.look()
    desk.settle()
    assert workspace.offers.mask is None
