"""A disk that is slow or full, for processes that are started with it (Linux, with a C compiler)."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER, SYNC_MS, BYTES = "FAULT_FOLDER", "FAULT_SYNC_MS", "FAULT_BYTES"
"""What `disk.c` reads from the environment."""


def run_on_disk(module: str, folder: Path, *words: object) -> Any:
    """Run a module of this package in a process whose disk can be made slow or full; return what it prints as JSON."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        raise SystemExit("The benchmark of faults needs Linux and a C compiler (cc).")
    library = folder / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    place = folder / "disk"
    place.mkdir()
    environment = {**os.environ, "LD_PRELOAD": str(library), FOLDER: str(place), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", module, place, *map(str, words)],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
