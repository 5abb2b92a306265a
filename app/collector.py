"""When the garbage collector walks: a walk over what a large project or library has made holds up every thread."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ReferenceType


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

    What nothing refers to any more is freed as ever, but not what is in a reference cycle: see `collect_closed`.
    """
    gc.freeze()
    atexit.unregister(gc.unfreeze)
    atexit.register(gc.unfreeze)  # libraries look for leaks at the end


def collect_closed(closed: ReferenceType[object]) -> bool:
    """Free an object that is closed and still in memory because of reference cycles. Returns whether it is freed.

    Call it in the object's thread when nobody needs the object any more, such as a workspace after it was closed. It
    takes no time if the object is freed already; else the time of a walk over everything that is not frozen. For a
    frozen object everything is walked over: with torch imported 0.3 s on two slow cores, in which all threads wait. So
    what is closed should break its cycles itself, and this is the net below it.
    """
    if closed() is not None and not _is_frozen(closed):
        gc.collect()
    if closed() is not None and gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
        freeze_heap()
    return closed() is None


def _is_frozen(reference: ReferenceType[object]) -> bool:
    found = reference()
    return not any(each is found for each in gc.get_objects())
