"""What was found on this computer, which model fits it, and one button that fetches it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.engine.checkpoints.catalog import EMBEDDED, available
from app.engine.predictor import Device
from app.ui.jobs.progress_bar import Meter
from app.ui.start.hardware_probe import Machine, Probe, devices_of, fitting_model
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.number_format import memory
from app.ui.widgets.widgets import boxed, column, label, push_button, row


class MachineCard(QFrame):
    """Asks the computer when it is made; `fetch_requested` carries a model's id."""

    fetch_requested = Signal(str)
    stop_requested = Signal()

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._model = EMBEDDED
        self.devices: tuple[Device, ...] = ()
        """What models could run on here, once the computer has answered."""
        self._machine: Machine | None = None
        self._icon = QLabel()
        self._title = label("")
        self._title.setStyleSheet("font-weight: 600;")
        self._title.setWordWrap(True)
        self._facts = label("", "dim", wrap=True)
        self._advice = label("", "dim", wrap=True)
        self._fetch = push_button("")
        theme.set_icon(self._fetch, "download")
        self._bar = Meter(theme)
        self._progress = label("", "dim")
        self._stop = push_button("", "quiet")
        self._download = boxed(column(self._bar, row(self._progress, None, self._stop), gap=1))
        words = column(self._title, self._facts, gap=0)
        head = row(self._icon, words, gap=3)
        head.setStretch(1, 1)
        layout = column(head, self._advice, self._fetch, self._download, gap=2)
        layout.setContentsMargins(4 * UNIT, 4 * UNIT, 4 * UNIT, 4 * UNIT)
        self.setLayout(layout)
        self._fetch.hide()
        self._download.hide()
        self._stop.clicked.connect(self.stop_requested)
        self._fetch.clicked.connect(lambda: self.fetch_requested.emit(self._model))
        theme.set_pixmap(self._icon, "chip", "accent_mark", 24)
        self.speak()
        self._probe = Probe(self)
        self._probe.found.connect(self.show_machine)
        self._probe.start()

    def speak(self) -> None:
        """Say everything in the language that has been installed."""
        self._stop.setText(self.tr("Stop"))
        self._title.setText(self.tr("Looking at this computer…"))
        if self._machine is not None:
            self.show_machine(self._machine)

    def show_machine(self, machine: Machine) -> None:
        """Say what there is and what fits."""
        self._machine = machine
        self.devices = devices_of(machine)
        facts = []
        if machine.gpu:
            self._title.setText(machine.gpu)
            if machine.gpu_memory:
                facts.append(self.tr("{size} of graphics memory").format(size=memory(machine.gpu_memory)))
            if machine.driver:
                facts.append(self.tr("driver {version}").format(version=machine.driver))
        else:
            self._title.setText(machine.processor)
            facts.append(self.tr("no graphics card that models can use"))
        if machine.memory:
            facts.append(self.tr("{size} of memory").format(size=memory(machine.memory)))
        self._facts.setText("\n".join(facts))
        self._model = fitting_model(machine)
        self.show_models()

    def show_models(self) -> None:
        """Say which model fits, and offer to fetch it unless it is here."""
        model = next((m for m in available() if m.id == self._model), None)
        if model is None or (self._model == EMBEDDED and model.path is None):
            self._advice.setText(self.tr("The embedded model is missing: install Masklane again, or fetch a model."))
            self._fetch.hide()
        elif self._model == EMBEDDED:
            self._advice.setText(self.tr("The embedded model fits this computer and is ready."))
            self._fetch.hide()
        elif model.path is not None:
            self._advice.setText(self.tr("{model} fits this computer and is ready.").format(model=model.title))
            self._fetch.hide()
        else:
            words = self.tr("{model} fits this computer. Until it is here, the embedded model works.")
            self._advice.setText(words.format(model=model.title))
            text = self.tr("Fetch {model} ({size})")
            self._fetch.setText(text.format(model=model.title, size=memory(model.size_bytes)))
            self._fetch.show()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the download is; a total of 0 ends it."""
        self._download.setVisible(total > 0)
        self._bar.show_share(done / max(total, 1))
        self._progress.setText(self.tr("{done} of {total}").format(done=memory(done), total=memory(total)))
        if total == 0:
            self.show_models()
        else:
            self._fetch.hide()
