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
    """One stage; its name is that of its file.

    `kept`: the share of the weights as they were that stays in what the stage hands on. What few pictures do not show
    wears out while something new is learned; weights halfway know both (arXiv 2109.01903). `finish` computes parts of
    the model that follow from what was learned.
    """

    name: str
    schedule: Schedule
    prepare: Prepare
    kept: float = 0.0
    finish: Callable[[SAM2Base], None] | None = None


def carry_out(stage: Stage, model: SAM2Base, folder: Path) -> Generator[str | Progress]:
    """Run a stage on `model`, from where its file in `folder` says it was left; yields reports and words.

    When exhausted, the model holds the stage's result. Closing the iterator early saves first. Raises TrainingError.
    """
    task = yield from stage.prepare(model)
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    yield from train(model, task, stage.schedule, folder / f"{stage.name}.pt")
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.lerp_(before[name], stage.kept)
    if stage.finish is not None:
        stage.finish(model)
