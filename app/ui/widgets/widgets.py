"""Widgets and layouts that panels and dialogs are made of: labels, buttons, number fields, rows, sections."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme.tokens import ICON, UNIT
from app.ui.widgets.tooltips import plain_tip

LONG_WORD = re.compile(r"\S{25,}")
SENTENCE_END = re.compile(r"[.?!] ")


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label in one of the style's text roles."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


def breakable(text: str) -> str:
    """Return `text` with places to break in words that no line of a panel has room for, such as a file's name."""
    return LONG_WORD.sub(lambda found: "\u200b".join(found.group()), text)


class ElidedLabel(QLabel):
    """A label that elides its text where there is no room; the tooltip has the whole text then."""

    def __init__(self, role: str = "", where: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._where = where
        self._tip = ""
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def set_tip(self, text: str) -> None:
        """Show this tooltip, which says more than the text, whether that is cut or not; empty: as before."""
        self._tip = text
        self.setToolTip(plain_tip(text))

    def minimumSizeHint(self) -> QSize:
        """Return a small width, so that the label can shrink."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def fitting(self, width: int) -> str:
        """Return what is shown of the text in `width` logical pixels."""
        return self.fontMetrics().elidedText(self.text(), self._where, width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as fits."""
        area = self.contentsRect()
        shown = self.fitting(area.width())
        self.setToolTip(plain_tip(self._tip or (self.text() if shown != self.text() else "")))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class SentencesLabel(ElidedLabel):
    """A line that leaves out whole sentences where there is no room: half a hint says nothing, or the wrong thing."""

    def fitting(self, width: int) -> str:
        """Return as many sentences as fit, the first one elided where not even that does."""
        ends = [found.start() + 1 for found in SENTENCE_END.finditer(self.text())]
        for end in (len(self.text()), *reversed(ends)):
            if self.fontMetrics().horizontalAdvance(self.text()[:end]) <= width:
                return self.text()[:end]
        return super().fitting(width)


class SteadyLabel(QLabel):
    """A wrapping label as high as the longest of `texts` needs: what is below it stays when it shows another one."""

    def __init__(self, texts: Sequence[str], role: str = "") -> None:
        super().__init__()
        self._texts = tuple(texts)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._heights: dict[tuple[int, str], int] = {}

    def heightForWidth(self, width: int) -> int:
        """Return the height that the longest text has at a width. A layout asks several times."""
        key = (width, self.font().key())
        if key not in self._heights:
            area = QRect(0, 0, width, 1 << 20)
            wrapped = (self.fontMetrics().boundingRect(area, Qt.TextFlag.TextWordWrap, text) for text in self._texts)
            self._heights[key] = max((rect.height() for rect in wrapped), default=0)
        return self._heights[key]


class ElidedComboBox(QComboBox):
    """A combo box that elides its text, which a style sheet keeps Qt from doing, or shows a shorter one.

    The wheel scrolls the panel instead: nobody wants to change a closed list in passing.
    """

    SHORT_ROLE = Qt.ItemDataRole.UserRole + 1
    """What is shown of an item in the closed box where the whole text has no room."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box as Qt does, with the elided text."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        part = QStyle.SubControl.SC_ComboBoxEditField
        width = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 2
        text = shown = self.currentText()
        if self.fontMetrics().horizontalAdvance(text) > width:
            shown = self.currentData(self.SHORT_ROLE) or text
        option.currentText = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, width)
        self.setToolTip(plain_tip(text) if option.currentText != text else "")
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class NumberField(QSpinBox):
    """A spin box that takes the focus only when its number is clicked.

    Its arrows and the wheel do not take it: single-key shortcuts would be dead afterwards.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the focus when the number itself is clicked."""
        if event.type() is QEvent.Type.MouseButtonPress and watched is self.lineEdit():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the number while it has the focus; else leave the wheel to the panel."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class PanelSlider(QSlider):
    """A horizontal slider in a panel that scrolls: the wheel moves it only while it has the focus."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the slider has the focus."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


def set_role(target: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet reads, and apply the style sheet again."""
    if target.property(name) != value:
        target.setProperty(name, value)
        target.style().unpolish(target)
        target.style().polish(target)


def column(*parts: QWidget | QLayout | None, gap: int = 2, margin: int = 0) -> QVBoxLayout:
    """Return parts below each other; None is a stretch. Gap and margin in spacing units."""
    layout = QVBoxLayout()
    _fill(layout, parts, gap, margin)
    return layout


def row(*parts: QWidget | QLayout | None, gap: int = 2, margin: int = 0) -> QHBoxLayout:
    """Return parts side by side; None is a stretch. Gap and margin in spacing units."""
    layout = QHBoxLayout()
    _fill(layout, parts, gap, margin)
    return layout


def _fill(
    layout: QHBoxLayout | QVBoxLayout, parts: tuple[QWidget | QLayout | None, ...], gap: int, margin: int
) -> None:
    layout.setSpacing(gap * UNIT)
    layout.setContentsMargins(margin * UNIT, margin * UNIT, margin * UNIT, margin * UNIT)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


def boxed(layout: QLayout, name: str = "") -> QFrame:
    """Return a frame around a layout, under a name the style knows."""
    frame = QFrame()
    if name:
        frame.setObjectName(name)
    frame.setLayout(layout)
    return frame


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area that scrolls a side panel up and down where it is higher than its place."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(content)
    return scroll


NESTED = 12
"""Layouts around each other, at most, up to the content of a panel that scrolls."""


def lay_out_now() -> None:
    """Let all that asks for another height get it at once.

    Layouts ask each other in turns to come: where a turn takes long, what is squeezed would be painted before. Qt sends
    what was posted before the call: who is asked in it posts for whoever is around, and that is sent by the next.
    """
    for _ in range(NESTED):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def show_part(part: QWidget, shown: bool) -> None:
    """Show or hide a part of a window. Before it has its place there it would be a window: it will show with that."""
    if not shown or part.parent() is not None:
        part.setVisible(shown)


def section(title: str, *parts: QWidget | QLayout | None, gap: int = 2) -> QFrame:
    """Return a titled section of a side panel."""
    body = column(label(title, "heading"), *parts, gap=gap)
    body.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
    return boxed(body, "section")


def fields(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Return named fields of a side panel. Names are equally wide in all sections, as long as they are short."""
    form = QFormLayout()
    form.setSpacing(2 * UNIT)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for name, field in rows:
        caption = label(name, "dim")
        caption.setMinimumWidth(15 * UNIT)
        form.addRow(caption, field)
    return form


def tool_button(action: QAction, name: str = "", size: int = ICON) -> QToolButton:
    """Return a flat button of an action. It takes the focus by Tab only, so that clicks leave the focus where it is."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(size, size))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    if name:
        button.setObjectName(name)
    return button


def number_field(minimum: int, maximum: int, suffix: str = "") -> NumberField:
    """Return a field for a whole number."""
    field = NumberField()
    field.setRange(minimum, maximum)
    field.setSuffix(suffix)
    field.lineEdit().setTextMargins(6, 0, 0, 0)
    return field


def push_button(text: str, kind: str = "") -> QPushButton:
    """Return a button; `kind` is primary, danger, quiet or nothing."""
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if kind:
        button.setProperty("kind", kind)
    return button


def segments(*buttons: QToolButton) -> QHBoxLayout:
    """Return tool buttons joined to a segmented control. The caller decides which of them is checked."""
    layout = row(gap=0)
    buttons[0].setProperty("first", "true")
    buttons[-1].setProperty("last", "true")
    for button in buttons:
        button.setObjectName("segment")
        layout.addWidget(button)
    return layout


def rule() -> QFrame:
    """Return a thin horizontal line."""
    line = QFrame()
    line.setObjectName("line")
    return line


def separator() -> QWidget:
    """Return a gap with a thin vertical line in its middle."""
    line = QFrame()
    line.setObjectName("line")
    line.setFixedSize(1, 20)
    line.setStyleSheet("max-height: 20px;")
    holder = QWidget()
    layout = row(line, gap=0)
    layout.setContentsMargins(UNIT, 0, UNIT, 0)
    holder.setLayout(layout)
    return holder
