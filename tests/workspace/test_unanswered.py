"""Prompts that the model did not answer get their masks as soon as there is a model that can."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from app.errors import EngineError
from app.project.model import Cell, Click, FrameIndex, ObjectId
from app.settings import Settings
from app.workspace.engine import ModelChoice
from app.workspace.workspace import Workspace
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import Desk


def opener(choice: ModelChoice) -> DiscPredictor:
    """The model "missing" is not there."""
    if choice.model == "missing":
        raise EngineError("There is no model {name!r}.", name=choice.model)
    return DiscPredictor()


@pytest.fixture
def without_model(desk: Desk) -> Desk:
    """One object clicked on frames 0 and 7 while no model can be loaded."""
    workspace = desk.workspace
    workspace._engine._open = opener
    workspace.change_settings(msgspec.structs.replace(workspace.settings, model="missing"))
    desk.settle()
    object = workspace.objects.add("One")
    assert object is not None
    for frame in (0, 7):
        workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(40, 30))
    desk.settle()
    assert masks(workspace, object) == []
    return desk


def masks(workspace: Workspace, object: ObjectId) -> list[int]:
    return sorted(int(f) for f in workspace.document.mask_frames(object))


def only_object(workspace: Workspace) -> ObjectId:
    (record,) = workspace.document.all_objects()
    return record.id


def use_a_model(desk: Desk) -> None:
    desk.workspace.change_settings(msgspec.structs.replace(desk.workspace.settings, model=""))
    desk.settle()


def test_clicks_without_a_model_are_answered_when_there_is_one_and_undone_with_their_masks(
    without_model: Desk,
) -> None:
    workspace = without_model.workspace
    object = only_object(workspace)
    use_a_model(without_model)
    answered = masks(workspace, object)
    workspace.editor.undo()

    assert answered == [0, 7]
    assert masks(workspace, object) == [0]
    assert list(workspace.document.prompt_frames(object)) == [0]


def test_clicks_of_an_earlier_session_are_answered_after_opening(
    without_model: Desk, open_desk: Callable[..., Desk]
) -> None:
    folder: Path = without_model.workspace.folder
    object = only_object(without_model.workspace)
    without_model.workspace.close(wait_ms=5000)
    again = open_desk(folder, settings=Settings())
    before = masks(again.workspace, object)
    again.workspace.model.load()
    again.settle()

    assert before == []
    assert masks(again.workspace, object) == [0, 7]


def test_what_is_locked_meanwhile_is_left_alone(without_model: Desk) -> None:
    workspace = without_model.workspace
    object = only_object(workspace)
    workspace.masks.set_locked((object,), 7, 7, True)
    use_a_model(without_model)

    assert masks(workspace, object) == [0]


def test_an_answer_is_asked_for_once(without_model: Desk) -> None:
    workspace = without_model.workspace
    use_a_model(without_model)
    steps = len(tuple(workspace.history.titles()))
    workspace.prompts.ask_unanswered()
    without_model.settle()

    assert len(tuple(workspace.history.titles())) == steps
    assert len(without_model.errors) == 3  # loading, and each click
