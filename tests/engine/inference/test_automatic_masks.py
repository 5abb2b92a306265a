"""Objects are proposed without prompts: distinct, complete and clean, as they are found."""

from itertools import combinations, pairwise

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.hardware.execution import Mode
from app.engine.inference.automatic_masks import Crop, MaskProposal, MaskSearch, crops, settled
from app.engine.inference.grids import BEARABLE_SECONDS, FULL, GRIDS, clicks_of, grid_for, seconds_of
from app.engine.inference.mask_selection import DUPLICATE_IOU, MaskSelection, remove_specks
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.project.model import FrameIndex
from tests.engine.networks import CPU, clip, model

WHOLE = Crop(0, 0, 160, 96, 8)


def square(
    left: int, top: int, side: int, score: float = 0.9, stability: float = 1.0, crop: Crop = WHOLE
) -> MaskProposal:
    logits = torch.full((1, 1, 24, 40), -8.0)
    logits[..., top : top + side, left : left + side] = 8.0
    return MaskProposal(crop, logits, score, stability)


def found(*candidates: MaskProposal) -> list[tuple[float, int]]:
    ready, waiting = settled(candidates, (), 160, 96)
    assert waiting == []
    return chosen(ready)


def chosen(ready: list[MaskProposal]) -> list[tuple[float, int]]:
    selection = MaskSelection(160, 96)
    for _ in selection.add(each.rasterized(160, 96) for each in ready):
        pass
    return [(each.score, each.mask.area) for each in selection.found]


def test_best_comes_first_and_repetitions_go() -> None:
    best, again, other = square(5, 5, 8, 0.9), square(5, 5, 8, 0.8), square(25, 5, 6, 0.95, 0.5)
    assert [score for score, _ in found(again, other, best)] == [0.95, 0.9]


def test_a_part_of_an_object_is_proposed_beside_the_whole() -> None:
    whole, part = square(5, 5, 10, 0.9), square(6, 6, 4, 0.8)
    assert [score for score, _ in found(part, whole)] == [0.9, 0.8]


def test_what_is_chosen_gets_a_finer_border_unless_that_makes_it_something_else() -> None:
    masks = [square(5, 5, 10, 0.9), square(25, 5, 10, 0.8), square(5, 5, 10, 0.7)]
    moves = iter([1, 30])  # the third repeats the first: nothing is made of it

    def refine(_proposal: MaskProposal, pixels: np.ndarray) -> np.ndarray:
        return np.roll(pixels, next(moves), axis=1)

    selection = MaskSelection(160, 96)
    for _ in selection.add(each.rasterized(160, 96, refine) for each in masks):
        pass
    plain = [each.rasterized(160, 96).pixels for each in masks]
    assert [each.mask.to_array().argmax(1).max() for each in selection.found] == [
        plain[0].argmax(1).max() + 1,
        plain[1].argmax(1).max(),
    ]


def test_what_several_crops_show_is_proposed_once() -> None:
    """Near duplicates of different crops are not compared before they are as large as the picture."""
    left, right = Crop(0, 0, 80, 96, 4), Crop(0, 0, 160, 96, 8)
    logits = torch.full((1, 1, 24, 20), -8.0)
    logits[..., 5:15, 5:15] = 8.0
    one, other = MaskProposal(left, logits, 0.9, 1.0), square(5, 5, 10, 0.8, crop=right)
    assert [score for score, _ in found(other, one)] == [0.9]


def test_what_a_later_crop_shows_whole_waits_for_it() -> None:
    small, large = square(2, 2, 6), square(5, 1, 20)
    later = Crop(0, 0, 90, 96, 4)
    ready, waiting = settled([small, large], [later], 160, 96)
    assert (ready, waiting) == ([large], [small])


def test_specks_and_the_whole_picture_are_no_objects() -> None:
    speck = torch.full((1, 1, 96, 160), -8.0)
    speck[..., 50:52, 50:52] = 8.0
    assert found(MaskProposal(WHOLE, speck, 0.9, 1.0)) == []
    everything = MaskProposal(WHOLE, torch.full((1, 1, 24, 40), 8.0), 0.9, 1.0)
    assert found(everything) == []


