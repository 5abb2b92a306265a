"""A thin progress bar. Unlike QProgressBar it never repaints at once, so setting its value costs nothing."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import UiTheme

HEIGHT = 4


class ProgressBar(QWidget):
    """Shows a share of 0..1, or None: running, progress unknown, drawn as a bar in the middle."""

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share: float | None = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> float | None:
        """The share shown, 0..1; None when unknown."""
        return self._share

    def show_share(self, share: float | None) -> None:
        """Show a share of 0..1, or None."""
        if share != self._share:
            self._share = share
            text = "" if share is None else f"{share * 100:.0f} %"
            self.setAccessibleDescription(text)
            self.update()

    def sizeHint(self) -> QSize:
        """Return a thin line."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the groove and the bar."""
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
