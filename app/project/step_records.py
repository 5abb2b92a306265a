"""What is kept of a step of the history so that it can be turned after the project was closed, too."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum

from app.project.edit import Edit


class RecordKind(Enum):
    """What a record says about its step."""

    OPEN = "open"
    """All of it: it is in effect, and results will follow."""
    DONE = "done"
    """All of it: it is in effect."""
    UNDONE = "undone"
    """All of it: it was undone."""
    MORE = "more"
    """What else it changes, or changes otherwise, since its record before."""
    SEALED = "sealed"
    """No more results follow."""
    VANISHED = "vanished"
    """It changes nothing in the end, and is no step any more."""


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One line of what is kept. `turn` is what turning the step does: undo when it is in effect, else redo.

    Only what comes *after* `turn` is kept: what was before is in the document then. `vanished`: keys, each behind the
    name of its map in an `Edit`, that the step does not change any more.
    """

    step: int
    kind: RecordKind
    title: str = ""
    turn: Edit = field(default_factory=Edit)
    vanished: tuple[tuple[str, Hashable], ...] = ()
