"""The layer of text: the placeholder where there is no image, the badge of the active object, and labels."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter

from app.ui.canvas.painting.style import CanvasStyle


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text in place of an image: a line on why there is none, and one on what to do (may be empty)."""

    title: str
    detail: str = ""


def paint_placeholder(painter: QPainter, rect: QRectF, placeholder: Placeholder, style: CanvasStyle) -> None:
    """Paint a placeholder in the middle of `rect` (widget pixels), wrapped."""
    title = QFont(painter.font())
    title.setPixelSize(round(QFontInfo(painter.font()).pixelSize() * 1.35))
    title.setWeight(QFont.Weight.DemiBold)
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
    column = QRectF(0, 0, min(520.0, rect.width() - 32), rect.height())
    column.moveCenter(rect.center())
    painter.save()
    detail = painter.font()
    painter.setFont(title)
    upper = painter.boundingRect(column, wrap, placeholder.title)
    painter.setFont(detail)
    lower = painter.boundingRect(column, wrap, placeholder.detail)
    top = rect.center().y() - (upper.height() + (8 + lower.height() if placeholder.detail else 0)) / 2
    painter.setFont(title)
    painter.setPen(style.text)
    painter.drawText(QRectF(column.x(), top, column.width(), upper.height()), wrap, placeholder.title)
    painter.setFont(detail)
    painter.setPen(style.faint_text)
    below = QRectF(column.x(), top + upper.height() + 8, column.width(), lower.height())
    painter.drawText(below, wrap, placeholder.detail)
    painter.restore()


def paint_badges(painter: QPainter, corner: QPointF, texts: Sequence[str], style: CanvasStyle) -> None:
    """Paint labels below each other at the top left of a pane; `corner` is the pane's, in widget pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, text in enumerate(texts):
        below = QPointF(10, 10 + number * (QFontMetricsF(painter.font()).height() + 10))
        paint_label(painter, corner + below, text, style)


def paint_label(painter: QPainter, corner: QPointF, text: str, style: CanvasStyle) -> None:
    """Paint a line of text on a dark rounded rectangle whose top-left corner is `corner`, in widget pixels."""
    metrics = QFontMetricsF(painter.font())
    size = metrics.size(Qt.TextFlag.TextSingleLine, text)
    box = QRectF(corner.x(), corner.y(), size.width() + 14, size.height() + 6)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 21, 24, 215))
    painter.drawRoundedRect(box, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(style.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
