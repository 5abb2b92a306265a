"""A click that only removes needs a mask to remove from: without one there is no mask, and it is said why."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.engine.predictor import Prediction
from app.masks.mask import Mask
from app.project.model import Cell, Click, Direction, FrameIndex, MaskSource, ObjectId, Prompts
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import Desk
from tests.workspace.test_annotating import clicked

AWAY = Click(70, 30, positive=False)


class Eager(DiscPredictor):
    """Answers a click that removes with what it is on, as SAM 2 does, besides what was there."""

    def segment(self, *arguments: Any, **named: Any) -> Prediction:
        answer, prompts = super().segment(*arguments, **named), arguments[3]
        on = Prompts(tuple(replace(click, positive=True) for click in prompts.clicks if not click.positive))
        if not on.clicks or prompts.locates:
            return answer
        thing, previous = super().segment(*arguments[:3], on, arguments[4], None).mask, arguments[5]
        return replace(answer, mask=answer.mask.union(thing.difference(previous) if previous is not None else thing))


@pytest.fixture
def desk(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> Desk:
    made = open_desk(tmp_path / "project", Eager())
    made.workspace.videos.add([clip])
    made.settle()
    return made


def mask(desk: Desk, cell: Cell) -> Mask | None:
    found = desk.workspace.document.mask(cell)
    return found.mask if found is not None else None


def click(desk: Desk, cell: Cell, made: Click) -> None:
    desk.workspace.prompts.add_click(cell, made)
    desk.settle()


@pytest.fixture
def empty(desk: Desk) -> Cell:
    object = desk.workspace.objects.add("Duck")
    assert object is not None
    return Cell(object, FrameIndex(0))


def test_there_is_no_mask_of_what_was_clicked_away_and_it_is_said_why(desk: Desk, empty: Cell) -> None:
    click(desk, empty, AWAY)

    assert mask(desk, empty) is None
    assert desk.workspace.document.prompts(empty) == Prompts((AWAY,))
    assert desk.notices[-1] == "Noted as not Duck. The mask comes with the first click on Duck itself."


def test_it_counts_once_the_object_itself_is_clicked(desk: Desk, empty: Cell) -> None:
    click(desk, empty, AWAY)
    click(desk, empty, Click(50, 30))
    found = mask(desk, empty)

    assert found is not None
    assert found.contains(50, 30)
    assert desk.workspace.document.prompts(empty) == Prompts((AWAY, Click(50, 30)))


def test_no_mask_is_left_when_the_click_on_the_object_is_taken_back(desk: Desk, empty: Cell) -> None:
    click(desk, empty, Click(30, 30))
    click(desk, empty, AWAY)
    desk.workspace.prompts.remove_click(empty, 0)
    desk.settle()

    assert mask(desk, empty) is None
    desk.workspace.editor.undo()
    desk.settle()
    assert mask(desk, empty) is not None


def test_undo_and_redo_ask_for_no_mask_either(desk: Desk, empty: Cell) -> None:
    click(desk, empty, AWAY)
    desk.workspace.editor.undo()
    desk.workspace.editor.redo()
    desk.settle()

    assert mask(desk, empty) is None


def test_a_project_that_is_opened_again_asks_for_none(
    desk: Desk, empty: Cell, open_desk: Callable[..., Desk], tmp_path: Path
) -> None:
    click(desk, empty, AWAY)
    desk.workspace.close(wait_ms=5000)
    again = open_desk(tmp_path / "project", Eager())
    again.workspace.model.load()
    again.settle()

    assert mask(again, empty) is None


def test_it_calls_no_tracked_mask_into_question(desk: Desk) -> None:
    object = clicked(desk, 0)
    desk.workspace.runs.track(Direction.FORWARD, (object,), (0, 9))
    desk.settle()
    before = desk.workspace.document.object(object)
    click(desk, Cell(object, FrameIndex(30)), AWAY)

    assert desk.workspace.document.object(object) == before


def test_it_takes_away_from_the_mask_that_a_run_brings_later(desk: Desk) -> None:
    object = clicked(desk, 0)
    cell = Cell(object, FrameIndex(20))
    click(desk, cell, AWAY)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    record = desk.workspace.document.mask(cell)
    assert record is not None
    assert record.source is MaskSource.PROMPTED, "as it is when the project is opened again"
    end = desk.workspace.document.frozen()
    while desk.workspace.history.can_undo:
        desk.workspace.editor.undo()
    while desk.workspace.history.can_redo:
        desk.workspace.editor.redo()
    desk.settle()
    assert desk.workspace.document.mask(cell) == end.mask(cell)
    assert desk.workspace.document.object(object) == end.object(object)


def tracked(desk: Desk) -> tuple[ObjectId, Cell, Mask]:
    object = clicked(desk, 0)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    cell = Cell(object, FrameIndex(20))
    found = mask(desk, cell)
    assert found is not None
    return object, cell, found


def test_from_a_tracked_mask_it_takes_away_and_adds_nothing(desk: Desk) -> None:
    _object, cell, before = tracked(desk)
    box = before.bbox
    assert box is not None
    click(desk, cell, Click(box[0] + 4.0, 30, positive=False))
    first = mask(desk, cell)
    click(desk, cell, AWAY)
    second = mask(desk, cell)

    assert first is not None
    assert 0 < first.area < before.area
    assert first.difference(before).area == 0
    assert second is not None
    assert second.difference(first).area == 0


def test_a_preview_shows_the_same(desk: Desk) -> None:
    object, cell, before = tracked(desk)
    desk.workspace.view.select((object,))
    desk.workspace.view.go_to(cell.frame)
    with desk.qtbot.waitSignal(desk.workspace.click_preview.changed):
        desk.workspace.click_preview.ask(AWAY.x, AWAY.y, positive=False)
    shown = desk.workspace.click_preview.shown

    assert shown is not None
    assert shown.mask.difference(before).area == 0


def test_where_there_is_no_mask_there_is_no_preview(desk: Desk, empty: Cell) -> None:
    desk.workspace.click_preview.ask(AWAY.x, AWAY.y, positive=False)
    desk.settle()

    assert desk.workspace.click_preview.shown is None


def test_what_a_person_called_absent_stays_absent(desk: Desk, empty: Cell) -> None:
    desk.workspace.prompts.mark_absent(empty)
    click(desk, empty, AWAY)
    found = desk.workspace.document.mask(empty)

    assert found is not None
    assert found.absent
