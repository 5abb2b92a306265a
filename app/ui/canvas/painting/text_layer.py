"""The layer of text: the placeholder where there is no image, the badge of the active object, and labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QPainter

from app.ui.canvas.painting.style import CanvasStyle

BADGE_MARGIN, LABEL_PADDING = 10, 7
"""Pixels between a pane and the labels in it, and between the sides of a label and its text."""
UNBOUNDED = 10_000.0


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


def paint_badges(painter: QPainter, pane: QRectF, texts: Sequence[str], style: CanvasStyle) -> None:
    """Paint labels below each other at the top left of a pane, in widget pixels; a long one takes several lines."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = pane.top() + BADGE_MARGIN
    for text in texts:
        corner = QPointF(pane.left() + BADGE_MARGIN, top)
        top += paint_label(painter, corner, text, style, pane.width() - 2 * BADGE_MARGIN) + 4


def paint_label(painter: QPainter, corner: QPointF, text: str, style: CanvasStyle, widest: float = UNBOUNDED) -> float:
    """Paint text on a dark rounded rectangle whose top-left corner is `corner`, in widget pixels; return its height."""
    room = QRectF(0, 0, max(widest - 2 * LABEL_PADDING, 1), UNBOUNDED)
    needed = QFontMetricsF(painter.font()).boundingRect(room, Qt.TextFlag.TextWordWrap, text)
    width, height = ceil(needed.width()) + 2 * LABEL_PADDING, needed.height() + 6
    box = QRectF(corner.x(), corner.y(), width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(20, 21, 24, 215))
    painter.drawRoundedRect(box, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(style.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
    return box.height()
