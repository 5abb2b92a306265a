"""Editing a name in a list, in place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

MAX_LENGTH = 200


class NameDelegate(QStyledItemDelegate):
    """Makes the editor; subclasses paint the row and place the editor over the name."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """Return the field a name is edited in."""
        field = QLineEdit(parent)
        field.setObjectName("inline")
        field.setMaxLength(MAX_LENGTH)
        return field

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Fill the field, unless a person has typed: rows change while a run goes on. The same name stays selected."""
        name = str(index.data(Qt.ItemDataRole.EditRole))
        if not isinstance(editor, QLineEdit) or not (editor.isModified() or editor.text() == name):
            super().setEditorData(editor, index)
