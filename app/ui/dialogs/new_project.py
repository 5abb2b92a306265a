"""The dialog for name, folder and videos of a new project."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from app.media.file import title_of
from app.media.pictures.sequence_summary import summary_of
from app.ui.dialogs.add_pictures import sequence_lines
from app.ui.dialogs.chooser import Kind
from app.ui.dialogs.file_dialogs import ask_folder, ask_image_folder, ask_videos
from app.ui.dropped_paths import dropped_paths, free_folder, sort_paths
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.text_field import text_field
from app.ui.widgets.widgets import ElidedLabel, column, label, push_button, row
from app.workspace.jobs.worker import Worker

PATH_ROLE = Qt.ItemDataRole.UserRole


class NewProjectDialog(QDialog):
    """The result is in `folder` and `media`."""

    def __init__(self, parent_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("New project"))
        self.setAcceptDrops(True)
        resize_within_screen(self, 560, 420)
        self._named = False
        self._names = Worker("names", self)
        self.finished.connect(lambda _result: self._names.close())
        self.name = text_field(free_folder(parent_folder, self.tr("Project")).name)
        self.location = text_field(str(parent_folder))
        self.name.setAccessibleName(self.tr("Name"))
        self.location.setAccessibleName(self.tr("Location"))
        self._list = QListWidget()
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setAccessibleName(self.tr("Videos"))
        self.place = ElidedLabel("caption", Qt.TextElideMode.ElideMiddle)
        self._hint = label("", "caption", wrap=True)
        self._problem = label("", "warning", wrap=True)
        self._create = push_button(self.tr("Create"), "primary")
        self._create.setDefault(True)
        self._lay_out()
        self._create.clicked.connect(self.accept)
        self.name.textEdited.connect(self._name_typed)
        for field in (self.name, self.location):
            field.textChanged.connect(self._check)
        self._list.itemSelectionChanged.connect(self._follow_list)
        for changed in (self._list.model().rowsInserted, self._list.model().rowsRemoved):
            changed.connect(self._follow_list)
        self.name.selectAll()
        self._follow_list()
        self._check()

    def _lay_out(self) -> None:
        self._remover = self._button(self.tr("Remove"), self._remove, "quiet")
        form = QFormLayout()
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(3 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(label(self.tr("Name")), self.name)
        form.addRow(
            label(self.tr("Location")), row(self.location, self._button(self.tr("Choose…"), self._choose_place))
        )
        form.addRow("", self.place)
        media = row(
            label(self.tr("Videos and image folders")),
            None,
            self._button(self.tr("Add videos…"), self._choose_videos),
            self._button(self.tr("Add image folder…"), self._choose_images),
            self._remover,
        )
        foot = row(None, self._button(self.tr("Cancel"), self.reject), self._create)
        self.setLayout(column(form, media, self._list, self._hint, self._problem, foot, gap=3, margin=5))

    def _button(self, text: str, run: Callable[[], None], kind: str = "") -> QPushButton:
        button = push_button(text, kind)
        button.clicked.connect(run)
        return button

    @property
    def folder(self) -> Path:
        """The project folder."""
        return Path(self.location.text()).expanduser() / self.name.text().strip()

    @property
    def media(self) -> tuple[Path, ...]:
        """Videos and image folders."""
        return tuple(Path(self._list.item(i).data(PATH_ROLE)) for i in range(self._list.count()))

    def add_media(self, media: tuple[Path, ...]) -> None:
        """Add files and folders; the first one gives the project its name unless one was typed."""
        known = set(self.media)
        for path in media:
            if path not in known:
                self._add_row(path)
        if media and not self._named:
            self.name.setText(free_folder(Path(self.location.text()).expanduser(), title_of(media[0])).name)

    def _add_row(self, path: Path) -> None:
        """List a path; what the pictures of a folder are as a video is added to it when it is known."""
        item = QListWidgetItem(str(path))
        item.setData(PATH_ROLE, str(path))
        self._list.addItem(item)

        def look() -> Iterator[tuple[str, ...]]:
            if path.is_dir():
                yield sequence_lines(summary_of(path))

        self._names.submit(look, on_result=lambda lines: item.setText("\n    ".join((str(path), *lines))))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add_media(sort_paths(dropped_paths(event.mimeData())).media)
        event.acceptProposedAction()

    def _name_typed(self, _text: str) -> None:
        self._named = True

    def _choose_place(self) -> None:
        chosen = ask_folder(self, self.tr("Location of the project"), Kind.PROJECT, self.location.text())
        if chosen:
            self.location.setText(chosen)

    def _choose_videos(self) -> None:
        self.add_media(ask_videos(self))

    def _choose_images(self) -> None:
        self.add_media(ask_image_folder(self))

    def _remove(self) -> None:
        for item in self._list.selectedItems():
            self._list.takeItem(self._list.row(item))

    def _follow_list(self) -> None:
        """Say what will be in the project."""
        some = self.tr("Videos stay where they are. More can be added at any time.")
        none = self.tr("No videos yet: the project begins empty. They can be added at any time.")
        self._hint.setText(some if self._list.count() else none)
        self._remover.setEnabled(bool(self._list.selectedItems()))

    def _check(self) -> None:
        """Show at once what would fail."""
        name = self.name.text().strip()
        problem = ""
        if not name or not self.location.text().strip():
            problem = self.tr("A project needs a name and a location.")
        elif any(c in name for c in '/\\<>:"|?*') or name in (".", ".."):
            problem = self.tr('A name cannot contain / \\ < > : " | ? *')
        elif self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            problem = self.tr("This name is already taken.")
        self._problem.setText(problem)
        self.place.setText("" if problem else self.tr("Makes the folder {folder}").format(folder=self.folder))
        self._create.setEnabled(not problem)
