"""The right panel: its lower part keeps its place and height, until the window is too low for that."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.widgets.widgets import column

UPPER_LEAST = 96
"""Logical pixels that the upper part keeps before the lower one gives way."""


class PinnedPanel(QFrame):
    """`lower` is at the bottom, as high as it needs, whatever `upper` shows; both must be able to scroll."""

    def __init__(self, upper: QWidget, lower: QWidget) -> None:
        super().__init__()
        self.setObjectName("rightpanel")
        self._lower = lower
        layout = column(upper, lower, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        """Return the size at which the lower part has given way as far as it can."""
        least = super().minimumSizeHint()
        if self._lower.isHidden():
            return least
        return QSize(least.width(), UPPER_LEAST + self._lower.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the lower part give way."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit again when a part needs another height: in another language, say."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        needed, least = self._lower.sizeHint().height(), self._lower.minimumSizeHint().height()
        self._lower.setFixedHeight(min(needed, max(least, self.height() - UPPER_LEAST)))
