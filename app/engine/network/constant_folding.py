"""Constant folding: a SAM 2 network computes once what never changes; its outputs stay the same to the bit."""

from collections.abc import Callable
from typing import Any

import torch
from sam2.modeling.sam2_utils import LayerNorm2d
from torch import Tensor

from app.engine.network.backbone import MobileTrunk
from app.engine.network.fast_backbone import reuse_buffers


def fold_constants(model: Any) -> None:
    """Change a SAM2Base: constants are kept, LayerNorm2d works in place, and our own trunk reuses its buffers."""
    prompts = model.sam_prompt_encoder
    prompts.get_dense_pe = _cached(prompts.get_dense_pe)
    prompts.forward = _without_prompts(prompts.forward)
    for module in model.modules():
        if isinstance(module, LayerNorm2d):
            module.forward = _in_place(module)
        elif isinstance(module, MobileTrunk):
            reuse_buffers(module)


def _cached(compute: Callable[[], Tensor]) -> Callable[[], Tensor]:
    """Keep the position encoding of the image grid, which SAM2Base computes for every object on every frame."""
    values: list[Tensor] = []

    def constant() -> Tensor:
        if not values:
            values.append(compute())
        return values[0]

    return constant


def _without_prompts(encode: Callable[..., tuple[Tensor, Tensor]]) -> Callable[..., tuple[Tensor, Tensor]]:
    """Keep the encoding of no prompts, which SAM2Base passes in tracking as one point of label -1 an object."""
    known: dict[int, tuple[Tensor, Tensor]] = {}

    def encoded(points: tuple[Tensor, Tensor], boxes: Tensor | None, masks: Tensor | None) -> tuple[Tensor, Tensor]:
        labels = points[1]
        if boxes is not None or masks is not None or labels.shape[1] != 1 or bool((labels != -1).any()):
            return encode(points=points, boxes=boxes, masks=masks)
        if len(labels) not in known:
            known[len(labels)] = encode(points=points, boxes=boxes, masks=masks)
        return known[len(labels)]

    return encoded


def _in_place(norm: LayerNorm2d) -> Callable[[Tensor], Tensor]:
    def normed(x: Tensor) -> Tensor:
        x = x - x.mean(1, keepdim=True)
        spread = x.pow(2).mean(1, keepdim=True)
        return x.div_(torch.sqrt(spread + norm.eps)).mul_(norm.weight[:, None, None]).add_(norm.bias[:, None, None])

    return normed
