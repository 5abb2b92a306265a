"""The view of a list that a person orders, renames in and selects from: the same for videos and objects."""

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QListView, QWidget

from app.ui.panels.ordered_model import OrderedModel

PICTURE_FROM_POINTER = QPoint(-14, -10)
"""Where the pointer is in the picture of dragged rows: beside it, so that the line that shows their place is seen."""


class OrderedList(QListView):
    """Several rows can be selected; dragged, they go together."""

    def __init__(self, model: OrderedModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._came_from: QWidget | None = None
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)  # the type lets no other rows in
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def edit_name(self, index: QModelIndex) -> None:
        """Edit a row's name; the keyboard goes back where it came from when that is done."""
        self._came_from = QApplication.focusWidget()
        self.scrollTo(index)
        self.setFocus()
        self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Give the keyboard back, unless the person has put it elsewhere."""
        super().closeEditor(editor, hint)
        back, self._came_from = self._came_from, None
        if back is not None and self.hasFocus():
            back.setFocus()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected rows until they are let go."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: index.row())
        if not indexes:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(indexes))
        drag.setPixmap(self.viewport().grab(self.visualRect(indexes[0])))
        drag.setHotSpot(PICTURE_FROM_POINTER)
        drag.exec(Qt.DropAction.MoveAction)
