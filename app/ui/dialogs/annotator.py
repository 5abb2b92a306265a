"""The dialog that asks who is working: a new name, or one that the project knows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.project.rules import clean_text
from app.ui.widgets.text_field import text_field
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import boxed, column, label, push_button, row

WIDTH, ROOM, MOST = 380, 290, 8


class AnnotatorDialog(QDialog):
    """Hands over a name when it is accepted, "" for none."""

    chosen = Signal(str)

    def __init__(self, name: str, known: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Who is working?"))
        self.setMinimumWidth(WIDTH)
        self.field = text_field(name)
        self.field.setAccessibleName(self.tr("Name"))
        self.field.setPlaceholderText(self.tr("Name"))
        self.field.selectAll()
        words = self.tr("The name stands with verdicts and working times in the project. It is sent nowhere.")
        others = column(gap=0)
        for other in [other for other in known if other and other != name][:MOST]:
            button = push_button("", "line")
            button.setText(button.fontMetrics().elidedText(other, Qt.TextElideMode.ElideRight, ROOM).replace("&", "&&"))
            button.setToolTip(plain_tip(other))
            button.clicked.connect(lambda _=False, other=other: self._choose(other))
            others.addWidget(button)
        cancel, done = push_button(self.tr("Cancel")), push_button(self.tr("OK"), "primary")
        done.setDefault(True)
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        parts = [label(words, "dim", wrap=True), self.field]
        if others.count():
            parts.append(boxed(column(label(self.tr("IN THIS PROJECT"), "heading"), others, gap=1)))
        self.setLayout(column(*parts, None, row(None, cancel, done), gap=4, margin=5))

    def accept(self) -> None:
        """Hand over the name."""
        self.chosen.emit(clean_text(self.field.text().strip()))
        super().accept()

    def _choose(self, name: str) -> None:
        self.field.setText(name)
        self.accept()
