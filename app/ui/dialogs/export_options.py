"""The options of an export as fields, those only that the chosen format has; they make one value."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QWidget

from app.interchange.formats import Format
from app.interchange.options import MOST_FEATHER, MOST_PADDING, Option, Pictures, Winner, WriteOptions
from app.project.model import FrameIndex, ObjectId, Span
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import ElidedComboBox, NumberField, label, number_field, row
from app.workspace.translation import translated

MOST_STEP = 1000
MOST_NUMBER = 9_999_999


def caption(text: str) -> QLabel:
    """Return the name of a field, as wide as all of them, so that fields of both forms begin below each other."""
    made = label(text)
    made.setMinimumWidth(24 * UNIT)
    return made


class ExportOptions(QWidget):
    """Fields for `WriteOptions`; `changed` tells that another value came about."""

    changed = Signal()

    def __init__(self, selected: Sequence[ObjectId], span: Span | None, parent: QWidget | None = None) -> None:
        """`selected` objects and the range between in and out can be chosen, where there are some."""
        super().__init__(parent)
        self._selected, self._span = tuple(selected), span
        self._silent = False
        self.variant = self._choice([])
        self.objects = self._choice([(self.tr("All objects"), None)])
        if selected:
            self.objects.addItem(self.tr("Selected objects ({count})").format(count=len(selected)), self._selected)
        self.satisfactory = QCheckBox(self.tr("Only satisfactory ones"))
        self.frames = self._choice([(self.tr("All frames"), None)])
        if span is not None:
            words = self.tr("From in to out ({first} to {last})")
            self.frames.addItem(words.format(first=span[0], last=span[1]), span)
        self.every = self._number(1, MOST_STEP, 1, self.tr("every "))
        self.pictures = self._choice(
            [
                ("JPEG", Pictures.JPEG),
                ("PNG", Pictures.PNG),
                (self.tr("None, only masks"), Pictures.NONE),
            ]
        )
        self.number = self._number(-1, MOST_NUMBER, -1, self.tr("from "))
        self.number.setSpecialValueText(self.tr("as in the video"))
        self.padding = self._number(1, MOST_PADDING, WriteOptions().padding, "")
        self.padding.setSuffix(self.tr(" digits"))
        self.winner = self._choice(
            [
                (self.tr("To the object with the lowest id"), Winner.LOWEST),
                (self.tr("To the object with the highest id"), Winner.HIGHEST),
                (self.tr("To the smallest object"), Winner.SMALLEST),
            ]
        )
        self.feather = self._number(0, MOST_FEATHER, 0, "")
        self.feather.setSuffix(self.tr(" px"))
        self.feather.setSpecialValueText(self.tr("exact"))
        self.satisfactory.toggled.connect(self._tell)
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(2 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form = form
        form.addRow(self._named(self.tr("Form"), self.variant), self.variant)
        form.addRow(self._named(self.tr("Objects"), self.objects), row(self.objects, self.satisfactory, gap=3))
        form.addRow(self._named(self.tr("Frames"), self.frames), row(self.frames, self.every, gap=3))
        form.addRow(self._named(self.tr("Pictures"), self.pictures), self.pictures)
        form.addRow(self._named(self.tr("File numbers"), self.number), row(self.number, self.padding, gap=3))
        form.addRow(self._named(self.tr("Shared pixels"), self.winner), self.winner)
        form.addRow(self._named(self.tr("Soft edges"), self.feather), self.feather)
        self.every.setAccessibleName(self.tr("Every so many frames"))
        self.padding.setAccessibleName(self.tr("Digits of file numbers"))

    def show_format(self, chosen: Format) -> None:
        """Show the fields that a format has."""
        self._silent = True
        self.variant.clear()
        for variant in chosen.variants:
            self.variant.addItem(translated(variant.title), variant.id)
        self.pictures.setCurrentIndex(max(0, self.pictures.findData(chosen.pictures)))
        rows = (Option.VARIANT, None, None, Option.PICTURES, Option.NUMBER, Option.WINNER, Option.FEATHER)
        for place, option in enumerate(rows):
            self._form.setRowVisible(place, option is None or option in chosen.options)
        self._silent = False

    def value(self, chosen: Format) -> WriteOptions:
        """Return what is chosen for a format."""
        span = self.frames.currentData()
        objects = self.objects.currentData()
        has = chosen.options
        return WriteOptions(
            objects=None if objects is None else frozenset(objects),
            first=FrameIndex(0) if span is None else span[0],
            last=None if span is None else span[1],
            every=self.every.value(),
            only_satisfactory=self.satisfactory.isChecked(),
            pictures=self.pictures.currentData() if Option.PICTURES in has else None,
            number=self.number.value() if Option.NUMBER in has and self.number.value() >= 0 else None,
            padding=self.padding.value() if Option.PADDING in has else WriteOptions().padding,
            winner=self.winner.currentData() if Option.WINNER in has else Winner.LOWEST,
            variant=str(self.variant.currentData() or "") if Option.VARIANT in has else "",
            feather=self.feather.value() if Option.FEATHER in has else 0,
        )

    def _choice(self, entries: Sequence[tuple[str, object]]) -> ElidedComboBox:
        box = ElidedComboBox()
        for text, data in entries:
            box.addItem(text, data)
        box.currentIndexChanged.connect(self._tell)
        return box

    def _number(self, lowest: int, highest: int, value: int, prefix: str) -> NumberField:
        field = number_field(lowest, highest)
        field.setValue(value)
        field.setPrefix(prefix)
        field.valueChanged.connect(self._tell)
        return field

    def _named(self, text: str, field: QWidget) -> QWidget:
        field.setAccessibleName(text)
        return caption(text)

    def _tell(self) -> None:
        if not self._silent:
            self.changed.emit()
