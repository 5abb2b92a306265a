"""The machine's own matrix product, and the arithmetic of a frame: what part of the one the other could be."""

import time
from collections.abc import Callable

import torch
from torch.utils.flop_counter import FlopCounterMode

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
    counter = FlopCounterMode(display=False)
    with counter:
        work()
    return float(counter.get_total_flops())
