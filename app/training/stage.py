"""A stage of a training: what it learns from, how, and its way from the first step to the last."""

from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.loop import Progress, Schedule, Task, train

Preparing = Generator[str, None, Task]
"""A job that says in words what it does, and returns the task; it may take long and can be stopped and repeated."""

Prepare = Callable[[SAM2Base], Preparing]
"""May set up parts of the model before it makes the task."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; its name is that of its file.

    `again`: other material or other draws. With each of them the stage is run once more from the same start, into a
    file of its own (name-2, name-3 ...), and it hands on the mean of what all runs learned. What one run happens to
    lose the others keep, and runs from one start lie close enough for their mean to be a model, too (arXiv 2203.05482).
    `kept`: the share of the weights as they were that stays in what the stage hands on. What few pictures do not show
    wears out while something new is learned; weights halfway know both (arXiv 2109.01903). `finish` computes parts of
    the model that follow from what was learned.
    """

    name: str
    schedule: Schedule
    prepare: Prepare
    again: tuple[Prepare, ...] = ()
    kept: float = 0.0
    finish: Callable[[SAM2Base], None] | None = None

    def run_name(self, run: int) -> str:
        """Return the name of a run counted from 0, and of its file."""
        return f"{self.name}-{run + 1}" if run else self.name


def carry_out(stage: Stage, model: SAM2Base, folder: Path) -> Generator[str | tuple[str, Progress]]:
    """Run a stage on `model`, from where its files in `folder` say it was left; yields words, and reports by run.

    When exhausted, the model holds the stage's result. Closing the iterator early saves first. Raises TrainingError.
    """
    start = _copy(model.state_dict())
    before: dict[str, Tensor] = {}
    runs: list[dict[str, Tensor]] = []
    for number, prepare in enumerate((stage.prepare, *stage.again)):
        model.load_state_dict(start)
        task = yield from prepare(model)
        before = _copy(dict(model.named_parameters()))
        name = stage.run_name(number)
        with closing(train(model, task, stage.schedule, folder / f"{name}.pt")) as reports:
            for progress in reports:
                yield name, progress
        runs.append(_copy(dict(model.named_parameters())))
        del task  # it may hold gigabytes, and the next one comes
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(torch.stack([run[name] for run in runs]).mean(0).lerp_(before[name], stage.kept))
    if stage.finish is not None:
        stage.finish(model)


def _copy(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return copies in main memory, where there is room beside a large model's training."""
    return {name: value.detach().to("cpu", copy=True) for name, value in weights.items()}
