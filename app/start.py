"""The console script: what it needs takes a moment to import, and Ctrl+C in that moment ends it in words, too."""

import os
import sys
from typing import NoReturn

EXIT_INTERRUPTED = 130


def run() -> NoReturn:
    """Run the command that was typed, and end the process."""
    try:
        from app import cli

        cli.run()
    except KeyboardInterrupt:
        sys.stderr.write("\nmasklane: stopped.\n")
        sys.stderr.flush()
        os._exit(EXIT_INTERRUPTED)
