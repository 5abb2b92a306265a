"""The bottom line: what the tool does or what is hovered, the job under way, the device, and that all is saved."""

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.engine.checkpoints.catalog import EMBEDDED, OFFICIAL
from app.ui.jobs.job_view import JobView
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.number_format import memory
from app.ui.widgets.tooltips import plain_tip
from app.ui.widgets.widgets import ElidedLabel, label, separator
from app.workspace.translation import spoken
from app.workspace.workspace import Workspace

HEIGHT = 30
NOTICE_MS = 4000


class StatusBar(QWidget):
    """`show_hint` is what stands there; what is hovered stands before it or in its place, notices cover both."""

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self._workspace = workspace
        self._theme = theme
        self._hint = self._hovered = self._notice = self._pointed = ""
        self._words = ElidedLabel("dim")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._engine = label("", "dim")
        self._saved_icon = QLabel()
        self._saved = label("", "dim")
        self._fading = QTimer(self, interval=NOTICE_MS, singleShot=True)
        self._fading.timeout.connect(lambda: self.show_notice(""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * UNIT, 0, 3 * UNIT, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._words, 1)
        self.jobs = JobView(workspace, theme, self)
        for part in (self.jobs, separator(), self._engine, separator(), self._saved_icon, self._saved):
            layout.addWidget(part)
        workspace.editor.history_changed.connect(self._forget_notice)
        workspace.messages.notice.connect(self.show_notice)
        workspace.model.changed.connect(self._show_engine)
        workspace.editor.saving_changed.connect(self._show_saved)
        self._show_engine()
        self._show_saved()

    @property
    def words(self) -> str:
        """What stands at the left."""
        return self._words.text()

    def show_hint(self, text: str) -> None:
        """Say what the current tool does."""
        self._hint = text
        self._show_words()

    def show_hover(self, text: str) -> None:
        """Say what is under the pointer instead of the hint; empty when nothing is."""
        self._hovered = text
        self._show_words()

    def show_place(self, text: str) -> None:
        """Say where in the picture the pointer is, before the hint; empty when it is elsewhere."""
        self._pointed = text
        self._show_words()

    def show_notice(self, text: str) -> None:
        """Say something for a few seconds."""
        self._notice = text
        if text:
            self._fading.start()
        self._show_words()

    def _forget_notice(self) -> None:
        """Something was done since: what was said of an earlier moment goes."""
        self.show_notice("")

    def _show_words(self) -> None:
        hint = "      ".join(part for part in (self._pointed, self._hint) if part)
        self._words.setText(self._notice or self._hovered or hint)

    def _show_engine(self) -> None:
        state = self._workspace.model.state
        if state.error:
            self._engine.setText(self.tr("Model not loaded"))
            self._engine.setToolTip(plain_tip(spoken(state.error.what)))
        elif state.device is None:
            self._engine.setText(self.tr("Loading the model…") if state.loading else self.tr("Model not loaded yet"))
        else:
            device = state.device
            parts = [
                model_title(state.name),
                device.kind.upper() if device.kind in ("cpu", "mps") else short_device(device.name),
            ]
            tip = device.name
            if device.memory_total:
                used, total = memory(device.memory_used), memory(device.memory_total)
                parts.append(f"{used} / {total}")
                tip = self.tr("{device}: {used} of {total} of memory in use").format(device=tip, used=used, total=total)
            self._engine.setText(" · ".join(parts))
            self._engine.setToolTip(plain_tip(tip))

    def _show_saved(self) -> None:
        saving = self._workspace.editor.saving
        trouble = self._workspace.editor.save_failed
        icon = ("error", "danger") if trouble else ("clock", "text_dim") if saving else ("saved", "good")
        self._theme.picture(self._saved_icon, *icon, 16)
        words = self.tr("Saving…") if saving else self.tr("All changes saved")
        self._saved.setText(self.tr("Last change not saved") if trouble else words)


def model_title(name: str) -> str:
    """Return a loaded model's name for people: the engine's begins with the model's id."""
    id, _space, rest = name.partition(" ")
    if id == EMBEDDED:
        title = QCoreApplication.translate("StatusBar", "Embedded model")
    else:
        title = next((row.title for row in OFFICIAL if row.id == id), id)
    return f"{title} {rest}".strip()


def short_device(name: str) -> str:
    """Return a device's name without its maker's."""
    for maker in ("NVIDIA GeForce ", "NVIDIA ", "AMD Radeon ", "AMD "):
        if name.startswith(maker):
            return name.removeprefix(maker)
    return name
