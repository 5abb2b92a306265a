"""Pointer events: Qt's mouse events in image pixels, as tools read them."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from app.ui.canvas.geometry import ImagePoint, View
from app.ui.canvas.painting.style import CanvasStyle


class PointerEventType(Enum):
    """What happened. Those from ENTER on come from keys and commands while a gesture is under way."""

    PRESS = "press"
    DOUBLE_PRESS = "double press"
    MOVE = "move"
    RELEASE = "release"
    ENTER = "enter"
    FINISH = "finish"
    """Something else is going to be done."""
    TAKE_BACK = "take back"
    GIVE_BACK = "give back"


class PointerButton(Enum):
    """The mouse button an event is about."""

    NONE = "none"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class PointerEvent:
    """One event. (`x`, `y`) in image pixels, maybe outside the image; `widget` the same point in widget pixels.

    `hit_radius` is how many image pixels away something still counts as hit.
    """

    type: PointerEventType
    x: float
    y: float
    widget: QPointF
    hit_radius: float
    on_image: bool
    button: PointerButton = PointerButton.NONE
    shift: bool = False
    control: bool = False
    alt: bool = False

    def hits(self, point: ImagePoint) -> bool:
        """Return whether a point in image pixels lies within `hit_radius`."""
        return (self.x - point[0]) ** 2 + (self.y - point[1]) ** 2 <= self.hit_radius**2


_BUTTONS = {Qt.MouseButton.LeftButton: PointerButton.LEFT, Qt.MouseButton.RightButton: PointerButton.RIGHT}
_TYPES = {
    QEvent.Type.MouseButtonPress: PointerEventType.PRESS,
    QEvent.Type.MouseButtonDblClick: PointerEventType.DOUBLE_PRESS,
    QEvent.Type.MouseButtonRelease: PointerEventType.RELEASE,
    QEvent.Type.MouseMove: PointerEventType.MOVE,
}


def event_at(
    type: PointerEventType,
    position: QPointF,
    view: View,
    style: CanvasStyle,
    button: PointerButton = PointerButton.NONE,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> PointerEvent:
    """Return an event at `position`, in widget pixels, of a pane with this `view`."""
    x, y = view.to_image(position)
    return PointerEvent(
        type,
        x,
        y,
        position,
        hit_radius=style.pick_distance * view.dpr / view.zoom,
        on_image=view.holds(x, y),
        button=button,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
    )


def event_of_no_mouse(type: PointerEventType) -> PointerEvent:
    """Return an event that a key or a command has made: it is at no place."""
    return PointerEvent(type, 0.0, 0.0, QPointF(), hit_radius=0.0, on_image=False)


def from_mouse(event: QMouseEvent, view: View, style: CanvasStyle) -> PointerEvent:
    """Return a press, move or release of the mouse as a pointer event; a middle button counts as none."""
    button = _BUTTONS.get(event.button(), PointerButton.NONE)
    return event_at(_TYPES[event.type()], event.position(), view, style, button, event.modifiers())
