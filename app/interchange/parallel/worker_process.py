"""A process of the pool (see process_pool.py): it does one kind of work, piece by piece, until its input ends."""

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

from app.errors import UserError
from app.interchange.parallel.process_pool import Piecework, packed, receive, send, unpacked

CALM = 5
"""How much less urgent than the window this is."""


def main(module: str, name: str) -> None:
    """Do the work called `name` in `module`; its results go to what standard output was."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that asked: it closes our input
    if hasattr(os, "nice"):
        os.nice(CALM)
    work = getattr(import_module(module), name)
    with suppress(OSError):  # nobody listens any more
        serve(work, sys.stdin.buffer, sys.stdout.buffer)


def serve(work: Piecework[object, object], source: BinaryIO, target: BinaryIO) -> None:
    """Answer each message; one without bytes says that the piece cannot be done. Raises OSError."""
    while (data := receive(source)) is not None:
        try:
            result = packed(work.do(unpacked(data, work.takes)))
        except (UserError, MemoryError):  # who asked does it again, and meets the error itself
            result = b""
        send(target, result)


if __name__ == "__main__":
    main(*sys.argv[1:])
