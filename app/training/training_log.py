"""The folder of a training and the log in it: a line of JSON a report."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from app.errors import TrainingError
from app.training.loop import TrainingProgress

LOG_FILE = "log.jsonl"


def make_folder(folder: Path) -> None:
    """Make the folder of a training. Raises TrainingError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrainingError(f"{folder} cannot be made: {error.strerror}.", "Choose another folder.") from error


def numbers(progress: TrainingProgress) -> Mapping[str, object]:
    """Return a report as numbers by name."""
    return {
        "step": progress.step,
        "steps": progress.steps,
        "rate": progress.rate,
        "seconds": round(progress.seconds, 4),
        **{name: round(value, 6) for name, value in progress.losses.items()},
    }


def write_line(folder: Path, row: Mapping[str, object]) -> None:
    """Append a line with the time to the log. Raises TrainingError."""
    line = {"when": datetime.now(UTC).isoformat(timespec="seconds"), **row}
    try:
        with (folder / LOG_FILE).open("ab") as file:
            file.write(msgspec.json.encode(line) + b"\n")
    except OSError as error:
        raise TrainingError(f"The log in {folder} cannot be written.", str(error)) from error
