"""What the losses reward, and where no gradient may flow."""

import pytest
import torch

from app.training.losses import LossWeights, dice_loss, focal_loss, mask_terms, overlap


def square(size: int = 16) -> torch.Tensor:
    wanted = torch.zeros(1, 1, size, size)
    wanted[..., 4:12, 4:12] = 1
    return wanted


def test_right_and_sure_costs_almost_nothing_wrong_and_sure_costs_much() -> None:
    wanted = square()
    right, wrong = 40 * wanted - 20, 20 - 40 * wanted
    assert focal_loss(right, wanted).item() < 1e-6
    assert dice_loss(right, wanted).item() < 1e-3
    assert focal_loss(wrong, wanted).item() > 5
    assert dice_loss(wrong, wanted).item() > 0.9


def test_focal_loss_is_sam2s_formula_on_one_pixel() -> None:
    logit, wanted = torch.tensor([[[[0.4]]]]), torch.ones(1, 1, 1, 1)
    chance = torch.sigmoid(logit)
    assert focal_loss(logit, wanted).item() == pytest.approx((0.25 * (1 - chance) ** 2 * -chance.log()).item())


def test_overlap_counts_thresholded_pixels_and_empty_agrees_with_empty() -> None:
    wanted = square()
    half = torch.full_like(wanted, -1)
    half[..., 4:8, 4:12] = 1
    assert overlap(half, wanted).item() == pytest.approx(0.5)
    assert overlap(torch.full_like(wanted, -1), torch.zeros_like(wanted)).item() == 1.0


def test_only_the_best_reading_is_taught_its_mask_but_all_their_iou() -> None:
    wanted = square()
    logits = torch.stack([-4 * wanted[0, 0] + 2, 4 * wanted[0, 0] - 2, torch.zeros(16, 16)])[None].requires_grad_()
    ious = torch.full((1, 3), 0.5, requires_grad=True)
    terms = mask_terms(logits, ious, None, wanted).weighted()
    sum(terms.values()).backward()
    assert logits.grad is not None
    assert ious.grad is not None
    moved = logits.grad.abs().sum(dim=(0, 2, 3)) > 0
    assert moved.tolist() == [False, True, False]
    assert bool((ious.grad != 0).all())


def test_absent_objects_teach_presence_and_nothing_else() -> None:
    logits, ious, scores = torch.randn(2, 1, 8, 8), torch.rand(2, 1), torch.tensor([[3.0], [3.0]])
    wanted = torch.zeros(2, 1, 16, 16)
    terms = mask_terms(logits, ious, scores, wanted)
    assert terms.focal.item() == terms.dice.item() == terms.iou.item() == 0
    assert terms.presence.item() == pytest.approx(2 * torch.nn.functional.softplus(torch.tensor(3.0)).item())


def test_terms_add_up_to_one_mean() -> None:
    wanted = square()
    one = mask_terms(4 * wanted - 2, torch.ones(1, 1), torch.ones(1, 1), wanted)
    both = (one + one).weighted()
    for name, value in one.weighted().items():
        assert both[name].item() == pytest.approx(value.item())


def test_presence_that_follows_from_predicted_iou_is_taught_with_it() -> None:
    logits, ious = torch.full((2, 1, 4, 4), -5.0), torch.tensor([[0.6], [0.1]])
    target = torch.zeros(2, 1, 4, 4)
    target[0] = 1.0  # the first object is there and was missed, the second is absent
    taught = mask_terms(logits, ious, None, target, LossWeights(present_iou=0.6))
    assert float(taught.iou) == pytest.approx(0.0, abs=1e-6)
    assert float(mask_terms(logits, ious, None, target).iou) == pytest.approx(0.6)
