"""A thin bar that shows how far something is. Unlike Qt's own it never paints on the spot: setting it is free."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import UiTheme

HEIGHT = 4


class Meter(QWidget):
    """Shows a share of 0..1; None is shown as a bar in the middle: under way, nobody knows how far."""

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share: float | None = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> float | None:
        """How far it is, 0..1, None where nobody knows."""
        return self._share

    def show_share(self, share: float | None) -> None:
        """Show how far it is."""
        if share != self._share:
            self._share = share
            words = "" if share is None else f"{share * 100:.0f} %"
            self.setAccessibleDescription(words)
            self.update()

    def sizeHint(self) -> QSize:
        """Return a thin line."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the groove and what is done."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = (self.height() - HEIGHT) / 2
        painter.setBrush(self._theme.palette.color("border_strong"))
        painter.drawRoundedRect(QRectF(0, middle, self.width(), HEIGHT), 2, 2)
        painter.setBrush(self._theme.palette.color("accent"))
        if self._share is None:
            painter.drawRoundedRect(QRectF(self.width() * 0.35, middle, self.width() * 0.3, HEIGHT), 2, 2)
        elif self._share > 0:
            painter.drawRoundedRect(QRectF(0, middle, max(self.width() * min(self._share, 1.0), 4), HEIGHT), 2, 2)
