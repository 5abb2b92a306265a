"""Makes torch deterministic: what is trained again with as many threads is the same, bit for bit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch


@contextmanager
def deterministic() -> Iterator[None]:
    """Let torch use nothing whose result depends on chance, on a processor."""
    options: Any = torch.utils.deterministic
    before, filled = torch.are_deterministic_algorithms_enabled(), options.fill_uninitialized_memory
    torch.use_deterministic_algorithms(True)
    options.fill_uninitialized_memory = False  # slow, and only finds mistakes
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before)
        options.fill_uninitialized_memory = filled
