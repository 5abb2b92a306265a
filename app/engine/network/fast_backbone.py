"""The embedded trunk with buffers that are reused from frame to frame; its outputs stay the same to the bit.

An inverted residual expands its map sixfold. Allocating that map, writing the bias into it before the product is added,
and padding it with zeros took a sixth of the encoder's time.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.engine.network.backbone import InvertedResidual, MobileTrunk, SameConv

Forward = Callable[[Tensor], Tensor]


def reuse_buffers(trunk: MobileTrunk) -> None:
    """Change a trunk: its blocks share one buffer for expanded maps, and padding keeps its zeros."""
    scratch = _ScratchBuffer()
    for module in trunk.modules():
        if isinstance(module, SameConv) and module.uneven:
            _set_forward(module, _padded(module))
    for block in trunk.blocks:
        if isinstance(block, InvertedResidual) and block.expands:
            _set_forward(block, _expanded(block, scratch))


def _set_forward(module: nn.Module, forward: Forward) -> None:
    module.forward = forward


class _ScratchBuffer:
    """Memory that one block after the other writes into."""

    def __init__(self) -> None:
        self._numbers = torch.empty(0)

    def of(self, *shape: int) -> Tensor:
        """Return an uninitialized float32 tensor on the processor; valid until the next call."""
        size = torch.Size(shape).numel()
        if self._numbers.numel() < size or self._numbers.is_inference() != torch.is_inference_mode_enabled():
            self._numbers = torch.empty(size)
        return self._numbers[:size].view(shape)


class _PaddedBuffer:
    """Zeros around the place a map is written to: padding without writing the zeros again."""

    def __init__(self, convolution: SameConv) -> None:
        self._padding = convolution.uneven
        self._before = convolution.uneven // 2
        self._buffers: dict[object, Tensor] = {}

    def like(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the whole buffer for a map like `x`, and the part of it that the map is written to."""
        *rest, height, width = x.shape
        key = (x.shape, x.dtype, x.device, torch.is_inference_mode_enabled())
        if key not in self._buffers:
            self._buffers = {key: x.new_zeros((*rest, height + self._padding, width + self._padding))}
        buffer, before = self._buffers[key], self._before
        return buffer, buffer[..., before : before + height, before : before + width]


def _padded(convolution: SameConv) -> Forward:
    plain, buffer = convolution.forward, _PaddedBuffer(convolution)

    def forward(x: Tensor) -> Tensor:
        if torch.is_grad_enabled():
            return plain(x)
        whole, middle = buffer.like(x)
        middle.copy_(x)
        return nn.Conv2d.forward(convolution, whole)

    return forward


def _expanded(block: InvertedResidual, scratch: _ScratchBuffer) -> Forward:
    plain, depthwise = block.forward, block.depthwise
    padded = _PaddedBuffer(depthwise) if depthwise.uneven else None
    exact: dict[torch.Size, bool] = {}

    def forward(x: Tensor) -> Tensor:
        if not _supported(x) or not exact.get(x.shape, True):
            return plain(x)
        expand = block.expand
        assert isinstance(expand, nn.Conv2d)
        _, channels, height, width = x.shape
        wide = scratch.of(1, expand.out_channels, height, width)
        # A 1 x 1 convolution as a matrix product; shapes for which the two round differently keep the convolution.
        weight, bias = expand.weight[:, :, 0, 0], expand.bias
        assert bias is not None
        torch.addmm(bias[:, None], weight, x.view(channels, -1), out=wide.view(expand.out_channels, -1))
        if x.shape not in exact:
            exact[x.shape] = torch.equal(wide, expand(x))
            return forward(x)
        if padded is None:
            inner = depthwise(wide.clamp_(0, 6))
        else:
            whole, middle = padded.like(wide)
            torch.clamp(wide, 0, 6, out=middle)
            inner = nn.Conv2d.forward(depthwise, whole)
        out: Tensor = block.project(F.relu6(inner, inplace=True))
        return x + out if block.residual else out

    return forward


def _supported(x: Tensor) -> bool:
    """Tell whether a map is one frame's, float32 and contiguous on the processor, without gradients or autocast."""
    plain = x.device.type == "cpu" and x.dtype is torch.float32 and len(x) == 1 and x.is_contiguous()
    return plain and not torch.is_grad_enabled() and not torch.is_autocast_enabled("cpu")
