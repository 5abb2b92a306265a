"""The export dialog: format, videos, options and folder, and what the format would lose; made from the table."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QPlainTextEdit, QWidget

from app.errors import ExportError, UserError
from app.interchange.clip import Loss
from app.interchange.export.estimate import MARGIN, Estimate, free_bytes
from app.interchange.export.options import WriteOptions
from app.interchange.export.output import free_destination
from app.interchange.presets import last_choice, preset_of
from app.interchange.table import FORMATS, Format
from app.phrases import plural
from app.project.paths import EXPORTS, own_place
from app.ui.dialogs.chooser import Kind
from app.ui.dialogs.file_dialogs import ask_folder
from app.ui.dialogs.interchange.export_options import ExportOptions, caption
from app.ui.dialogs.interchange.export_presets import ExportPresets
from app.ui.dialogs.interchange.export_videos import ExportVideos
from app.ui.dialogs.interchange.icon_line import IconLine
from app.ui.dropped_paths import free_folder
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.text_field import text_field
from app.ui.widgets.widgets import ElidedComboBox, column, label, push_button, row
from app.workspace.interchange.exports import Plan
from app.workspace.jobs.jobs import Job
from app.workspace.translation import translated
from app.workspace.workspace import Workspace

TYPING_MS = 300
"""How long a pause in typing the folder is, after which it is looked at."""


def in_time(language: QLocale, seconds: float) -> str:
    """Return seconds as "0.4 s", "12 s" or "3 min"."""
    if seconds < 90:
        least = "< " if seconds < 0.1 else ""
        return f"{least}{language.toString(max(seconds, 0.1), 'f', 1 if seconds < 3 else 0)} s"
    return f"{language.toString(round(seconds / 60))} min"


def by_video(losses: Sequence[Loss]) -> str:
    """Return losses in words, a line each, below the name of the video that they are about."""
    lines: list[str] = []
    for name, found in groupby(losses, key=lambda loss: loss.video):
        said = (f"{translated(loss.words)} {translated(loss.advice)}".rstrip() for loss in found)
        lines += [name, *(f"  –  {words}" for words in said)]
    return "\n".join(lines)


class ExportDialog(QDialog):
    """Checks in the background whenever format or videos change; Export starts a job and closes."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export"))
        resize_within_screen(self, 680, 660)
        self._workspace = workspace
        self._checking: Job | None = None
        self._request = 0
        self._possible = True
        self._typing = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typing.timeout.connect(lambda: self._change(format_too=False))
        self.format = ElidedComboBox()
        for format in FORMATS.values():
            if format.write is not None:
                self.format.addItem(translated(format.title), format.id)
        view = workspace.view
        self.videos = ExportVideos(workspace.document.videos(), view.video)
        self.options = ExportOptions(view.selection, view.range)
        self.presets = ExportPresets(workspace, self._current)
        self.location = text_field()
        self.go_on = QCheckBox()
        self.go_on.hide()
        self._amount = label("", "dim", wrap=True)
        self._limits = label("", "dim", wrap=True)
        self._verdict = IconLine(theme)
        self._losses = QPlainTextEdit()
        self._losses.setReadOnly(True)
        self._export = push_button(self.tr("Export"), "primary")
        theme.set_icon(self._export, "export", "accent_text")
        self._export.setDefault(True)
        self._name_fields()
        self._lay_out()
        self._connect()
        self.format.setFocus()  # not the field for a preset's name, where keys would be typed
        self._change(format_too=True)
        self._begin_as_last()

    def _begin_as_last(self) -> None:
        """Begin with the format, the options and the videos of the last export; objects and range are the project's."""
        settings = self._workspace.settings
        if settings.exports_all_videos:
            self.videos.choose_all()
        last = last_choice(settings)
        if last is not None and self.format.findData(last[0]) >= 0:
            self._take_preset(*last)

    def _keep_as_last(self) -> None:
        last, several = preset_of(*self._current()), self.videos.list.count() > 1
        settings = self._workspace.settings
        everything = self.videos.all if several else settings.exports_all_videos
        self._workspace.change_settings(replace(settings, last_export=last, exports_all_videos=everything))

    def _name_fields(self) -> None:
        """Tell screen readers what they are."""
        self.format.setAccessibleName(self.tr("Format"))
        self.location.setAccessibleName(self.tr("New folder"))
        self._losses.setAccessibleName(self.tr("What would be lost"))

    def _connect(self) -> None:
        self._export.clicked.connect(self.accept)
        self.format.currentIndexChanged.connect(lambda _index: self._change(format_too=True))
        self.videos.changed.connect(lambda: self._change(format_too=False))
        self._workspace.jobs.ended.connect(self._follow_job)
        self.options.changed.connect(lambda: self._change(format_too=False))
        self.presets.chosen.connect(self._take_preset)
        self.presets.refused.connect(self._refuse)
        self.location.editingFinished.connect(lambda: self._change(format_too=False))
        self.location.textEdited.connect(lambda _text: self._typing.start())
        self.finished.connect(lambda _result: self._stop_checking())

    def _lay_out(self) -> None:
        browse = push_button(self.tr("Choose…"))
        browse.clicked.connect(self._browse)
        cancel = push_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(4 * UNIT)
        form.setVerticalSpacing(3 * UNIT)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(caption(self.tr("Preset")), self.presets)
        form.addRow(caption(self.tr("Format")), column(self.format, self._limits, gap=1))
        form.addRow(caption(self.tr("Videos")), self.videos)
        form.addRow(self.options)
        form.addRow(caption(self.tr("New folder")), row(self.location, browse))
        buttons = row(None, cancel, self._export)
        found = (self._verdict, self._losses, None, self._amount, self.go_on)
        self.setLayout(column(form, *found, buttons, gap=3, margin=5))

    @property
    def losses(self) -> str:
        """What would be lost, a line each; empty while checking and when nothing is."""
        return self._losses.toPlainText()

    @property
    def said(self) -> str:
        """What is said about the choice."""
        return self._verdict.text

    @property
    def possible(self) -> bool:
        """True when Export would do something."""
        return self._export.isEnabled()

    @property
    def amount(self) -> str:
        """About how much would be written; empty while nobody knows."""
        return self._amount.text()

    def accept(self) -> None:
        """Export in the background."""
        try:
            options = self.options.value(self._format_row())
            free_destination(self._out())
        except ExportError as error:
            self._refuse(error)
            return
        self._stop_checking()
        anew = not self.go_on.isChecked() and not self.go_on.isHidden()
        self._workspace.exports.start(
            self._format_row().id, self._out(), self.videos.chosen, options=options, anew=anew
        )
        self._keep_as_last()
        super().accept()

    def _format_row(self) -> Format:
        return FORMATS[str(self.format.currentData())]

    def _current(self) -> tuple[str, WriteOptions]:
        format_row = self._format_row()
        return format_row.id, self.options.value(format_row)

    def _out(self) -> Path:
        """Return where to. ExportError: it is no whole path."""
        said = self.location.text().strip()
        place = Path(said).expanduser()
        if not said:
            raise ExportError("No folder is given.", "Choose one.")
        if not place.is_absolute():
            raise ExportError("“{place}” is not a whole path.", "Choose a folder.", place=place)
        return place

    def _take_preset(self, format_id: str, options: WriteOptions) -> None:
        self.format.setCurrentIndex(self.format.findData(format_id))
        self.options.show_choice(FORMATS[format_id], options)
        self._change(format_too=False)

    def _change(self, *, format_too: bool) -> None:
        format_row = self._format_row()
        self._limits.setText(translated(format_row.about))
        if format_too:
            self.options.show_format(format_row)
            stamp = datetime.now().astimezone().strftime("%Y-%m-%d")
            exports = own_place(self._workspace.folder, EXPORTS) or self._workspace.folder
            self.location.setText(str(free_folder(exports, f"{format_row.id} {stamp}")))
        self._stop_checking()
        self._request += 1
        request = self._request
        self._verdict.say(self.tr("Checking what would be lost…"), "clock", "text_dim")
        self._losses.hide()
        self.go_on.hide()
        self._amount.clear()
        try:
            options = self.options.value(format_row)
            if not self.videos.chosen:
                raise ExportError("No video is chosen.", "Tick one, or more.")
            out = self._out()
        except ExportError as error:
            self._refuse(error)
            return
        self._checking = self._workspace.exports.check(
            format_row.id,
            self.videos.chosen,
            lambda losses: self._checked(request, losses),
            options,
            out,
            lambda plan: self._planned(request, plan),
        )
        self._possible = self._checking is not None
        if not self._possible:
            self._verdict.say(self.tr("This choice cannot be exported."), "warning", "warning")
        self._enable()

    def _follow_job(self, job: Job) -> None:
        if job is self._checking and job.error is not None:
            self._refuse(job.error)

    def _refuse(self, error: UserError) -> None:
        self._possible = False
        self._losses.hide()
        self._amount.clear()
        self._verdict.say(f"{translated(error.what)} {translated(error.advice)}".rstrip(), "warning", "warning")
        self._enable()

    def _checked(self, request: int, losses: tuple[Loss, ...]) -> None:
        if request != self._request:
            return
        if losses:
            self._verdict.say(self.tr("Not held by this format, or not done yet:"), "warning", "warning")
            self._losses.setPlainText(by_video(losses))
        else:
            self._verdict.say(self.tr("Everything is up to date, and nothing will be left out."), "saved", "good")
            self._losses.clear()
        self._losses.setVisible(bool(losses))
        self._amount.setText(self.tr("Estimating from a sample how much it will be…"))

    def _planned(self, request: int, plan: Plan) -> None:
        if request != self._request:
            return
        self._checking = None
        if plan.refusal is not None:
            self._refuse(plan.refusal)
            return
        self._amount.setText("" if plan.estimate is None else self._in_numbers(plan.estimate))
        if plan.left_over is not None:
            words = plural(
                plan.left_over.files,
                self.tr("Go on with the export that was stopped (1 file is there)"),
                self.tr("Go on with the export that was stopped ({count} files are there)"),
            )
            self.go_on.setText(words.format(count=plan.left_over.files))
            self.go_on.setChecked(True)
            self.go_on.show()

    def _in_numbers(self, guess: Estimate) -> str:
        """Return in words how much will be written, and whether there is room for it."""
        language = self.locale()
        words = plural(
            guess.files,
            self.tr("About 1 file, {size}, {time}; estimated from {sampled} of {frames} frames."),
            self.tr("About {files} files, {size}, {time}; estimated from {sampled} of {frames} frames."),
        ).format(
            files=language.toString(guess.files),
            size=language.formattedDataSize(guess.size),
            time=in_time(language, guess.seconds),
            sampled=guess.sampled,
            frames=language.toString(guess.frames),
        )
        free = free_bytes(self._out())
        if guess.size * MARGIN > free:
            words += " " + self.tr("There are only {free} free.").format(free=language.formattedDataSize(free))
        return words

    def _enable(self) -> None:
        self._export.setEnabled(bool(self.location.text().strip()) and self._possible)

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
            self._change(format_too=False)
