"""The dialog that asks what a candidate is that is about to be accepted: its category, and its name."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QWidget

from app.ui.theme.tokens import UNIT
from app.ui.widgets.text_field import text_field
from app.ui.widgets.widgets import column, label, push_button, row

WIDTH = 380


class CandidateNameDialog(QDialog):
    """Hands over name and category when it is accepted; either may be empty."""

    chosen = Signal(str, str)

    def __init__(self, categories: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What is it?"))
        self.setMinimumWidth(WIDTH)
        self.category = QComboBox()
        self.category.setEditable(True)
        self.category.addItems(["", *categories])
        self.category.setAccessibleName(self.tr("Category"))
        self.name = text_field()
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setPlaceholderText(self.tr("after its category"))
        form = QFormLayout()
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(3 * UNIT)
        form.addRow(label(self.tr("Category")), self.category)
        form.addRow(label(self.tr("Name")), self.name)
        cancel, done = push_button(self.tr("Cancel")), push_button(self.tr("Accept"), "primary")
        done.setDefault(True)
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        self.setLayout(column(form, None, row(None, cancel, done), gap=4, margin=5))
        self.category.setFocus()

    def accept(self) -> None:
        """Hand over what was typed."""
        self.chosen.emit(self.name.text(), self.category.currentText())
        super().accept()
