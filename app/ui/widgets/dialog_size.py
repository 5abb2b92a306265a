"""How large a dialog opens: as large as it is best, or as the screen allows."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 40)
"""Logical pixels that a window's frame takes, at most."""


def resize_within_screen(dialog: QWidget, width: int, height: int) -> None:
    """Resize a dialog that is about to open to at most what its screen, or a window that is larger, has room for."""
    parent = dialog.parentWidget()
    room = dialog.screen().availableSize()
    if parent is not None:
        room = room.expandedTo(parent.window().size())
    dialog.resize(QSize(width, height).boundedTo(room - FRAME))
