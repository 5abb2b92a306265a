"""The system's dialog for files and folders, which opens where its kind of thing was chosen last.

Where the system has none, it is Qt's own, laid out so that no column is cut.
"""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFileSystemModel,
    QHeaderView,
    QPushButton,
    QTreeView,
    QWidget,
)

from app import paths

OWN_SIZE = QSize(900, 580)
FOLDERS_FILE = "folders.ini"


class Kind(Enum):
    """What is chosen; for each the folder is remembered."""

    MEDIA = "media"
    PROJECT = "project"
    MASKS = "masks"
    EXPORT = "export"
    MODEL = "model"


class Chooser(QFileDialog):
    """Asks for files, or with no `filters` for a folder."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        kind: Kind,
        filters: tuple[str, ...] = (),
        start: str = "",
        many: bool = False,
    ) -> None:
        """`start` is where it opens when nothing was chosen yet; what is not there of it is left out."""
        super().__init__(parent, title)
        self._kind = kind
        self._folder_taken = ""
        if filters:
            self.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
            self.setNameFilters(filters)
            self.setOption(QFileDialog.Option.HideNameFilterDetails)
        else:
            self.setFileMode(QFileDialog.FileMode.Directory)
            self.setOption(QFileDialog.Option.ShowDirsOnly)
        self.setDirectory(last_folder(kind) or _existing(start) or str(Path.home()))

    def ask(self) -> list[str]:
        """Return what was chosen, [] when nothing was; the dialog is gone then."""
        chosen = self.selectedFiles() if self.exec() else []
        if self._folder_taken:
            chosen = [self._folder_taken]
        self.deleteLater()
        if chosen:
            remember_folder(self._kind, Path(chosen[0]).parent)
        return chosen

    def offer_folder(self, text: str) -> QPushButton | None:
        """Let a folder be chosen too, by a button; None where the dialog is the system's, which has no room for it."""
        button = self.add_button(text)
        if button is not None:
            button.clicked.connect(self._take_folder)
        return button

    def _take_folder(self) -> None:
        """Choose the folder that is selected, else the one that is open."""
        tree = self.findChild(QTreeView, "treeView")
        rows = tree.selectionModel().selectedRows() if tree is not None else []
        selected = [str(row.data(QFileSystemModel.Roles.FilePathRole)) for row in rows]
        folders = [path for path in selected if Path(path).is_dir()]
        self._folder_taken = folders[0] if len(folders) == 1 else self.directory().absolutePath()
        self.reject()

    def add_button(self, text: str) -> QPushButton | None:
        """Return a new button in Qt's own dialog; None where the dialog is the system's."""
        box = self.findChild(QDialogButtonBox)
        return box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole) if box is not None else None

    def showEvent(self, event: QShowEvent) -> None:
        """Give the names what the other columns leave."""
        super().showEvent(event)
        tree = self.findChild(QTreeView, "treeView")
        if tree is None:
            return
        self.setViewMode(QFileDialog.ViewMode.Detail)
        self.resize(self.size().expandedTo(OWN_SIZE))
        header = tree.header()
        header.setStretchLastSection(False)
        for column in range(header.count()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


def _existing(start: str) -> str:
    """Return the innermost folder of a path that exists; empty without a path."""
    place = Path(start).expanduser()
    return next((str(folder) for folder in (place, *place.parents) if folder.is_dir()), "") if start else ""


def last_folder(kind: Kind) -> str:
    """Return where a kind of thing was chosen last; empty when nothing was, or the folder is gone."""
    place = str(_store().value(kind.value, ""))
    return place if place and Path(place).is_dir() else ""


def remember_folder(kind: Kind, folder: Path) -> None:
    """Let the next dialog of this kind open there."""
    store = _store()
    store.setValue(kind.value, str(folder))
    store.sync()


def _store() -> QSettings:
    return QSettings(str(paths.config_folder() / FOLDERS_FILE), QSettings.Format.IniFormat)
