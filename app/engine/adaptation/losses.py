"""How far a mask is from the one that a person left: SAM 2's focal and dice loss, and a little of presence."""

from typing import Final

import torch
import torch.nn.functional as F
from torch import Tensor

FOCAL: Final = 20.0
PRESENCE: Final = 0.1
"""Weights beside dice, which counts once."""
ALPHA: Final = 0.25
GAMMA: Final = 2.0


def loss(logits: Tensor, presence: Tensor, target: Tensor) -> Tensor:
    """Return the loss of one frame. `logits` and `target` (0..1): 1 x 1 x H x W, `presence`: 1 x 1, a logit.

    Where the object is absent there is no mask loss, as in SAM 2.
    """
    here = float(target.max()) > 0.5
    found = F.binary_cross_entropy_with_logits(presence, torch.full_like(presence, float(here)))
    if not here:
        return PRESENCE * found
    return FOCAL * _focal(logits, target) + _dice(logits, target) + PRESENCE * found


def fit(logits: Tensor, presence: Tensor, target: Tensor) -> float:
    """Return the IoU of the mask with the person's; where the object is absent 1 if it is called absent, else 0."""
    wanted = target > 0.5
    if not bool(wanted.any()):
        return float(float(presence) <= 0)
    mask = logits > 0
    return float((mask & wanted).sum()) / float((mask | wanted).sum())


def _focal(logits: Tensor, target: Tensor) -> Tensor:
    cross_entropy = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    probability = logits.sigmoid()
    error = probability * (1 - target) + (1 - probability) * target
    balance = ALPHA * target + (1 - ALPHA) * (1 - target)
    return (balance * error**GAMMA * cross_entropy).mean()


def _dice(logits: Tensor, target: Tensor) -> Tensor:
    probability = logits.sigmoid()
    return 1 - (2 * (probability * target).sum() + 1) / (probability.sum() + target.sum() + 1)
