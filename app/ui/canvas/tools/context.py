"""The bench: what the canvas offers to a gesture, and what a gesture leaves there while it lasts."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Signal

from app.masks.mask import Mask
from app.project.model import Box, Cell
from app.ui.canvas.geometry import ImageArea
from app.ui.canvas.painting.prompts_layer import Dot, dot_at
from app.ui.canvas.painting.sketch_layer import Point, Sketch
from app.ui.canvas.tools.gesture import Pointer
from app.ui.canvas.view_model import Stage

SMALLEST_BRUSH = 0.5
LARGEST_BRUSH = 500.0
_NOTHING = ImageArea(0, 0, 0, 0)


class CanvasBench(QObject):
    """Implements `tools.gesture.Bench` on a stage."""

    brush_radius_changed = Signal(float)
    sketched = Signal()
    """Another sketch to paint."""

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = stage.workspace
        self.last_point: Point | None = None
        self._stage = stage
        self._sketch = Sketch()
        self._brush_radius = 12.0
        self._live_area = _NOTHING

    @property
    def sketch(self) -> Sketch:
        """What to show of the gesture."""
        return self._sketch

    @sketch.setter
    def sketch(self, sketch: Sketch) -> None:
        if sketch != self._sketch:
            self._sketch = sketch
            self.sketched.emit()

    @property
    def brush_radius(self) -> float:
        """Radius of brush and eraser in image pixels."""
        return self._brush_radius

    @brush_radius.setter
    def brush_radius(self, radius: float) -> None:
        radius = min(LARGEST_BRUSH, max(SMALLEST_BRUSH, radius))
        if radius != self._brush_radius:
            self._brush_radius = radius
            self.brush_radius_changed.emit(radius)

    @property
    def locked(self) -> bool:
        """True when the active object must not be changed on the shown frame."""
        active = self._stage.scene.active
        return active is not None and active.locked

    def may_change(self) -> bool:
        """Return whether the active object may be changed on the shown frame; says why not."""
        active = self._stage.scene.active
        if active is None or not active.locked:
            return True
        self.workspace.messages.notice.emit(
            self.tr("{name} is locked on this frame. Unlock it to change it.").format(name=active.name)
        )
        return False

    def cell(self) -> Cell | None:
        """Return the cell to change, of an object to come if none is active. None, with words, when it is locked."""
        return self.workspace.prompts.cell_to_change(self._stage.scene.frame) if self.may_change() else None

    def mask(self, cell: Cell) -> Mask:
        """Return the mask of `cell`, an empty one if there is none."""
        found = self.workspace.document.mask(cell)
        if found is not None:
            return found.mask
        video = self.workspace.view.video
        assert video is not None, "a gesture runs on a video only"
        return Mask.empty(video.height, video.width)

    def clamped(self, pointer: Pointer) -> Point:
        """Return the point of the image nearest to the pointer."""
        video = self.workspace.view.video
        assert video is not None, "a gesture runs on a video only"
        return min(max(pointer.x, 0.0), float(video.width)), min(max(pointer.y, 0.0), float(video.height))

    def dot_at(self, pointer: Pointer) -> Dot | None:
        """Return the active object's click under the pointer."""
        view = self._stage.view_at(pointer.widget)
        return dot_at(self._stage.scene, view, pointer.widget, self._stage.picture.style) if view is not None else None

    def box(self) -> Box | None:
        """Return the active object's box on the shown frame."""
        active = self._stage.scene.active
        return active.prompts.box if active is not None else None

    def show_live(self, cell: Cell, pixels: NDArray[np.bool_], area: ImageArea) -> None:
        """Show `pixels`, shape (height, width), in place of the mask of `cell`; they changed in `area` only."""
        self._live_area = self._live_area.united(area)
        self._stage.show_live(cell.object, pixels, area)

    def pan(self, by: QPointF) -> None:
        """Move the picture by a distance in widget pixels."""
        self._stage.pan(by)

    def select_at(self, pointer: Pointer) -> None:
        """Select the object under the pointer, if there is one."""
        found = self._stage.scene.object_at(pointer.x, pointer.y)
        if found is not None:
            self.workspace.view.select((found.id,))

    def clear(self) -> None:
        """Take away what the gesture that has ended left on the canvas."""
        if self._live_area != _NOTHING:
            self._stage.show_live(None, None, self._live_area)
            self._live_area = _NOTHING
        self.sketch = Sketch()
