"""Clicks that the model answers with far less certainty than others: such a mask stays, and nothing is read from it."""

from dataclasses import replace

import torch

from app.engine.inference.memory_restore import doubtful
from app.engine.inference.predictor import Sam2Predictor
from app.engine.predictor import Conditioning, Context, PassDirection, TrackRequest
from app.masks.mask import Mask
from app.project.model import Click, FrameIndex, Prompts
from tests.engine.inference.test_predictor import disc
from tests.engine.inference.test_presence import NOTHING, ONE, SURE, engine_with, memory_after, propagator
from tests.engine.networks import clip

CLICKED = Prompts(clicks=(Click(20, 48),))


def answered(frame: int, score: float, mask: Mask | None = None) -> Conditioning:
    return Conditioning(FrameIndex(frame), disc(20 + 4 * frame) if mask is None else mask, CLICKED, score)


def painted(frame: int) -> Conditioning:
    return replace(answered(frame, 0.0), prompts=Prompts(), score=None)


def read(engine: Sam2Predictor, *cells: Conditioning, clears: bool = True) -> tuple[list[int], list[int]]:
    """Return which frames of `cells` a pass from frame 6 reads, and over which it only passes."""
    engine._restorer.clears_at_corrections = clears
    saved = engine._restorer.saved_cells(Context(cells), FrameIndex(6), PassDirection.FORWARD)
    assert all(saved.decided(cell.frame) for cell in cells), "a person's frames are never predicted"
    return sorted(saved.conditioning), sorted(saved.unsure)


def test_an_answer_is_unsure_below_half_of_the_surest() -> None:
    assert doubtful([answered(0, 0.9), answered(3, 0.46), answered(5, 0.44)]) == {5}
    assert doubtful([answered(0, 0.3), answered(3, 0.2)]) == set(), "an object that is hard everywhere"
    assert doubtful([answered(5, 0.1)]) == set(), "there is nothing else to read"


def test_an_empty_answer_is_unsure_where_a_person_said_where_the_object_is() -> None:
    assert doubtful([answered(0, 0.9), answered(3, 0.1, NOTHING)]) == {3}
    away = replace(answered(3, 0.1, NOTHING), prompts=Prompts(clicks=(Click(5, 5, positive=False),)))
    assert doubtful([answered(0, 0.9), away]) == set(), "clicked away: absent"


def test_what_a_person_painted_is_always_read() -> None:
    assert doubtful([painted(0), painted(3), answered(5, 0.1)]) == set()
    assert doubtful([painted(0), answered(3, 0.9), answered(5, 0.1)]) == {5}


def test_an_unsure_answer_is_not_read_on_the_network_whose_predicted_iou_tells() -> None:
    cells = (answered(0, SURE), painted(2), answered(5, 0.4))
    ours, _ = engine_with([[SURE]])
    assert read(ours, *cells) == ([0, 2], [5])
    assert read(ours, *cells, clears=False) == ([0, 2, 5], []), "as in Meta's predictor"
    other, _ = engine_with([[SURE]], relative=False)
    assert read(other, *cells) == ([0, 2, 5], [])


def test_tracking_goes_over_an_unsure_answer_as_if_it_were_not_there() -> None:
    wanted = TrackRequest((ONE,), range(1, 6), {ONE: Context((answered(0, SURE), answered(3, 0.4)))})
    engine, _ = engine_with([[SURE]])
    memory = memory_after(engine, wanted)
    assert (sorted(memory.conditioning), sorted(memory.tracked)) == ([0], [1, 2, 4, 5])
    sure = replace(wanted, context={ONE: Context((answered(0, SURE), answered(3, 0.5)))})
    memory = memory_after(engine, sure)
    assert (sorted(memory.conditioning), sorted(memory.tracked)) == ([0, 3], [4, 5])


def test_masks_before_an_unsure_answer_are_remembered_behind_it() -> None:
    saved = {FrameIndex(at): disc(20 + 4 * at) for at in (1, 2)}
    context = Context((answered(0, SURE), answered(3, 0.4)), saved)
    engine, _ = engine_with([[SURE]])
    steps = propagator(engine, TrackRequest((ONE,), range(4, 6), {ONE: context}))
    with torch.inference_mode():
        assert list(steps.advance(FrameIndex(4)).predictions) == [ONE]
    assert sorted(steps._memories[ONE].tracked) == [1, 2, 4]


def test_whoever_clicks_is_told_that_nothing_follows_an_unsure_answer() -> None:
    known, cell = Context((answered(0, SURE),)), FrameIndex(3)
    for score, unsure in ((0.44, True), (0.46, False)):
        engine, _ = engine_with([[score]])
        assert engine.segment("v", clip(8), cell, CLICKED, known, disc(32)).unsure is unsure
    engine, _ = engine_with([[0.1]])
    assert not engine.segment("v", clip(8), cell, CLICKED, Context(), None).unsure, "there is nothing to compare with"
    assert not engine.segment("v", clip(8), cell, Prompts(mask=disc(32)), known, None).unsure, "painted"
