"""Small pieces that panels and dialogs are laid out from: headings, sections, buttons of actions."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
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


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label in one of the style's text roles."""
    made = QLabel(text)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made


class ElidedLabel(QLabel):
    """A line of text that ends in an ellipsis where there is no room; the whole of it is the tooltip then."""

    def __init__(self, role: str = "", where: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self._where = where
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        """Return next to no width: the line gives way."""
        return QSize(self.fontMetrics().averageCharWidth() * 4, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as fits."""
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), self._where, area.width())
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class Choice(QComboBox):
    """A combo box whose choice ends in an ellipsis where there is no room, which Qt leaves to plain styles.

    The wheel scrolls what it lies in: a closed list that changes under the pointer is never what a person wanted.
    """

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box as Qt does, but for the text."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self).width() - 2
        text = self.currentText()
        option.currentText = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setToolTip(plain_tip(text) if option.currentText != text else "")
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class NumberField(QSpinBox):
    """A field for a whole number that takes the keyboard only to be typed into.

    Neither its arrows nor the wheel do: keys would be dead afterwards. The wheel turns it while it is typed into.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lineEdit().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keyboard when the number itself is pressed."""
        if event.type() is QEvent.Type.MouseButtonPress and watched is self.lineEdit():
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the number while it has the keyboard; else leave the wheel to the panel."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class PanelSlider(QSlider):
    """A horizontal slider in a panel that scrolls: the wheel turns it only while it has the keyboard."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel unless the keyboard is here."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


def set_role(target: QWidget, name: str, value: str) -> None:
    """Change a property the style depends on, and dress the widget again."""
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
        words = label(name, "dim")
        words.setMinimumWidth(15 * UNIT)
        form.addRow(words, field)
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


def number_field(least: int, most: int, suffix: str = "") -> NumberField:
    """Return a field for a whole number."""
    field = NumberField()
    field.setRange(least, most)
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
    """Return tool buttons joined to one control. Which of them is down is for their owner to say."""
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
