"""Issues on lanes: a flag with its number on the first frame, and a line over the frames it is about."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPolygonF

from app.project.model import Issue
from app.ui.theme.tokens import CAPTION, Palette
from app.ui.timeline.scale import Scale

HIGH: Final = 11.0
"""Logical pixels a flag is high."""
LINE: Final = 2.0
TIP: Final = 4.0


def draw_issues(
    painter: QPainter, issues: Sequence[tuple[int, Issue]], scale: Scale, top: float, palette: Palette
) -> None:
    """Draw the open issues of a lane that begins at `top`; those of the masklet as a whole are not on frames."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(CAPTION - 2)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    for number, issue in issues:
        if issue.span is None:
            continue
        left, right = scale.x(issue.span[0]), scale.x(issue.span[1] + 1)
        if right < -HIGH or left > scale.width:
            continue
        wide = painter.fontMetrics().horizontalAdvance(str(number)) + 6
        painter.fillRect(QRectF(left, top + 1, max(right - left, LINE), LINE), palette.color("warning"))
        flag = QPolygonF(
            [
                QPointF(left, top + 1),
                QPointF(left + wide, top + 1),
                QPointF(left + wide + TIP, top + 1 + HIGH / 2),
                QPointF(left + wide, top + 1 + HIGH),
                QPointF(left, top + 1 + HIGH),
            ]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("warning"))
        painter.drawPolygon(flag)
        painter.setPen(palette.color("window"))
        painter.drawText(QRectF(left, top + 1, wide, HIGH), Qt.AlignmentFlag.AlignCenter, str(number))
    painter.restore()


def issues_text(issues: Sequence[tuple[int, Issue]], frame: int) -> str:
    """Return number and words of the issues on a frame."""
    here = [(number, issue) for number, issue in issues if issue.span and issue.span[0] <= frame <= issue.span[1]]
    return ", ".join(f"{number} {issue.text}".rstrip() for number, issue in here)
