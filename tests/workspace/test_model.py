"""The model: chosen, loaded, exchanged while something is under way; never two at once, never under a wrong name."""

import weakref
from collections.abc import Callable
from typing import Any

import msgspec

from app.engine.predictor import Prediction
from app.errors import EngineError
from app.project.model import Cell, Click, Direction, FrameIndex
from app.workspace.engine import ModelChoice
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import FRAMES, Desk
from tests.workspace.test_annotating import clicked


class NamedPredictor(DiscPredictor):
    """Says which model it is."""

    def __init__(self, name: str, before_frame: Callable[[FrameIndex], None] = lambda _frame: None) -> None:
        super().__init__(before_frame=before_frame)
        self._name = name

    @property
    def name(self) -> str:
        return self._name


class Models:
    """Opens predictors by name and knows how many there are at once, at most."""

    def __init__(self, desk: Desk, before_frame: Callable[[FrameIndex], None] = lambda _frame: None) -> None:
        self.desk = desk
        self.before_frame = before_frame
        self.alive: weakref.WeakSet[NamedPredictor] = weakref.WeakSet()
        self.most = 0
        desk.workspace._engine._open = self.open

    def open(self, choice: ModelChoice) -> NamedPredictor:
        if choice.model == "missing":
            raise EngineError("There is no model {name!r}.", name=choice.model)
        predictor = NamedPredictor(choice.model, self.before_frame)
        self.alive.add(predictor)
        self.most = max(self.most, len(self.alive))
        return predictor

    def choose(self, model: str) -> None:
        workspace = self.desk.workspace
        workspace.change_settings(msgspec.structs.replace(workspace.settings, model=model))


def test_a_model_chosen_during_a_run_comes_after_it_and_the_run_keeps_the_name_of_its_own(desk: Desk) -> None:
    workspace = desk.workspace
    models = Models(desk)
    models.choose("small")
    desk.settle()
    object = clicked(desk, 0)
    chosen: list[bool] = []

    def choose(_edit: object) -> None:
        if not chosen and len(workspace.document.mask_frames(object)) > 5:
            chosen.append(True)
            models.choose("large")

    workspace.editor.changed.connect(choose)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    (run,) = workspace.document.runs()
    assert chosen
    assert run.model == "small"
    assert run.frames_done == FRAMES - 1
    assert workspace.model.state.name == "large"
    assert models.most == 1


def test_what_another_model_computes_after_a_restart_is_a_run_of_its_own(desk: Desk) -> None:
    workspace = desk.workspace
    models = Models(desk)
    models.choose("small")
    desk.settle()
    object = clicked(desk, 0)
    workspace.prompts.add_click(Cell(object, FrameIndex(6)), Click(30, 24))
    acted: list[bool] = []

    def correct(_edit: object) -> None:
        if not acted and len(workspace.document.mask_frames(object)) > 20:
            acted.append(True)
            models.choose("large")
            workspace.prompts.mark_absent(Cell(object, FrameIndex(10)))

    workspace.editor.changed.connect(correct)
    workspace.runs.track(Direction.FORWARD)
    desk.settle()
    runs = {run.id: run for run in workspace.document.runs()}
    made = {frame: mask.run for frame, mask in workspace.document.masks_of(object) if mask.run is not None}
    assert {run.model for run in runs.values()} == {"small", "large"}
    assert runs[made[FrameIndex(5)]].model == "small"
    assert runs[made[FrameIndex(FRAMES - 1)]].model == "large"
    assert models.most == 1
    workspace.editor.undo()  # the correction
    workspace.editor.undo()
    assert workspace.document.runs() == ()


def test_a_stale_state_does_not_replace_a_newer_choice(desk: Desk) -> None:
    workspace = desk.workspace
    models = Models(desk)
    models.choose("small")
    desk.settle()
    workspace.model.refresh()
    while not workspace._threads.engine.idle:  # the answer is on its way, and tells of the model before
        pass
    models.choose("large")
    seen: list[str] = []
    workspace.model.changed.connect(lambda: seen.append(workspace.model.state.choice.model))
    desk.settle()
    assert set(seen) == {"large"}
    assert workspace.model.state.name == "large"


def test_the_model_before_can_be_chosen_again_after_one_that_could_not_be_loaded(desk: Desk) -> None:
    workspace = desk.workspace
    models = Models(desk)
    models.choose("small")
    desk.settle()
    models.choose("missing")
    desk.settle()
    workspace.model.refresh()
    desk.qtbot.waitUntil(lambda: workspace._threads.engine.idle)
    assert workspace.model.state.error is not None
    models.choose("small")
    desk.settle()
    assert workspace.model.state.error is None
    assert workspace.model.state.name == "small"
    assert [error.message for error in desk.errors] == ["There is no model 'missing'."]


def test_a_model_that_could_not_be_loaded_is_tried_again_when_it_is_chosen_again(desk: Desk) -> None:
    workspace = desk.workspace
    models = Models(desk)
    models.choose("missing")
    desk.settle()
    models.open = lambda choice: NamedPredictor("found")  # type: ignore[method-assign]
    workspace._engine._open = models.open
    models.choose("missing")
    desk.settle()
    assert workspace.model.state.name == "found"


def test_a_click_during_a_run_is_answered_by_the_model_of_the_run(desk: Desk) -> None:
    workspace = desk.workspace
    answers: list[str] = []

    class Telling(NamedPredictor):
        def segment(self, *arguments: Any, **named: Any) -> Prediction:
            answers.append(self.name)
            return super().segment(*arguments, **named)

    workspace._engine._open = lambda choice: Telling(choice.model)
    workspace.change_settings(msgspec.structs.replace(workspace.settings, model="small"))
    desk.settle()
    object, other = clicked(desk, 0), workspace.objects.add("Two")
    assert other is not None
    acted: list[bool] = []

    def act(_edit: object) -> None:
        if not acted and len(workspace.document.mask_frames(object)) > 5:
            acted.append(True)
            workspace.change_settings(msgspec.structs.replace(workspace.settings, model="large"))
            workspace.prompts.add_click(Cell(other, FrameIndex(3)), Click(40, 30))

    workspace.editor.changed.connect(act)
    workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    assert answers == ["small", "small"]
    assert workspace.model.state.name == "large"
