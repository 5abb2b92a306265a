"""The curve of a training: J&F on held-out masklets and on the guard, look by look, from the old model's on."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from app.training.improving.training_folder import Curve
from app.ui.metrics.plots import ALIGN_LEFT, ALIGN_RIGHT, Plot, sized
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION, UNIT, Palette
from app.ui.widgets.number_format import decimal

Points = Sequence[tuple[int, float]]
"""Step and J&F."""
LEAST_SPAN = 0.1
"""Of J&F that the plot shows at least, so that noise does not look like a mountain."""
GRID = 4


class CurvePlot(Plot):
    """Two lines over the steps; the guard's is dashed, so that color alone tells nothing."""

    def __init__(self, theme: UiTheme) -> None:
        super().__init__("", "", theme)
        self.title = self.tr("J&F ON THE WAY")
        self._nothing = self.tr("The old model is measured first.")
        self._held_out: Points = ()
        self._guard: Points = ()
        self._steps = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(220)
        self.setAccessibleName(self.title)

    def show_curve(self, curve: Curve) -> None:
        """Show other looks."""
        lines = ([curve.before] if curve.before is not None else []) + list(curve.looks)
        self._held_out = [(line.step, line.held_out.jf) for line in lines if line.held_out is not None]
        self._guard = [(line.step, line.guard.jf) for line in lines if line.guard is not None]
        self._steps = max(curve.steps, *(step for step, _ in self._held_out), 1)
        told = ", ".join(f"{step}: {decimal(value, 3)}" for step, value in self._held_out)
        self.setAccessibleDescription(told or self._nothing)
        self.update()

    def _draw(self, painter: QPainter, area: QRectF, palette: Palette) -> None:
        if not self._held_out:
            super()._draw(painter, area, palette)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = sized(painter.font(), CAPTION)
        painter.setFont(small)
        painter.setPen(palette.color("text_faint"))
        painter.drawText(QRectF(area.left(), area.top(), area.width(), 18), ALIGN_LEFT, self.title)
        self._draw_legend(painter, area, palette)
        metrics = QFontMetricsF(small)
        left = metrics.horizontalAdvance("0.000") + 3 * UNIT
        plot = area.adjusted(left, 18 + 4 * UNIT, -3 * UNIT, -20)
        low, high = self._range()

        def at(point: tuple[int, float]) -> QPointF:
            x = plot.left() + plot.width() * point[0] / self._steps
            return QPointF(x, plot.bottom() - plot.height() * (point[1] - low) / (high - low))

        self._draw_grid(painter, plot, (low, high), palette)
        for points, color, style in (
            (self._guard, "text_dim", Qt.PenStyle.DashLine),
            (self._held_out, "accent_mark", Qt.PenStyle.SolidLine),
        ):
            painter.setPen(QPen(palette.color(color), 2, style))
            painter.drawPolyline(QPolygonF([at(point) for point in points]))
            painter.setPen(QPen(palette.color("panel"), 1.5))
            painter.setBrush(palette.color(color))
            for point in points:
                painter.drawEllipse(at(point), 4, 4)

    def _range(self) -> tuple[float, float]:
        values = [value for _, value in (*self._held_out, *self._guard)]
        low, high = min(values), max(values)
        spare = max(LEAST_SPAN - (high - low), 0.0) / 2 + 0.02
        return max(low - spare, 0.0), min(high + spare, 1.0)

    def _draw_grid(self, painter: QPainter, plot: QRectF, span: tuple[float, float], palette: Palette) -> None:
        low, high = span
        for number in range(GRID):
            value = low + (high - low) * number / (GRID - 1)
            y = plot.bottom() - plot.height() * number / (GRID - 1)
            painter.setPen(QPen(palette.color("border"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(palette.color("text_faint"))
            place = QRectF(plot.left() - 60, y - 8, 60 - 2 * UNIT, 16)
            painter.drawText(place, ALIGN_RIGHT, decimal(value, 2))
        below = QRectF(plot.left(), plot.bottom() + 2, plot.width(), 16)
        painter.drawText(below, ALIGN_LEFT, "0")
        painter.drawText(below, ALIGN_RIGHT, self.tr("{steps} steps").format(steps=self._steps))

    def _draw_legend(self, painter: QPainter, area: QRectF, palette: Palette) -> None:
        metrics = QFontMetricsF(painter.font())
        right = area.right() - 3 * UNIT
        for words, color, style in (
            (self.tr("sample (what must not be forgotten)"), "text_dim", Qt.PenStyle.DashLine),
            (self.tr("held-out masklets"), "accent_mark", Qt.PenStyle.SolidLine),
        ):
            width = metrics.horizontalAdvance(words) + 2
            painter.setPen(palette.color("text"))
            painter.drawText(QRectF(right - width, area.top(), width, 18), ALIGN_RIGHT, words)
            painter.setPen(QPen(palette.color(color), 2, style))
            y = area.top() + 9
            painter.drawLine(QPointF(right - width - 6 * UNIT, y), QPointF(right - width - UNIT, y))
            right -= width + 9 * UNIT
