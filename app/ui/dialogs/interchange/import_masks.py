"""The import dialog: what lies in files of another tool, how it fits the project, and what is decided about it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.interchange.fitting import Fit
from app.interchange.preview import Preview
from app.interchange.questions import Choices
from app.interchange.table import FORMATS
from app.phrases import plural
from app.ui.dialogs.chooser import Kind
from app.ui.dialogs.file_dialogs import ask_folder, ask_mask_files
from app.ui.dialogs.interchange.icon_line import IconLine
from app.ui.dialogs.interchange.import_clips import ClipTable
from app.ui.dialogs.interchange.import_conflicts import ConflictList
from app.ui.dialogs.interchange.import_pictures import ImportPictures
from app.ui.dropped_paths import dropped_paths
from app.ui.jobs.job_text import progress_text
from app.ui.theme.theme import UiTheme
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.widgets import column, label, push_button, row
from app.workspace.interchange.imports import Found, ImportPreview
from app.workspace.jobs.jobs import Job, JobState
from app.workspace.translation import translated
from app.workspace.workspace import Workspace

CONFLICTS_HEIGHT = 110


class ImportDialog(QDialog):
    """Reads in the background and shows how it fits; Import takes it over as one step and closes."""

    elsewhere = Signal(object)
    """The paths that were looked into are to come into a new project."""

    def __init__(
        self, workspace: Workspace, theme: UiTheme, paths: Sequence[Path] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.setWindowTitle(self.tr("Import masks"))
        resize_within_screen(self, 760, 640)
        self._workspace = workspace
        self._reading: Job | None = None
        self._looking: Job | None = None
        self._paths: tuple[Path, ...] = ()
        self._request = 0
        self._found: Found | None = None
        self._preview: ImportPreview | None = None
        self._source = label(self.tr("Choose files or a folder, or drop them here."), "dim", wrap=True)
        self.clips = ClipTable()
        self.pictures = ImportPictures()
        self._verdict = IconLine(theme)
        self.questions = ConflictList()
        self.questions.setMinimumHeight(CONFLICTS_HEIGHT)
        self._new_project = push_button(self.tr("Into a new project"))
        self._import = push_button(self.tr("Import"), "primary")
        theme.set_icon(self._import, "import", "accent_text")
        self._import.setDefault(True)
        self._lay_out()
        self._import.clicked.connect(self.accept)
        self._new_project.clicked.connect(self._go_elsewhere)
        self.questions.answered.connect(self._fit)
        self.clips.retargeted.connect(self._fit)
        self.clips.itemSelectionChanged.connect(self._look)
        workspace.jobs.changed.connect(self._show_progress)
        workspace.jobs.ended.connect(self._follow_job)
        self.finished.connect(lambda _result: self._stop_reading())
        self._show_nothing()
        if paths:
            self.read(paths)

    def _lay_out(self) -> None:
        files, folder = push_button(self.tr("Files…")), push_button(self.tr("Folder…"))
        files.clicked.connect(self._ask_files)
        folder.clicked.connect(self._ask_folder)
        cancel = push_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        source = row(self._source, files, folder, gap=2)
        source.setStretch(0, 1)
        buttons = row(self._new_project, None, cancel, self._import)
        layout = column(source, self.clips, self.pictures, self._verdict, self.questions, buttons, gap=3, margin=5)
        layout.setStretch(1, 1)
        layout.setStretch(4, 2)
        self.setLayout(layout)

    @property
    def conflicts(self) -> str:
        """What is in the way or passed over, a line each."""
        return self.questions.words

    @property
    def verdict(self) -> str:
        """What is said about the whole."""
        return self._verdict.text

    @property
    def ready(self) -> bool:
        """True when Import would do something."""
        return self._import.isEnabled()

    def read(self, paths: Sequence[Path]) -> None:
        """Look into files or folders; what was shown before goes."""
        self._stop_reading()
        self._show_nothing()
        self._request += 1
        request = self._request
        self._paths = tuple(paths)
        self._source.setText(", ".join(path.name for path in paths))
        self._verdict.say(self.tr("Looking into it…"), "clock", "text_dim")
        then = lambda found: self._take(request, found)  # noqa: E731
        self._reading = self._workspace.imports.read(paths, "", then, reported=False)

    def accept(self) -> None:
        """Import in the background."""
        if self._preview is None or self._preview.blocked:
            return
        self._workspace.imports.take(self._preview)
        super().accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look into what was dropped."""
        event.acceptProposedAction()
        self.read(dropped_paths(event.mimeData()))

    def _take(self, request: int, found: Found) -> None:
        if request != self._request:
            return
        self._found = found
        preview = self._workspace.imports.preview(found, Choices())
        self.clips.show_fits([fit for one in preview.fits for fit in one], self._workspace.document.videos())
        titles = {translated(FORMATS[one.format_id].title) for one in found.incoming}
        self._source.setText(f"{', '.join(one.path.name for one in found.incoming)} – {', '.join(sorted(titles))}")
        self._new_project.setEnabled(True)
        self._fit()
        self.clips.selectRow(0)

    def _fit(self) -> None:
        """Show how things fit as they are chosen."""
        if self._found is None:
            return
        self._preview = preview = self._workspace.imports.preview(self._found, self._choices())
        losses = preview.losses
        fits = self._fits()
        notes = [note for one in preview.incoming for note in one.notes]
        self.questions.show_all(notes, [(n, conflict) for n, fit in enumerate(fits) for conflict in fit.conflicts])
        self.questions.setVisible(bool(losses))
        words = self.tr("On {count} of them the object is absent, or was lost: other tools do not tell which.")
        absent = words.format(count=preview.absences) if preview.absences else ""
        if preview.blocked:
            self._verdict.say(self.tr("Something does not fit:"), "warning", "warning")
        elif losses:
            words = plural(preview.masks, self.tr("1 mask."), self.tr("{count} masks."))
            said = words.format(count=preview.masks), absent, self.tr("What to know before:")
            self._verdict.say(" ".join(filter(None, said)), "info", "text_dim")
        else:
            words = plural(preview.masks, self.tr("1 mask fits."), self.tr("{count} masks fit."))
            facts = words.format(count=preview.masks), absent
            self._verdict.say(" ".join(filter(None, facts)), "saved", "good")
        self._import.setEnabled(not preview.blocked and not all(fit.left_out for fit in fits))
        self._look()

    def _fits(self) -> list[Fit]:
        return [] if self._preview is None else [fit for one in self._preview.fits for fit in one]

    def _look(self) -> None:
        """Show pictures of the clip that is selected, as it fits now."""
        chosen, fits = self.clips.chosen, self._fits()
        if chosen is None or chosen >= len(fits):
            return
        if self._looking is not None and self._looking.state.active:
            self._workspace.stop(self._looking)
        request = self._request

        def show(pictures: tuple[Preview, ...]) -> None:
            if request == self._request:
                self.pictures.show_pictures(pictures)

        self._looking = self._workspace.imports.look(fits[chosen], show)

    def _go_elsewhere(self) -> None:
        paths = self._paths
        self.reject()
        self.elsewhere.emit(paths)

    def _choices(self) -> Choices:
        """Return what is chosen."""
        return Choices(into=self.clips.into, answers=self.questions.answers)

    def _show_nothing(self) -> None:
        self._found = self._preview = None
        self.clips.show_fits((), ())
        self.questions.answers = {}
        self.questions.hide()
        self.pictures.show_pictures(())
        self._new_project.setEnabled(False)
        self._verdict.say("")
        self._import.setEnabled(False)

    def _show_progress(self) -> None:
        if self._found is None and self._reading is not None and self._reading.state is JobState.RUNNING:
            words = f"{self.tr('Looking into it…')} {progress_text(self._reading)}".rstrip()
            self._verdict.say(words, "clock", "text_dim")

    def _follow_job(self, job: Job) -> None:
        if job is self._reading and job.error is not None:
            self._verdict.say(f"{translated(job.error.what)} {translated(job.error.advice)}", "warning", "warning")

    def _stop_reading(self) -> None:
        self._request += 1
        for job in (self._reading, self._looking):
            if job is not None and job.state.active:
                self._workspace.stop(job)
        self._reading = self._looking = None

    def _ask_files(self) -> None:
        files = ask_mask_files(self)
        if files:
            self.read(files)

    def _ask_folder(self) -> None:
        folder = ask_folder(self, self.tr("Folder with masks"), Kind.MASKS, "")
        if folder:
            self.read((Path(folder),))
