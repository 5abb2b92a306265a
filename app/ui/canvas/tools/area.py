"""Adding an outlined area to a mask, or cutting it out: what polygon and lasso end with."""

from collections.abc import Sequence

from app.masks.mask import Mask
from app.masks.polygon import from_rings
from app.project.model import Cell
from app.ui.canvas.geometry import ImagePoint
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.others import OtherPixels, left_of, united


def commit_area(context: ToolContext, cell: Cell, outline: Sequence[ImagePoint], subtract: bool) -> None:
    """Paint the area within `outline` into the mask of `cell` as one step, or cut it out with `subtract`.

    `outline` is in image pixels. What becomes of pixels of other objects is `context.other_pixels`; what is taken from
    them is part of the step. Without a change there is none.
    """
    if subtract and not context.may_take_from(cell):
        return
    before = context.mask(cell)
    area = _allowed(context, cell, from_rings([outline], before.height, before.width))
    after = before.difference(area) if subtract else before.union(area)
    takes = context.other_pixels is OtherPixels.TAKEN
    left = left_of(context.other_masks(cell, locked=False), area) if takes else {}
    if after != before or left:
        context.workspace.prompts.paint(cell, after, left)


def _allowed(context: ToolContext, cell: Cell, area: Mask) -> Mask:
    """Return what of an area may change: not what others keep. Where pixels are taken, locked ones keep theirs."""
    rule = context.other_pixels
    if rule is OtherPixels.SHARED:
        return area
    kept = united(context.other_masks(cell, locked=None if rule is OtherPixels.KEPT else True))
    return area if kept is None else area.difference(kept)
