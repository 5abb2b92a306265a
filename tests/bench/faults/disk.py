"""A disk that is slow or full, for processes that are started with it (Linux, with a C compiler)."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.faults.parts import run_part

FOLDER, SYNC_MS, BYTES = "FAULT_FOLDER", "FAULT_SYNC_MS", "FAULT_BYTES"
"""What `disk.c` reads from the environment."""


def run_on_disk(module: str, folder: Path, *words: object) -> dict[str, Any]:
    """Run a module of this package in a process whose disk can be made slow or full; return its figures."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        raise SystemExit("The benchmark of faults needs Linux and a C compiler (cc).")
    library = folder / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    place = folder / "disk"
    place.mkdir()
    return run_part(module, place, *words, environment={"LD_PRELOAD": str(library), FOLDER: str(place)})
