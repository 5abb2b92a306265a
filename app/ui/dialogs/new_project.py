"""Name, place and videos of a new project."""

from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFileDialog, QFormLayout, QLineEdit, QListWidget, QWidget

from app.ui.opening import dropped_paths, free_folder, sort_paths
from app.ui.pieces import column, label, push_button, row
from app.ui.theme.tokens import UNIT


class NewProjectDialog(QDialog):
    """`folder` and `media` are what was chosen."""

    def __init__(self, parent_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("New project"))
        self.setAcceptDrops(True)
        self.resize(560, 420)
        self._named = False
        self.name = QLineEdit(free_folder(parent_folder, self.tr("Project")).name)
        self.place = QLineEdit(str(parent_folder))
        self._list = QListWidget()
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setAccessibleName(self.tr("Videos"))
        self._problem = label("", "warning", wrap=True)
        browse = push_button(self.tr("Choose…"))
        files = push_button(self.tr("Add videos…"))
        images = push_button(self.tr("Add image folder…"))
        remove = push_button(self.tr("Remove"), "quiet")
        cancel = push_button(self.tr("Cancel"))
        self._create = push_button(self.tr("Create"), "primary")
        self._create.setDefault(True)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(3 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(self.tr("Name")), self.name)
        form.addRow(label(self.tr("Place")), row(self.place, browse))
        hint = label(self.tr("Videos stay where they are. More can be added at any time."), "caption")
        self.setLayout(
            column(
                form,
                row(label(self.tr("Videos and image folders")), None, files, images, remove),
                self._list,
                hint,
                self._problem,
                row(None, cancel, self._create),
                gap=3,
                margin=5,
            )
        )
        browse.clicked.connect(self._choose_place)
        files.clicked.connect(self._choose_videos)
        images.clicked.connect(self._choose_images)
        remove.clicked.connect(self._remove)
        cancel.clicked.connect(self.reject)
        self._create.clicked.connect(self.accept)
        self.name.textEdited.connect(self._note_name)
        for field in (self.name, self.place):
            field.textChanged.connect(self._check)
        self.name.selectAll()
        self._check()

    @property
    def folder(self) -> Path:
        """The project folder."""
        return Path(self.place.text()).expanduser() / self.name.text().strip()

    @property
    def media(self) -> tuple[Path, ...]:
        """Videos and image folders."""
        return tuple(Path(self._list.item(i).text()) for i in range(self._list.count()))

    def add_media(self, media: tuple[Path, ...]) -> None:
        """Add files and folders; the first one gives the project its name unless one was typed."""
        known = set(self.media)
        for path in media:
            if path not in known:
                self._list.addItem(str(path))
        if media and not self._named:
            self.name.setText(free_folder(Path(self.place.text()).expanduser(), media[0].stem).name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add_media(sort_paths(dropped_paths(event.mimeData())).media)
        event.acceptProposedAction()

    def _note_name(self, _text: str) -> None:
        self._named = True

    def _choose_place(self) -> None:
        place = QFileDialog.getExistingDirectory(self, self.tr("Place of the project"), self.place.text())
        if place:
            self.place.setText(place)

    def _choose_videos(self) -> None:
        files, _filter = QFileDialog.getOpenFileNames(self, self.tr("Add videos"))
        self.add_media(tuple(Path(file) for file in files))

    def _choose_images(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Add a folder of images"))
        if folder:
            self.add_media((Path(folder),))

    def _remove(self) -> None:
        for item in self._list.selectedItems():
            self._list.takeItem(self._list.row(item))

    def _check(self) -> None:
        """Say at once what would fail."""
        name = self.name.text().strip()
        problem = ""
        if not name or not self.place.text().strip():
            problem = self.tr("A project needs a name and a place.")
        elif any(c in name for c in '/\\<>:"|?*') or name in (".", ".."):
            problem = self.tr('A name cannot contain / \\ < > : " | ? *')
        elif self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            problem = self.tr("There is something of this name already.")
        self._problem.setText(problem)
        self._create.setEnabled(not problem)
