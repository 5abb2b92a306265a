"""Several tasks in turn, so that learning one does not forget the other."""

from collections.abc import Mapping, Sequence

from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.loop import Task


class Mixture:
    """A task that is one of several at every step: `pattern` names them by place, step after step, and repeats."""

    def __init__(self, tasks: Sequence[Task], pattern: Sequence[int]) -> None:
        self.tasks = tasks
        self.pattern = pattern

    def losses(self, model: SAM2Base, step: int) -> Mapping[str, Tensor]:
        """Return the losses of the step's task. Presence is taught where a task knows about it."""
        return self.tasks[self.pattern[step % len(self.pattern)]].losses(model, step)
