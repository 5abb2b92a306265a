"""Spares a SAM 2 network what it computes again and again with the same result; every bit of its answers stays."""

from collections.abc import Callable
from typing import Any

import torch
from sam2.modeling.sam2_utils import LayerNorm2d
from torch import Tensor

from app.engine.network.backbone import MobileTrunk
from app.engine.network.fast_backbone import keep_memory


def spare(model: Any) -> None:
    """Change a SAM2Base: what is constant is kept, norms of channels work in place, the own trunk keeps memory."""
    prompts = model.sam_prompt_encoder
    prompts.get_dense_pe = _once(prompts.get_dense_pe)
    prompts.forward = _unprompted(prompts.forward)
    for module in model.modules():
        if isinstance(module, LayerNorm2d):
            module.forward = _in_place(module)
        elif isinstance(module, MobileTrunk):
            keep_memory(module)


def _once(compute: Callable[[], Tensor]) -> Callable[[], Tensor]:
    """The picture grid's encoding, which SAM2Base wants for every object on every frame."""
    kept: list[Tensor] = []

    def constant() -> Tensor:
        if not kept:
            kept.append(compute())
        return kept[0]

    return constant


def _unprompted(encode: Callable[..., tuple[Tensor, Tensor]]) -> Callable[..., tuple[Tensor, Tensor]]:
    """Tracking asks about nothing, which SAM2Base says with one point of label -1 for each object."""
    kept: dict[int, tuple[Tensor, Tensor]] = {}

    def encoded(points: tuple[Tensor, Tensor], boxes: Tensor | None, masks: Tensor | None) -> tuple[Tensor, Tensor]:
        labels = points[1]
        if boxes is not None or masks is not None or labels.shape[1] != 1 or bool((labels != -1).any()):
            return encode(points=points, boxes=boxes, masks=masks)
        if len(labels) not in kept:
            kept[len(labels)] = encode(points=points, boxes=boxes, masks=masks)
        return kept[len(labels)]

    return encoded


def _in_place(norm: LayerNorm2d) -> Callable[[Tensor], Tensor]:
    def normed(x: Tensor) -> Tensor:
        x = x - x.mean(1, keepdim=True)
        spread = x.pow(2).mean(1, keepdim=True)
        return x.div_(torch.sqrt(spread + norm.eps)).mul_(norm.weight[:, None, None]).add_(norm.bias[:, None, None])

    return normed
