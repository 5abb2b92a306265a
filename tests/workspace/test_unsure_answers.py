"""Whoever clicks hears when other frames are not going to follow the answer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.engine.predictor import Prediction
from app.project.model import Cell, Click, FrameIndex
from tests.engine.stand_in import DiscPredictor
from tests.workspace.conftest import Desk

WORDS = "The model is unsure of this mask, so other frames do not follow it: click again, or paint it."


class Unsure(DiscPredictor):
    """Is unsure of frame 3."""

    def segment(self, *arguments: Any, **named: Any) -> Prediction:
        return replace(super().segment(*arguments, **named), unsure=arguments[2] == FrameIndex(3))


def test_an_unsure_answer_is_taken_over_and_it_is_said(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "project", Unsure())
    desk.workspace.videos.add([clip])
    desk.settle()
    object = desk.workspace.objects.add("Duck")
    assert object is not None
    for frame in map(FrameIndex, (0, 3)):
        assert WORDS not in desk.notices
        desk.workspace.prompts.add_click(Cell(object, frame), Click(50, 30))
        desk.settle()
        assert desk.workspace.document.mask(Cell(object, frame)) is not None
    assert desk.notices[-1] == WORDS
