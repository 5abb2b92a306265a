"""Every check of the sources but the tests, one after the other: what a person and continuous integration both run."""

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


def run(environment: Environment, root: Path) -> int:
    """Run all checks in `root` with the environment's programs, also after one has failed.

    Returns the exit status: 0 when all passed. Raises SetupFailed when a program does not start.
    """
    failed = [" ".join(check) for check in CHECKS if not _passes(environment, root, check)]
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


def _say(text: str) -> None:
    """Write a line now: what the programs write goes past this process's buffer."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
