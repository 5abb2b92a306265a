"""Convolutions and linear layers with weights packed for oneDNN, which apply what follows them before they store.

They read and write maps in NHWC, where a 1 x 1 convolution is a matrix product and nothing is reordered in between. The
operations are those that PyTorch's compiler emits for processors. They are no public interface: `checked_paths` sees to
it that they are there, and that their results are the plain modules'.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from app.engine.network.backbone import SameConv


@dataclass(frozen=True, slots=True)
class Activation:
    """What a layer applies to its result, as oneDNN names it."""

    name: str = "none"
    scalars: tuple[float, ...] = ()
    algorithm: str = ""


NONE = Activation()
RELU = Activation("relu")
RELU6 = Activation("hardtanh", (0.0, 6.0))
GELU = Activation("gelu", (), "none")


class PackedConv:
    """A convolution of maps in NHWC (B x C x H x W with the strides of channels_last)."""

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor | None,
        dtype: torch.dtype,
        side: int,
        *,
        stride: int = 1,
        padding: int = 0,
        groups: int = 1,
        activation: Activation = NONE,
    ) -> None:
        """`side`: of the maps for which the weights are laid out; others are computed as well."""
        self._geometry = ([padding] * 2, [stride] * 2, [1, 1], groups)
        self._activation = activation
        self._bias = None if bias is None else bias.detach().to(dtype)
        shape = [1, weight.shape[1] * groups, side, side]
        plain = weight.detach().to(dtype).contiguous(memory_format=torch.channels_last)
        self._weight = torch.ops.mkldnn._reorder_convolution_weight(plain, *self._geometry, shape)

    @classmethod
    def of(
        cls, convolution: nn.Conv2d, dtype: torch.dtype, side: int, activation: Activation = NONE, scale: float = 1.0
    ) -> "PackedConv":
        """Pack a convolution with square kernel, stride and padding; `scale` multiplies its result."""
        weight, padding = convolution.weight, int(convolution.padding[0])
        if isinstance(convolution, SameConv) and convolution.uneven:
            weight, padding = _centered(convolution)
        bias = convolution.bias
        return cls(
            weight * scale,
            None if bias is None else bias * scale,
            dtype,
            side,
            stride=int(convolution.stride[0]),
            padding=padding,
            groups=convolution.groups,
            activation=activation,
        )

    def __call__(self, x: Tensor, added: Tensor | None = None) -> Tensor:
        """Return the activated convolution of `x`; with `added` (of the result's shape) their sum instead."""
        if added is not None:
            add = torch.ops.mkldnn._convolution_pointwise.binary
            total: Tensor = add(x, added, self._weight, self._bias, *self._geometry, "add", None, None, [], None)
            return total
        last, run = self._activation, torch.ops.mkldnn._convolution_pointwise
        out: Tensor = run(x, self._weight, self._bias, *self._geometry, last.name, list(last.scalars), last.algorithm)
        return out


class PackedLinear:
    """A linear layer over the last dimension, or several side by side."""

    def __init__(
        self,
        weight: Tensor,
        bias: Tensor | None,
        dtype: torch.dtype,
        rows: int,
        activation: Activation = NONE,
    ) -> None:
        """`rows`: the number of vectors for which the weights are laid out; others are computed as well."""
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight.detach().to(dtype).contiguous(), rows)
        self._bias = None if bias is None else bias.detach().to(dtype)
        self._activation = activation

    @classmethod
    def of(
        cls, layers: Sequence[nn.Linear], dtype: torch.dtype, rows: int, activation: Activation = NONE
    ) -> "PackedLinear":
        """Pack layers that read the same input; their results come side by side."""
        weight = torch.cat([layer.weight for layer in layers])
        bias = torch.cat([layer.bias for layer in layers])
        return cls(weight, bias, dtype, rows, activation)

    def __call__(self, x: Tensor, added: Tensor | None = None) -> Tensor:
        """Return the activated product of `x`; with `added` (of the result's shape) their sum instead."""
        if added is not None:
            total: Tensor = torch.ops.mkldnn._linear_pointwise.binary(x, added, self._weight, self._bias, "add")
            return total
        last, run = self._activation, torch.ops.mkldnn._linear_pointwise
        out: Tensor = run(x, self._weight, self._bias, last.name, list(last.scalars), last.algorithm)
        return out


def to_nhwc(x: Tensor, dtype: torch.dtype) -> Tensor:
    """Return B x C x H x W maps with the strides of channels_last."""
    return x.to(dtype).contiguous(memory_format=torch.channels_last)


def as_rows(x: Tensor) -> Tensor:
    """Return maps in NHWC as B x H x W x C, without a copy."""
    return x.permute(0, 2, 3, 1)


def as_maps(rows: Tensor) -> Tensor:
    """Return B x H x W x C as maps in NHWC, without a copy."""
    return rows.permute(0, 3, 1, 2)


def _centered(convolution: SameConv) -> tuple[Tensor, int]:
    """Return weights one row and one column larger, with which even padding does what SAME padding does.

    SAME padding puts one pixel more behind than before. A kernel with zeros in front needs that pixel before as well.
    """
    grown = nn.functional.pad(convolution.weight, (1, 0, 1, 0))
    return grown, convolution.uneven // 2 + 1
