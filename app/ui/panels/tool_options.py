"""The tool panel: the current tool's name and hint, width and rule of the brush. It is as high for every tool."""

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.ui.canvas.canvas import Canvas
from app.ui.canvas.tools.others import OTHER_PIXELS, OtherPixels
from app.ui.canvas.tools.table import TOOLS, ToolId
from app.ui.theme.theme import UiTheme
from app.ui.widgets.widgets import (
    ElidedComboBox,
    PanelSlider,
    SteadyLabel,
    boxed,
    column,
    label,
    number_field,
    row,
    section,
)

MAX_WIDTH = 512
"""Image pixels."""


class ToolOptionsPanel(QFrame):
    """Shows the current tool of the canvas."""

    def __init__(self, canvas: Canvas, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._theme = theme
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(20, 20))
        self._name = label("")
        self._name.setStyleSheet("font-weight: 600;")
        hints = [hint for row in TOOLS.values() for hint in (row.hint, row.candidate_hint) if hint]
        self._hint = SteadyLabel([QCoreApplication.translate("Canvas", hint) for hint in hints], "dim")
        self._slider = PanelSlider()
        self._slider.setRange(1, MAX_WIDTH)
        self._width = number_field(1, MAX_WIDTH, self.tr(" px"))
        self._width.setFixedWidth(84)
        for field in (self._slider, self._width):
            field.setAccessibleName(self.tr("Brush width"))
            field.setToolTip(self.tr("Brush width, in pixels of the picture"))
        self._others = ElidedComboBox()
        self._others.setSizeAdjustPolicy(ElidedComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._others.setMinimumContentsLength(8)  # by its longest text the panel would be wider than its place
        for rule in OTHER_PIXELS.values():
            self._others.addItem(QCoreApplication.translate("Canvas", rule.title), rule.id)
        self._others.setAccessibleName(self.tr("Pixels of other objects"))
        self._others.setToolTip(self.tr("What painting does about pixels of other objects"))
        self._others.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._size = boxed(row(self._slider, self._width))
        for part in (self._size, self._others):
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        choices = boxed(column(self._others, self._size))
        body = section(self.tr("TOOL"), row(self._icon, self._name, None), self._hint, choices)
        layout = body.layout()
        assert isinstance(layout, QVBoxLayout)
        self.setObjectName("section")
        self.setLayout(layout)
        for field in (self._slider, self._width):
            field.valueChanged.connect(self._set_width)
        self._others.activated.connect(lambda _index: canvas.set_other_pixels(self._others.currentData()))
        canvas.other_pixels_changed.connect(self._show_others)
        canvas.tool_changed.connect(self._show)
        canvas.brush_radius_changed.connect(self._show_width)
        canvas.hint_changed.connect(self._hint.setText)
        self._show(canvas.tool)
        self._hint.setText(canvas.hint)
        self._show_width(canvas.brush_radius)
        self._show_others(canvas.other_pixels)

    def _show(self, tool: ToolId) -> None:
        found = TOOLS[tool]
        self._theme.set_pixmap(self._icon, found.icon, "accent_mark", 20)
        self._name.setText(QCoreApplication.translate("Canvas", found.title))
        self._others.setVisible(found.minds_others)
        self._size.setVisible(found.round)

    def _set_width(self, width: int) -> None:
        self._canvas.set_brush_radius(width / 2)

    def _show_width(self, radius: float) -> None:
        for field in (self._slider, self._width):
            field.blockSignals(True)
            field.setValue(round(2 * radius))
            field.blockSignals(False)

    def _show_others(self, rule: OtherPixels) -> None:
        self._others.setCurrentIndex(self._others.findData(rule))
