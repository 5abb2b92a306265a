"""Whoever clicks hears when other frames are not going to follow the answer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.engine.predictor import Prediction
from app.project.model import Cell, Click, Direction, FrameIndex, Policy, Span
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


def stale_after(desk: Desk, *clicks: int, between: Callable[[], object] = lambda: None) -> tuple[Span, ...]:
    """Return what is stale of an object that was tracked from frame 0, after clicks on frames of it."""
    object = desk.workspace.objects.add("Duck")
    assert object is not None
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(0)), Click(50, 30))
    desk.settle()
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    for number, frame in enumerate(clicks):
        desk.workspace.prompts.add_click(Cell(object, FrameIndex(frame)), Click(50 + number, 30))
        desk.settle()
        between()
    record = desk.workspace.document.object(object)
    assert record is not None
    return record.stale


def test_what_does_not_follow_an_unsure_answer_is_not_tracked_again(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "project", Unsure())
    desk.workspace.videos.add([clip])
    desk.settle()
    last = desk.workspace.document.videos()[0].frame_count - 1
    assert stale_after(desk, 2) == ((1, 1), (3, last))
    assert stale_after(desk, 3) == ()
    assert stale_after(desk, 2, 3) == ((1, 1), (4, last)), "what was stale before stays so"


class SurerAtFirst(Unsure):
    """Is sure of the first click on frame 3."""

    def segment(self, *arguments: Any, **named: Any) -> Prediction:
        found = super().segment(*arguments, **named)
        return replace(found, unsure=found.unsure and len(arguments[3].clicks) > 1)


def test_clicks_that_end_unsure_leave_other_frames_as_they_were_unless_they_followed(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "project", SurerAtFirst())
    desk.workspace.videos.add([clip])
    desk.settle()
    last = desk.workspace.document.videos()[0].frame_count - 1
    assert stale_after(desk, 3) == ((1, 2), (4, last))
    assert stale_after(desk, 3, 3) == ()

    def track() -> None:
        desk.workspace.runs.track(Direction.BOTH, desk.workspace.view.selection)
        desk.settle()

    assert stale_after(desk, 3, between=track) == ()
    found = desk.workspace.view.active_object
    assert found is not None
    desk.workspace.prompts.add_click(Cell(found, FrameIndex(3)), Click(40, 30))
    desk.settle()
    record = desk.workspace.document.object(found)
    assert record is not None
    assert record.stale == ((1, 2), (4, last)), "they were tracked from what is another mask now"


def test_an_unsure_answer_that_comes_behind_a_click_elsewhere_clears_nothing_that_was_stale(
    open_desk: Callable[..., Desk], tmp_path: Path, clip: Path
) -> None:
    desk = open_desk(tmp_path / "project", Unsure())
    desk.workspace.videos.add([clip])
    desk.settle()
    assert stale_after(desk) == ()
    duck, other = desk.workspace.view.active_object, desk.workspace.objects.add("Other")
    assert duck is not None
    assert other is not None
    desk.workspace.objects.set_policy((duck,), Policy.CLEAN)
    last = desk.workspace.document.videos()[0].frame_count - 1
    desk.workspace.prompts.add_click(Cell(duck, FrameIndex(3)), Click(50, 30))
    desk.workspace.prompts.add_click(Cell(other, FrameIndex(0)), Click(20, 20))
    desk.settle()
    record = desk.workspace.document.object(duck)
    assert record is not None
    assert record.stale == ((1, 2), (4, last)), "it was so before the click"
