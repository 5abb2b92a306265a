"""A fast path beside a plain module: compared with it before its first use, and left alone where it is missing."""

import logging
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import torch
from torch import Tensor

Path = TypeVar("Path")

BOUNDS = {torch.float32: 1e-3, torch.bfloat16: 0.15}
"""Largest difference to the plain module in float32, as a share of its largest result.

Rounding stays below 0.06 in bfloat16 and 1e-5 in float32, wrong arithmetic is about 1. The plain module in bfloat16 is
no measure, see patch_conv.
"""

_log = logging.getLogger(__name__)


class CheckedPaths(Generic[Path]):
    """The fast paths of one module, for each number type and side of its maps.

    Weights are packed for one side: with another one the same layers take three times as long. Holds neither the module
    nor a function of it.
    """

    def __init__(self, name: str) -> None:
        """`name`: of the module, for the log."""
        self._name = name
        self._known: dict[tuple[torch.dtype, int], Path | None] = {}

    def get(
        self, dtype: torch.dtype, side: int, build: Callable[[], Path], difference: Callable[[Path], float]
    ) -> Path | None:
        """Return the path for a number type and a side, None where the plain module has to do.

        The first call builds it and compares it with the plain module in float32: `difference` returns what `apart`
        gives, and is called without autocast.
        """
        kind = dtype, side
        if kind not in self._known:
            self._known[kind] = self._checked(dtype, build, difference)
        return self._known[kind]

    def _checked(
        self, dtype: torch.dtype, build: Callable[[], Path], difference: Callable[[Path], float]
    ) -> Path | None:
        if dtype not in BOUNDS:
            return None
        kind = f"{self._name} in {dtype}".replace("torch.", "")
        try:
            with torch.autocast("cpu", enabled=False):
                path = build()
                found = difference(path)
        except (RuntimeError, AttributeError, TypeError) as error:  # another version of PyTorch, another processor
            _log.warning("%s runs the plain way: packed layers are not available here (%s)", kind, error)
            return None
        if not found <= BOUNDS[dtype]:
            _log.warning("%s runs the plain way: packed layers differ by %.2g of its largest result", kind, found)
            return None
        _log.info("%s runs on packed layers: they differ by %.2g of its largest result", kind, found)
        return path


def apart(found: Sequence[Tensor], plain: Sequence[Tensor]) -> float:
    """Return the largest difference between tensors, as a share of the largest plain number; inf if shapes differ."""
    if [x.shape for x in found] != [x.shape for x in plain]:
        return float("inf")
    pairs = [(one.float(), other.float()) for one, other in zip(found, plain, strict=True)]
    return max(float((one - other).abs().max() / other.abs().max().clamp(min=1e-12)) for one, other in pairs)


def number_type(x: Tensor) -> torch.dtype:
    """Return the type in which a plain module computes with `x`: autocast's where that is on."""
    kind = x.device.type
    return torch.get_autocast_dtype(kind) if torch.is_autocast_enabled(kind) else x.dtype
