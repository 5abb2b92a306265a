"""A stage of a training: its task, its schedule, its repeated runs, and how to run or resume it."""

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.loop import Schedule, TrainingProgress, TrainingTask, train

TaskPreparation = Generator[str, None, TrainingTask]
"""Yields lines for the person, returns the task; it may take long, and can be stopped and repeated."""

PrepareTask = Callable[[SAM2Base], TaskPreparation]
"""May set up parts of the model before it makes the task."""


@dataclass(frozen=True, slots=True)
class TrainingStage:
    """One stage; its checkpoint file bears its name.

    `more_runs`: tasks with other data or other seeds. For each of them the stage is run again from the same initial
    weights, into a file of its own (name-2, name-3 ...), and the result is the mean of the weights of all runs (model
    soups, arXiv 2203.05482): what one run happens to forget the others keep.
    `initial_share`: the share of the initial weights that is mixed into the result (WiSE-FT, arXiv 2109.01903). Little
    data makes a model forget what that data does not show; weights in between know both. `finish` computes weights
    that follow from the learned ones.
    """

    name: str
    schedule: Schedule
    prepare: PrepareTask
    more_runs: tuple[PrepareTask, ...] = ()
    initial_share: float = 0.0
    finish: Callable[[SAM2Base], None] | None = None

    def run_name(self, run: int) -> str:
        """Return the name of a run counted from 0, and of its file."""
        return f"{self.name}-{run + 1}" if run else self.name


def run_stage(stage: TrainingStage, model: SAM2Base, folder: Path) -> Generator[str | tuple[str, TrainingProgress]]:
    """Run a stage on `model`, resumed from its files in `folder`; yields lines of text, and (run name, progress).

    When exhausted, the model holds the stage's result. Closing the iterator early saves a checkpoint.
    Raises TrainingError.
    """
    start = _copy(model.state_dict())
    before: dict[str, Tensor] = {}
    runs: list[dict[str, Tensor]] = []
    for number, prepare in enumerate((stage.prepare, *stage.more_runs)):
        model.load_state_dict(start)
        task = yield from prepare(model)
        before = _copy(dict(model.named_parameters()))
        name = stage.run_name(number)
        with closing(train(model, task, stage.schedule, folder / f"{name}.pt")) as reports:
            for progress in reports:
                yield name, progress
        runs.append(_copy(dict(model.named_parameters())))
        del task  # it may hold gigabytes, and the next one is made now
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(torch.stack([run[name] for run in runs]).mean(0).lerp_(before[name], stage.initial_share))
    if stage.finish is not None:
        stage.finish(model)


def _copy(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return copies in main memory, where there is room beside a large model's training."""
    return {name: value.detach().to("cpu", copy=True) for name, value in weights.items()}
