"""When the garbage collector walks: a walk over what a large project or library has made holds up every thread."""

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


def freeze_heap() -> None:
    """Leave everything that exists now out of the collector's walks. Takes no time.

    What nothing refers to any more is freed as ever, but not what is in a reference cycle: what is closed (a workspace,
    a model) must leave none.
    """
    gc.freeze()
    atexit.unregister(gc.unfreeze)
    atexit.register(gc.unfreeze)  # libraries look for leaks at the end
