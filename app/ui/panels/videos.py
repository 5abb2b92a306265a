"""The video panel: select, rename and reorder videos, and a context menu."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication, QListView, QMenu, QWidget

from app.project.model import VideoId
from app.ui.actions.action_set import ActionSet
from app.ui.panels.ordered_list import OrderedList
from app.ui.panels.video_delegate import HEIGHT, VideoDelegate
from app.ui.panels.video_model import VideoModel
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import boxed, column, label, push_button, row, tool_button
from app.workspace.workspace import Workspace

LEAST_ROWS = 5
"""Videos that are seen at least, if there are so many."""


class VideosPanel(QWidget):
    """The project's videos; a click makes one the current one."""

    def __init__(self, workspace: Workspace, actions: ActionSet, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._model = VideoModel(workspace)
        self._selected_before: tuple[VideoId, ...] = ()
        self._list = OrderedList(self._model, self.tr("Videos"), self)
        self._list.setItemDelegate(VideoDelegate(workspace, theme, self._list))
        head = row(label(self.tr("VIDEOS"), "heading"), None, tool_button(actions["video.add"]))
        head.setContentsMargins(3 * UNIT, UNIT, 2 * UNIT, UNIT)
        add = push_button(self.tr("Add videos…"))
        add.clicked.connect(actions["video.add"].trigger)
        inside = row(add, None)
        inside.setContentsMargins(3 * UNIT, UNIT, 3 * UNIT, UNIT)
        self._empty = boxed(inside)
        self.setLayout(column(head, self._empty, self._list, gap=0))
        self._list.selectionModel().currentChanged.connect(self._follow_current)
        self._list.selectionModel().selectionChanged.connect(lambda _now, _before: self._open_current())
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._list.delete_pressed.connect(actions["video.remove"].trigger)
        self._model.modelAboutToBeReset.connect(self._note_selection)
        self._model.modelReset.connect(self._follow)
        workspace.view.video_changed.connect(self._follow)
        self._model.modelReset.connect(self._fit)
        self._follow()
        self._fit()

    @property
    def list(self) -> QListView:
        """The list itself."""
        return self._list

    @property
    def selected(self) -> tuple[VideoId, ...]:
        """The selected videos, in the list's order."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        return tuple(self._model.video(self._model.index(row)).id for row in rows)

    def rename_current(self) -> None:
        """Edit the current video's name in place."""
        index = self._list.currentIndex()
        if index.isValid():
            self._list.edit_name(index)

    def _fit(self) -> None:
        """Take room for some rows: a list of two and a half beside an empty one of objects helps nobody."""
        rows = min(self._model.rowCount(), LEAST_ROWS)
        self._empty.setVisible(rows == 0)
        self._list.setMinimumHeight(rows * HEIGHT)

    def _follow_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        """Open the video that a key has made the current row. A press of the mouse selects only after this."""
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self._open_current()

    def _open_current(self) -> None:
        """Open the video of the current row, unless only the focus is there (Ctrl with an arrow or a click)."""
        current = self._list.currentIndex()
        if current.isValid() and self._list.selectionModel().isSelected(current):
            video = self._model.video(current)
            if self._workspace.view.video is None or self._workspace.view.video.id != video.id:
                self._workspace.view.open_video(video.id)

    def _note_selection(self) -> None:
        self._selected_before = self.selected

    def _follow(self) -> None:
        """Make the current video the current row, and select again what was selected before the list changed.

        Whatever keys are held, another video is selected alone: Ctrl belongs to the key that opened it.
        """
        selected, self._selected_before = self._selected_before, ()
        video = self._workspace.view.video
        current = -1 if video is None else self._model.row_of(video.id)
        if current < 0:
            return
        index = self._model.index(current)
        if index == self._list.currentIndex():  # opened by a click, which has selected already
            return
        self._select_alone(index)
        rows = [row for row in map(self._model.row_of, selected) if row >= 0]
        if current in rows:
            for row in rows:
                self._list.selectionModel().select(self._model.index(row), QItemSelectionModel.SelectionFlag.Select)

    def _select_alone(self, index: QModelIndex) -> None:
        self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        menu = QMenu(self)
        if index.isValid():
            if index not in self._list.selectionModel().selectedIndexes():
                self._select_alone(index)
                self._open_current()
            for id in (
                "video.rename",
                "video.up",
                "video.down",
                "video.values",
                "video.relink",
                "video.remove",
                "file.export",
            ):
                menu.addAction(self._actions[id])
            menu.addSeparator()
        for id in ("video.add", "video.add_images"):
            menu.addAction(self._actions[id])
        menu.exec(self._list.viewport().mapToGlobal(at))
