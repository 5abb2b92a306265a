"""The garbage collector at rest: a walk over what a large project or library has just made holds up every thread."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let no collection run inside: what is made there is kept anyway."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def spare_what_is_there() -> None:
    """Leave everything that exists now out of the collector's walks until the process ends.

    It costs nothing. What is not referred to any more is freed as ever, unless it refers to itself.
    """
    gc.freeze()
    atexit.unregister(gc.unfreeze)
    atexit.register(gc.unfreeze)  # libraries look for leaks at the end
