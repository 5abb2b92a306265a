"""A stage of a training: what it learns from, how, and its way from the first step to the last."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.training.loop import Progress, Schedule, Task, train

Preparing = Generator[str, None, Task]
"""A job that says in words what it does, and returns the task; it may take long and can be stopped and repeated."""

Prepare = Callable[[SAM2Base], Preparing]
"""May set up parts of the model before it makes the task."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: a run for each of `prepares`, all from the same weights; the mean of their results is handed on.

    What few clips do not show wears out in a single run, each time in another way; the mean of several keeps it.
    """

    name: str
    schedule: Schedule
    prepares: tuple[Prepare, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run of a stage is; `run` is its name."""

    run: str
    progress: Progress


def carry_out(stage: Stage, model: SAM2Base, folder: Path) -> Generator[str | Reached]:
    """Run a stage on `model`, from where its files in `folder` say it was left; yields reports and words.

    When exhausted, the model holds the stage's result. Closing the iterator early saves first. Raises TrainingError.
    """
    before = {name: value.clone() for name, value in model.state_dict().items()}
    mean = {name: torch.zeros_like(value) for name, value in before.items()}
    for number, prepare in enumerate(stage.prepares, 1):
        run = stage.name if len(stage.prepares) == 1 else f"{stage.name}-{number}"
        model.load_state_dict(before)
        task = yield from prepare(model)
        for progress in train(model, task, stage.schedule, folder / f"{run}.pt"):
            yield Reached(run, progress)
        for name, value in model.state_dict().items():
            mean[name] += (value / len(stage.prepares)).to(value.dtype)
    model.load_state_dict(mean)
