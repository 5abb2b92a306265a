"""An edit that was just applied, and how it came about."""

from dataclasses import dataclass
from enum import Enum

from app.project.edit import Edit
from app.project.history import StepId


class Origin(Enum):
    """How an edit came about."""

    DONE = "done"
    AMENDED = "amended"
    UNDONE = "undone"
    REDONE = "redone"
    TAKEN_BACK = "taken back"
    """It could not be saved."""

    @property
    def replayed(self) -> bool:
        """True for undo and redo."""
        return self in (Origin.UNDONE, Origin.REDONE)


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit that the document has just applied; `step` was made, amended, undone or redone by it."""

    edit: Edit
    origin: Origin
    step: StepId | None = None
