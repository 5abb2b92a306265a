"""The click tool: left adds, right (or Alt/Ctrl and left) removes; a dot can be dragged elsewhere or taken back."""

from PySide6.QtCore import QCoreApplication

from app.project.model import Click
from app.ui.canvas.painting.prompts_layer import Dot
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent, PointerEventType

_MOVED = 3.0
"""Widget pixels a dot must be dragged before it counts as moved."""


def click(context: ToolContext, press: PointerEvent) -> Gesture:
    """Add a click at the press, so that the dot is there at once; or drag the dot that was pressed, or take it back."""
    dot = context.dot_at(press.widget)
    if dot is not None and not is_positive(press):
        if context.may_change():
            context.workspace.prompts.remove_click(dot.cell, dot.index)
        return
    if dot is not None:
        yield from _drag(context, press, dot)
        return
    if press.on_image:
        _add(context, press, Click(press.x, press.y, is_positive(press)))


def _add(context: ToolContext, press: PointerEvent, click: Click) -> None:
    """Add a click to the active object; without one, select the object that is there, or begin one.

    A click far from the active object's mask is offered to be another object's.
    """
    workspace, frame, active = context.workspace, context.frame, context.workspace.view.active_object

    def again() -> None:
        if (context.frame, workspace.view.active_object) == (frame, active):
            _add(context, press, click)

    cell, there = context.cell_to_change(again), context.object_at(press)
    if cell is None:
        return
    if workspace.view.active_object is not None:
        workspace.new_objects.add_click(cell, click, there)
    elif there is not None:
        workspace.new_objects.select_instead(there, cell, click)
    elif click.positive:
        workspace.prompts.add_click(cell, click)
    else:
        context.refuse(
            QCoreApplication.translate("Canvas", "No object is selected to take this away from. Click on one first.")
        )


def is_positive(event: PointerEvent) -> bool:
    """Return whether a click with this button and these keys adds."""
    return event.button is not PointerButton.RIGHT and not event.alt and not event.control


def _drag(context: ToolContext, press: PointerEvent, dot: Dot) -> Gesture:
    if not context.may_change():
        return
    point, moved = (dot.click.x, dot.click.y), False
    context.sketch = Sketch(dragged_dot=dot, dragged_to=point)
    while (event := (yield)).type is not PointerEventType.RELEASE:
        if event.type is not PointerEventType.MOVE:
            continue
        moved = moved or (event.widget - press.widget).manhattanLength() > _MOVED
        if moved:
            point = context.clamped(event)
            context.sketch = Sketch(dragged_dot=dot, dragged_to=point)
    if moved and context.is_there(dot):
        context.workspace.prompts.move_click(dot.cell, dot.index, *point)
