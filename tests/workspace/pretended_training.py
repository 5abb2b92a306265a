"""What a training writes into its folder, without a model: run as a process in place of `masklane train`.

It learns one step, and goes on when the file `go` is there; a wish to pause ends it as it ends the real one. Nothing of
the application is imported: that would take longer than all else.
"""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path

OLD = {"jf": 0.6, "left_empty": None, "called_absent": 3, "subjects": 2}
NEW = {"jf": 0.75, "left_empty": None, "called_absent": 1, "subjects": 2}
GUARD = {"jf": 0.76, "left_empty": 1.0, "called_absent": 0, "subjects": 4}


def command(folder: Path, _request: object) -> list[str]:
    """Return the command line of a pretended training."""
    return [sys.executable, "-m", "tests.workspace.pretended_training", str(folder)]


def end_all(home: Path) -> None:
    """End every pretended training in an application's home."""
    for folder in (home / "data" / "improving").glob("*"):
        with suppress(FileNotFoundError):  # a training that was left may go just now
            (folder / "go").touch()


def main(folder: Path) -> None:
    import psutil

    def tell(**line: object) -> None:
        with (folder / "log.jsonl").open("a") as file:
            file.write(json.dumps(line) + "\n")

    own, wish = psutil.Process(), folder / "wish"
    (folder / "process.json").write_text(json.dumps({"pid": own.pid, "started": own.create_time()}))
    tell(event="before", held_out=OLD, guard=GUARD)
    tell(event="step", step=1, steps=2, seconds=1.0)
    tell(event="look", step=1, steps=2, held_out=NEW, guard=GUARD)
    while not (folder / "go").exists():
        if wish.exists() and wish.read_text() == "pause":
            tell(event="paused")
            return
        time.sleep(0.01)
    (folder / "model.safetensors").write_bytes(b"a model")
    tell(event="chosen", step=1, held_out=NEW, guard=GUARD, old_held_out=OLD, old_guard=GUARD)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
