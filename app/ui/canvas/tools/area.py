"""Adding an outlined area to a mask, or cutting it out: what polygon and lasso end with."""

from collections.abc import Sequence

from app.masks.polygon import from_rings
from app.ui.canvas.painting.sketch_layer import Point
from app.ui.canvas.tools.gesture import Bench


def commit_area(bench: Bench, outline: Sequence[Point], subtract: bool) -> None:
    """Paint the area within `outline` into the active object's mask as one step; nothing if it changes nothing."""
    cell = bench.cell()
    if cell is None:
        return
    before = bench.mask(cell)
    area = from_rings([outline], before.height, before.width)
    after = before.difference(area) if subtract else before.union(area)
    if after != before:
        bench.workspace.prompts.paint(cell, after)
