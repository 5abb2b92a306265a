"""The machine's own matrix product, and the arithmetic of a frame: what part of the one the other could be."""

import time
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry

SIDE = 1024


class MatrixProduct:
    """Multiplies square matrices now and then between what is measured, so that other load slows both."""

    def __init__(self, dtype: torch.dtype) -> None:
        generator = torch.Generator().manual_seed(1)
        self._factors = [torch.randn(SIDE, SIDE, generator=generator).to(dtype) for _ in range(2)]
        self._result = torch.empty(SIDE, SIDE, dtype=dtype)
        self.seconds: list[float] = []

    def step(self) -> None:
        """Multiply once, in this thread's processor time."""
        with torch.inference_mode():
            start = time.thread_time()
            torch.mm(*self._factors, out=self._result)
            self.seconds.append(time.thread_time() - start)

    def share(self, operations: float, seconds: float) -> float:
        """Return the part of a time that so many floating point operations take at this product's rate."""
        typical = sorted(self.seconds)[len(self.seconds) // 2]
        return operations / (2 * SIDE**3 / typical) / seconds


def operations(work: Callable[[], object]) -> float:
    """Return the floating point operations of the products and convolutions in a piece of work."""
    counter = _Counter()
    with counter:
        work()
    return counter.total


class _Counter(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Adds up operations; torch's FlopCounterMode also follows gradients, which inference has none of."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.total = 0.0

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        with self:
            parts = func.decompose(*args, **(kwargs or {}))
        if parts is not NotImplemented:
            return parts
        out = func(*args, **(kwargs or {}))
        count = flop_registry.get(func.overloadpacket)
        if count is not None:
            self.total += count(*args, **(kwargs or {}), out_val=out)
        return out
