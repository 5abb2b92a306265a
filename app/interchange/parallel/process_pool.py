"""Work on many masks, shared out to processes beside this one: results in order, few of them at a time in memory.

Masks are coded in small steps of numpy and Python, which hold the interpreter; in threads they would take it from each
other and from the window. What takes less than a second is done here, without any other process.
"""

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Generic, TypeVar

import msgspec

from app.masks.mask import Mask

P = TypeVar("P")
R = TypeVar("R")
C = TypeVar("C")

ALONE_S: Final = 1.0
"""Seconds of processor time for which this thread works alone: other processes need about half of that to start."""
MOST_PROCESSES: Final = 4
LENGTH_BYTES: Final = 8
"""Before each message: how long it is."""


@dataclass(frozen=True, slots=True)
class Piecework(Generic[P, R]):
    """A function of pieces that any process can do, and the types of a piece and its result, as msgspec has them.

    `module` and `name` say where this very value is found there.
    """

    module: str
    name: str
    do: Callable[[P], R]
    takes: Any
    gives: Any


def shared_out(
    work: Piecework[P, R], pieces: Iterable[tuple[C, P]], alone_s: float = ALONE_S, processes: int | None = None
) -> Generator[tuple[C, R], None, None]:
    """Yield the result of each piece with what came with it, in their order; close it to end its processes.

    `pieces` are taken as they are needed. A process that cannot start, or ends, only makes it slower. Raises what
    `work.do` raises.
    """
    rest, worked = iter(pieces), 0.0
    while worked <= alone_s:
        found = next(rest, None)
        if found is None:
            return
        start = time.thread_time()
        result = work.do(found[1])
        worked += time.thread_time() - start
        yield found[0], result
    with _pool(work, usual_processes() if processes is None else processes) as pool:
        yield from _by_processes(work, rest, pool) if pool else ((about, work.do(piece)) for about, piece in rest)


def usual_processes() -> int:
    """Return how many processes work beside this one: one a processor; none where there is only one."""
    system = getattr(os, "sched_getaffinity", None)
    processors = len(system(0)) if system is not None else os.cpu_count() or 1
    return min(processors, MOST_PROCESSES) if processors > 1 else 0


def packed(value: object) -> bytes:
    """Return what one process tells another; masks are in it as they are stored."""
    return msgspec.msgpack.encode(value, enc_hook=_from_mask)


def unpacked(data: bytes, kind: Any) -> Any:
    """Return what the other process told, of the type `kind`."""
    return msgspec.msgpack.decode(data, type=kind, dec_hook=_to_mask)


def send(stream: BinaryIO, data: bytes) -> None:
    """Write a message. Raises OSError.

    A stream without a buffer takes only a part when the process is stopped in the middle, as by Ctrl+Z.
    """
    rest = memoryview(len(data).to_bytes(LENGTH_BYTES, "big") + data)
    while rest:
        rest = rest[stream.write(rest) :]
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Return the next message, None at the end. Raises OSError."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    data = stream.read(length)
    return data if len(data) == length else None


def _from_mask(value: object) -> object:
    if isinstance(value, Mask):
        return value.height, value.width, value.area, value.to_bytes()
    raise NotImplementedError(type(value))


def _to_mask(_kind: type, value: Any) -> Mask:
    height, width, area, data = value
    return Mask.stored(data, height, width, area)


class _PoolProcess:
    """A process that works on one piece after the other. One that has ended has no results."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def give(self, data: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError, ValueError):
            send(self._process.stdin, data)  # type: ignore[arg-type]

    def take(self) -> bytes | None:
        """Wait for the result; None: it could not be made there."""
        assert self._process.stdout is not None
        with suppress(OSError, ValueError):
            return receive(self._process.stdout) or None  # type: ignore[arg-type]
        return None

    def end(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process.wait()


@contextmanager
def _pool(work: Piecework[P, R], processes: int) -> Iterator[list[_PoolProcess]]:
    found: list[_PoolProcess] = []
    try:
        with suppress(OSError):  # none can be started: this process works alone
            found += (_PoolProcess(_started(work)) for _ in range(processes))
        yield found
    finally:
        for process in found:
            process.end()


def _started(work: Piecework[P, R]) -> subprocess.Popen[bytes]:
    # -P: nothing is imported from the current folder
    command = [sys.executable, "-P", "-m", "app.interchange.parallel.worker_process", work.module, work.name]
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"), "1")
    return subprocess.Popen(  # noqa: S603  (this interpreter, our module)
        command,
        env=os.environ | one_thread | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _by_processes(
    work: Piecework[P, R], pieces: Iterator[tuple[C, P]], pool: list[_PoolProcess]
) -> Generator[tuple[C, R], None, None]:
    """Give each process one piece at a time; the results are taken in the order of the pieces."""
    under_way: deque[tuple[C, P, _PoolProcess]] = deque()

    def oldest() -> tuple[C, R]:
        about, piece, process = under_way.popleft()
        told = process.take()
        free.append(process)
        return about, work.do(piece) if told is None else unpacked(told, work.gives)

    free = deque(pool)
    for about, piece in pieces:
        if not free:
            yield oldest()
        process = free.popleft()
        process.give(packed(piece))
        under_way.append((about, piece, process))
    while under_way:
        yield oldest()


def in_pieces(groups: Iterable[tuple[C, list[P]]], size: int) -> Iterator[tuple[list[tuple[C, int]], list[P]]]:
    """Join groups of items to pieces of about `size` items; with each come its groups and how many items they have."""
    abouts: list[tuple[C, int]] = []
    items: list[P] = []
    for about, group in groups:
        abouts.append((about, len(group)))
        items += group
        if len(items) >= size or len(abouts) >= size:
            yield abouts, items
            abouts, items = [], []
    if abouts:
        yield abouts, items


def out_of_pieces(
    results: Generator[tuple[list[tuple[C, int]], list[R]], None, None],
) -> Generator[tuple[C, list[R]], None, None]:
    """Yield each group with its own results again."""
    with closing(results):
        for abouts, found in results:
            first = 0
            for about, count in abouts:
                yield about, found[first : first + count]
                first += count
