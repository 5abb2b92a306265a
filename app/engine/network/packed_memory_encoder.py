"""The memory encoder of the embedded network in packed layers: patches of the mask are rows of matrices."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.network.packed_backbone import LastNorm, PackedCXBlock
from app.engine.network.packed_layers import PackedConv, PackedLinear, as_maps, as_rows, to_nhwc

STRIDE = 4
"""Kernel and stride of both convolutions that make the mask smaller: their patches do not overlap."""


class PackedMemoryEncoder:
    """A MemoryEncoder with a mask downsampler of two strides of 4."""

    def __init__(self, encoder: Any, dtype: torch.dtype, side: int) -> None:
        """`side`: of the feature map."""
        first, norm, _, second, last_norm, _, last = encoder.mask_downsampler.encoder
        cells = side * side
        self._dtype = dtype
        self._first = PackedLinear(first.weight.flatten(1), first.bias, dtype, cells * STRIDE**2)
        self._norm = LastNorm(norm)
        self._second = PackedLinear(second.weight.permute(0, 2, 3, 1).flatten(1), second.bias, dtype, cells)
        self._last_norm = LastNorm(last_norm)
        self._last = PackedLinear(last.weight.flatten(1), last.bias, dtype, cells)
        self._picture = PackedConv.of(encoder.pix_feat_proj, dtype, side)
        self._blocks = [PackedCXBlock(block, dtype, side) for block in encoder.fuser.layers]
        self._out = PackedConv.of(encoder.out_proj, dtype, side)

    def __call__(self, features: Tensor, masks: Tensor) -> Tensor:
        """Map 1 x C x h x w features and B x 1 x 16h x 16w masks to B x M x h/pool x w/pool memories in NHWC."""
        height, width = features.shape[-2:]
        picture = as_rows(self._picture(to_nhwc(features, self._dtype)))
        x = self._downsampled(masks, height, width).add_(picture)
        maps = as_maps(x)
        for block in self._blocks:
            maps = block(maps)
        return self._out(maps)

    def _downsampled(self, masks: Tensor, height: int, width: int) -> Tensor:
        """Return B x h x w x C: the mask downsampler, with the patches of a cell side by side."""
        batch = len(masks)
        patches = masks.to(self._dtype).view(batch, height, STRIDE, STRIDE, width, STRIDE, STRIDE)
        patches = patches.permute(0, 1, 4, 2, 5, 3, 6).reshape(-1, STRIDE**2)
        x = F.gelu(self._norm(self._first(patches)))
        x = F.gelu(self._last_norm(self._second(x.view(batch * height * width, -1))))
        return self._last(x).view(batch, height, width, -1)
