"""On which frames of a video a project annotates: all of them, so many a second, or every n-th."""

import re
from dataclasses import dataclass
from typing import Final

from app.errors import ProjectError

RATE: Final = "annotation rate"
"""Name of the convention."""
MOST_EVERY: Final = 1000
MOST_A_SECOND: Final = 240.0
_TEXT: Final = re.compile(r"(?:every (\d{1,4})|(\d{1,3}(?:\.\d{1,3})?) a second)")


@dataclass(frozen=True, slots=True)
class AnnotationRate:
    """Every `every`-th frame, or `a_second` frames a second where that is not 0. Raises ProjectError out of range."""

    every: int = 1
    a_second: float = 0.0

    def __post_init__(self) -> None:
        if not (1 <= self.every <= MOST_EVERY and 0.0 <= self.a_second <= MOST_A_SECOND):
            raise ProjectError(
                "There is no such annotation rate.",
                "Every frame, every 2nd to {every}th, or up to {second} frames a second.",
                every=MOST_EVERY,
                second=f"{MOST_A_SECOND:g}",
            )

    def step(self, rate: float) -> int:
        """Return how many frames lie from one that is annotated to the next, in a video of `rate` frames a second.

        A video whose rate is not known is annotated on every frame.
        """
        if not self.a_second:
            return self.every
        return max(1, round(rate / self.a_second)) if rate > 0 else 1

    @property
    def text(self) -> str:
        """What is kept of it."""
        return f"{self.a_second:g} a second" if self.a_second else f"every {self.every}"


EVERY_FRAME: Final = AnnotationRate()


def rate_in(text: str | None) -> AnnotationRate:
    """Return the rate in the text of a convention: every frame where it is none."""
    found = _TEXT.fullmatch(text or "")
    if found is None:
        return EVERY_FRAME
    try:
        return AnnotationRate(int(found[1])) if found[1] else AnnotationRate(a_second=float(found[2]))
    except ProjectError:
        return EVERY_FRAME


def step_from(frame: int, by: int, step: int) -> int:
    """Return the frame `by` annotated ones away from `frame`; the first step goes to the nearest on that side."""
    return (frame // step + by) * step if by >= 0 else (-(-frame // step) + by) * step
