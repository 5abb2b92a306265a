"""Log file, standard streams and chatter of libraries: set up once, before anything else is imported."""

import io
import logging
import os
import sys
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path

_FILE_NAME = "masklane.log"
_MAX_BYTES = 2_000_000
_OLD_FILES = 4
_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


@dataclass(frozen=True, slots=True)
class Logs:
    """What `start` set up; `file` is None when no log file can be written on this machine."""

    file: Path | None
    _handlers: tuple[logging.Handler, ...]

    def close(self) -> None:
        """Write out and let go of the log file. Closing twice is fine."""
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()
        logging.captureWarnings(capture=False)


def start(folder: Path, *, verbose: bool = False) -> Logs:
    """Send log lines to a rotating file in `folder`, and warnings to the terminal where there is one.

    `verbose` shows everything on the terminal too. Missing standard streams are replaced first, and progress bars of
    libraries are switched off: they write to a terminal that need not exist. A folder that cannot be written to gives a
    warning on the terminal and does not keep the application from starting.
    """
    windowed = sys.stderr is None
    replace_missing_streams()
    os.environ.setdefault("TQDM_DISABLE", "1")
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    handlers: list[logging.Handler] = []
    if not windowed:
        terminal = logging.StreamHandler()
        terminal.setLevel(logging.DEBUG if verbose else logging.WARNING)
        terminal.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        handlers.append(terminal)
        root.addHandler(terminal)
    file: Path | None = folder / _FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        to_file = RotatingFileHandler(
            folder / _FILE_NAME, maxBytes=_MAX_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
        )
    except OSError as error:
        file = None
        logging.getLogger(__name__).warning("No log file can be written in %s: %s", folder, error.strerror)
    else:
        to_file.setFormatter(logging.Formatter(_FORMAT))
        handlers.append(to_file)
        root.addHandler(to_file)
    logging.captureWarnings(capture=True)
    return Logs(file, tuple(handlers))


def replace_missing_streams() -> None:
    """Give a process without a terminal (a windowed start) standard streams that end in the log."""
    if sys.stdout is None:
        sys.stdout = LogStream("stdout", logging.INFO)
    if sys.stderr is None:
        sys.stderr = LogStream("stderr", logging.WARNING)


class LogStream(io.TextIOBase):
    """A text stream whose lines become log lines under the logger `name`."""

    def __init__(self, name: str, level: int) -> None:
        super().__init__()
        self._log = logging.getLogger(name)
        self._level = level
        self._begun = ""
        self._busy = False

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, text: str) -> int:
        """Log every line that `text` completes and keep the rest for the next call."""
        if self._busy:  # a failing log handler complains on stderr, which is this stream: end the circle here
            return len(text)
        *lines, self._begun = (self._begun + text).split("\n")
        self._busy = True
        try:
            for line in lines:
                if line.strip():
                    self._log.log(self._level, "%s", line)
        finally:
            self._busy = False
        return len(text)
