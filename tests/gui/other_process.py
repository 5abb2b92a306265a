"""Runs a script that needs an application of its own: what a screen is like is fixed for a process."""

import os
import subprocess
import sys
from pathlib import Path


def run_script(script: str, folder: Path, **environment: str) -> list[str]:
    """Return the words a script prints; it is told `folder`, and must end well."""
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, **environment, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        cwd=Path(__file__).parents[2],
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
