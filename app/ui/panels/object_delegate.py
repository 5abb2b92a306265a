"""The delegate of the object list: paints a row, with an eye and a lock that can be clicked."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.project.model import Judgement, Stage
from app.ui.panels.name_delegate import NameDelegate
from app.ui.panels.object_model import ObjectRole
from app.ui.panels.object_row import ObjectRow, object_facts
from app.ui.panels.ordered_model import Index
from app.ui.theme.focus import paint_focus_ring
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import CAPTION
from app.ui.widgets.coverage_text import annotated_text
from app.ui.widgets.swatch import draw_swatch
from app.ui.widgets.tooltips import plain_tip

HEIGHT = 46
_LEFT = 38
_GLYPH = 16

_VERDICT_ICONS = {
    Judgement.SATISFACTORY: ("saved", "good"),
    Judgement.UNSATISFACTORY: ("warning", "warning"),
    Judgement.REJECTED: ("absent", "danger"),
}


class ObjectDelegate(NameDelegate):
    """Paints rows. `eye_clicked`, `lock_clicked` and `swatch_clicked` carry the index."""

    eye_clicked = Signal(object)
    lock_clicked = Signal(object)
    swatch_clicked = Signal(object)

    def __init__(self, theme: UiTheme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(160, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row: swatch, name, facts, bar, eye and lock."""
        row = index.data(ObjectRole.ROW)
        if not isinstance(row, ObjectRow):
            return
        palette, area = self._theme.palette, option.rect
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(area, palette.color("accent_soft" if row.active else "lane_selected"))
        elif hovered:
            painter.fillRect(area, palette.color("hover"))
        if row.active:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), palette.color("accent"))
        draw_swatch(painter, row.record.id, row.record.color, QRectF(swatch_rect(area)), hollow=not row.record.visible)
        right = self._draw_glyphs(painter, area, row, hovered or selected)
        self._draw_text(painter, area, right, row, option.font)
        self._draw_present(painter, area, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus_ring(painter, area, palette.color("accent_mark"))
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Put the field over the name."""
        area = option.rect
        editor.setGeometry(QRect(area.left() + _LEFT - 5, area.top() + 3, area.width() - _LEFT - 50, 22))

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Emit the signal of a clicked glyph; such a click does not select."""
        if isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton:
            point = event.position().toPoint()
            for area, signal in (
                (eye_rect(option.rect), self.eye_clicked),
                (lock_rect(option.rect), self.lock_clicked),
                (swatch_rect(option.rect), self.swatch_clicked),
            ):
                if area.adjusted(-4, -6, 4, 6).contains(point):
                    if event.type() is QEvent.Type.MouseButtonRelease:
                        signal.emit(index)
                    return True
        return super().editorEvent(event, model, option, index)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Show a tooltip for the glyph or for the row."""
        row = index.data(ObjectRole.ROW)
        if not isinstance(row, ObjectRow):
            return False
        point = event.pos()
        if eye_rect(option.rect).adjusted(-4, -6, 4, 6).contains(point):
            text = self.tr("Hide masks") if row.record.visible else self.tr("Show masks")
        elif lock_rect(option.rect).adjusted(-4, -6, 4, 6).contains(point):
            text = self.tr("Unlock") if row.record.locked else self.tr("Lock against changes")
        elif swatch_rect(option.rect).adjusted(-4, -6, 4, 6).contains(point):
            text = self.tr("Change color")
        else:
            text = "\n".join((row.record.name, annotated_text(row.coverage), *object_facts(row)))
        QToolTip.showText(event.globalPos(), plain_tip(text), view)
        return True

    def _draw_text(self, painter: QPainter, area: QRect, right: int, row: ObjectRow, base: QFont) -> None:
        palette = self._theme.palette
        font = QFont(base)
        font.setWeight(QFont.Weight.DemiBold if row.active else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(palette.color("text"))
        rect = QRect(area.left() + _LEFT, area.top() + 6, right - area.left() - _LEFT - 4, 20)
        name = QFontMetrics(font).elidedText(row.record.name, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, name)
        small = QFont(base)
        small.setPixelSize(CAPTION)
        painter.setFont(small)
        painter.setPen(palette.color("text_dim" if row.active else "text_faint"))
        rect = QRect(area.left() + _LEFT, area.top() + 24, area.width() - _LEFT - 12, 14)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, _fitting(object_facts(row), small, rect.width()))

    def _draw_present(self, painter: QPainter, area: QRect, row: ObjectRow) -> None:
        track = QRectF(area.left() + _LEFT, area.bottom() - 4, area.width() - _LEFT - 12, 2)
        painter.fillRect(track, self._theme.palette.color("border"))
        share = row.coverage.present_share
        if share > 0:
            color = row.record.color
            painter.setBrush(Qt.BrushStyle.NoBrush)
            filled = QRectF(track.left(), track.top(), max(track.width() * share, 2), 2)
            shade = self._theme.palette.color("text_dim")
            shade.setRgb(color.red, color.green, color.blue)
            painter.fillRect(filled, shade)

    def _draw_glyphs(self, painter: QPainter, area: QRect, row: ObjectRow, always: bool) -> int:
        """Draw eye, lock and verdict at the right; return the x where they begin."""
        left = area.right() - 8
        if always or not row.record.visible:
            icon = "eye" if row.record.visible else "eye-off"
            self._theme.icon(icon, "text_dim" if row.record.visible else "text").paint(painter, eye_rect(area))
            left = eye_rect(area).left()
        if always or row.record.locked:
            icon = "lock" if row.record.locked else "unlock"
            self._theme.icon(icon, "text" if row.record.locked else "text_faint").paint(painter, lock_rect(area))
            left = lock_rect(area).left()
        if row.record.tags:
            left = min(left, lock_rect(area).left()) - 20
            self._theme.icon("tag", "text_faint").paint(painter, QRect(left, area.top() + 8, _GLYPH, _GLYPH))
        if row.verdict is not None:
            icon, color = _VERDICT_ICONS[row.verdict.judgement]
        elif row.record.stage is not Stage.ANNOTATION:
            icon, color = ("auto" if row.record.stage is Stage.SELECTION else "clock", "text_faint")
        else:
            return left
        left = min(left, lock_rect(area).left()) - 20
        self._theme.icon(icon, color).paint(painter, QRect(left, area.top() + 8, _GLYPH, _GLYPH))
        return left


def _fitting(facts: Sequence[str], font: QFont, width: int) -> str:
    """Return as many of the facts as have room, the first one at any rate: half a word says nothing."""
    metrics = QFontMetrics(font)
    lines = (" · ".join(facts[:count]) for count in range(len(facts), 0, -1))
    fitting = next((line for line in lines if metrics.horizontalAdvance(line) <= width), facts[0])
    return metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, width)


def swatch_rect(row: QRect) -> QRect:
    """Return where the swatch of a row is."""
    return QRect(row.left() + 14, row.top() + 9, 14, 14)


def eye_rect(row: QRect) -> QRect:
    """Return where the eye of a row is."""
    return QRect(row.right() - 26, row.top() + 8, _GLYPH, _GLYPH)


def lock_rect(row: QRect) -> QRect:
    """Return where the lock of a row is."""
    return QRect(row.right() - 50, row.top() + 8, _GLYPH, _GLYPH)
