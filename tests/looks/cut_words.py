"""Finds words that have no room: a label, button, field or row that paints less than its text, and does not tell it."""

import html
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QModelIndex, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTableView,
    QToolButton,
    QWidget,
)

from app.ui.review.parts import LineButton, WideButton
from app.ui.widgets.widgets import ElidedComboBox, ElidedLabel

SLACK = 1
"""Logical pixels that text may be wider than its place: widths are rounded."""
BUTTON_SLACK = 4
"""Logical pixels that a button's text may take of its padding, which is wider."""
TOOL_PADDING = 6
"""Logical pixels that a button of the tool bars needs around its text."""
CELL_MARGIN = 4
"""Logical pixels at either side of the text of a table's cell."""
TAGS = (("<qt>", ""), ("</qt>", ""), ("<br>", "\n"))
"""Of tooltips in which there is a "<"."""


def cut_words(root: QWidget) -> list[str]:
    """Return what is cut in `root` and in all that is shown in it, each as "kind: text"."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    found = []
    for part in (root, *root.findChildren(QWidget)):
        if part.isVisible() and part.width() and not _shows_field(part):
            found += [f"{type(part).__name__}: {words}" for words in _cut_in(part)]
    return found


def _shows_field(part: QWidget) -> bool:
    """Return whether the text of a widget is that of the field in it."""
    return isinstance(part, QComboBox) and part.isEditable()


def _cut_in(part: QWidget) -> Iterator[str]:
    if isinstance(part, QHeaderView):
        yield from _cut_heads(part)
    elif isinstance(part, QAbstractItemView):
        yield from _cut_rows(part)
    elif (text := _text_of(part)) and not _told(part, text) and (_too_long(part, text) or _hidden(part)):
        yield text


def _text_of(part: QWidget) -> str:
    """Return what a widget says in words."""
    if isinstance(part, QToolButton) and part.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return "" if not part.icon().isNull() else part.text()
    if isinstance(part, QComboBox):
        return part.currentText()
    if isinstance(part, QLineEdit):
        return part.text() or part.placeholderText()
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def _told(part: QWidget, text: str) -> bool:
    """Return whether a line that is elided by design has its whole text as the tooltip, and shows a good part of it."""
    elides = isinstance(part, ElidedLabel | ElidedComboBox | LineButton | WideButton | QLineEdit)
    part.grab()  # the tooltip follows what is painted
    return bool(elides) and _plain(text) in _plain(part.toolTip()) and not _hidden(part)


def _plain(text: str) -> str:
    if text.startswith("<qt>"):
        for mark, sign in TAGS:
            text = text.replace(mark, sign)
        text = html.unescape(text)
    return " ".join(text.replace("&&", "&").split())


def _too_long(part: QWidget, text: str) -> bool:
    """Return whether a text needs more than the widget's place."""
    metrics = part.fontMetrics()
    if isinstance(part, QLabel):
        return _label_too_long(part, text)
    bare = text.replace("&&", "\0").replace("&", "").replace("\0", "&") if isinstance(part, QAbstractButton) else text
    return max(map(metrics.horizontalAdvance, bare.split("\n"))) > _room(part) + SLACK


def _label_too_long(part: QLabel, text: str) -> bool:
    area = part.contentsRect()
    margin = 2 * part.margin()
    room = QRect(0, 0, area.width() - margin, 1 << 20)
    flags = Qt.TextFlag.TextWordWrap if part.wordWrap() and not isinstance(part, ElidedLabel) else Qt.TextFlag(0)
    needed = part.fontMetrics().boundingRect(room, flags.value, text)
    return needed.width() > room.width() + SLACK or needed.height() > area.height() - margin + SLACK


