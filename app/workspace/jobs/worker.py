"""A thread that runs generators: urgent ones go first between two yields, results reach the main thread by signal."""

import itertools
import logging
import os
import sys
import threading  # noqa: TID251  (the one place where threads are made)
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum, IntEnum
from typing import Generic, NoReturn, TypeVar

from PySide6.QtCore import QObject, Signal

from app.errors import UserError

T = TypeVar("T")

MAX_UNDELIVERED = 4
"""Results of one task the main thread may owe: a fast generator then waits instead of flooding the event loop."""

TURN_S = 0.0002
"""How long a thread may keep the interpreter while another wants it. The window's thread asks for it again at every
event and at every call that lets go of it: with Python's own 5 ms a repaint of thirty widgets beside a busy thread took
270 ms, with 1 ms 70. Of 100,000 frames checked for an export beside a search for shots the longest gap is 27 to 32 ms
with 1 ms, 15 to 18 with this, and the check is no slower."""

LOOK_S = 1.0
"""How often an idle thread that the process waits for looks whether the process is about to end."""

_log = logging.getLogger(__name__)


class Priority(IntEnum):
    """What goes first when several tasks wait for the same thread."""

    INTERACTIVE = 0
    PREVIEW = 1
    RUN = 2
    IDLE = 3


class Ending(Enum):
    """How a task came to its end."""

    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Task(Generic[T]):
    """One generator on a worker. Made by `Worker.submit`; all callbacks are called in the main thread.

    `on_end` gets how it ended and, when it failed in a way the person can do something about, the UserError. A bug is
    handed to `Worker.crashed` and ends the task as FAILED with None. A task that was dropped cannot fail any more.
    """

    __slots__ = (
        "_done",
        "_iterator",
        "_make",
        "_muted",
        "_outlasts",
        "_owed",
        "_stop",
        "key",
        "on_end",
        "on_result",
        "priority",
    )

    def __init__(
        self,
        make: Callable[[], Iterator[T]],
        priority: Priority,
        key: str,
        on_result: Callable[[T], None],
        on_end: Callable[[Ending, UserError | None], None],
        outlasts: bool = False,
    ) -> None:
        self.priority = priority
        self.key = key
        self.on_result = on_result
        self.on_end = on_end
        self._make = make
        self._iterator: Iterator[T] | None = None
        self._stop = False
        self._muted = False
        self._done = False
        self._outlasts = outlasts
        self._owed = 0

    @property
    def finished(self) -> bool:
        """True once `on_end` has been called."""
        return self._done


