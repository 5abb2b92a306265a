"""The region that a reviewer has marked and given no reason for yet: a gesture in hand until the verdict."""

from collections.abc import Callable
from dataclasses import dataclass

from app.project.model import Box, FrameIndex


@dataclass(frozen=True, slots=True, eq=False)
class MarkedRegion:
    """An `UnfinishedGesture`. Without a reason it is too little to be finished: it is dropped, by `drop`."""

    frame: FrameIndex
    region: Box
    title: str
    drop: Callable[[], None]

    def finish(self) -> None:
        """End it: something else is going to be done."""
        self.drop()

    def take_back(self) -> None:
        """End it: a person takes it back."""
        self.drop()

    def give_back(self) -> bool:
        """There are no parts to give back."""
        return False
