"""A list model whose rows can be renamed and dragged to another place."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex

_OF_A_ROW = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
)


class OrderedModel(QAbstractListModel):
    """Subclasses give rows an id, and move rows in the workspace.

    The mime type names this very model: ids mean nothing in another list or window.
    """

    def mime_type(self) -> str:
        """Return the mime type of this model's dragged rows."""
        return f"application/x-masklane-{type(self).__name__.lower()}-{id(self)}"

    def id_of(self, index: Index) -> int:
        """Return the id of a row."""
        raise NotImplementedError

    def move_rows(self, ids: Sequence[int], place: int) -> None:
        """Move rows, together, before the row that has index `place` now."""
        raise NotImplementedError

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be renamed and dragged; between them things can be dropped."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return _OF_A_ROW

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, not copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the type of dragged rows."""
        return [self.mime_type()]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        """Return the ids of the dragged rows."""
        data = QMimeData()
        data.setData(self.mime_type(), QByteArray(" ".join(str(self.id_of(index)) for index in indexes).encode()))
        return data

    def dropMimeData(self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: Index) -> bool:
        """Move the dragged rows before `row`. Returns False: the model follows the workspace, Qt removes no row."""
        if data.hasFormat(self.mime_type()):
            ids = [int(id) for id in bytes(data.data(self.mime_type()).data()).decode().split()]
            place = row if row >= 0 else (parent.row() if parent.isValid() else self.rowCount())
            self.move_rows(ids, place)
        return False
