"""The dialog for black and white of pictures of more than 8 bits: a live picture, how often each value is there, both
points.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QDialog, QDoubleSpinBox, QLabel, QWidget

from app.media import ValueRange
from app.project.model import FrameIndex, Video
from app.ui.theme.theme import UiTheme
from app.ui.widgets.images import to_image
from app.ui.widgets.widgets import column, fields, label, push_button, row
from app.workspace.workspace import Workspace

PICTURE = QSize(480, 270)
HISTOGRAM_HEIGHT, BINS = 72, 160
GRAB = 10
"""Logical pixels around a point within which it can be dragged."""
SHARES = (0.5, 99.5)
"""Percentiles of a picture's values that *Fit to this frame* takes."""


class ValuesDialog(QDialog):
    """Sets black and white of `video` when it is accepted; the picture is that of `frame`."""

    def __init__(
        self, workspace: Workspace, video: Video, frame: FrameIndex, theme: UiTheme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Black and white point"))
        self._workspace = workspace
        self._video = video
        self._stored: NDArray[Any] | None = None
        self._found = workspace.view.values_found or ValueRange(0.0, 255.0)
        now = workspace.view.values or self._found
        self._as_found = video.black is None
        self._picture = QLabel()
        self._picture.setMinimumSize(PICTURE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setAccessibleName(self.tr("How the frame is shown"))
        self._histogram = _Histogram(theme, now)
        self._black, self._white = self._field(self.tr("Black")), self._field(self.tr("White"))
        self._fit = push_button(self.tr("Fit to this frame"))
        self._fit.setEnabled(False)
        self._lay_out()
        self._show(now)
        self._histogram.dragged.connect(self._choose)
        for field in (self._black, self._white):
            field.valueChanged.connect(self._typed)
        workspace.videos.stored_values(video.id, frame, PICTURE.width(), self._take)

    @property
    def values(self) -> ValueRange:
        """What is black and white."""
        return self._histogram.values

    def accept(self) -> None:
        """Keep both points with the project."""
        chosen = None if self._as_found else self.values
        self._workspace.videos.set_values(
            self._video.id, None if chosen is None else chosen.black, None if chosen is None else chosen.white
        )
        super().accept()

    def _lay_out(self) -> None:
        found = push_button(self.tr("As found"))
        found.setToolTip(self.tr("The largest value of the fewest bits that hold what is there"))
        cancel, done = push_button(self.tr("Cancel")), push_button(self.tr("Apply"), "primary")
        done.setDefault(True)
        found.clicked.connect(self._choose_found)
        self._fit.clicked.connect(self._fit_to_frame)
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        points = row(fields((self.tr("Black"), self._black)), fields((self.tr("White"), self._white)), gap=4)
        words = label(
            self.tr(
                "For all frames of this video: in the window, for the model and in exports. Masks stay as they are."
            ),
            "caption",
            wrap=True,
        )
        words.setMinimumHeight(2 * words.fontMetrics().lineSpacing())
        foot = row(found, self._fit, None, cancel, done)
        self.setLayout(column(self._picture, self._histogram, points, words, foot, gap=3, margin=5))

    def _field(self, name: str) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        fine = self._found.white - self._found.black < 256
        field.setDecimals(4 if fine else 0)
        field.setSingleStep(0.01 if fine else 1)
        field.setRange(-1e9, 1e9)
        field.setKeyboardTracking(False)
        field.lineEdit().setTextMargins(6, 0, 0, 0)
        field.setAccessibleName(name)
        return field

    def _take(self, stored: NDArray[Any] | None) -> None:
        """Show the frame's values, which have come from the background."""
        self._stored = stored
        if stored is None:
            self._picture.setText(self.tr("This frame cannot be decoded."))
            return
        self._fit.setEnabled(True)
        self._histogram.set_stored(stored, self._found)
        self._draw()

    def _choose_found(self) -> None:
        self._show(self._found)
        self._as_found = True

    def _fit_to_frame(self) -> None:
        if self._stored is not None:
            black, white = (float(value) for value in np.percentile(self._stored, SHARES))
            self._choose(ValueRange(black, max(white, black + self._least())))

    def _typed(self) -> None:
        black = self._black.value()
        self._choose(ValueRange(black, max(self._white.value(), black + self._least())))

    def _choose(self, values: ValueRange) -> None:
        self._as_found = False
        self._show(values)

    def _least(self) -> float:
        """Return how far black and white are apart at least."""
        return float(10 ** -self._black.decimals())

    def _show(self, values: ValueRange) -> None:
        self._histogram.set_values(values)
        for field, value in ((self._black, values.black), (self._white, values.white)):
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self._draw()

    def _draw(self) -> None:
        if self._stored is None:
            return
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(to_image(self.values.to_8_bit(self._stored)))
        scaled = picture.scaled(
            PICTURE * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        scaled.setDevicePixelRatio(ratio)
        self._picture.setPixmap(scaled)


class _Histogram(QWidget):
    """How often each value is there, with black and white to be dragged."""

    dragged = Signal(object)
    """A ValueRange."""

    def __init__(self, theme: UiTheme, values: ValueRange) -> None:
        super().__init__()
        self._theme = theme
        self.values = values
        self._low, self._high = values.black, values.white
        self._bars: NDArray[np.float64] = np.zeros(BINS)
        self._held: str = ""
        self.setFixedHeight(HISTOGRAM_HEIGHT)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def set_stored(self, stored: NDArray[Any], found: ValueRange) -> None:
        """Count the values of a picture; the strip reaches over them, and what is black and white."""
        low = min(float(stored.min()), found.black, self.values.black)
        high = max(float(stored.max()), min(found.white, 2 * float(stored.max())), self.values.white)
        self._low, self._high = low, max(high, low + 1e-6)
        counts = np.log1p(np.histogram(stored, BINS, (self._low, self._high))[0])
        self._bars = counts / max(float(counts.max()), 1.0)
        self.update()

    def set_values(self, values: ValueRange) -> None:
        """Show other points."""
        self.values = values
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw bars, what is beyond the points dimmed, and the points."""
        painter, palette = QPainter(self), self._theme.palette
        painter.fillRect(self.rect(), palette.color("lane"))
        width = self.width() / BINS
        for index, share in enumerate(self._bars.tolist()):
            height = share * (self.height() - 4)
            bar = QRectF(index * width, self.height() - height, width, height)
            painter.fillRect(bar, palette.color("text_faint"))
        veil = QColor(palette.color("window"))
        veil.setAlpha(170)
        black, white = self._x(self.values.black), self._x(self.values.white)
        painter.fillRect(QRectF(0, 0, black, self.height()), veil)
        painter.fillRect(QRectF(white, 0, self.width() - white, self.height()), veil)
        for x, color in ((black, "text"), (white, "accent_mark")):
            inside = min(max(x, 1.0), self.width() - 1.0)
            painter.fillRect(QRectF(inside - 1, 0, 2, self.height()), palette.color(color))
            painter.fillRect(QRectF(inside - 4, 0, 8, 6), palette.color(color))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the nearer point."""
        x = event.position().x()
        self._held = "black" if abs(x - self._x(self.values.black)) <= abs(x - self._x(self.values.white)) else "white"
        self._drag(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position())

    def _drag(self, place: QPointF) -> None:
        share = min(max(place.x() / self.width(), 0.0), 1.0)
        value = self._low + share * (self._high - self._low)
        least = (self._high - self._low) / self.width()
        if self._held == "black":
            self.dragged.emit(ValueRange(min(value, self.values.white - least), self.values.white))
        else:
            self.dragged.emit(ValueRange(self.values.black, max(value, self.values.black + least)))

    def _x(self, value: float) -> float:
        return (value - self._low) / (self._high - self._low) * self.width()
