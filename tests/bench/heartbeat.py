"""How long the event loop of the main thread is held up, measured by a timer that ticks in it."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEventLoop, QTimer

from tests.bench.resident import touch_memory
from tests.bench.result import Result
from tests.bench.witness import Witness

GAP_LIMIT_MS = 100.0
QUIET = 1.5
"""Where a burst of work takes more than this many times its processor time, other programs take the processors."""
BURST_S = 0.05
BURSTS = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """The longest time between two ticks in milliseconds, and the most processor time this thread took between two.

    `machine`: the part of the longest time in which another process could not run either. `collector`: the part in
    which the garbage collector walked, in whatever thread: all others wait for it.
    """

    wall: float
    work: float
    machine: float
    collector: float


class Heartbeat:
    """Ticks every 2 ms in the main thread. `slowdown` says how quiet the machine is: 1.0 where nothing else runs.

    It is measured again with every result: other programs come and go.
    """

    def __init__(self) -> None:
        self._timer = QTimer(interval=2)
        self._timer.timeout.connect(self._tick)
        self._last = self._last_work = 0.0
        self._wall = self._work = 0.0
        self._when = (0.0, 0.0)
        self._witness = Witness()
        self._walks: list[tuple[float, float]] = []
        self._walk = 0.0
        gc.callbacks.append(self._collecting)
        self.slowdown = self._slowdown()

    def _slowdown(self) -> float:
        gaps = [self._during(_burst, lambda: True) for _ in range(BURSTS)]
        return max(gap.wall / gap.work for gap in gaps)

    def _collecting(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._walk = time.monotonic()
        else:
            self._walks.append((self._walk, time.monotonic()))

    def _tick(self) -> None:
        now, work = time.monotonic(), time.thread_time()
        if now - self._last > self._wall:
            self._wall, self._when = now - self._last, (self._last, now)
        self._work = max(self._work, work - self._last_work)
        self._last, self._last_work = now, work

    def during(self, work: Callable[[], object], until: Callable[[], bool]) -> Gap:
        """Run `work`, then the event loop until `until()`; return the worst gap, with this process's memory at hand."""
        touch_memory()
        return self._during(work, until)

    def _during(self, work: Callable[[], object], until: Callable[[], bool]) -> Gap:
        self._last, self._last_work = time.monotonic(), time.thread_time()
        self._wall = self._work = 0.0
        self._walks.clear()
        self._timer.start()
        work()
        wait(until)
        self._tick()
        self._timer.stop()
        start, end = self._when
        machine = self._witness.held_up(start, end)
        walked = sum(max(0.0, min(end, ended) - max(start, began)) for began, ended in self._walks)
        return Gap(self._wall * 1000, self._work * 1000, machine * 1000, walked * 1000)

    @staticmethod
    def work_of(work: Callable[[], object]) -> float:
        """Return the processor time that `work` takes in this thread, in milliseconds, with its memory at hand."""
        touch_memory()
        began = time.thread_time()
        work()
        return (time.thread_time() - began) * 1000

    def result(self, name: str, gap: Gap) -> Result:
        """Return a row that passes below the limit.

        Time in which the machine stood still is not counted; while other programs take the processors, this thread's
        own work counts.
        """
        before, self.slowdown = self.slowdown, self._slowdown()
        slowdown = max(before, self.slowdown)
        kept = gap.wall - gap.machine < GAP_LIMIT_MS or (slowdown > QUIET and gap.work < GAP_LIMIT_MS)
        target = f"< {GAP_LIMIT_MS:.0f} ms; own work {gap.work:.0f} ms, machine {slowdown:.1f}x slowed down"
        if gap.machine:
            target += f", held up {gap.machine:.0f} ms of it"
        if gap.collector >= 1:
            target += f", collecting garbage {gap.collector:.0f} ms of it"
        return Result(f"event-loop gap, {name}", gap.wall, "ms", target, kept)


def _burst() -> None:
    """Work without a pause, as a large edit does."""
    end = time.thread_time() + BURST_S
    while time.thread_time() < end:
        pass


def wait(until: Callable[[], bool]) -> None:
    """Run the event loop until `until()` is true."""
    loop = QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start()
    loop.exec()
