"""A part of a side panel that is as high as it needs where there is room, and scrolls where there is not."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from app.ui.widgets.widgets import lay_out_now

LEAST = 48
"""Logical pixels: one row and a half, so that it is seen that there is more."""


class ShortScroll(QScrollArea):
    """Scrolls `content` up and down; its size hint is that of the content."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWidget(content)

    def showEvent(self, event: QShowEvent) -> None:
        """Get another height: the style has given the content its own by now, and layouts remember the first."""
        super().showEvent(event)
        self.updateGeometry()
        lay_out_now()

    def sizeHint(self) -> QSize:
        """Return what the content needs."""
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the width that the content needs, and a small height."""
        content = self._content.minimumSizeHint()
        return QSize(content.width(), min(content.height(), LEAST))
