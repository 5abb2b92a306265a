"""A stage of a training: what it learns from, how, and how far it is."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from sam2.modeling.sam2_base import SAM2Base

from app.training.loop import Schedule, Task

Preparing = Generator[str, None, Task]
"""A job that says in words what it does, and returns the task; it may take long and can be stopped and repeated."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `prepare` is called only when steps are left to do; it may set up parts of the model."""

    name: str
    schedule: Schedule
    prepare: Callable[[SAM2Base], Preparing]
