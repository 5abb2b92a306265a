"""Adding an outlined area to a mask, or cutting it out: what polygon and lasso end with."""

from collections.abc import Sequence

from app.masks.polygon import from_rings
from app.project.model import Cell
from app.ui.canvas.geometry import ImagePoint
from app.ui.canvas.tools.context import ToolContext


def commit_area(context: ToolContext, cell: Cell, outline: Sequence[ImagePoint], subtract: bool) -> None:
    """Paint the area within `outline` into the mask of `cell` as one step, or cut it out with `subtract`.

    `outline` is in image pixels. Without a change there is no step.
    """
    if subtract and not context.may_take_from(cell):
        return
    before = context.mask(cell)
    area = from_rings([outline], before.height, before.width)
    after = before.difference(area) if subtract else before.union(area)
    if after != before:
        context.workspace.prompts.paint(cell, after)
