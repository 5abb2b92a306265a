"""The delegate of a queue: the swatch, the name, and below it what is wrong or the category, and the video."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.project.category_checks import CategoryCheck
from app.project.model import VideoObject
from app.ui.theme.focus import paint_focus_ring
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION, UNIT
from app.ui.widgets.swatch import draw_swatch

Index = QModelIndex | QPersistentModelIndex
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
FACTS_ROLE = Qt.ItemDataRole.UserRole + 2
HEIGHT, SWATCH = 40, 16
"""Logical pixels."""


class QueueDelegate(QStyledItemDelegate):
    """Paints rows of an object, or of what is not masked, and of facts about it.

    In two lines: a reason is longer than what is left of one.
    """

    def __init__(self, theme: UiTheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row; the one in hand is marked."""
        record = index.data(RECORD_ROLE)
        if not isinstance(record, VideoObject | CategoryCheck):
            return
        palette, area = self._theme.palette, option.rect
        in_hand = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if in_hand:
            painter.fillRect(area, palette.color("accent_soft"))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, palette.color("hover"))
        left, middle = area.left() + 3 * UNIT, area.top() + (area.height() - SWATCH) / 2
        if isinstance(record, VideoObject):
            draw_swatch(painter, record.id, record.color, QRectF(left, middle, SWATCH, SWATCH))
        else:
            self._theme.icon("warning", "warning").paint(painter, QRect(left, round(middle), SWATCH, SWATCH))
        left += SWATCH + 2 * UNIT
        place = QRect(left, area.top() + 4, area.right() - left - 2 * UNIT, area.height() - 8)
        name = record.name if isinstance(record, VideoObject) else record.category
        self._draw_text(painter, place, name, str(index.data(FACTS_ROLE) or ""), option.font, in_hand)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, area, palette.color("accent_mark"))
        painter.restore()

    def _draw_text(self, painter: QPainter, place: QRect, name: str, facts: str, base: QFont, in_hand: bool) -> None:
        """Draw the name, in the middle of the row where nothing stands below it."""
        font, small = QFont(base), QFont(base)
        font.setWeight(QFont.Weight.DemiBold if in_hand else QFont.Weight.Medium)
        small.setPixelSize(CAPTION)
        upper = QRect(place.topLeft(), QSize(place.width(), 18)) if facts else place
        lower = QRect(place.left(), place.top() + 18, place.width(), 14)
        for text, chosen, color, rect in (
            (name, font, "text", upper),
            (facts, small, "text_dim" if in_hand else "text_faint", lower),
        ):
            painter.setFont(chosen)
            painter.setPen(self._theme.palette.color(color))
            elided = QFontMetrics(chosen).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided)
