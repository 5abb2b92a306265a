"""SAM 2's training losses: focal and dice loss of masks, error of predicted IoU, cross entropy of presence."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from app.training.heads import DecoderOutput

FOCAL_GAMMA = 2.0


@dataclass(frozen=True, slots=True)
class LossWeights:
    """The weight of each term, and `alpha`, the focal loss's weight of pixels of the object.

    `absent`: weight of the first candidate's focal loss where the object is absent and its mask has to be empty.
    `present_iou`: what predicted IoU is taught at least where the object is there, `ABSENT_IOU` being it elsewhere: for
    a model whose presence follows from it. 0: predicted IoU is the overlap, and nothing is taught without the object.
    """

    focal: float = 20.0
    dice: float = 1.0
    iou: float = 1.0
    presence: float = 1.0
    alpha: float = 0.25
    absent: float = 0.0
    present_iou: float = 0.0


ABSENT_IOU = 0.1
SAM2_WEIGHTS = LossWeights()
"""SAM 2's own (arXiv 2408.00714, appendix on training)."""
SMALL_WEIGHTS = LossWeights(dice=2.0, alpha=0.5, absent=0.5)
"""For the embedded model, which also learns to leave masks empty. With SAM 2's, little data taught it to take too
little: a rider fell off the horse, and memory passed that on; J&F on unseen clips went from 0.703 to 0.663 in 100
steps, with these to 0.753 in 50."""
LEARNING_WEIGHTS = LossWeights(dice=2.0, alpha=0.5, absent=0.5, present_iou=0.6, presence=0.0)
"""For the embedded model that learns from a person's masklets. Its presence is computed from predicted IoU. Taught the
overlap, that falls on small and hard objects, and they are called absent: in a prototype 22 of 96 frames after 15 steps
on nuclei against 6 before (J&F 0.736 to 0.604)."""


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


def focal_loss(logits: Tensor, target: Tensor, alpha: float = SAM2_WEIGHTS.alpha) -> Tensor:
    """Return the mean focal loss of every mask; both ... x H x W, `target` in 0..1."""
    cross_entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    probability = logits.sigmoid()
    error = probability * (1 - target) + (1 - probability) * target
    balance = alpha * target + (1 - alpha) * (1 - target)
    return (balance * error**FOCAL_GAMMA * cross_entropy).flatten(-2).mean(-1)


def dice_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Return one minus the soft Dice overlap of every mask; both ... x H x W."""
    probability = logits.sigmoid().flatten(-2)
    target = target.flatten(-2)
    return 1 - (2 * (probability * target).sum(-1) + 1) / (probability.sum(-1) + target.sum(-1) + 1)


def overlap(logits: Tensor, target: Tensor) -> Tensor:
    """Return the IoU of the thresholded masks; ... x H x W to ... ; two empty masks agree fully."""
    predicted, truth = logits.detach().flatten(-2) > 0, target.flatten(-2) > 0.5
    both, either = (predicted & truth).sum(-1).float(), (predicted | truth).sum(-1).float()
    return torch.where(either > 0, both / either.clamp(min=1), torch.ones_like(both))


def mask_terms(
    logits: Tensor, ious: Tensor, scores: Tensor | None, target: Tensor, weights: LossWeights = SAM2_WEIGHTS
) -> Terms:
    """Return the terms of B prompts with M candidate masks each.

    `logits` B x M x h x w, `ious` B x M, `target` B x 1 x H x W; presence `scores` B x 1, None: not trained.
    Only the candidate with the lowest mask loss gets a mask loss, every candidate an IoU loss, none of them where the
    object is absent (but see LossWeights.absent).
    """
    full = F.interpolate(logits.float(), size=target.shape[-2:], mode="bilinear", align_corners=False)
    present = (target.flatten(1) > 0.5).any(1)
    truth = target.expand_as(full)
    focal, dice = focal_loss(full, truth, weights.alpha), dice_loss(full, truth)
    best = (weights.focal * focal + weights.dice * dice).argmin(1, keepdim=True)
    here = present.float()
    presence = torch.zeros((), device=logits.device)
    if scores is not None:
        presence = F.binary_cross_entropy_with_logits(scores[:, 0].float(), here, reduction="sum")
    agreed, taught = overlap(full, truth), here
    if weights.present_iou:
        agreed = torch.where(present[:, None], agreed.clamp(min=weights.present_iou), ABSENT_IOU)
        taught = torch.ones_like(here)
    return Terms(
        focal=(focal.gather(1, best)[:, 0] * here + weights.absent * focal[:, 0] * (1 - here)).sum(),
        dice=(dice.gather(1, best)[:, 0] * here).sum(),
        iou=((ious.float() - agreed).abs().mean(1) * taught).sum(),
        presence=presence,
        count=len(target),
    )


def single_terms(
    output: DecoderOutput, target: Tensor, weights: LossWeights = SAM2_WEIGHTS, *, presence: bool = False
) -> Terms:
    """Return the terms of the single mask (candidate 0)."""
    return mask_terms(output.logits[:, :1], output.ious[:, :1], output.scores if presence else None, target, weights)


def ambiguous_terms(
    output: DecoderOutput, target: Tensor, weights: LossWeights = SAM2_WEIGHTS, *, presence: bool = False
) -> Terms:
    """Return the terms of the three readings (candidates 1 to 3), of which only the best gets a mask loss."""
    return mask_terms(output.logits[:, 1:], output.ious[:, 1:], output.scores if presence else None, target, weights)


def scaled(terms: Terms, weight: float) -> Terms:
    """Return the terms times `weight`, counting as no items of their own."""
    return Terms(terms.focal * weight, terms.dice * weight, terms.iou * weight, terms.presence * weight, 0)
