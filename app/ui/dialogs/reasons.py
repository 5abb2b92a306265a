"""The editor of the project's reasons for an unsatisfactory masklet: add, rename, remove, order; one a number key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QWidget

from app.project.conventions import MAX_REASONS
from app.project.rules import clean_text
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.workspace import Workspace


class ReasonsDialog(QDialog):
    """Sets the list when it is accepted, as one step. What was found wrong before keeps its words."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Reasons"))
        resize_within_screen(self, 460, 420)
        self._workspace = workspace
        words = self.tr("What can be wrong with a masklet, in the order of the number keys. Double-click renames.")
        self.list = QListWidget()
        self.list.setStyleSheet("QListView::item { padding: 5px 4px; }")
        self.list.setAccessibleName(self.windowTitle())
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        for reason in workspace.verification.reasons:
            self._add(reason)
        self.add = push_button(self.tr("Add"))
        self.remove = push_button(self.tr("Remove"))
        self.up, self.down = push_button(self.tr("Up")), push_button(self.tr("Down"))
        usual = push_button(self.tr("The usual ones"), "quiet")
        cancel, done = push_button(self.tr("Cancel")), push_button(self.tr("OK"), "primary")
        done.setDefault(True)
        self.add.clicked.connect(self._add_new)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        usual.clicked.connect(self._show_usual)
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        self.list.currentRowChanged.connect(self._enable)
        kept = label(self.tr("Issues keep the words they were given."), "caption", wrap=True)
        edit = row(self.add, self.remove, self.up, self.down, None, usual, gap=1)
        self.setLayout(column(label(words, "dim", wrap=True), self.list, edit, kept, row(None, cancel, done), margin=5))
        self.list.setCurrentRow(0)
        self._enable()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons as they are listed."""
        return tuple(self.list.item(place).text().strip() for place in range(self.list.count()))

    def accept(self) -> None:
        """Set the list, if it is another."""
        if self.reasons != self._workspace.verification.reasons:
            self._workspace.verification.set_reasons(self.reasons)
        super().accept()

    def _add(self, text: str) -> QListWidgetItem:
        item = QListWidgetItem(clean_text(text))
        item.setFlags((item.flags() | Qt.ItemFlag.ItemIsEditable) & ~Qt.ItemFlag.ItemIsDropEnabled)
        self.list.addItem(item)
        return item

    def _add_new(self) -> None:
        item = self._add(self.tr("New reason"))
        self.list.setCurrentItem(item)
        self.list.editItem(item)
        self._enable()

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())
        self._enable()

    def _move(self, by: int) -> None:
        place = self.list.currentRow()
        item = self.list.takeItem(place)
        self.list.insertItem(place + by, item)
        self.list.setCurrentRow(place + by)

    def _show_usual(self) -> None:
        self.list.clear()
        for reason in self._workspace.verification.usual_reasons:
            self._add(reason)
        self.list.setCurrentRow(0)

    def _enable(self) -> None:
        place, count = self.list.currentRow(), self.list.count()
        self.add.setEnabled(count < MAX_REASONS)
        self.remove.setEnabled(place >= 0 and count > 1)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < count - 1)
