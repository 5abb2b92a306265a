"""What tools are made of: pointer events in image pixels, gestures as generators, and the bench they work on.

A tool is a generator function. Up to its first `yield` it handles the press; every `yield` waits for the next event;
when it returns, the gesture is over. Escape closes it at a `yield`: a gesture commits at its end, so nothing was done.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from app.masks.mask import Mask
from app.project.model import Box, Cell
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.painting.prompts_layer import Dot
from app.ui.canvas.painting.sketch_layer import Point, Sketch
from app.workspace.workspace import Workspace


class Kind(Enum):
    """What happened. ENTER and BACKSPACE are keys, sent to a gesture that is under way."""

    PRESS = "press"
    DOUBLE_PRESS = "double press"
    MOVE = "move"
    RELEASE = "release"
    ENTER = "enter"
    BACKSPACE = "backspace"


class Button(Enum):
    """The mouse button an event is about."""

    NONE = "none"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Pointer:
    """One event. (`x`, `y`) in image pixels, maybe outside the image; `widget` the same place in widget pixels.

    `reach` is how many image pixels away something still counts as hit.
    """

    kind: Kind
    x: float
    y: float
    widget: QPointF
    reach: float
    on_image: bool
    button: Button = Button.NONE
    shift: bool = False
    control: bool = False
    alt: bool = False

    def near(self, point: Point) -> bool:
        """Return whether a point in image pixels counts as hit."""
        return (self.x - point[0]) ** 2 + (self.y - point[1]) ** 2 <= self.reach**2


class Bench(Protocol):
    """What a gesture may use. Implemented by the canvas."""

    workspace: Workspace
    sketch: Sketch
    """What to show of the gesture; setting it repaints. Cleared when the gesture ends."""
    last_point: Point | None
    """Where the last stroke ended, for a straight line on."""

    @property
    def brush_radius(self) -> float:
        """Radius of brush and eraser in image pixels."""
        ...

    def may_change(self) -> bool:
        """Return whether the active object may be changed on the shown frame; says why not."""
        ...

    def cell(self) -> Cell | None:
        """Return the cell to change, of an object to come if none is active. None, with words, when it is locked."""
        ...

    def mask(self, cell: Cell) -> Mask:
        """Return the mask of `cell`, an empty one if there is none."""
        ...

    def clamped(self, pointer: Pointer) -> Point:
        """Return the point of the image nearest to the pointer."""
        ...

    def dot_at(self, pointer: Pointer) -> Dot | None:
        """Return the active object's click under the pointer."""
        ...

    def box(self) -> Box | None:
        """Return the active object's box on the shown frame."""
        ...

    def show_live(self, cell: Cell, pixels: NDArray[np.bool_], area: ImageArea) -> None:
        """Show `pixels`, shape (height, width), in place of the mask of `cell`; they changed in `area` only."""
        ...

    def pan(self, by: QPointF) -> None:
        """Move the picture by a distance in widget pixels."""
        ...

    def select_at(self, pointer: Pointer) -> None:
        """Select the object under the pointer, if there is one."""
        ...


Gesture = Generator[None, Pointer, None]
Tool = Callable[[Bench, Pointer], Gesture]
