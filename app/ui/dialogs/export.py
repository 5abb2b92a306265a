"""The export dialog: format, videos, options and folder, and what the format would lose; made from the table."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.interchange.clip import Loss
from app.interchange.formats import FORMATS, Format
from app.project.model import VideoId
from app.project.paths import EXPORTS, own_place
from app.ui.dialogs.chooser import Kind
from app.ui.dialogs.export_options import ExportOptions, caption
from app.ui.dialogs.file_dialogs import ask_folder
from app.ui.dropped_paths import free_folder
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.widgets import ElidedComboBox, column, label, push_button, row, set_role
from app.workspace.jobs.jobs import Job
from app.workspace.translation import translated
from app.workspace.workspace import Workspace


def in_words(loss: Loss) -> str:
    """Return what gets lost and the way out, in the window's language."""
    return f"{loss.video}: {translated(loss.words)} {translated(loss.advice)}".rstrip()


class ExportDialog(QDialog):
    """Checks in the background whenever format or videos change; Export starts a job and closes."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        self.resize(640, 620)
        self._workspace = workspace
        self._theme = theme
        self._checking: Job | None = None
        self._request = 0
        self._possible = True
        self.format = ElidedComboBox()
        for format in FORMATS.values():
            if format.write is not None:
                self.format.addItem(translated(format.title), format.id)
        self.videos = ElidedComboBox()
        self._fill_videos()
        view = workspace.view
        self.options = ExportOptions(view.selection, view.range)
        self.location = QLineEdit()
        for field, name in (
            (self.format, self.tr("Format")),
            (self.videos, self.tr("Videos")),
            (self.location, self.tr("New folder")),
        ):
            field.setAccessibleName(name)
        self._limits = label("", "dim", wrap=True)
        self._verdict_icon = QLabel()
        self._verdict = label("", wrap=True)
        self._losses = QPlainTextEdit()
        self._losses.setReadOnly(True)
        self._losses.setAccessibleName(self.tr("What would be lost"))
        self._export = push_button(self.tr("Export"), "primary")
        theme.set_icon(self._export, "export", "accent_text")
        self._export.setDefault(True)
        self._lay_out()
        self._export.clicked.connect(self.accept)
        self.format.currentIndexChanged.connect(lambda _index: self._change(format_too=True))
        self.videos.currentIndexChanged.connect(lambda _index: self._change(format_too=False))
        self.options.changed.connect(lambda: self._change(format_too=False))
        self.location.textChanged.connect(lambda _text: self._enable())
        self.finished.connect(lambda _result: self._stop_checking())
        self._change(format_too=True)

    def _lay_out(self) -> None:
        browse = push_button(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        cancel = push_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(3 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(caption(self.tr("Format")), column(self.format, self._limits, gap=1))
        form.addRow(caption(self.tr("Videos")), self.videos)
        form.addRow(self.options)
        form.addRow(caption(self.tr("New folder")), row(self.location, browse))
        verdict = row(self._verdict_icon, self._verdict, gap=2)
        verdict.setStretch(1, 1)
        self.setLayout(column(form, verdict, self._losses, None, row(None, cancel, self._export), gap=3, margin=5))

    @property
    def losses(self) -> str:
        """What would be lost, a line each; empty while checking and when nothing is."""
        return self._losses.toPlainText()

    def accept(self) -> None:
        """Export in the background."""
        self._stop_checking()
        self._workspace.exports.start(
            self._format_row().id,
            Path(self.location.text().strip()).expanduser(),
            self._chosen(),
            options=self.options.value(self._format_row()),
        )
        super().accept()

    def _fill_videos(self) -> None:
        everything = self._workspace.document.videos()
        current = self._workspace.view.video
        if current is not None:
            self.videos.addItem(self.tr("This video: {name}").format(name=current.name), (current.id,))
        if len(everything) > 1:
            ids = tuple(video.id for video in everything)
            self.videos.addItem(self.tr("All {count} videos").format(count=len(everything)), ids)

    def _format_row(self) -> Format:
        return FORMATS[str(self.format.currentData())]

    def _chosen(self) -> tuple[VideoId, ...]:
        return tuple(self.videos.currentData() or ())

    def _change(self, *, format_too: bool) -> None:
        format_row = self._format_row()
        self._limits.setText(translated(format_row.about))
        if format_too:
            self.options.show_format(format_row)
            stamp = datetime.now().astimezone().strftime("%Y-%m-%d")
            self.location.setText(
                str(
                    free_folder(
                        own_place(self._workspace.folder, EXPORTS) or self._workspace.folder, f"{format_row.id} {stamp}"
                    )
                )
            )
        self._stop_checking()
        self._request += 1
        request = self._request
        self._show(self.tr("Checking what would be lost…"), "clock", "text_dim")
        self._losses.hide()
        self._checking = self._workspace.exports.check(
            format_row.id,
            self._chosen(),
            lambda losses: self._checked(request, losses),
            self.options.value(format_row),
        )
        self._possible = self._checking is not None
        if not self._possible:
            self._show(self.tr("This choice cannot be exported."), "warning", "warning")
        self._enable()

    def _checked(self, request: int, losses: tuple[Loss, ...]) -> None:
        if request != self._request:
            return
        self._checking = None
        if losses:
            self._show(self.tr("Not held by this format, or not done yet:"), "warning", "warning")
            self._losses.setPlainText("\n".join(in_words(loss) for loss in losses))
        else:
            self._show(self.tr("Everything is up to date, and nothing will be left out."), "saved", "good")
            self._losses.clear()
        self._losses.setVisible(bool(losses))

    def _enable(self) -> None:
        self._export.setEnabled(bool(self.location.text().strip()) and self._possible)

    def _show(self, text: str, icon: str, color: str) -> None:
        self._verdict.setText(text)
        self._theme.set_pixmap(self._verdict_icon, icon, color, 18)
        set_role(self._verdict, "role", "warning" if color == "warning" else "")

    def _stop_checking(self) -> None:
        self._request += 1
        if self._checking is not None and self._checking.state.active:
            self._workspace.stop(self._checking)
        self._checking = None

    def _browse(self) -> None:
        start = str(Path(self.location.text()).expanduser().parent)
        folder = ask_folder(self, self.tr("Folder for the export"), Kind.EXPORT, start)
        if folder:
            self.location.setText(
                str(free_folder(Path(folder), Path(self.location.text()).name or self._format_row().id))
            )
