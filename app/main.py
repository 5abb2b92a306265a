"""The composition root: puts the rooms together, and starts the window."""

import sys
from pathlib import Path

from app import logs, paths
from app.engine.predictor import Predictor
from app.workspace.engine_room import ModelChoice


def open_predictor(choice: ModelChoice) -> Predictor:
    """Load the chosen model (engine thread; torch is imported here and not before). Raises EngineError."""
    from app.engine.loader import open_predictor as load

    return load(
        choice.model,
        device=choice.device,
        image_size=choice.image_size,
        precision=choice.precision,
        threads=choice.threads,
        feature_cache_bytes=choice.feature_cache_bytes,
        calibrations=paths.cache_folder() / "calibration.json",
    )


def run_window(path: Path | None) -> int:
    """Open the window on a project, on a video to start one with, or on the start page; return the exit status."""
    from app.ui.application import run

    return run(path, open_predictor)


def main() -> int:
    """Start the window without a terminal (the gui script); a path may be given as the only argument."""
    log = logs.start(paths.logs_folder())
    try:
        return run_window(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    finally:
        log.close()
