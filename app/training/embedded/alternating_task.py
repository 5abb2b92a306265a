"""Several tasks in turn, so that the model does not forget one while it learns another."""

from collections.abc import Mapping, Sequence

from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.loop import TrainingTask


class AlternatingTask:
    """One of several tasks at every step: `pattern` holds their indexes step by step, and repeats."""

    def __init__(self, tasks: Sequence[TrainingTask], pattern: Sequence[int]) -> None:
        self.tasks = tasks
        self.pattern = pattern

    def losses(self, model: SAM2Base, step: int) -> Mapping[str, Tensor]:
        """Return the losses of the step's task."""
        return self.tasks[self.pattern[step % len(self.pattern)]].losses(model, step)
