"""The vertices tool: the mask's outline as few corners to drag, add and delete; holes and all parts have theirs."""

from dataclasses import dataclass, field
from math import hypot

from PySide6.QtCore import QCoreApplication

from app.masks.mask import Mask
from app.masks.vertices import Outline
from app.ui.canvas.geometry import ImageArea, ImagePoint
from app.ui.canvas.painting.sketch_layer import Sketch
from app.ui.canvas.tools.context import ToolContext
from app.ui.canvas.tools.gesture import Gesture
from app.ui.canvas.tools.pointer import PointerButton, PointerEvent, PointerEventType


def vertices(context: ToolContext, press: PointerEvent) -> Gesture:
    """Drag a corner, press a side for another one, right click (or Alt) deletes one, until Enter takes all over.

    Each of these is a part that can be taken back. A press beside all corners selects the object there.
    """
    if not context.mask_at_hand:
        context.select_at(press)
        return
    cell = context.cell_to_change()
    if cell is None:
        return
    before = context.mask(cell)
    outline = context.outline(before)
    if outline is None:
        words = QCoreApplication.translate("Canvas", "The outline is too ragged for vertices: smooth it first.")
        context.refuse(words)
        return
    drawn = _EditedOutline(outline)
    if not drawn.press(press):
        context.select_at(press)
        return
    seen, after = drawn.now, before
    while drawn.begun:
        context.sketch = drawn.sketch
        if drawn.now is not seen:
            old, seen, after = after, drawn.now, drawn.now.mask()
            context.show_live(cell, after.to_array(), _area(old, after))
        event = yield
        if event.type is PointerEventType.MOVE:
            drawn.move(context.clamped(event))
        elif event.type in (PointerEventType.PRESS, PointerEventType.DOUBLE_PRESS):
            drawn.press(event)
        elif event.type is PointerEventType.RELEASE:
            drawn.release()
        elif event.type in (PointerEventType.ENTER, PointerEventType.FINISH):
            break
        elif event.type is PointerEventType.TAKE_BACK:
            drawn.take_back()
        elif event.type is PointerEventType.GIVE_BACK:
            drawn.give_back()
    now = context.mask(cell)  # a mask may have come since the press
    after = now.changed_as(before, drawn.now.mask())
    if after != now:
        title = QCoreApplication.translate("Canvas", "Edit outline")
        context.workspace.prompts.paint(cell, after, None, title)


def resting_outline(context: ToolContext) -> Sketch:
    """Return what is shown before a press: the corners of the active object's mask."""
    mask = context.mask_at_hand
    if mask is None or context.locked or context.workspace.view.playing:
        return Sketch()
    outline = context.outline(mask)
    return Sketch(rings=outline.shown) if outline is not None else Sketch()


def _area(before: Mask, after: Mask) -> ImageArea:
    """Return where either mask is."""
    return ImageArea(*(before.bbox or (0, 0, 0, 0))).united(ImageArea(*(after.bbox or (0, 0, 0, 0))))


@dataclass(slots=True)
class _EditedOutline:
    """The outline as it is `now`, those it was before each part, and those that undo took."""

    now: Outline
    parts: list[Outline] = field(default_factory=list)
    taken: list[Outline] = field(default_factory=list)
    held: tuple[int, int] | None = None
    """Ring and index of the corner that is dragged."""
    held_from: Outline | None = None
    """The outline at the press of that."""

    @property
    def begun(self) -> bool:
        """True while something is held, or was changed."""
        return self.held is not None or bool(self.parts)

    @property
    def sketch(self) -> Sketch:
        held = None if self.held is None else self.now.shown[self.held[0]][self.held[1]]
        return Sketch(rings=self.now.shown, held=held)

    def press(self, event: PointerEvent) -> bool:
        """Take hold of the corner under the pointer or of a new one on the side there, or delete a corner.

        Returns whether there was one.
        """
        corner = _corner_at(self.now, event)
        if corner is not None and (event.button is PointerButton.RIGHT or event.alt):
            self._change(self.now.without(*corner))
            return True
        if event.button is not PointerButton.LEFT or event.alt:
            return False
        side = _side_at(self.now, event) if corner is None else None
        self.held_from = self.now
        if side is not None:
            ring, after, at = side
            self.now, corner = self.now.added(ring, after, at), (ring, after + 1)
        self.held = corner
        return corner is not None

    def move(self, to: ImagePoint) -> None:
        """Drag the corner that is held."""
        if self.held is not None:
            self.now = self.now.moved(*self.held, to)

    def release(self) -> None:
        """Let go of what is held; that is a part if something has changed."""
        if self.held is not None and self.held_from is not None and self.now is not self.held_from:
            self.parts.append(self.held_from)
            self.taken.clear()
        self.held = None

    def take_back(self) -> None:
        """Put the corner that is dragged back, or take the last part back."""
        if self.held is not None and self.held_from is not None:
            self.now = self.held_from
        elif self.parts:
            self.taken.append(self.now)
            self.now = self.parts.pop()
        self.held = None

    def give_back(self) -> None:
        """Make the part again that was taken back last."""
        if self.taken and self.held is None:
            self.parts.append(self.now)
            self.now = self.taken.pop()

    def _change(self, outline: Outline) -> None:
        self.release()
        self.parts.append(self.now)
        self.taken.clear()
        self.now = outline


def _corner_at(outline: Outline, event: PointerEvent) -> tuple[int, int] | None:
    """Return ring and index of the corner nearest to the pointer that it hits."""
    hit = [
        (hypot(x - event.x, y - event.y), ring, index)
        for ring, corners in enumerate(outline.shown)
        for index, (x, y) in enumerate(corners)
        if event.hits((x, y))
    ]
    return min(hit)[1:] if hit else None


def _side_at(outline: Outline, event: PointerEvent) -> tuple[int, int, ImagePoint] | None:
    """Return ring, the corner it begins at, and the nearest point of the side that the pointer hits."""
    hit: list[tuple[float, int, int, ImagePoint]] = []
    for ring, corners in enumerate(outline.shown):
        for index, (x, y) in enumerate(corners):
            next_x, next_y = corners[(index + 1) % len(corners)]
            dx, dy = next_x - x, next_y - y
            along = ((event.x - x) * dx + (event.y - y) * dy) / (dx * dx + dy * dy or 1.0)
            at = x + dx * min(max(along, 0.0), 1.0), y + dy * min(max(along, 0.0), 1.0)
            if event.hits(at):
                hit.append((hypot(at[0] - event.x, at[1] - event.y), ring, index, at))
    return min(hit)[1:] if hit else None
