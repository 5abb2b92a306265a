"""The list view of videos and of objects: selecting, renaming and dragging rows."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QApplication, QListView, QWidget

from app.ui.panels.ordered_model import OrderedModel

HOT_SPOT = QPoint(-14, -10)
"""The pointer's place in the pixmap of dragged rows: beside it, so that the drop line is seen."""


class OrderedList(QListView):
    """Several rows can be selected, and are dragged together. The model goes with it, and not before: Qt would warn."""

    delete_pressed = Signal()
    """Del: what is selected here is meant, not what is on the frame."""

    def __init__(self, model: OrderedModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._focus_before: QWidget | None = None
        model.setParent(self)
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Del."""
        if event.key() == Qt.Key.Key_Delete and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def edit_name(self, index: QModelIndex) -> None:
        """Edit a row's name; the focus goes back to where it was when that is done."""
        self._focus_before = QApplication.focusWidget()
        self.scrollTo(index)
        self.setFocus()
        self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Give the focus back, unless it has moved elsewhere."""
        super().closeEditor(editor, hint)
        back, self._focus_before = self._focus_before, None
        if back is not None and self.hasFocus():
            back.setFocus()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag the selected rows."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: index.row())
        if not indexes:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData(indexes))
        drag.setPixmap(self.viewport().grab(self.visualRect(indexes[0])))
        drag.setHotSpot(HOT_SPOT)
        drag.exec(Qt.DropAction.MoveAction)
