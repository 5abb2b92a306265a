"""The layer of words: what to do when there is nothing to see, and what is special about the active object here."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QPainter

from app.ui.canvas.painting.sketch_layer import paint_label
from app.ui.canvas.painting.style import CanvasStyle


@dataclass(frozen=True, slots=True)
class Words:
    """A line that says what is the case, and one that says what to do (may be empty)."""

    title: str
    detail: str = ""


def paint_words(painter: QPainter, rect: QRectF, words: Words, style: CanvasStyle) -> None:
    """Paint words in the middle of `rect` (widget pixels), wrapped."""
    title = QFont(painter.font())
    title.setPixelSize(round(QFontInfo(painter.font()).pixelSize() * 1.35))
    title.setWeight(QFont.Weight.DemiBold)
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
    column = QRectF(0, 0, min(520.0, rect.width() - 32), rect.height())
    column.moveCenter(rect.center())
    painter.save()
    detail = painter.font()
    painter.setFont(title)
    upper = painter.boundingRect(column, wrap, words.title)
    painter.setFont(detail)
    lower = painter.boundingRect(column, wrap, words.detail)
    top = rect.center().y() - (upper.height() + (8 + lower.height() if words.detail else 0)) / 2
    painter.setFont(title)
    painter.setPen(style.text)
    painter.drawText(QRectF(column.x(), top, column.width(), upper.height()), wrap, words.title)
    painter.setFont(detail)
    painter.setPen(style.faint_text)
    below = QRectF(column.x(), top + upper.height() + 8, column.width(), lower.height())
    painter.drawText(below, wrap, words.detail)
    painter.restore()


def paint_badge(painter: QPainter, corner: QPointF, words: str, style: CanvasStyle) -> None:
    """Paint a pill at the top left of a pane; `corner` in widget pixels."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_label(painter, corner + QPointF(10, 10), words, style)
