"""Every check of the sources but the tests, one after the other: what a person and continuous integration both run."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from installers.launcher.environment import Environment
from installers.launcher.failure import SetupFailed

CHECKS: Sequence[tuple[str, ...]] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


READERS = ".readers"
"""Holds environments with other people's readers of what we write; MASKLANE_READERS names interpreters elsewhere."""


def run(environment: Environment, root: Path) -> int:
    """Run all checks in `root` with the environment's programs, also after one has failed.

    Returns the exit status: 0 when all passed. Raises SetupFailed when a program does not start.
    """
    failed = [" ".join(check) for check in CHECKS if not _passes(environment, root, check)]
    failed += [f"readers of {python}" for python in _readers(root) if not _read(environment, root, python)]
    _say(f"== failed: {'; '.join(failed)}" if failed else "== all checks passed")
    return 1 if failed else 0


def _passes(environment: Environment, root: Path, check: Sequence[str]) -> bool:
    program, *arguments = check
    _say(f"== {' '.join(check)}")
    try:
        return subprocess.run([environment.script(program), *arguments], cwd=root, check=False).returncode == 0
    except OSError as error:
        raise SetupFailed(
            f"{environment.script(program)} does not start: {error.strerror}.",
            f"Remove the folder {environment.folder} and start again.",
        ) from error


def _readers(root: Path) -> list[str]:
    """Return the interpreters that have readers of our files, none where nobody has installed any."""
    named = os.environ.get("MASKLANE_READERS", "")
    if named:
        return [python for python in named.split(os.pathsep) if python]
    found = [*(root / READERS).glob("*/bin/python"), *(root / READERS).glob("*/Scripts/python.exe")]
    return [str(python) for python in sorted(found)]


def _read(environment: Environment, root: Path, python: str) -> bool:
    """Return whether the readers of an interpreter find what we wrote."""
    _say(f"== readers of {python}")
    words = [str(environment.python), "-m", "tests.readers", "--python", python]
    return subprocess.run(words, cwd=root, check=False).returncode == 0


def _say(text: str) -> None:
    """Write a line now: what the programs write goes past this process's buffer."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
