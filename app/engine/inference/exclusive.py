"""Exclusive objects: no pixel of a frame belongs to two of them; the surer one keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.memory_bank import Output
from app.engine.inference.transforms import mask_input
from app.masks.mask import Mask
from app.project.model import ObjectId

NOT_OURS = -10.0
"""Most that the logit of a pixel that belongs to another object may be, as where SAM 2 keeps masks apart."""


def apart(
    outputs: Sequence[Output], high: Sequence[Tensor], claimed: Sequence[Mask | None]
) -> list[tuple[Output, Tensor]]:
    """Return outputs of a frame, and their logits at S x S (1 x 1 x S x S each), without what belongs to others.

    Of objects that want the same pixel the one with the higher logit gets it. `claimed`: what is somebody else's.
    """
    low = _kept([out.logits for out in outputs], claimed)
    fine = _kept(high, claimed)
    return [(replace(out, logits=own), own_fine) for out, own, own_fine in zip(outputs, low, fine, strict=True)]


def _kept(logits: Sequence[Tensor], claimed: Sequence[Mask | None]) -> list[Tensor]:
    together = torch.cat(list(logits))
    highest = together.argmax(0, keepdim=True)
    others = torch.arange(len(together), device=together.device)[:, None, None, None] != highest
    for index, mask in enumerate(claimed):
        if mask is not None and mask.area:
            others[index] |= F.interpolate(
                mask_input(mask, together.shape[-1], together.device), together.shape[-2:], mode="nearest"
            )[0].bool()
    kept = torch.where(others, together.clamp(max=NOT_OURS), together)
    return [kept[at : at + 1] for at in range(len(kept))]


def disjoint(
    masks: Mapping[ObjectId, Mask], scores: Mapping[ObjectId, float], claimed: Mapping[ObjectId, Mask | None]
) -> dict[ObjectId, Mask]:
    """Return masks at the video's size without what belongs to others: edges that were refined may have met again."""
    found: dict[ObjectId, Mask] = {}
    taken: Mask | None = None
    for name in sorted(masks, key=lambda name: (-scores[name], name)):
        mask = masks[name]
        for other in (taken, claimed[name]):
            if other is not None and mask.overlap(other):
                mask = mask.difference(other)
        found[name] = mask
        taken = mask if taken is None else taken.union(mask)
    return found
