"""The image encoder of the embedded network in packed layers: maps stay in NHWC from the picture to the features."""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from sam2.modeling.memory_encoder import CXBlock
from torch import Tensor, nn

from app.engine.network.backbone import DetailConv, FusionNeck, InvertedResidual, MobileTrunk
from app.engine.network.packed_layers import (
    GELU,
    RELU6,
    PackedConv,
    PackedLinear,
    as_maps,
    as_rows,
    to_nhwc,
)


class PackedTrunk:
    """A MobileTrunk."""

    def __init__(self, trunk: MobileTrunk, dtype: torch.dtype, side: int) -> None:
        """`side`: of the picture in pixels."""
        self._dtype = dtype
        self._levels = trunk.levels
        self._stem = PackedConv.of(trunk.stem, dtype, side, RELU6)
        self._blocks = []
        side //= 2
        for block in trunk.blocks:
            assert isinstance(block, InvertedResidual)
            self._blocks.append(_PackedResidual(block, dtype, side))
            side //= int(block.depthwise.stride[0])

    def __call__(self, picture: Tensor) -> list[Tensor]:
        """Map B x 3 x S x S to the four levels, finest first."""
        x = self._stem(to_nhwc(picture, self._dtype))
        found = []
        for index, block in enumerate(self._blocks):
            x = block(x)
            if index in self._levels:
                found.append(x)
        return found


class _PackedResidual:
    """An InvertedResidual."""

    def __init__(self, block: InvertedResidual, dtype: torch.dtype, side: int) -> None:
        expand = block.expand
        self._expand = PackedConv.of(expand, dtype, side, RELU6) if isinstance(expand, nn.Conv2d) else None
        self._depthwise = PackedConv.of(block.depthwise, dtype, side, RELU6)
        self._project = PackedConv.of(block.project, dtype, side // int(block.depthwise.stride[0]))
        self._residual = block.residual

    def __call__(self, x: Tensor) -> Tensor:
        inner = self._depthwise(x if self._expand is None else self._expand(x))
        return self._project(inner, x if self._residual else None)


class PackedNeck:
    """A FusionNeck, without the position encodings."""

    def __init__(self, neck: FusionNeck, dtype: torch.dtype, side: int) -> None:
        """`side`: of the map at stride 16."""
        self._fine = PackedConv.of(neck.lateral_fine, dtype, 2 * side)
        self._middle = PackedConv.of(neck.lateral_middle, dtype, side)
        self._coarse = PackedConv.of(neck.lateral_coarse, dtype, side // 2)
        self._blocks = [PackedCXBlock(block, dtype, side) for block in neck.blocks]
        self._project = PackedConv.of(neck.project, dtype, side)
        self._norm = LastNorm(neck.norm)

    def __call__(self, levels: Sequence[Tensor]) -> list[Tensor]:
        """Map the trunk's four levels to features at strides 4, 8 and 16."""
        quarter, eighth, sixteenth, half = levels
        up = F.interpolate(self._coarse(half), scale_factor=2.0, mode="bilinear", align_corners=False)
        fused = self._fine(eighth, self._middle(sixteenth, up))
        for block in self._blocks:
            fused = block(fused)
        return [quarter, eighth, as_maps(self._norm(as_rows(self._project(fused))))]


class PackedCXBlock:
    """A ConvNeXt block as SAM 2 has it; its last scale is part of the last layer."""

    def __init__(self, block: Any, dtype: torch.dtype, side: int) -> None:
        assert isinstance(block, CXBlock)
        self._depthwise = PackedConv.of(block.dwconv, dtype, side)
        self._norm = LastNorm(block.norm)
        self._first = PackedLinear.of([block.pwconv1], dtype, side * side, GELU)
        gamma, last = block.gamma, block.pwconv2
        weight, bias = (last.weight, last.bias) if gamma is None else (gamma[:, None] * last.weight, gamma * last.bias)
        self._last = PackedLinear(weight, bias, dtype, side * side)

    def __call__(self, x: Tensor) -> Tensor:
        """Map B x C x H x W in NHWC to the same."""
        inner = self._first(self._norm(as_rows(self._depthwise(x))))
        return as_maps(self._last(inner, as_rows(x)))


class LastNorm:
    """A LayerNorm2d over the last dimension."""

    def __init__(self, norm: Any) -> None:
        self._weight, self._bias, self._eps = norm.weight.detach(), norm.bias.detach(), float(norm.eps)

    def __call__(self, rows: Tensor) -> Tensor:
        """Normalize ... x C."""
        return F.layer_norm(rows, self._weight.shape, self._weight, self._bias, self._eps)


class PackedDetail:
    """A DetailConv."""

    def __init__(self, detail: DetailConv, dtype: torch.dtype, side: int) -> None:
        first, _, last = detail
        assert isinstance(first, nn.Conv2d)
        assert isinstance(last, nn.Conv2d)
        self._dtype = dtype
        self._first = PackedConv.of(first, dtype, side, GELU)
        self._last = PackedConv.of(last, dtype, side)

    def __call__(self, x: Tensor) -> Tensor:
        """Map a level, B x C x H x W, to what the mask decoder adds, in NHWC."""
        return self._last(self._first(to_nhwc(x, self._dtype)))
