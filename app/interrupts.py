"""Signals that ask a command to end, as one exception, so that it cleans up behind itself."""

import signal
from types import FrameType

EXIT_BASE = 128
"""Added to a signal's number it is the exit status of what the signal has ended."""


class Interrupted(KeyboardInterrupt):
    """Ctrl+C, or the end of the session; `status` is the exit status for it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.status = EXIT_BASE + number


def ending_signals() -> tuple[signal.Signals, ...]:
    """Return the signals that ask this process to end, except those it was told to ignore (as under nohup)."""
    known = (getattr(signal, name, None) for name in ("SIGINT", "SIGTERM", "SIGHUP"))  # Windows has no SIGHUP
    return tuple(number for number in known if number is not None and signal.getsignal(number) is not signal.SIG_IGN)


def raise_when_asked_to_end() -> None:
    """Let each of these signals raise Interrupted from here on."""
    for number in ending_signals():
        signal.signal(number, _raise)


def _raise(number: int, _frame: FrameType | None) -> None:
    raise Interrupted(number)
