"""The click tool: left adds, right (or Alt/Ctrl and left) removes; a dot can be dragged elsewhere or taken back."""

from app.project.model import Click
from app.ui.canvas.painting.prompts_layer import Dot
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.gesture import Bench, Button, Gesture, Kind, Pointer

_MOVED = 3.0
"""Widget pixels a dot must be dragged before it counts as moved."""


def click(bench: Bench, press: Pointer) -> Gesture:
    """Add a click at the press, so that the dot is there at once; or drag the dot that was pressed, or take it back."""
    dot = bench.dot_at(press)
    if dot is not None and not is_positive(press):
        if bench.may_change():
            bench.workspace.prompts.remove_click(dot.cell, dot.index)
        return
    if dot is not None:
        yield from _drag(bench, press, dot)
        return
    if not press.on_image:
        return
    cell = bench.cell()
    if cell is not None:
        positive = is_positive(press)
        bench.workspace.prompts.add_click(cell, Click(press.x, press.y, positive))


def is_positive(pointer: Pointer) -> bool:
    """Return whether a click with this button and these keys adds."""
    return pointer.button is not Button.RIGHT and not pointer.alt and not pointer.control


def _drag(bench: Bench, press: Pointer, dot: Dot) -> Gesture:
    if not bench.may_change():
        return
    place, moved = (dot.click.x, dot.click.y), False
    bench.sketch = Sketch(lifted=dot, lifted_to=place)
    while (event := (yield)).kind is not Kind.RELEASE:
        if event.kind is not Kind.MOVE:
            continue
        moved = moved or (event.widget - press.widget).manhattanLength() > _MOVED
        if moved:
            place = bench.clamped(event)
            bench.sketch = Sketch(lifted=dot, lifted_to=place)
    if moved:
        bench.workspace.prompts.move_click(dot.cell, dot.index, *place)
