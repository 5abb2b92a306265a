"""Large weights in a model file: a byte each, with a scale for every row of the first dimension."""

from collections.abc import Mapping

import torch
from torch import Tensor

LARGE = 16384
"""From so many numbers on a weight of two or more dimensions is stored in bytes; the others keep half precision."""
SCALE = ".scale"
"""Behind a weight's name: that of its scales, one float32 for each row."""
STEPS = 127

Stored = tuple[tuple[int, ...], str]
"""Shape and storage type of a tensor, as safetensors names it."""


def is_large(weight: Tensor) -> bool:
    """Tell whether a weight is stored in bytes."""
    return weight.dim() > 1 and weight.numel() >= LARGE


def described(weights: Mapping[str, Tensor]) -> dict[str, Stored]:
    """Return what a file holds for these weights."""
    found: dict[str, Stored] = {}
    for name, value in weights.items():
        found[name] = tuple(value.shape), "I8" if is_large(value) else "F16"
        if is_large(value):
            found[name + SCALE] = (len(value),), "F32"
    return found


def compacted(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the tensors of a file: a number is its byte times the scale of its row, within half a scale."""
    found: dict[str, Tensor] = {}
    for name, weight in weights.items():
        value = weight.detach().to("cpu", torch.float32)
        if not is_large(value):
            found[name] = value.half().contiguous()
            continue
        scale = value.flatten(1).abs().amax(1) / STEPS
        scale = torch.where(scale == 0, torch.ones_like(scale), scale)
        found[name] = (value / _across(scale, value)).round().to(torch.int8).contiguous()
        found[name + SCALE] = scale
    return found


def restored(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return the float32 weights of a file's tensors."""
    found: dict[str, Tensor] = {}
    for name, value in tensors.items():
        if value.dtype == torch.int8:
            found[name] = value.float() * _across(tensors[name + SCALE], value)
        elif value.dtype == torch.float16:
            found[name] = value.float()
    return found


def _across(scale: Tensor, value: Tensor) -> Tensor:
    return scale.view(-1, *[1] * (value.dim() - 1))
