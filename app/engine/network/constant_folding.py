"""Constant folding: a SAM 2 network computes once what never changes; its outputs stay the same to the bit.

Modules change their class and hold no function over themselves: a model without reference cycles is freed as soon as
another one takes its place.
"""

from typing import Any

import torch
from sam2.modeling.sam.prompt_encoder import PromptEncoder
from sam2.modeling.sam2_utils import LayerNorm2d
from torch import Tensor

from app.engine.network.backbone import MobileTrunk
from app.engine.network.fast_backbone import reuse_buffers


def fold_constants(model: Any) -> None:
    """Change a SAM2Base: constants are kept, LayerNorm2d works in place, and our own trunk reuses its buffers."""
    prompts = model.sam_prompt_encoder
    prompts.__class__ = FoldedPromptEncoder
    prompts.folded = FoldedPrompts()
    for module in model.modules():
        if isinstance(module, LayerNorm2d):
            module.__class__ = InPlaceLayerNorm2d
        elif isinstance(module, MobileTrunk):
            reuse_buffers(module)


class FoldedPrompts:
    """The encodings that a FoldedPromptEncoder has computed so far."""

    def __init__(self) -> None:
        self.grid: Tensor | None = None
        self.no_prompts: dict[int, tuple[Tensor, Tensor]] = {}


class FoldedPromptEncoder(PromptEncoder):  # type: ignore[misc]  # rf-sam-2 has no types
    """Keeps what SAM2Base computes for every object on every frame: the image grid, and the encoding of no prompts."""

    folded: FoldedPrompts

    def get_dense_pe(self) -> Tensor:
        """Return the position encoding of the image grid, 1 x C x h x w."""
        if self.folded.grid is None:
            self.folded.grid = super().get_dense_pe()
        return self.folded.grid

    def forward(
        self, points: tuple[Tensor, Tensor], boxes: Tensor | None, masks: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """Encode prompts; no prompts are, as SAM2Base passes them in tracking, one point of label -1 an object."""
        labels, known = points[1], self.folded.no_prompts
        if boxes is not None or masks is not None or labels.shape[1] != 1 or bool((labels != -1).any()):
            encoded: tuple[Tensor, Tensor] = super().forward(points=points, boxes=boxes, masks=masks)
            return encoded
        if len(labels) not in known:
            known[len(labels)] = super().forward(points=points, boxes=boxes, masks=masks)
        return known[len(labels)]


class InPlaceLayerNorm2d(LayerNorm2d):  # type: ignore[misc]  # rf-sam-2 has no types
    """The same norm in fewer tensors."""

    def forward(self, x: Tensor) -> Tensor:
        """Map B x C x H x W to the same shape, normalized over C."""
        x = x - x.mean(1, keepdim=True)
        spread = x.pow(2).mean(1, keepdim=True)
        normed: Tensor = x.div_(torch.sqrt(spread + self.eps))
        return normed.mul_(self.weight[:, None, None]).add_(self.bias[:, None, None])
