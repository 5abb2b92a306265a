"""The fields that say how the files of an export are called."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.interchange.export.options import (
    LONGEST_PATTERN,
    MOST_PADDING,
    NUMBER,
    WriteOptions,
)
from app.ui.widgets.text_field import text_field
from app.ui.widgets.widgets import number_field, row

MOST_NUMBER = 9_999_999


class FileNameFields(QWidget):
    """A pattern, the number of the first file, and how many digits numbers have."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.pattern = text_field(NUMBER)
        self.pattern.setMaxLength(LONGEST_PATTERN)
        self.pattern.setToolTip(self.tr("{number} is the frame's number, {video} the video's name"))
        self._number = number_field(-1, MOST_NUMBER)
        self._number.setValue(-1)
        self._number.setPrefix(self.tr("from "))
        self._number.setSpecialValueText(self.tr("as in the video"))
        self._number.setAccessibleName(self.tr("Number of the first file"))
        self._padding = number_field(1, MOST_PADDING, self.tr(" digits"))
        self._padding.setValue(WriteOptions().padding)
        self._padding.setAccessibleName(self.tr("Digits of file numbers"))
        layout = row(self.pattern, self._number, self._padding, gap=3)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.pattern.textChanged.connect(lambda _text: self.changed.emit())
        self._number.valueChanged.connect(lambda _value: self.changed.emit())
        self._padding.valueChanged.connect(lambda _value: self.changed.emit())

    @property
    def number(self) -> int | None:
        """The number of the first file; None: as in the video."""
        return self._number.value() if self._number.value() >= 0 else None

    @property
    def padding(self) -> int:
        """The digits of a number."""
        return self._padding.value()

    def show_names(self, options: WriteOptions) -> None:
        """Show the names of a choice."""
        self.pattern.setText(options.names)
        self._number.setValue(-1 if options.number is None else options.number)
        self._padding.setValue(max(options.padding, self._padding.minimum()))
