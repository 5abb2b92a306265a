"""The command line: `masklane [PATH]` opens the window, `masklane COMMAND` works without one."""

import io
import logging
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from app import logs, paths
from app.cli.arguments import parse
from app.cli.shown import shown
from app.errors import UserError
from app.interrupts import Interrupted, raise_when_asked_to_end
from app.workspace.jobs.worker import leave

EXIT_USER_ERROR = 2
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0, 2 for an expected failure (one line on stderr), 130 for Ctrl+C and 143 for the end of the session.
    """
    log = None
    try:
        _escape_unprintable()
        parsed = parse(list(sys.argv[1:] if arguments is None else arguments))
        log = logs.start(paths.logs_folder(), verbose=parsed.verbose)
        return int(parsed.run(parsed))
    except UserError as error:
        for words in (f"{error.message} {error.hint}".rstrip(), *getattr(error, "__notes__", ())):
            print(shown(f"masklane: {words}"), file=sys.stderr)
        return EXIT_USER_ERROR
    except KeyboardInterrupt as interrupt:
        print("\nmasklane: stopped; what was done so far is kept.", file=sys.stderr)
        return interrupt.status if isinstance(interrupt, Interrupted) else EXIT_INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:  # not handled anywhere else: a full disk behind standard output, a drive that went away
        logging.getLogger(__name__).info("An unexpected OSError.", exc_info=True)
        print(shown(f"masklane: a system error: {error}"), file=sys.stderr)
        return EXIT_USER_ERROR
    finally:
        if log is not None:
            log.close()


def _escape_unprintable() -> None:
    """Print as escapes what the terminal's encoding cannot show, so that no name stops a command.

    Qt needs a UTF-8 locale, too: without one it would switch to one by itself, with a warning of four lines.
    """
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def run() -> NoReturn:
    """Run the command that was typed, and end the process."""
    raise_when_asked_to_end()
    leave(main())
