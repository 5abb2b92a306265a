"""The panel of mask operations: previews one on the canvas, and applies it to one frame or many."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.panels.operation_table import OPERATIONS, OperationId, OperationRow, operation_text
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import (
    ElidedComboBox,
    PanelSlider,
    boxed,
    column,
    label,
    number_field,
    push_button,
    row,
    section,
)
from app.workspace.workspace import Workspace

PREVIEW_MS = 30
HERE, RANGE, EVERYWHERE = range(3)
"""Choices of frames, in their order."""


class OperationsPanel(QFrame):
    """A chosen operation is previewed on the canvas. Apply changes the masks, in one step of the history."""

    preview_changed = Signal(object)
    """A Mask for the canvas to show, or None."""
    opened = Signal(object)
    """The widget that asks how to do the operation that was chosen."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._current: OperationRow | None = None
        self._buttons = {id: self._button(OPERATIONS[id], theme) for id in OPERATIONS}
        self._amount_name = label("", "dim")
        self._slider = PanelSlider()
        self._amount = number_field(1, 1)
        self._amount.setFixedWidth(76)
        self._scope = ElidedComboBox()
        self._scope.addItems([self.tr("This frame"), self.tr("Between in and out"), self.tr("All frames")])
        self._scope.setAccessibleName(self.tr("Frames to change"))
        self._scope.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._apply = push_button(self.tr("Apply"), "primary")
        self._cancel = push_button(self.tr("Cancel"), "quiet")
        self._form = self._lay_out()
        self._preview_timer = QTimer(self, interval=PREVIEW_MS, singleShot=True)
        self._preview_timer.timeout.connect(self._preview)
        self._connect()
        self._enable_buttons()
        self._follow_range()

    def choose(self, id: OperationId | None) -> None:
        """Preview an operation, or stop doing so."""
        self._current = OPERATIONS[id] if id is not None else None
        for other, button in self._buttons.items():
            button.setChecked(other is id)
        current = self._current
        if current is not None:
            for field in (self._slider, self._amount):
                field.blockSignals(True)
                field.setRange(1, max(current.maximum, 1))
                field.setValue(current.default)
                field.blockSignals(False)
            self._amount_name.setText(operation_text(current.amount))
            for field in (self._slider, self._amount):
                field.setAccessibleName(operation_text(current.amount))
            for part in (self._slider, self._amount, self._amount_name):
                part.setVisible(bool(current.amount))
            self._scope.setCurrentIndex(RANGE if self._workspace.view.range is not None else HERE)
        self._form.setVisible(current is not None)
        if current is not None:
            self.opened.emit(self._form)
        self._preview_timer.start()

    def apply(self) -> None:
        """Apply the operation to the chosen frames of the selected objects."""
        workspace, current, video = self._workspace, self._current, self._workspace.view.video
        if current is None or video is None:
            return
        first, last = workspace.view.frame, workspace.view.frame
        if self._scope.currentIndex() == RANGE and workspace.view.range is not None:
            first, last = workspace.view.range
        elif self._scope.currentIndex() == EVERYWHERE:
            first, last = type(first)(0), type(first)(video.frame_count - 1)
        operation = current.make(self._amount.value())
        self.choose(None)
        workspace.masks.apply(workspace.view.selection, first, last, operation, operation_text(current.title))

    def _button(self, row: OperationRow, theme: UiTheme) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setObjectName("operation")
        button.setText(operation_text(row.title))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(operation_text(row.title))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.set_icon(button, row.id.value)
        button.clicked.connect(lambda checked: self.choose(row.id if checked else None))
        return button

    def _lay_out(self) -> QFrame:
        amount = row(self._slider, self._amount)
        buttons = row(None, self._cancel, self._apply)
        form = boxed(column(self._amount_name, amount, self._scope, buttons))
        form.setVisible(False)
        body = section(self.tr("CLEAN UP MASKS"), self._grid(), form)
        layout = body.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(2 * UNIT)
        self.setObjectName("section")
        self.setLayout(layout)
        return form

    def _grid(self) -> QGridLayout:
        """Return the buttons in columns of equal width, in the order of the table from top to bottom."""
        grid = QGridLayout()
        grid.setSpacing(UNIT)
        rows = (len(self._buttons) + 1) // 2
        for place, button in enumerate(self._buttons.values()):
            grid.addWidget(button, place % rows, place // rows)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        return grid

    def _connect(self) -> None:
        workspace = self._workspace
        self._slider.valueChanged.connect(self._amount.setValue)
        self._amount.valueChanged.connect(self._slider.setValue)
        self._amount.valueChanged.connect(lambda _value: self._preview_timer.start())
        self._apply.clicked.connect(self.apply)
        self._cancel.clicked.connect(lambda: self.choose(None))
        workspace.view.image_ready.connect(self._update)
        workspace.editor.changed.connect(self._update)
        workspace.view.selection_changed.connect(self._update)
        workspace.view.range_changed.connect(self._follow_range)

    def _update(self, *_what: object) -> None:
        self._enable_buttons()
        if self._current is not None:
            self._preview_timer.start()

    def _enable_buttons(self) -> None:
        """Enable the buttons while the active object has masks to clean up; else their tooltips say why not."""
        refusal = self._refusal()
        for id, button in self._buttons.items():
            button.setEnabled(not refusal)
            button.setToolTip(plain_tip(refusal) or operation_text(OPERATIONS[id].title))
        if refusal and self._current is not None:
            self.choose(None)

    def _refusal(self) -> str:
        document, active = self._workspace.document, self._workspace.view.active_object
        record = document.object(active) if active is not None else None
        if record is None:
            return self.tr("Select an object first.")
        if record.locked:
            return self.tr("{name} is locked.").format(name=record.name)
        return "" if document.mask_frames(record.id) else self.tr("{name} has no mask yet.").format(name=record.name)

    def _follow_range(self) -> None:
        """Let the range be chosen only while there is one."""
        items = self._scope.model()
        assert isinstance(items, QStandardItemModel)
        has = self._workspace.view.range is not None
        items.item(RANGE).setEnabled(has)
        if not has and self._scope.currentIndex() == RANGE:
            self._scope.setCurrentIndex(HERE)

    def _preview(self) -> None:
        cell = self._workspace.view.cell
        now = self._workspace.document.mask(cell) if cell is not None else None
        if self._current is None or now is None:
            self.preview_changed.emit(None)
        else:
            self.preview_changed.emit(self._current.make(self._amount.value())(now.mask))
