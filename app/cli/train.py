"""`masklane train`: its options as a configuration, and the lines it prints."""

import argparse
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TypeVar

from app.engine.checkpoints import catalog
from app.errors import TrainingError, UserError
from app.training.config import FRAMES, Config, Recipe
from app.training.improving.config import FRAMES as IMPROVING_FRAMES
from app.training.improving.config import ImproveConfig

OUTPUT_FILE = "output.txt"
BACKGROUND_NICE = 10
AUTOGROUP = Path("/proc/self/autogroup")


def to_config(arguments: argparse.Namespace) -> Config:
    """Return the configuration of the options."""
    return Config(
        recipe=Recipe(arguments.config),
        data=tuple(arguments.data),
        out=arguments.out,
        footage=tuple(arguments.footage),
        teacher=arguments.teacher,
        trunk=arguments.trunk,
        start=arguments.start,
        check=arguments.check,
        device=arguments.device,
        bfloat16=arguments.bfloat16,
        effort=arguments.effort,
        frames=arguments.frames or FRAMES,
        batch=arguments.batch,
        seed=arguments.seed,
        cores=arguments.cores,
    )


def run(arguments: argparse.Namespace) -> int:
    """Train, and print a line for every report; saves a checkpoint when interrupted. Raises UserError."""
    if arguments.project:
        return _improve(arguments)
    config = to_config(arguments)
    config.validate()

    from app.training.run import run as train

    _tell(train(config))
    return 0


def _improve(arguments: argparse.Namespace) -> int:
    """Improve a model with the masklets of projects. Returns 1 when nothing better was found."""
    if arguments.data or arguments.start is not None:
        raise TrainingError("--project goes without --data and --start.", "Name the model to improve with --model.")
    from app.training.improving.training_folder import occupied, tell_failure

    with occupied(arguments.out), _told_to(arguments.out if arguments.background else None):
        try:
            return _improved(arguments)
        except UserError as error:
            tell_failure(arguments.out, error)
            raise


def _improved(arguments: argparse.Namespace) -> int:
    base = catalog.resolve(arguments.model)
    cores = _step_aside() if arguments.background else 0

    from app.training.improving.improve import improve

    outcome = _tell(
        improve(
            ImproveConfig(
                projects=tuple(arguments.project),
                start=base.path,
                base=base.id,
                out=arguments.out,
                device=arguments.device,
                bfloat16=arguments.bfloat16,
                effort=arguments.effort,
                frames=arguments.frames or IMPROVING_FRAMES,
                seed=arguments.seed,
                cores=arguments.cores or cores,
                imported=arguments.imported,
            )
        )
    )
    if outcome is None:
        sys.stdout.write("paused: the same command goes on\n")
        return 0
    return 0 if outcome.model is not None else 1


@contextmanager
def _told_to(folder: Path | None) -> Iterator[None]:
    """Let what is printed go into a file: the terminal that a window was started from may be gone. None: not."""
    if folder is None:
        yield
        return
    with (folder / OUTPUT_FILE).open("a", encoding="utf-8") as file, redirect_stdout(file), redirect_stderr(file):
        yield


def _step_aside() -> int:
    """Take the processor only where nobody else wants it, and return how many threads half of its cores are."""
    import psutil

    with suppress(psutil.Error, OSError):
        psutil.Process().nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", BACKGROUND_NICE))
    _let_the_session_step_aside()
    return max(1, (psutil.cpu_count(logical=False) or 2) // 2)


def _let_the_session_step_aside() -> None:
    """Do so on Linux, too, which shares the processor among sessions first: a process that a window starts has its own.

    That of a terminal is left alone.
    """
    with suppress(OSError, AttributeError):  # other systems have no sessions, or no groups of them
        leader = os.getsid(0)
        if leader == os.getpid() or not Path(f"/proc/{leader}").exists():
            AUTOGROUP.write_text(str(BACKGROUND_NICE))


T = TypeVar("T")


def _tell(lines: Generator[str, None, T]) -> T:
    """Print the lines of a training as they come, and return what it returns; closes it when interrupted."""
    try:
        while True:
            try:
                line = next(lines)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    finally:
        lines.close()
