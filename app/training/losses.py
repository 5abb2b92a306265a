"""What SAM 2 is trained to minimize: focal and dice loss of masks, error of predicted IoU, presence."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from app.training.heads import Answer

FOCAL_GAMMA = 2.0


@dataclass(frozen=True, slots=True)
class LossWeights:
    """What each term counts, and `alpha`, the share of the focal loss that pixels of the object get.

    `absent`: what the focal loss of the first candidate counts where the object is absent and its mask has to be empty.
    """

    focal: float = 20.0
    dice: float = 1.0
    iou: float = 1.0
    presence: float = 1.0
    alpha: float = 0.25
    absent: float = 0.0


SAM2_WEIGHTS = LossWeights()
"""SAM 2's own (arXiv 2408.00714, appendix on training)."""
SMALL_WEIGHTS = LossWeights(dice=2.0, alpha=0.5, absent=0.5)
"""For the embedded model, which also learns to leave masks empty. With SAM 2's, little data taught it to take too
little: a rider fell off the horse, and memory passed that on; J&F on clips it never saw went from 0.703 to 0.663 in 100
steps, with these to 0.753 in 50."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Loss terms of a batch, each a sum over its items; add them up, then take the weighted mean once."""

    focal: Tensor
    dice: Tensor
    iou: Tensor
    presence: Tensor
    count: int

    def __add__(self, other: "Terms") -> "Terms":
        return Terms(
            self.focal + other.focal,
            self.dice + other.dice,
            self.iou + other.iou,
            self.presence + other.presence,
            self.count + other.count,
        )

    def weighted(self, weights: LossWeights = SAM2_WEIGHTS) -> dict[str, Tensor]:
        """Return the four means with their weights."""
        parts = {
            "focal": weights.focal * self.focal,
            "dice": weights.dice * self.dice,
            "iou": weights.iou * self.iou,
            "presence": weights.presence * self.presence,
        }
        return {name: value / max(1, self.count) for name, value in parts.items()}


def focal_loss(logits: Tensor, wanted: Tensor, alpha: float = SAM2_WEIGHTS.alpha) -> Tensor:
    """Return the mean focal loss of every mask; both ... x H x W, `wanted` in 0..1."""
    plain = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    chance = logits.sigmoid()
    missed = chance * (1 - wanted) + (1 - chance) * wanted
    balance = alpha * wanted + (1 - alpha) * (1 - wanted)
    return (balance * missed**FOCAL_GAMMA * plain).flatten(-2).mean(-1)


def dice_loss(logits: Tensor, wanted: Tensor) -> Tensor:
    """Return one minus the soft Dice overlap of every mask; both ... x H x W."""
    chance = logits.sigmoid().flatten(-2)
    wanted = wanted.flatten(-2)
    return 1 - (2 * (chance * wanted).sum(-1) + 1) / (chance.sum(-1) + wanted.sum(-1) + 1)


def overlap(logits: Tensor, wanted: Tensor) -> Tensor:
    """Return the IoU of the thresholded masks; ... x H x W to ... ; two empty masks agree fully."""
    given, truth = logits.detach().flatten(-2) > 0, wanted.flatten(-2) > 0.5
    both, either = (given & truth).sum(-1).float(), (given | truth).sum(-1).float()
    return torch.where(either > 0, both / either.clamp(min=1), torch.ones_like(both))


def mask_terms(
    logits: Tensor, ious: Tensor, scores: Tensor | None, wanted: Tensor, weights: LossWeights = SAM2_WEIGHTS
) -> Terms:
    """Return the terms of B answers with M candidate masks each.

    `logits` B x M x h x w, `ious` B x M, `wanted` B x 1 x H x W; presence `scores` B x 1, or None when not taught.
    Only the candidate with the least mask loss is taught its mask; every candidate is taught its IoU; neither where the
    object is absent (but see LossWeights.absent).
    """
    full = F.interpolate(logits.float(), size=wanted.shape[-2:], mode="bilinear", align_corners=False)
    present = (wanted.flatten(1) > 0.5).any(1)
    truth = wanted.expand_as(full)
    focal, dice = focal_loss(full, truth, weights.alpha), dice_loss(full, truth)
    best = (weights.focal * focal + weights.dice * dice).argmin(1, keepdim=True)
    here = present.float()
    presence = torch.zeros((), device=logits.device)
    if scores is not None:
        presence = F.binary_cross_entropy_with_logits(scores[:, 0].float(), here, reduction="sum")
    return Terms(
        focal=(focal.gather(1, best)[:, 0] * here + weights.absent * focal[:, 0] * (1 - here)).sum(),
        dice=(dice.gather(1, best)[:, 0] * here).sum(),
        iou=((ious.float() - overlap(full, truth)).abs().mean(1) * here).sum(),
        presence=presence,
        count=len(wanted),
    )


def single_terms(
    answer: Answer, wanted: Tensor, weights: LossWeights = SAM2_WEIGHTS, *, presence: bool = False
) -> Terms:
    """Return the terms of the single mask (candidate 0)."""
    return mask_terms(answer.logits[:, :1], answer.ious[:, :1], answer.scores if presence else None, wanted, weights)


def ambiguous_terms(
    answer: Answer, wanted: Tensor, weights: LossWeights = SAM2_WEIGHTS, *, presence: bool = False
) -> Terms:
    """Return the terms of the three readings (candidates 1 to 3), of which only the best is taught its mask."""
    return mask_terms(answer.logits[:, 1:], answer.ious[:, 1:], answer.scores if presence else None, wanted, weights)


def scaled(terms: Terms, weight: float) -> Terms:
    """Return the terms times `weight`, counting as no items of their own."""
    return Terms(terms.focal * weight, terms.dice * weight, terms.iou * weight, terms.presence * weight, 0)
