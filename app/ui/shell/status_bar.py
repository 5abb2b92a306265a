"""The bar at the bottom: failures and results, hints, the running job, the model's device and memory, saved or not."""

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.engine.checkpoints.catalog import EMBEDDED, OFFICIAL
from app.engine.predictor import DeviceInfo
from app.ui.actions.action_set import ActionSet
from app.ui.failures.error_bar import ErrorBar
from app.ui.failures.result_line import ResultLine
from app.ui.improving.training_line import TrainingLine
from app.ui.jobs.job_view import JobView
from app.ui.metrics.live_line import LiveLine
from app.ui.review.annotator_button import AnnotatorButton
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.number_format import memory
from app.ui.widgets.widgets import ElidedLabel, SentencesLabel, label, separator
from app.workspace.translation import translated
from app.workspace.workspace import Workspace

HEIGHT = 30
NOTICE_MS = 4000
TIGHT, ROOMY = 1_100, 1_500
"""Logical pixels below which the least is shown, and from which on the model's memory is; tooltips have the rest."""
LEAST_WIDTH = 420
NARROW = 190
"""Logical pixels that the model gets at most in less."""
translate = QCoreApplication.translate


class StatusBar(QWidget):
    """At the left is a failure, or a result, beside it a notice for a few seconds; else what is hovered, or the hint.

    So what goes wrong has its place without covering or moving anything.
    """

    def __init__(self, workspace: Workspace, theme: UiTheme, errors: ErrorBar, actions: ActionSet) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._workspace = workspace
        self._theme = theme
        self._hint = self._hovered = self._notice = self._position = ""
        self._told_at = workspace.history.newest
        self._text = SentencesLabel("dim")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._errors, self.result = errors, ResultLine(workspace.messages, theme)
        self._engine = ElidedLabel("dim")
        self._roomy = True
        self._saved_icon = QLabel()
        self._saved = label("", "dim")
        self._notice_timer = QTimer(self, interval=NOTICE_MS, singleShot=True)
        self._notice_timer.timeout.connect(lambda: self.show_notice(""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 0, 3 * UNIT, 0)
        layout.setSpacing(2 * UNIT)
        for line in (self._errors, self.result):
            layout.addWidget(line, 1)
            line.changed.connect(self._make_room)
        layout.addWidget(self._text, 1)
        self.jobs, self.numbers = JobView(workspace, theme, self), LiveLine(workspace)
        self.training = TrainingLine(workspace, actions["track.improve"])
        annotator = AnnotatorButton(workspace, actions["stage.annotator"], theme)
        # The name stands right of what changes its width: it is pressed, and must not move under the pointer.
        for part in (
            self.jobs,
            self.training,
            self.numbers,
            separator(),
            self._engine,
            separator(),
            annotator,
            separator(),
        ):
            layout.addWidget(part)
        for part in (self._saved_icon, self._saved):
            layout.addWidget(part)
        workspace.editor.history_changed.connect(self._clear_notice)
        workspace.messages.notice.connect(self.show_notice)
        workspace.model.changed.connect(self._show_engine)
        workspace.editor.saving_changed.connect(self._show_saved)
        self._show_engine()
        self._show_saved()
        self._make_room()

    def _make_room(self) -> None:
        """Show the failure, else the result, beside a notice; without them the text."""
        failed = self._errors.says_something
        self.result.hold_back(failed)
        told = failed or self.result.says_something
        self._text.setVisible(not told or bool(self._notice))
        tight = self.width() < TIGHT
        self.jobs.set_compact(told or tight)
        self.training.hold_back(told)
        self.numbers.hold_back(told or tight)
        self._saved.setVisible(not tight)

    def minimumSizeHint(self) -> QSize:
        """Return the width at which only what is needed most is left."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is little room."""
        super().resizeEvent(event)
        self._make_room()
        if self._roomy != (self.width() >= ROOMY):
            self._roomy = not self._roomy
            self._show_engine()

    @property
    def text(self) -> str:
        """The text at the left."""
        return self._text.text()

    def show_hint(self, text: str) -> None:
        """Show what the current tool does."""
        self._hint = text
        self._show_text()

    def show_hover(self, text: str) -> None:
        """Show what is under the pointer instead of the hint; empty when nothing is."""
        self._hovered = text
        self._show_text()

    def show_place(self, text: str) -> None:
        """Show the pointer's position in the frame before the hint; empty when it is elsewhere."""
        self._position = text
        self._show_text()

    def show_notice(self, text: str) -> None:
        """Show a text for a few seconds."""
        self._notice, self._told_at = text, self._workspace.history.newest
        if text:
            self._notice_timer.start()
        self._show_text()

    def _clear_notice(self) -> None:
        """Remove the notice if something has been done since; a run that ends with its step undone is not."""
        if self._workspace.history.newest != self._told_at:
            self.show_notice("")

    def _show_text(self) -> None:
        hint = "      ".join(part for part in (self._position, self._hint) if part)
        self._text.setText(self._notice or self._hovered or hint)
        self._make_room()

    def _show_engine(self) -> None:
        state, device = self._workspace.model.state, self._workspace.model.state.device
        if state.error:
            text, tip = self.tr("Model not loaded"), translated(state.error.what)
        elif device is None:
            text, tip = self.tr("Loading the model…") if state.loading else self.tr("Model not loaded yet"), ""
        else:
            place = device.kind.upper() if device.kind in ("cpu", "mps") else short_device(device.name)
            told = memory_text(device)
            text = " · ".join(filter(None, (model_title(state.name), place, told if self._roomy else "")))
            tip = "\n".join(filter(None, (device.name, told)))
        self._engine.setText(text)
        width = self._engine.fontMetrics().horizontalAdvance(text) + 2
        self._engine.setFixedWidth(width if self._roomy else min(width, NARROW))  # whatever is told beside it
        self._engine.set_tip(tip)

    def _show_saved(self) -> None:
        saving = self._workspace.editor.saving
        failed = self._workspace.editor.save_failed
        icon = ("error", "danger") if failed else ("clock", "text_dim") if saving else ("saved", "good")
        self._theme.set_pixmap(self._saved_icon, *icon, 16)
        text = self.tr("Saving…") if saving else self.tr("All changes saved")
        self._saved.setText(self.tr("Last change not saved") if failed else text)
        self._saved_icon.setToolTip(self._saved.text())


def model_title(name: str) -> str:
    """Return the title of a loaded model; its name begins with the id in the catalogue."""
    id, _space, rest = name.partition(" ")
    if id == EMBEDDED:
        title = translate("StatusBar", "Embedded model")
    else:
        title = next((row.title for row in OFFICIAL if row.id == id), id)
    return f"{title} {rest}".strip()


def memory_text(device: DeviceInfo) -> str:
    """Return in words what Masklane holds of a device's memory and what is free; empty where neither is known."""
    own = (
        translate("StatusBar", "Masklane uses {size}").format(size=memory(device.memory_own))
        if device.memory_own
        else ""
    )
    if not device.memory_total or not device.memory_used:
        return own
    free = translate("StatusBar", "{size} free").format(size=memory(max(device.memory_total - device.memory_used, 0)))
    return f"{own}, {free}" if own else free


def short_device(name: str) -> str:
    """Return a device's name without its maker's."""
    for maker in ("NVIDIA GeForce ", "NVIDIA ", "AMD Radeon ", "AMD "):
        if name.startswith(maker):
            return name.removeprefix(maker)
    return name
