"""A second thread for the engine's own: it computes one thing while that one goes on."""

import threading  # noqa: TID251  (a worker's jobs end in the window's thread; this one's results are waited for)
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
Job = tuple["Future[object]", Callable[[], object]]


class HelperThread:
    """Does what it is given, one after the other. It begins with the first job and ends with this object.

    Nobody waits for it at the end of the process, as nobody does for the engine's thread: an encoder may take seconds.
    That is why it is no ThreadPoolExecutor.
    """

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = threading.Thread(target=_work, args=(self._jobs,), name=name, daemon=True)
        weakref.finalize(self, self._jobs.put, None)

    def submit(self, work: Callable[[], T]) -> "Future[T]":
        """Have `work` done; its result, or what it raised, is in the future."""
        if not self._thread.is_alive():
            self._thread.start()
        future: Future[T] = Future()
        self._jobs.put((future, work))  # type: ignore[arg-type]
        return future


def _work(jobs: "SimpleQueue[Job | None]") -> None:
    while (job := jobs.get()) is not None:
        _do(*job)
        del job  # it would keep what it computed with alive until the next one


def _do(future: "Future[object]", work: Callable[[], object]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001  (whoever asks for the result gets it)
        future.set_exception(error)
    finally:
        del future, work  # the error holds this frame, and the future the error
