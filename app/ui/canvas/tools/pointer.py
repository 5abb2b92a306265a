"""Qt's mouse events in the words of tools."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.tools.gesture import Button, Kind, Pointer

_BUTTONS = {Qt.MouseButton.LeftButton: Button.LEFT, Qt.MouseButton.RightButton: Button.RIGHT}
_KINDS = {
    QEvent.Type.MouseButtonPress: Kind.PRESS,
    QEvent.Type.MouseButtonDblClick: Kind.DOUBLE_PRESS,
    QEvent.Type.MouseButtonRelease: Kind.RELEASE,
    QEvent.Type.MouseMove: Kind.MOVE,
}


def pointer_at(
    kind: Kind,
    at: QPointF,
    view: View,
    style: CanvasStyle,
    button: Button = Button.NONE,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> Pointer:
    """Return an event at a widget point."""
    x, y = view.to_image(at)
    return Pointer(
        kind,
        x,
        y,
        at,
        reach=style.pick_distance * view.dpr / view.zoom,
        on_image=view.holds(x, y),
        button=button,
        shift=bool(modifiers & Qt.KeyboardModifier.ShiftModifier),
        control=bool(modifiers & Qt.KeyboardModifier.ControlModifier),
        alt=bool(modifiers & Qt.KeyboardModifier.AltModifier),
    )


def pointer_of(event: QMouseEvent, view: View, style: CanvasStyle) -> Pointer:
    """Return what a mouse event says."""
    button = _BUTTONS.get(event.button(), Button.NONE)
    return pointer_at(_KINDS[event.type()], event.position(), view, style, button, event.modifiers())
