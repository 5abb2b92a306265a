"""What the model is told when a person corrects a tracked frame, click after click."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.engine.predictor import Context, Prediction
from app.project.model import Cell, Click, Direction, FrameIndex, ObjectId
from app.workspace.tracking.plan import NEIGHBORS
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import FRAMES, Desk
from tests.workspace.test_annotating import clicked


class Listening(DiscPredictor):
    """Keeps what it was given to remember."""

    def __init__(self) -> None:
        super().__init__()
        self.contexts: list[Context] = []

    def segment(self, *arguments: Any, **named: Any) -> Prediction:
        self.contexts.append(arguments[4])
        return super().segment(*arguments, **named)


@pytest.fixture
def listening(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> tuple[Desk, list[Context]]:
    predictor = Listening()
    desk = open_desk(tmp_path / "project", predictor)
    desk.workspace.videos.add([clip])
    desk.settle()
    return desk, predictor.contexts


def tracked(desk: Desk, frame: int) -> ObjectId:
    """Return an object that was clicked on `frame` and tracked through the clip."""
    object = clicked(desk, frame)
    desk.workspace.runs.track(Direction.BOTH, (object,))
    desk.settle()
    return object


def click(desk: Desk, object: ObjectId, frame: int, x: float) -> None:
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(x, 30))
    desk.settle()


@pytest.mark.parametrize(
    ("start", "neighbors"), [(0, range(30 - NEIGHBORS, 30)), (FRAMES - 1, range(31, 31 + NEIGHBORS))]
)
def test_every_click_of_a_correction_sees_the_masks_its_frame_was_tracked_from(
    listening: tuple[Desk, list[Context]], start: int, neighbors: range
) -> None:
    desk, contexts = listening
    object = tracked(desk, start)
    contexts.clear()
    for x in (60.0, 70.0, 80.0):
        click(desk, object, 30, x)
    assert [sorted(context.neighbors) for context in contexts] == [list(neighbors)] * 3
    assert [[c.frame for c in context.conditioning] for context in contexts] == [[start]] * 3


def test_what_changes_elsewhere_is_seen_by_the_next_click(listening: tuple[Desk, list[Context]]) -> None:
    desk, contexts = listening
    object = tracked(desk, 0)
    click(desk, object, 30, 60.0)
    desk.workspace.prompts.mark_absent(Cell(object, FrameIndex(28)))
    contexts.clear()
    click(desk, object, 30, 70.0)
    assert [c.frame for c in contexts[0].conditioning] == [0, 28]


def test_tracking_again_is_seen_by_the_next_click(listening: tuple[Desk, list[Context]]) -> None:
    desk, contexts = listening
    object = tracked(desk, 0)
    click(desk, object, 30, 60.0)
    before = contexts[-1]
    desk.workspace.runs.track(Direction.BOTH, (object,))
    desk.settle()
    click(desk, object, 30, 70.0)
    after = contexts[-1]
    assert sorted(after.neighbors) == sorted(before.neighbors)
    assert after.neighbors[FrameIndex(29)] == desk.workspace.document.mask(Cell(object, FrameIndex(29))).mask  # type: ignore[union-attr]