def _room(part: QWidget) -> int:
    """Return how many pixels wide a text of a widget can be."""
    style = part.style()
    if isinstance(part, QComboBox):
        combo = QStyleOptionComboBox()
        part.initStyleOption(combo)
        field = QStyle.SubControl.SC_ComboBoxEditField
        return style.subControlRect(QStyle.ComplexControl.CC_ComboBox, combo, field, part).width()
    if isinstance(part, QLineEdit):
        margins = part.textMargins()
        return part.contentsRect().width() - margins.left() - margins.right()
    option = QStyleOptionButton()
    if isinstance(part, QCheckBox | QRadioButton):
        part.initStyleOption(option)
        box = isinstance(part, QCheckBox)
        content = QStyle.SubElement.SE_CheckBoxContents if box else QStyle.SubElement.SE_RadioButtonContents
        return style.subElementRect(content, option, part).width()
    icon = 0
    if isinstance(part, QAbstractButton) and not part.icon().isNull():
        icon = part.iconSize().width() + 4
    if isinstance(part, QPushButton):
        part.initStyleOption(option)
        return style.subElementRect(QStyle.SubElement.SE_PushButtonContents, option, part).width() - icon + BUTTON_SLACK
    if isinstance(part, QToolButton) and part.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextUnderIcon:
        icon = 0
    return part.width() - icon - TOOL_PADDING


def _hidden(part: QWidget) -> bool:
    """Return whether a part of a widget lies outside of what it is in, where nobody can scroll to it."""
    area, around = part.rect(), part
    while not around.isWindow() and (parent := around.parentWidget()) is not None:
        area = area.translated(around.pos())
        inside, scroll = parent.rect(), parent.parentWidget()
        if isinstance(scroll, QAbstractScrollArea) and parent is scroll.viewport():
            inside = _scrolled(scroll, inside)
        if not inside.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(area):
            return True
        around = parent
        if isinstance(scroll, QAbstractScrollArea) and inside != parent.rect():
            area = area.intersected(parent.rect())
            if area.isEmpty():
                return False
    return False


def _scrolled(scroll: QAbstractScrollArea, inside: QRect) -> QRect:
    """Return all that can be brought into view."""
    far = 1 << 20
    down, across = scroll.verticalScrollBar(), scroll.horizontalScrollBar()
    if down.maximum() > 0:
        inside = inside.adjusted(0, -far, 0, far)
    if across.maximum() > 0 and scroll.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        inside = inside.adjusted(-far, 0, far, 0)
    return inside


def _cut_heads(head: QHeaderView) -> Iterator[str]:
    model = head.model()
    if model is None or head.orientation() is Qt.Orientation.Vertical:
        return
    for section in range(head.count()):
        text = str(model.headerData(section, head.orientation()) or "")
        tip = str(model.headerData(section, head.orientation(), Qt.ItemDataRole.ToolTipRole) or "")
        hidden = head.isSectionHidden(section)
        if not hidden and text not in tip and head.sectionSizeHint(section) > head.sectionSize(section) + 2 * SLACK:
            yield text


def _cut_rows(view: QAbstractItemView) -> Iterator[str]:
    """Return the rows in view whose text has no room, and no tooltip that tells it."""
    model = view.model()
    if model is None or not isinstance(view, QListView | QTableView):
        return
    columns = model.columnCount() if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(), 60)):
        for column in range(columns):
            index = model.index(row, column)
            if isinstance(view, QListView) and (view.isRowHidden(row) or column != view.modelColumn()):
                index = model.index(row, view.modelColumn())
            text = str(index.data() or "")
            if text and view.visualRect(index).intersects(view.viewport().rect()) and _row_cut(view, index, text):
                yield text


def _row_cut(view: QAbstractItemView, index: QModelIndex, text: str) -> bool:
    tip = _plain(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
    if all(_plain(part) in tip for part in text.split("  ·  ")):
        return False
    place = view.visualRect(index)
    if isinstance(view, QTableView) and view.wordWrap():
        room = QRect(0, 0, place.width() - 2 * CELL_MARGIN, 1 << 20)
        needed = view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap.value, text)
        return needed.width() > room.width() + SLACK or needed.height() > place.height() + SLACK
    return view.sizeHintForIndex(index).width() > place.width() + SLACK
