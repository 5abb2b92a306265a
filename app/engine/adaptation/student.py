"""A mask decoder that can be trained: plain copies of its modules with low-rank additions, for frames without prompts.

The decoder that answers works in place and without gradients; this one is slower, and its weights stay what they are.
"""

import copy
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_utils import LayerNorm2d
from torch import Tensor, nn

from app.engine.adaptation.low_rank import Factors, LowRank, projections


@dataclass(frozen=True, slots=True, eq=False)
class DecoderInput:
    """What the decoder sees of a frame: features fused with memory (1 x C x h x w), and the finer levels, finest first.

    Ordinary tensors, float32, not made in inference mode.
    """

    fused: Tensor
    fine: tuple[Tensor, ...]

    @property
    def size_bytes(self) -> int:
        """The memory they occupy."""
        return sum(tensor.numel() * tensor.element_size() for tensor in (self.fused, *self.fine))


@dataclass(frozen=True, slots=True, eq=False)
class NoPrompts:
    """What no prompts are encoded as (sparse 1 x P x C, dense 1 x C x h x w), and the encoding of places."""

    sparse: Tensor
    dense: Tensor
    places: Tensor


class LowRankLinear(nn.Module):
    """A linear layer with factors of its own, which alone are trained."""

    def __init__(self, plain: nn.Linear) -> None:
        super().__init__()
        self.plain = plain
        self.factors: Factors | None = None

    def forward(self, x: Tensor) -> Tensor:
        """Map ... x in to ... x out."""
        out: Tensor = self.plain(x)
        pair = self.factors
        return out if pair is None else out + F.linear(F.linear(x, pair.down), pair.up)


class Student:
    """The decoder's mask of tracked frames, before the presence score blanks it.

    That is its first mask, or with `several` the one of the others that has the highest predicted IoU.
    """

    def __init__(self, decoder: Any, prompts: NoPrompts, *, several: bool) -> None:
        self._prompts = prompts
        self._several = several
        self.transformer = copy.deepcopy(decoder.transformer)
        self._upscaling = copy.deepcopy(decoder.output_upscaling)
        heads = decoder.output_hypernetworks_mlps
        self._mask_heads = copy.deepcopy(nn.ModuleList(heads[1:] if several else heads[:1]))
        self._iou_head = copy.deepcopy(decoder.iou_prediction_head)
        self._presence_head = copy.deepcopy(decoder.pred_obj_score_head)
        tokens = (decoder.obj_score_token, decoder.iou_token, decoder.mask_tokens)
        self._tokens = torch.cat([token.weight.detach() for token in tokens])[None]
        parts = (self.transformer, self._upscaling, self._mask_heads, self._iou_head, self._presence_head)
        for module in parts:
            module.requires_grad_(requires_grad=False)
        for module in self._upscaling.modules():
            if isinstance(module, LayerNorm2d):
                module.__class__ = LayerNorm2d
        self._layers: dict[str, LowRankLinear] = {}
        for name, layer in projections(self.transformer).items():
            owner, _, own = name.rpartition(".")
            self._layers[name] = LowRankLinear(layer)
            setattr(self.transformer.get_submodule(owner), own, self._layers[name])

    def carry(self, factors: LowRank) -> None:
        """Compute with `factors` from now on."""
        for name, layer in self._layers.items():
            layer.factors = factors[name]

    def decode(self, sample: DecoderInput) -> tuple[Tensor, Tensor]:
        """Return mask logits, 1 x 1 x 4h x 4w, and the presence logit, 1 x 1."""
        image = sample.fused + self._prompts.dense
        _, width, height, across = image.shape
        tokens = torch.cat([self._tokens, self._prompts.sparse], dim=1)
        tokens, image = self.transformer(image, self._prompts.places, tokens)
        image = image.transpose(1, 2).view(1, width, height, across)
        first, norm, activation, second, last = self._upscaling
        finest, finer = sample.fine
        up = last(second(activation(norm(first(image) + finer))) + finest)
        place = self._chosen(tokens[:, 1])
        wanted = self._mask_heads[place](tokens[:, 2 + self._several + place])
        logits = (wanted[:, None] @ up.flatten(2)).view(1, 1, *up.shape[-2:])
        return logits, self._presence_head(tokens[:, 0])

    def _chosen(self, token: Tensor) -> int:
        """Return which of the mask heads makes the mask."""
        return int(self._iou_head(token)[0, 1:].argmax()) if self._several else 0
