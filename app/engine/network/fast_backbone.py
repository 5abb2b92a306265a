"""The embedded trunk with buffers that are reused from frame to frame; its outputs stay the same to the bit.

An inverted residual expands its map sixfold. Allocating that map, writing the bias into it before the product is added,
and padding it with zeros took a sixth of the encoder's time.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from app.engine.network.backbone import InvertedResidual, MobileTrunk, SameConv


def reuse_buffers(trunk: MobileTrunk) -> None:
    """Change a trunk: its blocks share one buffer for expanded maps, and padding keeps its zeros."""
    scratch = _ScratchBuffer()
    for module in trunk.modules():
        if isinstance(module, SameConv) and module.uneven:
            PaddedConv.replace(module)
    for block in trunk.blocks:
        if isinstance(block, InvertedResidual) and block.expands:
            BufferedResidual.replace(block, scratch)


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

    def __init__(self, padding: int) -> None:
        self._padding = padding
        self._before = padding // 2
        self._buffers: dict[object, Tensor] = {}

    def like(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the whole buffer for a map like `x`, and the part of it that the map is written to."""
        *rest, height, width = x.shape
        key = (x.shape, x.dtype, x.device, torch.is_inference_mode_enabled())
        if key not in self._buffers:
            self._buffers = {key: x.new_zeros((*rest, height + self._padding, width + self._padding))}
        buffer, before = self._buffers[key], self._before
        return buffer, buffer[..., before : before + height, before : before + width]


class _Expanded:
    """The buffers of a block, and for which shapes of its input a matrix product gives the convolution's bits."""

    def __init__(self, scratch: _ScratchBuffer, padding: int) -> None:
        self.scratch = scratch
        self.padded = _PaddedBuffer(padding) if padding else None
        self.exact: dict[torch.Size, bool] = {}


class PaddedConv(SameConv):
    """A convolution with a stride that pads into a buffer, unless gradients are wanted."""

    padded: _PaddedBuffer

    @classmethod
    def replace(cls, convolution: SameConv) -> None:
        """Make a convolution one of this class."""
        convolution.__class__ = cls
        vars(convolution)["padded"] = _PaddedBuffer(convolution.uneven)

    def forward(self, x: Tensor) -> Tensor:
        """Map B x C x H x W to B x C' x H/stride x W/stride."""
        if torch.is_grad_enabled():
            return super().forward(x)
        whole, middle = self.padded.like(x)
        middle.copy_(x)
        return nn.Conv2d.forward(self, whole)


class BufferedResidual(InvertedResidual):
    """An inverted residual that expands into a buffer, for the maps that `_supported` names."""

    expanded: _Expanded

    @classmethod
    def replace(cls, block: InvertedResidual, scratch: _ScratchBuffer) -> None:
        """Make a block one of this class, with a buffer that it shares with others."""
        block.__class__ = cls
        vars(block)["expanded"] = _Expanded(scratch, block.depthwise.uneven)

    def forward(self, x: Tensor) -> Tensor:
        """Map B x C x H x W to B x C' x H/stride x W/stride."""
        buffers = self.expanded
        if not _supported(x) or not buffers.exact.get(x.shape, True):
            return super().forward(x)
        expand = self.expand
        assert isinstance(expand, nn.Conv2d)
        _, channels, height, width = x.shape
        wide = buffers.scratch.of(1, expand.out_channels, height, width)
        # A 1 x 1 convolution as a matrix product; shapes for which the two round differently keep the convolution.
        weight, bias = expand.weight[:, :, 0, 0], expand.bias
        assert bias is not None
        torch.addmm(bias[:, None], weight, x.view(channels, -1), out=wide.view(expand.out_channels, -1))
        if x.shape not in buffers.exact:
            buffers.exact[x.shape] = torch.equal(wide, expand(x))
            return self.forward(x)
        if buffers.padded is None:
            inner = self.depthwise(wide.clamp_(0, 6))
        else:
            whole, middle = buffers.padded.like(wide)
            torch.clamp(wide, 0, 6, out=middle)
            inner = nn.Conv2d.forward(self.depthwise, whole)
        out: Tensor = self.project(F.relu6(inner, inplace=True))
        return x + out if self.residual else out


def _supported(x: Tensor) -> bool:
    """Tell whether a map is one frame's, float32 and contiguous on the processor, without gradients or autocast."""
    plain = x.device.type == "cpu" and x.dtype is torch.float32 and len(x) == 1 and x.is_contiguous()
    return plain and not torch.is_grad_enabled() and not torch.is_autocast_enabled("cpu")
