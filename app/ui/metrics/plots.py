"""Plots in the colors of the theme: bars with their values, and a line beside the paper's; on a widget or a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import BODY, CAPTION, UNIT, Palette

ROW = 24
"""Logical pixels from bar to bar."""
BAR = 10
PICTURE = QSize(720, 360)
PICTURE_SCALE = 2.0
MOST_ROWS = 6
LABELS = 4
"""Labels below a line: the first, the last, and some between."""
ALIGN_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
ALIGN_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class PlotMark:
    """A value with its name and its text; `color` is a token of the theme."""

    name: str
    value: float
    text: str
    color: str = "accent_mark"


class Plot(QWidget):
    """A titled plot; subclasses draw what is below the title. Empty: says so in `nothing`."""

    def __init__(self, title: str, nothing: str, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._nothing = nothing
        self._theme = theme
        self._marks: tuple[PlotMark, ...] = ()
        self.setMinimumSize(220, 176)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        theme.changed.connect(self.update)

    def show_marks(self, marks: Sequence[PlotMark]) -> None:
        """Show other values."""
        self._marks = tuple(marks)
        self.setAccessibleDescription(", ".join(f"{mark.name}: {mark.text}" for mark in self._marks) or self._nothing)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plot in the theme's colors."""
        painter = QPainter(self)
        painter.setFont(self.font())
        self._draw(painter, QRectF(self.rect()), self._theme.palette)
        painter.end()

    def picture(self) -> QImage:
        """Return the plot as a picture of its own, in the theme's colors."""
        image = QImage(PICTURE * PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(PICTURE_SCALE)
        image.fill(self._theme.palette.color("panel"))
        painter = QPainter(image)
        painter.setFont(self.font())
        margin = 4 * UNIT
        area = QRectF(0, 0, PICTURE.width(), PICTURE.height()).adjusted(margin, margin, -margin, -margin)
        self._draw(painter, area, self._theme.palette)
        painter.end()
        return image

    def _draw(self, painter: QPainter, area: QRectF, palette: Palette) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = painter.font()
        painter.setFont(sized(base, CAPTION, QFont.Weight.DemiBold))
        painter.setPen(palette.color("text_faint"))
        painter.drawText(QRectF(area.left(), area.top(), area.width(), 18), ALIGN_LEFT, self.title)
        painter.setFont(sized(base, BODY))
        below = area.adjusted(0, 18 + 2 * UNIT, 0, 0)
        if self._marks:
            self._draw_marks(painter, below, palette)
        else:
            painter.setPen(palette.color("text_faint"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(below, flags, self._nothing)

    def _draw_marks(self, painter: QPainter, area: QRectF, palette: Palette) -> None:
        raise NotImplementedError


class BarPlot(Plot):
    """Bars below each other: name, bar, value."""

    def _draw_marks(self, painter: QPainter, area: QRectF, palette: Palette) -> None:
        """Draw the bars that have room."""
        metrics = QFontMetricsF(painter.font())
        marks = self._marks[:MOST_ROWS]
        names = min(max(metrics.horizontalAdvance(mark.name) for mark in marks), area.width() * 0.42)
        values = max(metrics.horizontalAdvance(mark.text) for mark in marks)
        left = area.left() + names + 3 * UNIT
        longest = max(area.right() - left - values - 2 * UNIT, 8.0)
        most = max(mark.value for mark in marks) or 1.0
        for place, mark in enumerate(marks):
            top = area.top() + place * ROW
            line = QRectF(area.left(), top, names, ROW)
            painter.setPen(palette.color("text_dim"))
            name = metrics.elidedText(mark.name, Qt.TextElideMode.ElideRight, names + 1)
            painter.drawText(line, ALIGN_LEFT, name)
            width = max(longest * mark.value / most, 2.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("border"))
            painter.drawRoundedRect(QRectF(left, top + (ROW - BAR) / 2, longest, BAR), 3, 3)
            painter.setBrush(palette.color(mark.color))
            painter.drawRoundedRect(QRectF(left, top + (ROW - BAR) / 2, width, BAR), 3, 3)
            painter.setPen(palette.color("text"))
            painter.drawText(QRectF(area.right() - values, top, values, ROW), ALIGN_RIGHT, mark.text)


class LinePlot(Plot):
    """A value over time, with levels to compare it with as dashed lines."""

    def __init__(self, title: str, nothing: str, theme: UiTheme, levels: Sequence[PlotMark] = ()) -> None:
        super().__init__(title, nothing, theme)
        self._levels = tuple(levels)

    def _draw_marks(self, painter: QPainter, area: QRectF, palette: Palette) -> None:
        """Draw levels, line and dots, and what is below them."""
        small = sized(painter.font(), CAPTION)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        names = max((metrics.horizontalAdvance(level.name) for level in self._levels), default=0.0)
        plot = area.adjusted(UNIT, 2 * UNIT, -names - 3 * UNIT, -18)
        most = 1.1 * max(mark.value for mark in (*self._marks, *self._shown_levels()))

        def at(value: float) -> float:
            return plot.bottom() - plot.height() * value / most

        painter.setPen(QPen(palette.color("border_strong"), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        for level in self._shown_levels():
            y = at(level.value)
            painter.setPen(QPen(palette.color("text_faint"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(palette.color("text_faint"))
            painter.drawText(QRectF(plot.right() + 2 * UNIT, y - 8, names + UNIT, 16), ALIGN_LEFT, level.name)
        points = [QPointF(x, at(mark.value)) for x, mark in zip(self._places(plot), self._marks, strict=True)]
        painter.setPen(QPen(palette.color("accent_mark"), 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(palette.color("accent_mark"))
        painter.setPen(QPen(palette.color("panel"), 1.5))
        for point in points:
            painter.drawEllipse(point, 4, 4)
        self._draw_labels(painter, plot, points, palette)

    def _shown_levels(self) -> tuple[PlotMark, ...]:
        """Return the levels near the values: one far above would press all that is of interest to the ground."""
        most = max(mark.value for mark in self._marks)
        return tuple(level for level in self._levels if level.value <= max(3 * most, 10.0))

    def _places(self, plot: QRectF) -> list[float]:
        count = len(self._marks)
        margin = 5 * UNIT
        if count == 1:
            return [plot.center().x()]
        return [plot.left() + margin + (plot.width() - 2 * margin) * index / (count - 1) for index in range(count)]

    def _draw_labels(self, painter: QPainter, plot: QRectF, points: list[QPointF], palette: Palette) -> None:
        """Name some places below the line, and say the last value beside its dot."""
        metrics = QFontMetricsF(painter.font())
        painter.setPen(palette.color("text_faint"))
        step = max(-(-len(points) // LABELS), 1)
        for index in range(len(points) - 1, -1, -step):
            width = metrics.horizontalAdvance(self._marks[index].name) + 2
            left = min(max(points[index].x() - width / 2, plot.left()), plot.right() - width)
            painter.drawText(QRectF(left, plot.bottom() + 2, width, 16), ALIGN_LEFT, self._marks[index].name)
        painter.setPen(palette.color("text"))
        width = metrics.horizontalAdvance(self._marks[-1].text) + 2
        x = min(max(points[-1].x() - width / 2, plot.left()), plot.right() - width)
        y = points[-1].y() - 22 if points[-1].y() - 22 >= plot.top() - 2 * UNIT else points[-1].y() + 6
        place = QRectF(x, y, width, 16)
        painter.fillRect(place.adjusted(-2, 2, 2, -2), palette.color("panel"))  # no level goes through it
        painter.drawText(place, ALIGN_LEFT, self._marks[-1].text)


def sized(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font in another size and weight."""
    made = QFont(font)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made
