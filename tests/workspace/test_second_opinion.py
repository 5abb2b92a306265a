"""A second opinion: which other way a stretch is tracked, and how it is taken, left alone, or let go."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import EngineError
from app.masks.mask import Mask
from app.project.model import DEFAULT_POLICY, Cell, Click, Direction, FrameIndex, MaskSource, Policy
from app.workspace.edits import cells
from app.workspace.tracking.opinion import another_way
from tests.engine.stand_in import DiscPredictor
from tests.project.samples import apply
from tests.workspace.builders import HEIGHT, WIDTH, add_object, blob, document
from tests.workspace.conftest import FRAMES, Desk
from tests.workspace.test_annotating import clicked

STRETCH = (FrameIndex(20), FrameIndex(25))
OTHER = Policy.CLEAN if DEFAULT_POLICY is Policy.META else Policy.META


def test_between_two_frames_of_a_person_it_comes_from_the_other_side() -> None:
    made = document(60)
    a = add_object(made, 1, clicked=[5, 40], tracked=[*range(6, 40)], locked=[22])
    apply(made, cells.paint(made, Cell(a, FrameIndex(5)), blob(10)))
    apply(made, cells.paint(made, Cell(a, FrameIndex(40)), blob(30)))
    way = another_way(made, a, STRETCH)
    assert way is not None
    assert way.request.frames == range(39, 19, -1), "the masks there are those of frame 5"
    assert way.frames == {20, 21, 23, 24, 25}
    assert way.request.context[a].neighbors == {}
    assert way.request.fixed(a, FrameIndex(22)) == blob()


def test_in_an_open_end_it_goes_by_another_policy() -> None:
    made = document(60)
    a = add_object(made, 1, clicked=[5], tracked=range(6, 40))
    way = another_way(made, a, STRETCH)
    assert way is not None
    assert (way.policy, way.request.frames) == (OTHER, range(20, 26))
    assert sorted(way.request.context[a].neighbors) == list(range(14, 20))
    before = another_way(made, a, (FrameIndex(0), FrameIndex(4)))
    assert before is not None
    assert before.request.frames == range(4, -1, -1)


def test_there_is_no_other_way_without_an_object_shown_or_with_nothing_to_track() -> None:
    made = document(60)
    a = add_object(made, 1, tracked=range(6, 40))
    assert another_way(made, a, STRETCH) is None
    b = add_object(made, 2, clicked=[5], tracked=range(6, 40), locked=range(20, 26))
    assert another_way(made, b, STRETCH) is None
    apply(made, cells.paint(made, Cell(a, FrameIndex(3)), Mask.empty(HEIGHT, WIDTH)))
    assert another_way(made, a, STRETCH) is None


@pytest.fixture
def asked(open_desk: Callable[..., Desk], tmp_path: Path, clip: Path) -> tuple[Desk, DiscPredictor]:
    """An object tracked through the clip as if it stood still, and a second opinion that says it moves."""
    predictor = DiscPredictor()
    desk = open_desk(tmp_path / "project", predictor)
    desk.workspace.videos.add([clip])
    desk.settle()
    object = clicked(desk, 0)
    desk.workspace.runs.track(Direction.FORWARD, (object,))
    desk.settle()
    predictor.shift = (1, 0)
    desk.workspace.second_opinion.ask(object, STRETCH)
    desk.settle()
    return desk, predictor


def test_it_is_no_part_of_the_project_until_it_is_taken_and_is_undone_in_one_step(
    asked: tuple[Desk, DiscPredictor],
) -> None:
    desk, _ = asked
    workspace, opinion = desk.workspace, desk.workspace.second_opinion
    object = opinion.object
    assert object is not None
    before = dict(workspace.document.masks_of(object))
    offered = dict(opinion.masks)
    assert sorted(offered) == list(range(20, 26))
    assert offered[FrameIndex(20)].mask != before[FrameIndex(20)].mask
    assert "6 of 6 frames" in desk.notices[-1]
    opinion.take()
    after = dict(workspace.document.masks_of(object))
    assert {f for f in range(FRAMES) if after[FrameIndex(f)].mask != before[FrameIndex(f)].mask} == set(range(20, 26))
    taken = after[FrameIndex(20)]
    run = workspace.document.run(taken.run) if taken.run is not None else None
    assert run is not None
    assert (taken.source, run.policies, run.frames_done) == (MaskSource.TRACKED, (OTHER,), 6)
    assert run.model == "disc"
    assert (opinion.object, opinion.masks) == (None, {})
    workspace.editor.undo()
    assert dict(workspace.document.masks_of(object)) == before


def test_one_that_finds_the_same_is_not_offered(asked: tuple[Desk, DiscPredictor]) -> None:
    desk, predictor = asked
    opinion = desk.workspace.second_opinion
    object = opinion.object
    assert object is not None
    predictor.shift = (0, 0)
    opinion.ask(object, STRETCH)
    desk.settle()
    assert (opinion.object, opinion.masks) == (None, {})
    assert "nothing to take" in desk.notices[-1]


def test_a_correction_lets_it_go_and_other_objects_do_not(asked: tuple[Desk, DiscPredictor]) -> None:
    desk, _ = asked
    opinion = desk.workspace.second_opinion
    object = opinion.object
    assert object is not None
    clicked(desk, 30, name="another")
    assert opinion.object == object
    desk.workspace.prompts.add_click(Cell(object, FrameIndex(22)), Click(40, 40))
    assert (opinion.object, opinion.masks) == (None, {})
    desk.settle()


def test_what_cannot_be_asked_is_said(asked: tuple[Desk, DiscPredictor]) -> None:
    desk, _ = asked
    opinion = desk.workspace.second_opinion
    object = opinion.object
    assert object is not None
    opinion.dismiss()
    opinion.take()
    assert "no second opinion" in desk.notices[-1]
    opinion.ask(object)
    assert "I and O" in desk.notices[-1]
    desk.workspace.objects.set_locked((object,), True)
    opinion.ask(object, STRETCH)
    assert isinstance(desk.errors[-1], EngineError)
