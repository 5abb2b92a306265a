"""The console script: what it needs takes a moment to import, and Ctrl+C in that moment ends it in words, too."""

import os
import sys
from typing import NoReturn

from app.imports import restore_import

EXIT_INTERRUPTED = 130


def run() -> NoReturn:
    """Run the command that was typed, and end the process."""
    try:
        _load_pyside()
        from app import cli

        cli.run()
    except KeyboardInterrupt:
        sys.stderr.write("\nmasklane: stopped.\n")
        sys.stderr.flush()
        os._exit(EXIT_INTERRUPTED)


def run_window() -> NoReturn:
    """Start the window without a terminal, and end the process when it is closed: the gui script."""
    _load_pyside()
    from app import main

    main.run()


def _load_pyside() -> None:
    """Load PySide before our five hundred modules: with its import function they take a sixth longer."""
    import PySide6.QtCore  # noqa: F401 - replaces Python's import function

    restore_import()
