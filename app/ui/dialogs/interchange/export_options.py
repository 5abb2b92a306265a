"""The options of an export as fields, those only that the chosen format has; they make one value."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QWidget

from app.interchange.export.options import (
    LEAST_HEIGHT,
    MOST_FEATHER,
    NUMBER,
    Option,
    Pictures,
    Winner,
    WriteOptions,
)
from app.interchange.table import Format
from app.masks.mask import MAX_SIDE
from app.project.model import FrameIndex, ObjectId, Span
from app.ui.dialogs.interchange.file_name_fields import FileNameFields
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import ElidedComboBox, NumberField, label, number_field, row
from app.workspace.translation import translated

MOST_STEP = 1000


def caption(text: str) -> QLabel:
    """Return the name of a field, as wide as all of them, so that fields of both forms begin below each other."""
    made = label(text)
    made.setMinimumWidth(31 * UNIT)
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
        self.candidates = QCheckBox(self.tr("Candidates too"))
        self.candidates.setToolTip(self.tr("What the model found and nobody has accepted yet"))
        self.frames = self._choice([(self.tr("All frames"), None)])
        if span is not None:
            words = self.tr("From in to out ({first} to {last})")
            self.frames.addItem(words.format(first=span[0], last=span[1]), span)
        self.every = self._number(0, MOST_STEP, 0, self.tr("every "))
        self.every.setSpecialValueText(self.tr("as annotated"))
        self.every.setToolTip(self.tr("As annotated: every frame, or as many as the project has agreed to annotate"))
        self.unit = self._choice([(self.tr("frames"), False), (self.tr("a second"), True)])
        self.unit.currentIndexChanged.connect(lambda _index: self._show_unit())
        self.resolution = self._number(LEAST_HEIGHT - 1, MAX_SIDE, LEAST_HEIGHT - 1, "")
        self.resolution.setSpecialValueText(self.tr("as in the video"))
        self.resolution.setSuffix(self.tr(" rows"))
        self._make_how()
        for box in (self.satisfactory, self.candidates):
            box.toggled.connect(self._tell)
        self.satisfactory.toggled.connect(self.candidates.setDisabled)  # no candidate has a verdict
        self._lay_out()

    def _make_how(self) -> None:
        """Make the fields for how masks are written; those for which are there."""
        self.pictures = self._choice(
            [
                ("JPEG", Pictures.JPEG),
                ("PNG", Pictures.PNG),
                (self.tr("None, only masks"), Pictures.NONE),
            ]
        )
        self.names = FileNameFields()
        self.names.changed.connect(self._tell)
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

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(2 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form = form
        form.addRow(self._named(self.tr("Form"), self.variant), self.variant)
        which = row(self.objects, self.satisfactory, self.candidates, gap=3)
        which.setStretch(0, 1)
        form.addRow(self._named(self.tr("Objects"), self.objects), which)
        steps = row(self.frames, self.every, self.unit, gap=3)
        steps.setStretch(0, 1)
        form.addRow(self._named(self.tr("Frames"), self.frames), steps)
        form.addRow(self._named(self.tr("Resolution"), self.resolution), self.resolution)
        form.addRow(self._named(self.tr("Pictures"), self.pictures), self.pictures)
        form.addRow(self._named(self.tr("File names"), self.names.pattern), self.names)
        form.addRow(self._named(self.tr("Shared pixels"), self.winner), self.winner)
        form.addRow(self._named(self.tr("Soft edges"), self.feather), self.feather)
        self.every.setAccessibleName(self.tr("Every so many frames"))
        self.unit.setAccessibleName(self.tr("What is counted"))

    def show_format(self, chosen: Format) -> None:
        """Show the fields that a format has."""
        self._silent = True
        self.variant.clear()
        for variant in chosen.variants:
            self.variant.addItem(translated(variant.title), variant.id)
        self.pictures.setCurrentIndex(max(0, self.pictures.findData(chosen.pictures)))
        rows = (Option.VARIANT, None, None, None, Option.PICTURES, Option.NAMES, Option.WINNER, Option.FEATHER)
        for place, option in enumerate(rows):
            self._form.setRowVisible(place, option is None or option in chosen.options)
        self._silent = False

    def show_choice(self, chosen: Format, options: WriteOptions) -> None:
        """Show a choice that was kept; objects and range stay."""
        self.show_format(chosen)
        self._silent = True
        self.satisfactory.setChecked(options.only_satisfactory)
        self.candidates.setChecked(options.candidates)
        self.unit.setCurrentIndex(self.unit.findData(bool(options.rate)))
        self.every.setValue(round(options.rate or options.every))
        self.resolution.setValue(options.height or self.resolution.minimum())
        self.pictures.setCurrentIndex(max(0, self.pictures.findData(options.pictures or chosen.pictures)))
        self.names.show_names(options)
        self.winner.setCurrentIndex(self.winner.findData(options.winner))
        self.feather.setValue(options.feather)
        self.variant.setCurrentIndex(max(0, self.variant.findData(options.variant)))
        self._silent = False
        self._show_unit()

    def value(self, chosen: Format) -> WriteOptions:
        """Return what is chosen for a format. ExportError: names of files that cannot be."""
        span = self.frames.currentData()
        objects = self.objects.currentData()
        has = chosen.options
        per_second = bool(self.unit.currentData())
        return WriteOptions(
            objects=None if objects is None else frozenset(objects),
            first=FrameIndex(0) if span is None else span[0],
            last=None if span is None else span[1],
            every=0 if per_second else self.every.value(),
            rate=float(self.every.value()) if per_second else 0.0,
            height=self.resolution.value() if self.resolution.value() >= LEAST_HEIGHT else 0,
            only_satisfactory=self.satisfactory.isChecked(),
            candidates=self.candidates.isChecked() and self.candidates.isEnabled(),
            pictures=self.pictures.currentData() if Option.PICTURES in has else None,
            names=self.names.pattern.text() if Option.NAMES in has else NUMBER,
            number=self.names.number if Option.NUMBER in has else None,
            padding=self.names.padding if Option.PADDING in has else WriteOptions().padding,
            winner=self.winner.currentData() if Option.WINNER in has else Winner.LOWEST,
            variant=str(self.variant.currentData() or "") if Option.VARIANT in has else "",
            feather=self.feather.value() if Option.FEATHER in has else 0,
        )

    def _show_unit(self) -> None:
        per_second = bool(self.unit.currentData())
        self.every.setMinimum(1 if per_second else 0)
        self.every.setPrefix("" if per_second else self.tr("every "))
        self._tell()

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
