"""The card of the start page that shows the hardware, the model that fits it, and a button that downloads it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from app.engine.checkpoints.catalog import EMBEDDED, available
from app.engine.predictor import Device
from app.ui.jobs.progress_bar import ProgressBar
from app.ui.start.hardware_probe import Hardware, HardwareProbe, devices_of, recommended_model
from app.ui.theme.theme import UiTheme
from app.ui.theme.tokens import UNIT
from app.ui.widgets.number_format import memory
from app.ui.widgets.widgets import boxed, column, label, push_button, row


class HardwareCard(QFrame):
    """Probes the hardware when it is made. `fetch_requested` carries the id of a model."""

    fetch_requested = Signal(str)
    stop_requested = Signal()

    def __init__(self, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._model = EMBEDDED
        self.devices: tuple[Device, ...] = ()
        """The devices that models could run on; empty until the hardware is known."""
        self._hardware: Hardware | None = None
        self._icon = QLabel()
        self._title = label("")
        self._title.setStyleSheet("font-weight: 600;")
        self._title.setWordWrap(True)
        self._facts = label("", "dim", wrap=True)
        self._advice = label("", "dim", wrap=True)
        self._fetch = push_button("")
        theme.set_icon(self._fetch, "download")
        self._bar = ProgressBar(theme)
        self._progress = label("", "dim")
        self._stop = push_button("", "quiet")
        self._download = boxed(column(self._bar, row(self._progress, None, self._stop), gap=1))
        text = column(self._title, self._facts, gap=0)
        head = row(self._icon, text, gap=3)
        head.setStretch(1, 1)
        layout = column(head, self._advice, self._fetch, self._download, gap=2)
        layout.setContentsMargins(4 * UNIT, 4 * UNIT, 4 * UNIT, 4 * UNIT)
        self.setLayout(layout)
        self._fetch.hide()
        self._download.hide()
        self._stop.clicked.connect(self.stop_requested)
        self._fetch.clicked.connect(lambda: self.fetch_requested.emit(self._model))
        theme.set_pixmap(self._icon, "chip", "accent_mark", 24)
        self.retranslate()
        self._probe = HardwareProbe(self)
        self._probe.found.connect(self.show_hardware)
        self._probe.start()

    def retranslate(self) -> None:
        """Show all texts in the language that has been installed."""
        self._stop.setText(self.tr("Stop"))
        self._title.setText(self.tr("Checking this computer…"))
        if self._hardware is not None:
            self.show_hardware(self._hardware)

    def show_hardware(self, hardware: Hardware) -> None:
        """Show the hardware and the model that fits it."""
        self._hardware = hardware
        self.devices = devices_of(hardware)
        facts = []
        if hardware.gpu:
            self._title.setText(hardware.gpu)
            if hardware.gpu_memory:
                facts.append(self.tr("{size} of graphics memory").format(size=memory(hardware.gpu_memory)))
            if hardware.driver:
                facts.append(self.tr("driver {version}").format(version=hardware.driver))
        else:
            self._title.setText(hardware.processor)
            facts.append(self.tr("No graphics card that models can use"))
        if hardware.memory:
            facts.append(self.tr("{size} of memory").format(size=memory(hardware.memory)))
        self._facts.setText("\n".join(facts))
        self._model = recommended_model(hardware)
        self.show_models()

    def show_models(self) -> None:
        """Show the model that fits, with the download button unless it is downloaded."""
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
            text = self.tr("{model} fits this computer. Until it is fetched, the embedded model is used.")
            self._advice.setText(text.format(model=model.title))
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
