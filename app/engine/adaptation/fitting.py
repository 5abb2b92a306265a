"""A first step without training: which of the decoder's masks, cut at which logit, fits the corrected frames best."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from torch import Tensor

THRESHOLDS: Final = (0.0, -4.0, -3.0, -2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 3.0)
LATEST: Final = 3
"""Corrected frames that it is to fit."""
AHEAD: Final = 0.05
"""By how much its IoU must be higher than that of the usual mask."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One of the decoder's masks (0: the usual one), the logit above which it is the object, and its IoU."""

    token: int
    threshold: float
    iou: float


def best_cut(logits: Sequence[Tensor], targets: Sequence[Tensor]) -> Cut | None:
    """Return what fits the targets best, None where the usual mask does as well.

    `logits`: T x H x W for each corrected frame, `targets`: 1 x 1 x H x W, 0..1.
    """
    pairs = list(zip(logits, targets, strict=True))[-LATEST:]
    if not pairs:
        return None
    tokens = range(pairs[0][0].shape[0])
    cuts = [Cut(token, at, _mean_iou(pairs, token, at)) for token in tokens for at in THRESHOLDS]
    usual, best = cuts[0], max(cuts, key=lambda cut: cut.iou)
    return best if best.iou >= usual.iou + AHEAD else None


def _mean_iou(pairs: Sequence[tuple[Tensor, Tensor]], token: int, threshold: float) -> float:
    return sum(_iou(logits[token] > threshold, target[0, 0] > 0.5) for logits, target in pairs) / len(pairs)


def _iou(mask: Tensor, target: Tensor) -> float:
    either = int((mask | target).sum())
    return int((mask & target).sum()) / either if either else 1.0