class Worker(QObject):
    """A thread with a queue of tasks by priority, first come first served within one.

    `submit` and `stop` are called from the main thread. The thread cannot die of a task: whatever a generator raises,
    also while it is made or closed, ends that task only.
    """

    crashed = Signal(object)
    """An exception that is a bug (main thread)."""

    _delivered = Signal(object, object, object)

    def __init__(self, name: str, parent: QObject | None = None, outlives_window: bool = False) -> None:
        """`outlives_window`: the process waits for the last task of this worker before it ends."""
        super().__init__(parent)
        self._ready = threading.Condition()
        self._queue: list[tuple[int, int, Task[object]]] = []
        self._order = itertools.count()
        self._closing = False
        self._last: Callable[[], Iterator[object]] = lambda: iter(())
        self._delivered.connect(self._deliver)
        sys.setswitchinterval(TURN_S)
        self._thread = threading.Thread(target=self._run, name=name, daemon=not outlives_window)
        self._started = False

    def submit(
        self,
        make: Callable[[], Iterator[T]],
        *,
        priority: Priority = Priority.RUN,
        key: str = "",
        on_result: Callable[[T], None] = lambda _result: None,
        on_end: Callable[[Ending, UserError | None], None] = lambda _ending, _error: None,
        outlasts: bool = False,
    ) -> Task[T]:
        """Queue the generator that `make` returns; it is made and run on this worker's thread.

        With a `key`, a task of the same key that has not ended is dropped: only the latest request matters. A task that
        `outlasts` is not stopped by `close` but run to its end, unseen.
        """
        task = Task(make, priority, key, on_result, on_end, outlasts)
        with self._ready:
            if key:
                for _, _, other in self._queue:
                    if other.key == key and not other._stop:
                        other._stop = other._muted = True
            self._queue.append((task.priority, next(self._order), task))  # type: ignore[arg-type]
            self._ready.notify()
        if not self._closing:
            self._start()
        return task

    def stop(self, task: Task[T], *, discard: bool = False) -> None:
        """End `task` at its next yield. Results already made still arrive, unless `discard`."""
        with self._ready:
            task._stop = True
            task._muted = task._muted or discard
            self._ready.notify()

    def hasten(self, task: Task[T], priority: Priority) -> None:
        """Let a task go before others from its next step on."""
        with self._ready:
            task.priority = priority
            self._queue = [(one.priority, order, one) for _, order, one in self._queue]
            self._ready.notify()

    def close(self, wait_ms: int = 0, last: Callable[[], Iterator[object]] | None = None) -> None:
        """Stop everything but what outlasts. Waits for the task in hand, for those, and for `last`, at most `wait_ms`.

        `last` makes a generator that the thread runs to its end, unseen, before it ends itself.
        """
        with self._ready:
            if last is not None:
                self._last = last
            self._closing = True
            for _, _, task in self._queue:
                task._stop, task._muted = task._stop or not task._outlasts, True
            self._ready.notify()
        if last is not None:
            self._start()
        if wait_ms and self._started:
            self._thread.join(wait_ms / 1000)

    def _start(self) -> None:
        """Start the thread with its first task: until then it costs nothing."""
        if not self._started:
            self._started = True
            self._thread.start()

    @property
    def idle(self) -> bool:
        """True when nothing is queued or running."""
        with self._ready:
            return not self._queue

    def _run(self) -> None:
        while True:
            with self._ready:
                entry = self._next()
                while entry is None and not self._closing:
                    if not threading.main_thread().is_alive():  # a script ended without closing its project
                        self._closing = True
                        break
                    self._ready.wait(None if self._thread.daemon else LOOK_S)
                    entry = self._next()
                if self._closing:
                    break
            assert entry is not None
            self._advance(entry)
        for _, _, waiting in self._queue:
            if waiting._stop:
                self._close_iterator(waiting)
            else:
                self._exhaust(lambda waiting=waiting: waiting._iterator or waiting._make())  # type: ignore[misc]
        self._exhaust(self._last)
        self._queue.clear()
        self._last = lambda: iter(())

    def _exhaust(self, make: Callable[[], Iterator[object]]) -> None:
        """Run a generator to its end, unseen."""
        try:
            for _ in make():
                pass
        except UserError as error:
            _log.info("%s %s", error.message, error.hint)
        except Exception:  # noqa: BLE001  (a worker cannot die; nobody is left to be told)
            _log.exception("the last task of %s failed", self._thread.name)

    def _next(self) -> tuple[int, int, Task[object]] | None:
        """Return the first entry that can go on; one that owes too many results waits unless it is to be stopped."""
        runnable = (entry for entry in self._queue if entry[2]._stop or entry[2]._owed < MAX_UNDELIVERED)
        return min(runnable, default=None, key=lambda entry: entry[:2])

    def _advance(self, entry: tuple[int, int, Task[object]]) -> None:
        task = entry[2]
        if task._stop:
            error = self._close_iterator(task)
            self._finish(entry, Ending.STOPPED if error is None else Ending.FAILED, error)
            return
        try:
            if task._iterator is None:
                task._iterator = task._make()
            result = next(task._iterator)
        except StopIteration:
            self._finish(entry, Ending.DONE, None)
        except UserError as error:
            self._finish(entry, Ending.FAILED, error.without_frames())
        except Exception as error:  # noqa: BLE001  (a worker cannot die; the main thread sorts it out)
            self._finish(entry, Ending.FAILED, error)
        else:
            with self._ready:
                task._owed += 1
            self._send(task, result, None)

    @staticmethod
    def _close_iterator(task: Task[object]) -> Exception | None:
        close = getattr(task._iterator, "close", None)
        if close is not None:
            try:
                close()
            except Exception as error:  # noqa: BLE001  (a worker cannot die; the main thread sorts it out)
                return error
        return None

    def _finish(self, entry: tuple[int, int, Task[object]], ending: Ending, error: Exception | None) -> None:
        with self._ready:
            self._queue = [waiting for waiting in self._queue if waiting[2] is not entry[2]]
        self._send(entry[2], error, ending)

    def _send(self, task: Task[object], value: object, ending: Ending | None) -> None:
        try:
            self._delivered.emit(task, value, ending)
        except RuntimeError:
            _log.debug("a result came after the workspace was closed")

    def _deliver(self, task: Task[object], value: object, ending: Ending | None) -> None:
        """Main thread: hand a result or an ending to whoever asked, as long as anybody listens."""
        if self._closing:
            return
        with self._ready:
            muted = task._muted
            if ending is None:
                task._owed -= 1
                self._ready.notify()
        if ending is None:
            if not muted:
                task.on_result(value)
            return
        task._done = True
        if muted and isinstance(value, UserError):  # nobody wants to know any more what was wrong with it
            ending, value = Ending.STOPPED, None
        if ending is Ending.FAILED and not isinstance(value, UserError):
            self.crashed.emit(value)
            task.on_end(ending, None)
            return
        task.on_end(ending, value if isinstance(value, UserError) else None)


def leave(status: int) -> NoReturn:
    """End the process with `status`, once workers that outlive the window have done their last task.

    The engine's thread may be in the middle of torch's code. The interpreter's ordinary end would pull the ground from
    under it and abort ("terminate called without an active exception"), so it is skipped: everything is saved, and log
    files are closed by the caller.
    """
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # a closed pipe at the other end
            stream.flush()
    os._exit(status)
