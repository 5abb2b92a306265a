"""The embedded trunk's widest maps in memory that is kept from frame to frame; every bit of them stays as it was.

An inverted residual widens its map sixfold. New memory for that, a bias written into all of it before the product is
added, and zeros all around for the padding took a sixth of the encoder's time.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.engine.network.backbone import InvertedResidual, MobileTrunk, SameConv

Forward = Callable[[Tensor], Tensor]


def keep_memory(trunk: MobileTrunk) -> None:
    """Change a trunk: its blocks share the memory of what they widen, and padding keeps its zeros."""
    shared = _Shared()
    for module in trunk.modules():
        if isinstance(module, SameConv) and module.uneven:
            _give(module, _on_ground(module))
    for block in trunk.blocks:
        if isinstance(block, InvertedResidual) and block.expands:
            _give(block, _widened(block, shared))


def _give(module: nn.Module, forward: Forward) -> None:
    module.forward = forward


class _Shared:
    """Memory that one block after the other writes into."""

    def __init__(self) -> None:
        self._numbers = torch.empty(0)

    def of(self, *shape: int) -> Tensor:
        """Return a float32 tensor on the processor with whatever is in it; valid until the next call."""
        size = torch.Size(shape).numel()
        if self._numbers.numel() < size or self._numbers.is_inference() != torch.is_inference_mode_enabled():
            self._numbers = torch.empty(size)
        return self._numbers[:size].view(shape)


class _Ground:
    """Zeros into whose middle maps are written: padding without making zeros again."""

    def __init__(self, convolution: SameConv) -> None:
        self._more = convolution.uneven
        self._before = convolution.uneven // 2
        self._kept: dict[object, Tensor] = {}

    def under(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the whole ground for a map like `x`, and the part of it where that belongs."""
        *rest, height, width = x.shape
        key = (x.shape, x.dtype, x.device, torch.is_inference_mode_enabled())
        if key not in self._kept:
            self._kept = {key: x.new_zeros((*rest, height + self._more, width + self._more))}
        ground, before = self._kept[key], self._before
        return ground, ground[..., before : before + height, before : before + width]


def _on_ground(convolution: SameConv) -> Forward:
    plain, ground = convolution.forward, _Ground(convolution)

    def forward(x: Tensor) -> Tensor:
        if torch.is_grad_enabled():
            return plain(x)
        whole, middle = ground.under(x)
        middle.copy_(x)
        return nn.Conv2d.forward(convolution, whole)

    return forward


def _widened(block: InvertedResidual, shared: _Shared) -> Forward:
    plain, depthwise = block.forward, block.depthwise
    ground = _Ground(depthwise) if depthwise.uneven else None
    same: dict[torch.Size, bool] = {}

    def forward(x: Tensor) -> Tensor:
        if not _simple(x) or not same.get(x.shape, True):
            return plain(x)
        expand = block.expand
        assert isinstance(expand, nn.Conv2d)
        _, channels, height, width = x.shape
        wide = shared.of(1, expand.out_channels, height, width)
        # The product that a convolution of single pixels is; where the two round differently, it is left alone.
        weight, bias = expand.weight[:, :, 0, 0], expand.bias
        assert bias is not None
        torch.addmm(bias[:, None], weight, x.view(channels, -1), out=wide.view(expand.out_channels, -1))
        if x.shape not in same:
            same[x.shape] = torch.equal(wide, expand(x))
            return forward(x)
        if ground is None:
            inner = depthwise(wide.clamp_(0, 6))
        else:
            whole, middle = ground.under(wide)
            torch.clamp(wide, 0, 6, out=middle)
            inner = nn.Conv2d.forward(depthwise, whole)
        out: Tensor = block.project(F.relu6(inner, inplace=True))
        return x + out if block.residual else out

    return forward


def _simple(x: Tensor) -> bool:
    """Return whether a map is one picture's, in the memory and numbers that this is made for."""
    plain = x.device.type == "cpu" and x.dtype is torch.float32 and len(x) == 1 and x.is_contiguous()
    return plain and not torch.is_grad_enabled() and not torch.is_autocast_enabled("cpu")
