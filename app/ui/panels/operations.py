"""Operations on masks as a table, and the section that previews one and applies it to one frame or many."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from app.masks.cleanup import fill_holes, grow, largest_part, remove_specks, shrink, smooth
from app.masks.mask import Mask
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import Choice, PanelSlider, boxed, column, label, number_field, push_button, row, section
from app.workspace.workspace import Workspace

Operation = Callable[[Mask], Mask]
PREVIEW_MS = 30


class OperationId(Enum):
    """A way to change a mask as a whole."""

    FILL_HOLES = "fill-holes"
    SPECKS = "specks"
    LARGEST = "object"
    GROW = "grow"
    SHRINK = "shrink"
    SMOOTH = "smooth"


@dataclass(frozen=True, slots=True)
class OperationRow:
    """A row of the table: the id's value is the icon. Texts are to be translated in the context "Operations".

    `amount` names the number the operation takes, `most` and `usual` bound it; without one it takes none.
    """

    id: OperationId
    title: str
    make: Callable[[int], Operation]
    amount: str = ""
    most: int = 0
    usual: int = 0


_PIXELS = str(QT_TRANSLATE_NOOP("Operations", "Pixels"))
_AREA = str(QT_TRANSLATE_NOOP("Operations", "Up to pixels"))

OPERATIONS: Mapping[OperationId, OperationRow] = MappingProxyType(
    {
        row.id: row
        for row in (
            OperationRow(
                OperationId.FILL_HOLES,
                str(QT_TRANSLATE_NOOP("Operations", "Fill holes")),
                lambda amount: lambda mask: fill_holes(mask, amount),
                _AREA,
                5000,
                400,
            ),
            OperationRow(
                OperationId.SPECKS,
                str(QT_TRANSLATE_NOOP("Operations", "Remove specks")),
                lambda amount: lambda mask: remove_specks(mask, amount),
                _AREA,
                5000,
                200,
            ),
            OperationRow(
                OperationId.LARGEST,
                str(QT_TRANSLATE_NOOP("Operations", "Keep largest part")),
                lambda _amount: largest_part,
            ),
            OperationRow(
                OperationId.GROW,
                str(QT_TRANSLATE_NOOP("Operations", "Grow")),
                lambda amount: lambda mask: grow(mask, amount),
                _PIXELS,
                40,
                2,
            ),
            OperationRow(
                OperationId.SHRINK,
                str(QT_TRANSLATE_NOOP("Operations", "Shrink")),
                lambda amount: lambda mask: shrink(mask, amount),
                _PIXELS,
                40,
                2,
            ),
            OperationRow(
                OperationId.SMOOTH,
                str(QT_TRANSLATE_NOOP("Operations", "Smooth")),
                lambda amount: lambda mask: smooth(mask, amount),
                _PIXELS,
                40,
                3,
            ),
        )
    }
)


class OperationsPanel(QFrame):
    """Choose an operation: the canvas shows what it would do. Apply makes it so, as one step."""

    preview_changed = Signal(object)
    """A Mask for the canvas to show, or None."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._current: OperationRow | None = None
        self._buttons = {id: self._button(OPERATIONS[id], theme) for id in OPERATIONS}
        self._amount_name = label("", "dim")
        self._slider = PanelSlider()
        self._amount = number_field(1, 1)
        self._amount.setFixedWidth(76)
        self._scope = Choice()
        self._scope.addItems([self.tr("This frame"), self.tr("In to out point"), self.tr("All frames")])
        self._scope.setAccessibleName(self.tr("Frames to change"))
        self._scope.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._apply = push_button(self.tr("Apply"), "primary")
        self._cancel = push_button(self.tr("Cancel"), "quiet")
        self._form = self._lay_out()
        self._waiting = QTimer(self, interval=PREVIEW_MS, singleShot=True)
        self._waiting.timeout.connect(self._preview)
        self._connect()
        self._follow()

    def choose(self, id: OperationId | None) -> None:
        """Preview an operation, or stop doing so."""
        self._current = OPERATIONS[id] if id is not None else None
        for other, button in self._buttons.items():
            button.setChecked(other is id)
        current = self._current
        if current is not None:
            for field in (self._slider, self._amount):
                field.blockSignals(True)
                field.setRange(1, max(current.most, 1))
                field.setValue(current.usual)
                field.blockSignals(False)
            self._amount_name.setText(_title(current.amount))
            for field in (self._slider, self._amount):
                field.setAccessibleName(_title(current.amount))
            for part in (self._slider, self._amount, self._amount_name):
                part.setVisible(bool(current.amount))
            self._scope.setCurrentIndex(1 if self._workspace.view.range is not None else 0)
        self._form.setVisible(current is not None)
        self._waiting.start()

    def apply(self) -> None:
        """Do what is previewed, on the chosen frames of the selected objects."""
        workspace, current, video = self._workspace, self._current, self._workspace.view.video
        if current is None or video is None:
            return
        first, last = workspace.view.frame, workspace.view.frame
        if self._scope.currentIndex() == 1 and workspace.view.range is not None:
            first, last = workspace.view.range
        elif self._scope.currentIndex() == 2:
            first, last = type(first)(0), type(first)(video.frame_count - 1)
        operation = current.make(self._amount.value())
        self.choose(None)
        workspace.masks.apply(workspace.view.selection, first, last, operation, _title(current.title))

    def _button(self, row: OperationRow, theme: UiTheme) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setToolTip(_title(row.title))
        button.setAccessibleName(_title(row.title))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.set_icon(button, row.id.value)
        button.clicked.connect(lambda checked: self.choose(row.id if checked else None))
        return button

    def _lay_out(self) -> QFrame:
        amount = row(self._slider, self._amount)
        buttons = row(None, self._cancel, self._apply)
        form = boxed(column(self._amount_name, amount, self._scope, buttons))
        form.setVisible(False)
        body = section(self.tr("CLEAN UP MASKS"), row(*self._buttons.values(), None, gap=1), form)
        layout = body.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(2 * UNIT)
        self.setObjectName("section")
        self.setLayout(layout)
        return form

    def _connect(self) -> None:
        workspace = self._workspace
        self._slider.valueChanged.connect(self._amount.setValue)
        self._amount.valueChanged.connect(self._slider.setValue)
        self._amount.valueChanged.connect(lambda _value: self._waiting.start())
        self._apply.clicked.connect(self.apply)
        self._cancel.clicked.connect(lambda: self.choose(None))
        workspace.view.image_ready.connect(self._again)
        workspace.editor.changed.connect(self._again)
        workspace.view.selection_changed.connect(self._again)
        workspace.view.range_changed.connect(self._follow)

    def _again(self, *_what: object) -> None:
        self._follow()
        if self._current is not None:
            self._waiting.start()

    def _follow(self) -> None:
        """Offer only what makes sense."""
        can = self._workspace.view.active_object is not None
        for button in self._buttons.values():
            button.setEnabled(can)
        if not can and self._current is not None:
            self.choose(None)

    def _preview(self) -> None:
        cell = self._workspace.view.cell
        now = self._workspace.document.mask(cell) if cell is not None else None
        if self._current is None or now is None:
            self.preview_changed.emit(None)
        else:
            self.preview_changed.emit(self._current.make(self._amount.value())(now.mask))


def _title(text: str) -> str:
    return QCoreApplication.translate("Operations", text) if text else ""
