"""The composition root: puts the rooms together, and starts the window."""

import sys
from pathlib import Path
from typing import NoReturn

from app import logs, paths
from app.engine.hardware.prewarm import start_prewarm
from app.project.paths import DATABASE_NAME, database_path
from app.project.storage.database import required
from app.project.storage.store import Store
from app.workspace.engine import open_predictor
from app.workspace.jobs.worker import leave


def run_window(path: Path | None = None, make: bool = False, demo: bool = False) -> int:
    """Open the window on a project, on a video to start one with, or on the start page; return the exit status.

    With `make` it must be a project, which is made first where there is nothing yet; raises ProjectError when that
    fails, or something else is there. `demo` opens the sample instead.
    """
    from app.ui.shell.application import run

    if path is not None and make:
        if not path.exists() or (path.is_dir() and not any(path.iterdir())):
            Store.create(path).close()
        is_database = path.is_file() and path.suffix == Path(DATABASE_NAME).suffix
        required(database_path(path) if is_database else path / DATABASE_NAME)
    return run(path, open_predictor, start_prewarm, demo)


def main() -> int:
    """Start the window without a terminal (the gui script); a path may be given as the only argument."""
    log = logs.start(paths.logs_folder())
    try:
        return run_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    finally:
        log.close()


def run() -> NoReturn:
    """Start the window, and end the process when it is closed."""
    leave(main())
