"""The layer of issues: a dashed frame with a number around a region, a number in the corner for the whole frame."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.style import CanvasStyle
from app.ui.canvas.shown_issues import ShownIssue

COLOR: Final = QColor(255, 176, 32)
INK: Final = QColor(34, 24, 0)
HIGH: Final = 20.0
"""Widget pixels a number is high, and wide with one digit."""
DIGIT: Final = 8.0
GAP: Final = 6.0


def paint_issues(painter: QPainter, view: View, issues: Sequence[ShownIssue], style: CanvasStyle) -> None:
    """Paint the issues of a frame, the selected ones heavier."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    for issue, badge in _badges(view, issues):
        if issue.region is not None:
            _paint_frame(painter, _area(view, issue), issue, style)
        painter.setPen(QPen(style.halo, 1.5) if not issue.selected else QPen(style.ink, 2.0))
        painter.setBrush(COLOR)
        painter.drawRoundedRect(badge, 4, 4)
        painter.setPen(INK)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, "?" if issue.number is None else str(issue.number))
    painter.restore()


def issue_at(view: View, issues: Sequence[ShownIssue], point: QPointF, *, anywhere: bool = False) -> ShownIssue | None:
    """Return the issue whose number lies under `point` (widget pixels), or with `anywhere` whose region does."""
    shown = list(_badges(view, issues))
    found = next((issue for issue, badge in reversed(shown) if badge.contains(point)), None)
    if found is None and anywhere:
        found = next((i for i, _ in reversed(shown) if i.region is not None and _area(view, i).contains(point)), None)
    return found


def _paint_frame(painter: QPainter, area: QRectF, issue: ShownIssue, style: CanvasStyle) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.halo, 4.0 if issue.selected else 3.0))
    painter.drawRect(area)
    pen = QPen(COLOR, 2.5 if issue.selected else 1.5)
    pen.setDashPattern([5, 3])
    painter.setPen(pen)
    painter.drawRect(area)


def _badges(view: View, issues: Sequence[ShownIssue]) -> Iterator[tuple[ShownIssue, QRectF]]:
    """Yield each issue with the place of its number: on its region's corner, else in a row at the pane's corner."""
    pane, dpr = view.pane, view.dpr
    whole = QRectF(pane.left / dpr, pane.top / dpr, pane.width / dpr, pane.height / dpr)
    corner_wide = sum(_wide(issue) + GAP for issue in issues if issue.region is None)
    right = whole.right() - corner_wide
    for issue in issues:
        wide = _wide(issue)
        if issue.region is None:
            yield issue, QRectF(right, whole.top() + GAP, wide, HIGH)
            right += wide + GAP
        else:
            corner = _area(view, issue).topLeft() - QPointF(1, HIGH)
            left = min(max(corner.x(), whole.left()), whole.right() - wide)
            top = min(max(corner.y(), whole.top()), whole.bottom() - HIGH)
            yield issue, QRectF(left, top, wide, HIGH)


def _wide(issue: ShownIssue) -> float:
    return HIGH + DIGIT * max(len(str(issue.number or "")) - 1, 0)


def _area(view: View, issue: ShownIssue) -> QRectF:
    region = issue.region
    assert region is not None
    return QRectF(view.to_widget(region.x0, region.y0), view.to_widget(region.x1, region.y1))
