"""The tool context: what a gesture may use of the canvas, and what it shows there while it lasts."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, QPointF, Signal

from app.masks.mask import Mask
from app.masks.vertices import Outline, is_ragged, outline_of
from app.project.model import Box, Cell, FrameIndex, ObjectId
from app.ui.canvas.geometry import ImageArea, ImagePoint
from app.ui.canvas.painting.issues_layer import issue_at
from app.ui.canvas.painting.prompts_layer import Dot, dot_at
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.shown_issues import ShownIssue
from app.ui.canvas.tools.others import OtherPixels
from app.ui.canvas.tools.pointer import PointerEvent
from app.ui.canvas.view_model import CanvasViewModel
from app.workspace.messages import WayOut

MIN_BRUSH_RADIUS, MAX_BRUSH_RADIUS = 0.5, 500.0
"""Image pixels."""
_NO_AREA = ImageArea(0, 0, 0, 0)


class ToolContext(QObject):
    """A tool's only door to canvas and workspace. It outlives gestures: `clear` is called at the end of each."""

    brush_radius_changed = Signal(float)
    """In image pixels."""
    other_pixels_changed = Signal(object)
    """OtherPixels."""
    sketch_changed = Signal()

    def __init__(self, view_model: CanvasViewModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = view_model.workspace
        self.last_point: ImagePoint | None = None
        """Where the last stroke ended, for a straight line on."""
        self.retry: Callable[[], object] = lambda: None
        """Makes the newest gesture once more, which was refused at its press."""
        self._view_model = view_model
        self._sketch = Sketch()
        self._brush_radius = 12.0
        self._live_area = _NO_AREA
        self._other_pixels = OtherPixels.SHARED
        self._outline: tuple[Mask, Outline | None] | None = None

    @property
    def sketch(self) -> Sketch:
        """What to show of the gesture; setting it repaints."""
        return self._sketch

    @sketch.setter
    def sketch(self, sketch: Sketch) -> None:
        if sketch != self._sketch:
            self._sketch = sketch
            self.sketch_changed.emit()

    @property
    def brush_radius(self) -> float:
        """Radius of brush and eraser in image pixels; setting it keeps it within bounds."""
        return self._brush_radius

    @brush_radius.setter
    def brush_radius(self, radius: float) -> None:
        radius = min(MAX_BRUSH_RADIUS, max(MIN_BRUSH_RADIUS, radius))
        if radius != self._brush_radius:
            self._brush_radius = radius
            self.brush_radius_changed.emit(radius)

    @property
    def other_pixels(self) -> OtherPixels:
        """What painting does about the pixels of other objects."""
        return self._other_pixels

    @other_pixels.setter
    def other_pixels(self, rule: OtherPixels) -> None:
        if rule is not self._other_pixels:
            self._other_pixels = rule
            self.other_pixels_changed.emit(rule)

    @property
    def locked(self) -> bool:
        """True when the active object must not be changed on the shown frame: it is locked, or hidden."""
        active = self._view_model.scene.active
        return active is not None and (active.locked or active.hidden)

    @property
    def frame(self) -> FrameIndex:
        """The frame that is shown: gestures are about what is seen."""
        return self._view_model.scene.frame

    def may_change(self, again: Callable[[], object] | None = None) -> bool:
        """Return whether the active object may be changed on the shown frame; if not, it is said why.

        `again`: see `cell_to_change`.
        """
        return self.cell_to_change(again) is not None

    def cell_to_change(self, again: Callable[[], object] | None = None) -> Cell | None:
        """Return the active object's cell on the shown frame, or that of a new object if none is active.

        None when the object is hidden, locked there or verified, which is said; `again` is called when a person has
        chosen to change it all the same. Without one the whole gesture is made again.
        """
        prompts, active = self.workspace.prompts, self._view_model.scene.active
        cell = prompts.cell_to_change(self.frame)
        if cell is None or not prompts.may_prompt(cell, again or self.retry):
            return None
        if active is not None and active.hidden and active.id == cell.object:
            self._refuse_hidden(active.id, active.name)
            return None
        return cell

    def _refuse_hidden(self, id: ObjectId, name: str) -> None:
        """Say that an object is hidden, with the way to see it."""
        objects, words = self.workspace.objects, QCoreApplication.translate("Canvas", "{name} is hidden.")
        show = WayOut(QCoreApplication.translate("Canvas", "Show"), lambda: objects.set_visible((id,), True))
        self.workspace.messages.refuse(words.format(name=name), show)

    def refuse(self, words: str) -> None:
        """Say at the pointer why nothing happens."""
        self.workspace.messages.refuse(words)

    def may_take_from(self, cell: Cell) -> bool:
        """Return whether `cell` has pixels that can be taken away; if not, it is said."""
        if self.mask(cell).area:
            return True
        self.refuse(QCoreApplication.translate("Canvas", "There is no mask on this frame to take anything away from."))
        return False

    def is_there(self, dot: Dot) -> bool:
        """Return whether a dot is still what it was when it was pressed."""
        now = self.workspace.document.prompts(dot.cell)
        return now is not None and now.clicks[dot.index : dot.index + 1] == (dot.click,)

    def mask(self, cell: Cell) -> Mask:
        """Return the mask of `cell`, an empty one of the video's size if there is none, or it is to be redrawn."""
        found = self.workspace.document.mask(cell)
        if found is not None and not self.workspace.prompts.redraws(found):
            return found.mask
        video = self.workspace.view.video
        assert video is not None, "a gesture runs on a video only"
        return Mask.empty(video.height, video.width)

    @property
    def mask_at_hand(self) -> Mask | None:
        """The active object's mask on the shown frame; None where there is none, or an empty one."""
        active = self._view_model.scene.active
        return active.mask.mask if active is not None and active.mask.mask.area else None

    def other_masks(self, cell: Cell, locked: bool | None) -> dict[ObjectId, Mask]:
        """Return the masks of the other objects that are shown on the frame of `cell`; of locked ones, or of free ones.

        `locked` None: of both. Candidates that nobody has accepted are none of them.
        """
        document, video = self.workspace.document, self.workspace.view.video
        found: dict[ObjectId, Mask] = {}
        for record in document.objects(video.id) if video is not None else ():
            at = Cell(record.id, cell.frame)
            mask = document.mask(at)
            if record.id == cell.object or not record.visible or record.candidate or mask is None or mask.empty:
                continue
            if locked is None or locked is (record.locked or document.locked(at)):
                found[record.id] = mask.mask
        return found

    def outline(self, mask: Mask) -> Outline | None:
        """Return the outline of a mask as few vertices, None of a ragged one; that of the last mask is kept."""
        if self._outline is None or self._outline[0] != mask:
            self._outline = (mask, None if is_ragged(mask) else outline_of(mask))
        return self._outline[1]

    def clamped(self, event: PointerEvent) -> ImagePoint:
        """Return the point of the image nearest to the pointer, in image pixels."""
        video = self.workspace.view.video
        assert video is not None, "a gesture runs on a video only"
        return min(max(event.x, 0.0), float(video.width)), min(max(event.y, 0.0), float(video.height))

    def dot_at(self, position: QPointF) -> Dot | None:
        """Return the active object's click under a point in widget pixels."""
        view = self._view_model.layout.view_at(position)
        if view is None:
            return None
        return dot_at(self._view_model.scene, view, position, self._view_model.compositor.style)

    def box(self) -> Box | None:
        """Return the active object's box on the shown frame."""
        active = self._view_model.scene.active
        return active.prompts.box if active is not None else None

    def show_live(
        self, cell: Cell, pixels: NDArray[np.bool_], area: ImageArea, taken: NDArray[np.bool_] | None = None
    ) -> None:
        """Show `pixels`, shape (height, width), in place of the mask of `cell`; they changed in `area` only.

        `taken`: the pixels that all others have lost.
        """
        self._live_area = self._live_area.united(area)
        self._view_model.show_live(cell.object, pixels, area, taken)

    def pan(self, by: QPointF) -> None:
        """Move the image by a distance in widget pixels."""
        self._view_model.pan(by)

    def object_at(self, event: PointerEvent) -> ObjectId | None:
        """Return the topmost object whose mask is under the pointer."""
        found = self._view_model.scene.object_at(event.x, event.y)
        return found.id if found is not None else None

    def issue_at(self, position: QPointF, *, anywhere: bool = False) -> ShownIssue | None:
        """Return the issue whose number lies under a point in widget pixels; with `anywhere`, whose region does."""
        view, model = self._view_model.layout.view_at(position), self._view_model
        if view is None or model.compositor.hidden:
            return None
        return issue_at(view, model.scene.issues, position, anywhere=anywhere)

    def select_issue_at(self, event: PointerEvent, *, anywhere: bool = False) -> bool:
        """Select the issue under the pointer. Returns whether there is one."""
        found = self.issue_at(event.widget, anywhere=anywhere)
        if found is None or found.id is None:
            return False
        self.workspace.issue_marks.select(found.id)
        return True

    def select_at(self, event: PointerEvent) -> None:
        """Select the object under the pointer, if there is one."""
        found = self.object_at(event)
        if found is not None:
            self.workspace.view.select((found,))

    def take_at(self, event: PointerEvent) -> None:
        """Accept the candidate under the pointer, if there is one; else select the object that is there."""
        candidate = self._view_model.scene.candidate_at(event.x, event.y)
        if candidate is not None:
            self.workspace.selecting.accept(candidate.id)
        else:
            self.select_at(event)

    def clear(self) -> None:
        """Remove what the gesture that has ended left on the canvas."""
        if self._live_area != _NO_AREA:
            self._view_model.show_live(None, None, self._live_area)
            self._live_area = _NO_AREA
        self.sketch = Sketch()
