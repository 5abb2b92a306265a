"""Where tracking failed: tracked masks that a person corrects, with what the model remembered when it made them."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.predictor import Context
from app.masks.mask import Mask
from app.project import spans
from app.project.document import Document
from app.project.edit import Edit
from app.project.model import Cell, FrameIndex
from app.workspace.tracking.plan import remembered

AT_ONCE = 8
"""Cells of an edit up to which it may be a correction; more is no gesture on a mask."""
CONFIRMED = (2, 4)
"""Of the tracked frames right behind a failure, which are taken for right, nearest first: nobody objected to them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A tracked mask of `cell` that a person does not leave as it is.

    `adapter`: by what the object was tracked from there on, before this correction. `confirmed`: frames behind it that
    nobody objected to.
    """

    cell: Cell
    tracked: Mask
    context: Context
    adapter: str
    confirmed: tuple["Passed", ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """A tracked mask that was left as it is."""

    frame: FrameIndex
    mask: Mask
    context: Context


def failures(after: Document, edit: Edit) -> Iterator[Failure]:
    """Yield what `edit`, which `after` has already, begins to correct."""
    if edit.prompts and len(edit.prompts) + len(edit.masks) <= AT_ONCE:
        before = after.frozen()
        before.apply(edit.inverse())
        for cell in edit.prompts:
            failure = _failure(before, cell)
            if failure is not None:
                yield failure


def _failure(document: Document, cell: Cell) -> Failure | None:
    record, mask = document.object(cell.object), document.mask(cell)
    if record is None or mask is None or mask.source.conditions or spans.contains(record.stale, cell.frame):
        return None
    context = remembered(document, cell)
    if not context.conditioning:
        return None
    nearest = sorted(context.neighbors, key=lambda frame: abs(frame - cell.frame))
    passed = [
        Passed(at, context.neighbors[at], remembered(document, Cell(cell.object, at)))
        for at in (nearest[place] for place in CONFIRMED if place < len(nearest))
        if context.neighbors[at].area
    ]
    return Failure(cell, mask.mask, context, record.adapter, tuple(passed))
