"""The edge of the column of names that can be dragged: names are as wide as the person wants them."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme.theme import Theme

WIDTH = 7


class ColumnGrip(QWidget):
    """Lies over the edge, as high as its parent. `dragged` carries the x of the edge, `fit_requested` follows a double
    click."""

    dragged = Signal(int)
    fit_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lit = False
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setToolTip(self.tr("Drag to make the names wider; double click to fit them"))

    def put(self, edge: int, height: int) -> None:
        """Lie over an edge."""
        self.setGeometry(edge - WIDTH // 2 - 1, 0, WIDTH, height)
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the edge while the pointer is on it."""
        if self._lit:
            QPainter(self).fillRect(WIDTH // 2 - 1, 0, 2, self.height(), self._theme.palette.color("accent_mark"))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        super().enterEvent(event)
        self._light(lit=True)

    def leaveEvent(self, event: QEvent) -> None:
        """Go out."""
        super().leaveEvent(event)
        self._light(lit=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the edge along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(round(self.mapToParent(event.position()).x()))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Ask for the width that fits."""
        self.fit_requested.emit()

    def _light(self, *, lit: bool) -> None:
        self._lit = lit
        self.update()