def test_the_grid_is_the_largest_that_this_machine_finishes_in_time() -> None:
    assert grid_for(0.0, 0.0) == FULL
    assert grid_for(100.0, 100.0) == GRIDS[-1]
    sizes = [clicks_of(grid_for(0.1, seconds)) for seconds in (0.001, 0.01, 0.05, 0.2)]
    assert sizes == sorted(sizes, reverse=True)
    assert all(seconds_of(grid_for(0.1, seconds), 0.1, seconds) <= BEARABLE_SECONDS for seconds in (0.001, 0.01))


def test_the_embedded_model_gets_no_larger_grid_than_is_worth_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MaskSearch, "click_seconds", lambda _self: 0.0)
    engine = Sam2Predictor(Sam2Model(model("own")), Mode(CPU), "quick")
    next(step for step in engine.proposing("v", clip(1), FrameIndex(0)) if step.share)
    assert engine.grid == Sam2Model(model("own")).largest_grid == (16,)
    assert Sam2Model(model("meta")).largest_grid == FULL
    assert grid_for(100.0, 100.0, (16,)) == GRIDS[-1]


def test_small_components_and_holes_are_removed() -> None:
    pixels = np.zeros((40, 40), dtype=bool)
    pixels[5:25, 5:25] = True
    pixels[10:12, 10:12] = False
    pixels[30:33, 30:33] = True
    clean = remove_specks(pixels, 10)
    assert clean[5:25, 5:25].all()
    assert clean.sum() == 400


@given(st.integers(8, 500), st.integers(8, 500), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_crops_cover_the_picture_and_stay_inside(width: int, height: int, layers: int) -> None:
    found = crops(width, height, (8, 4, 2)[:layers])
    assert len(found) == sum(4**layer for layer in range(layers))
    for side in (8, 4, 2)[:layers]:
        covered = np.zeros((height, width), dtype=bool)
        for crop in (each for each in found if each.side == side):
            assert 0 <= crop.left < crop.right <= width
            assert 0 <= crop.top < crop.bottom <= height
            covered[crop.top : crop.bottom, crop.left : crop.right] = True
        assert covered.all()


def test_masks_cut_by_a_crop_are_left_to_other_crops() -> None:
    crop = Crop(40, 0, 120, 96, 4)
    assert crop.inside(60, 0, 90, 96, 160, 96)
    assert not crop.inside(40, 10, 90, 50, 160, 96)
    assert not crop.inside(60, 10, 120, 50, 160, 96)


def decided() -> Sam2Predictor:
    """A random network that is sure of itself: steep mask edges, high scores."""
    network = model("own")
    with torch.no_grad():
        network.sam_mask_decoder.iou_prediction_head.layers[-1].bias.fill_(0.9)
        for head in network.sam_mask_decoder.output_hypernetworks_mlps:
            head.layers[-1].weight.mul_(300.0)
    return Sam2Predictor(Sam2Model(network), Mode(CPU), "decided", Budget(grid=(4, 2)))


def test_proposals_are_made_in_short_steps_and_come_as_they_are_found() -> None:
    engine, source = decided(), clip(2)
    steps = list(engine.proposing("v", source, FrameIndex(1)))
    lists = [step.found for step in steps]
    assert lists[-1]
    assert all(one.mask.shape == (96, 160) and one.doubts.stability is not None for one in lists[-1])
    assert lists[0] == ()
    assert len(lists) >= 6
    assert all(after[: len(before)] == before for before, after in pairwise(lists))
    shares = [step.share for step in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    pairs = combinations([one.mask for one in lists[-1]], 2)
    assert all(one.iou(other) <= DUPLICATE_IOU for one, other in pairs)


def test_a_grid_that_is_not_given_is_chosen_by_the_first_search() -> None:
    engine, source = decided(), clip(2)
    engine.grid = None
    engine._encode_seconds = 1000.0
    assert list(engine.proposing("v", source, FrameIndex(1)))[-1].share == 1.0
    assert engine.grid == GRIDS[-1]
