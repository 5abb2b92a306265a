"""Objects are proposed without prompts: distinct, complete, clean, and none over another."""

from collections import Counter

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine.hardware.execution import Mode
from app.engine.inference.automatic_masks import Crop, MaskProposal, crops, remove_specks, select_masks
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
    return [(each.score, each.mask.area) for each in select_masks(candidates, 160, 96) if each is not None]


def test_best_comes_first_and_repetitions_go() -> None:
    best, again, other = square(5, 5, 8, 0.9), square(5, 5, 8, 0.8), square(25, 5, 6, 0.95, 0.5)
    assert [score for score, _ in found(again, other, best)] == [0.9, 0.95]


def test_parts_of_a_better_object_go_and_overlaps_are_cut() -> None:
    whole, part, beside = square(5, 5, 10, 0.9), square(6, 6, 4, 0.8), square(13, 5, 10, 0.7)
    masks = [each.mask for each in select_masks([part, beside, whole], 160, 96) if each is not None]
    assert len(masks) == 2
    assert masks[0].overlap(masks[1]) == 0
    assert masks[1].area < masks[0].area


def test_specks_and_the_whole_picture_are_no_objects() -> None:
    speck = torch.full((1, 1, 96, 160), -8.0)
    speck[..., 50:52, 50:52] = 8.0
    assert found(MaskProposal(WHOLE, speck, 0.9, 1.0)) == []
    everything = MaskProposal(WHOLE, torch.full((1, 1, 24, 40), 8.0), 0.9, 1.0)
    assert found(everything) == []


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


def test_proposals_are_made_in_short_steps_and_do_not_overlap() -> None:
    engine, source = decided(), clip(2)
    lists = list(engine.proposing("v", source, FrameIndex(1)))
    masks = [each.mask for each in lists[-1]]
    assert masks
    assert all(mask.shape == (96, 160) for mask in masks)
    total = np.sum([mask.to_array() for mask in masks], axis=0)
    assert Counter(total.flatten().tolist()).keys() <= {0, 1}
    assert lists[0] == ()
    assert len(lists) >= 6
    assert [len(each) for each in lists] == sorted(len(each) for each in lists)
