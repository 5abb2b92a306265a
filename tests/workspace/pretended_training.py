"""What a training writes into its folder, without a model: run as a process in place of `masklane train`.

It learns one step, and goes on when the file `go` is there; a wish to pause ends it as it ends the real one.
"""

import sys
import time
from pathlib import Path

from app.training.improving.scores import Score
from app.training.improving.training_folder import (
    MODEL_FILE,
    LogEvent,
    LogLine,
    TrainingWish,
    as_row,
    occupied,
    wish_of,
)


def command(folder: Path, _request: object) -> list[str]:
    """Return the command line of a pretended training."""
    return [sys.executable, "-m", "tests.workspace.pretended_training", str(folder)]


def main(folder: Path) -> None:
    import msgspec

    def tell(line: LogLine) -> None:
        with (folder / "log.jsonl").open("ab") as file:
            file.write(msgspec.json.encode(as_row(line)) + b"\n")

    old, new = Score(0.6, None, 3, 2), Score(0.75, None, 1, 2)
    guard = Score(0.76, 1.0, 0, 4)
    with occupied(folder):
        tell(LogLine(LogEvent.BEFORE, held_out=old, guard=guard))
        tell(LogLine(LogEvent.STEP, step=1, steps=2, seconds=1.0))
        tell(LogLine(LogEvent.LOOK, step=1, steps=2, held_out=new, guard=guard))
        while not (folder / "go").exists():
            if wish_of(folder) is TrainingWish.PAUSE:
                tell(LogLine(LogEvent.PAUSED))
                return
            time.sleep(0.01)
        (folder / MODEL_FILE).write_bytes(b"a model")
        tell(LogLine(LogEvent.CHOSEN, step=1, held_out=new, guard=guard, old_held_out=old, old_guard=guard))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
