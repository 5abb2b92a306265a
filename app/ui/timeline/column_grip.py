"""The grip on the edge of the column of names: dragging it makes the column wider or narrower."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import UiTheme

WIDTH = 7


class ColumnGrip(QWidget):
    """A strip over the edge, as high as its parent. `dragged` carries the x of the edge in the parent's logical
    pixels, `fit_requested` follows a double click."""

    dragged = Signal(int)
    fit_requested = Signal()

    def __init__(self, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._highlighted = False
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(self.tr("Drag to make the names wider; double click to fit them"))

    def place(self, edge: int, height: int) -> None:
        """Cover the edge at x `edge`, `height` logical pixels high."""
        self.setGeometry(edge - WIDTH // 2 - 1, 0, WIDTH, height)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the edge while the pointer is on it."""
        if self._highlighted:
            QPainter(self).fillRect(WIDTH // 2 - 1, 0, 2, self.height(), self._theme.palette.color("accent_mark"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Highlight the edge."""
        super().enterEvent(event)
        self._highlight(on=True)

    def leaveEvent(self, event: QEvent) -> None:
        """End the highlight."""
        super().leaveEvent(event)
        self._highlight(on=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the edge."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(round(self.mapToParent(event.position()).x()))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Request the width that fits."""
        self.fit_requested.emit()

    def _highlight(self, *, on: bool) -> None:
        self._highlighted = on
        self.update()
