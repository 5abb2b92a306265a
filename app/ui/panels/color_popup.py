"""The palette that a click on an object's swatch opens: colors that all eyes tell apart, and More."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QWidget

from app.project.model import Color, VideoObject
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.swatch import draw_swatch
from app.ui.widgets.widgets import column, push_button
from app.workspace.edits.objects import PALETTE

CELL = 32
COLUMNS = 4
_ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}

_NAMES = (
    str(QT_TRANSLATE_NOOP("Colors", "Sky blue")),
    str(QT_TRANSLATE_NOOP("Colors", "Orange")),
    str(QT_TRANSLATE_NOOP("Colors", "Bluish green")),
    str(QT_TRANSLATE_NOOP("Colors", "Pink")),
    str(QT_TRANSLATE_NOOP("Colors", "Yellow")),
    str(QT_TRANSLATE_NOOP("Colors", "Vermilion")),
    str(QT_TRANSLATE_NOOP("Colors", "Blue")),
    str(QT_TRANSLATE_NOOP("Colors", "Light green")),
    str(QT_TRANSLATE_NOOP("Colors", "Violet")),
    str(QT_TRANSLATE_NOOP("Colors", "Salmon")),
    str(QT_TRANSLATE_NOOP("Colors", "Turquoise")),
    str(QT_TRANSLATE_NOOP("Colors", "Brown")),
)
"""What the colors of the palette are called, in its order."""


class ColorPopup(QFrame):
    """Asks for one color; closes when there is an answer. The arrow keys go from color to color."""

    def __init__(
        self,
        record: VideoObject,
        taken: Collection[Color],
        theme: UiTheme,
        choose: Callable[[Color], object],
        ask_more: Callable[[], object],
        parent: QWidget,
    ) -> None:
        """`taken`: the colors of the other objects, which are marked. `ask_more` asks for any color."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Color of {name}").format(name=record.name))
        self._choose, self._ask_more = choose, ask_more
        self.cells = tuple(
            ColorCell(record, color, name, theme, taken=color in taken and color != record.color)
            for color, name in zip(PALETTE, _NAMES, strict=True)
        )
        grid = QGridLayout()
        grid.setSpacing(0)
        for place, cell in enumerate(self.cells):
            grid.addWidget(cell, place // COLUMNS, place % COLUMNS)
            cell.clicked.connect(lambda _checked=False, color=cell.color: self._answer(color))
        self.more = push_button(self.tr("More…"), "quiet")
        self.more.clicked.connect(self._more)
        self.setLayout(column(grid, self.more, gap=1, margin=2))

    def show_at(self, place: QPoint) -> None:
        """Show with the upper left corner at a global position, within the screen, the keyboard on the color in use."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        corner = QPoint(min(place.x(), area.right() - self.width()), min(place.y(), area.bottom() - self.height()))
        self.move(corner)
        self.show()
        used = next((cell for cell in self.cells if cell.isChecked()), self.cells[0])
        used.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from color to color with the arrows; Enter takes one, Escape none."""
        focused = next((place for place, cell in enumerate(self.cells) if cell.hasFocus()), None)
        step = _ARROWS.get(Qt.Key(event.key()))
        if focused is not None and step is not None:
            if 0 <= focused + step < len(self.cells):
                self.cells[focused + step].setFocus(Qt.FocusReason.TabFocusReason)
        elif focused is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cells[focused].click()
        else:
            super().keyPressEvent(event)

    def _answer(self, color: Color) -> None:
        self.close()
        self._choose(color)

    def _more(self) -> None:
        self.close()
        self._ask_more()


class ColorCell(QAbstractButton):
    """One color, in the shape of its object. Checked: the one in use; a dot: another object has it."""

    def __init__(self, record: VideoObject, color: Color, name: str, theme: UiTheme, *, taken: bool) -> None:
        super().__init__()
        self.color = color
        self._record = record
        self._theme = theme
        self._taken = taken
        self.setCheckable(True)
        self.setChecked(color == record.color)
        text = QCoreApplication.translate("Colors", name)
        if taken:
            text = self.tr("{color} (another object has it)").format(color=text)
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setFixedSize(QSize(CELL, CELL))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrows to the palette: a button would go to the next in a line, not in a grid."""
        event.ignore() if Qt.Key(event.key()) in _ARROWS else super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the swatch, a ring around the one in use or under the pointer, and the dot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, area = self._theme.palette, QRect(QPoint(0, 0), self.size())
        if self.isChecked() or self.hasFocus() or self.underMouse():
            painter.setPen(QPen(palette.color("accent_mark" if self.hasFocus() else "text_faint"), 2))
            painter.setBrush(palette.color("accent_soft") if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), UNIT, UNIT)
        inset = (CELL - 16) / 2
        draw_swatch(painter, self._record.id, self.color, QRectF(inset, inset, 16, 16))
        if self._taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("text_dim"))
            painter.drawEllipse(QRectF(CELL - 9, CELL - 9, 4, 4))
        painter.end()
