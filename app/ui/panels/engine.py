"""The model panel: the model in force, one that is offered for download, device and precision."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from app.engine.checkpoints.catalog import EMBEDDED, Available, available
from app.engine.predictor import Device
from app.settings import Precision
from app.ui.dialogs.file_dialogs import ask_model_file
from app.ui.theme.theme import UiTheme
from app.ui.widgets.device_choices import choice_index, device_choices
from app.ui.widgets.number_format import memory
from app.ui.widgets.widgets import ElidedComboBox, fields, label, push_button, section
from app.workspace.jobs.jobs import Job, JobKind
from app.workspace.translation import translated
from app.workspace.workspace import Workspace


class EnginePanel(QFrame):
    """Changes the settings of the model, and shows the state of the engine.

    A model that is not on this computer is never shown as chosen: picking it offers to fetch it, and the one in force
    stays until it is here.
    """

    offered = Signal(object)
    """The button that fetches what was picked."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._models: tuple[Available, ...] = ()
        self._model = ElidedComboBox()
        self._device = ElidedComboBox()
        self._precision = ElidedComboBox()
        self._offer = label("", "dim", wrap=True)
        self._fetch = push_button("")
        theme.set_icon(self._fetch, "download")
        self._file = push_button(self.tr("Use a model file…"))
        self._state = label("", "dim", wrap=True)
        self._wanted = ""
        """The id of a model that was picked and is not on this computer."""
        self._fill_choices()
        named = (
            (self.tr("Model"), self._model),
            (self.tr("Device"), self._device),
            (self.tr("Precision"), self._precision),
        )
        for name, field in named:
            field.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            field.setAccessibleName(name)
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setMinimumContentsLength(8)
        body = section(self.tr("MODEL"), fields(*named), self._state, self._offer, self._fetch, self._file)
        layout = body.layout()
        assert isinstance(layout, QVBoxLayout)
        self.setLayout(layout)
        self._model.activated.connect(self._choose_model)
        self._device.activated.connect(self._choose_device)
        self._precision.activated.connect(self._choose_precision)
        self._fetch.clicked.connect(self._fetch_model)
        self._file.clicked.connect(self._choose_file)
        workspace.model.changed.connect(self._show)
        workspace.settings_changed.connect(self._read_models)
        workspace.jobs.changed.connect(self._show_offer)
        workspace.jobs.ended.connect(self._after_job)
        self._read_models()

    def _fill_choices(self) -> None:
        for precision, text in (
            (Precision.AUTO, self.tr("Fastest (measured)")),
            (Precision.FLOAT32, self.tr("Exact (32 bit)")),
            (Precision.BFLOAT16, self.tr("Fast (16 bit)")),
        ):
            self._precision.addItem(text, precision)
        self._precision.setItemData(0, self.tr("Fastest"), ElidedComboBox.SHORT_ROLE)

    def _read_models(self) -> None:
        """Read the available models, and show the chosen one."""
        settings = self._workspace.settings
        self._models = available()
        chosen = settings.model or EMBEDDED
        self._model.clear()
        for model in self._models:
            title = self.tr("Embedded model") if model.id == EMBEDDED else model.title
            self._model.addItem(
                title if _is_here(model) else self.tr("{model} – to fetch").format(model=title), model.id
            )
        if self._model.findData(chosen) < 0:
            self._model.addItem(Path(chosen).stem, chosen)
        self._show_chosen()
        self._precision.setCurrentIndex(self._precision.findData(settings.precision))
        missing = self._find(chosen)
        if missing is not None and not _is_here(missing):
            self._wanted = missing.id
        self._show()

    def _show_chosen(self) -> None:
        self._model.setCurrentIndex(self._model.findData(self._workspace.settings.model or EMBEDDED))

    def _show(self) -> None:
        state = self._workspace.model.state
        self._show_devices(state.devices)
        if state.error:
            self._state.setText(translated(state.error.what))
        elif state.loading and self._workspace.runs.tracking:
            self._state.setText(self.tr("Loaded when the run is over, which goes on with the model it began with."))
        elif state.loading:
            self._state.setText(self.tr("Loading the model…"))
        elif state.device is not None:
            text = self.tr("Runs on {device}.").format(device=state.device.name)
            self._state.setText(text)
        else:
            self._state.setText(self.tr("Loaded when it is first needed."))
        self._show_offer()

    def _show_offer(self) -> None:
        """Offer to fetch the model that was picked, or say that it is on its way."""
        wanted = self._find(self._wanted)
        fetching = any(job.kind is JobKind.DOWNLOAD for job in self._workspace.jobs.active)
        for part in (self._offer, self._fetch):
            part.setVisible(wanted is not None)
        if wanted is None:
            return
        words = self.tr("{model} is being fetched.") if fetching else self.tr("{model} is not on this computer yet.")
        self._offer.setText(words.format(model=wanted.title))
        self._fetch.setText(self.tr("Fetch ({size})").format(size=memory(wanted.size_bytes)))
        self._fetch.setEnabled(not fetching)

    def _show_devices(self, devices: tuple[Device, ...]) -> None:
        """Fill the list of devices; an unchanged list is left alone, as it may be open."""
        choices, setting = device_choices(devices), self._workspace.settings.device
        index = choice_index(choices, setting)
        if index < 0:
            choices, index = [*choices, (setting, setting)], len(choices)
        if [self._device.itemText(i) for i in range(self._device.count())] != [text for text, _ in choices]:
            self._device.clear()
            for text, value in choices:
                self._device.addItem(text, value)
                self._device.setItemData(self._device.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
            # Which device that is stands below.
            self._device.setItemData(0, self.tr("Automatic"), ElidedComboBox.SHORT_ROLE)
        self._device.setCurrentIndex(index)

    def _find(self, id: str) -> Available | None:
        return next((model for model in self._models if model.id == id), None)

    def _choose_model(self, _index: int) -> None:
        id = str(self._model.currentData())
        model = self._find(id)
        if model is not None and not _is_here(model):
            self._wanted = id
            self._show_chosen()
            self._show_offer()
            self.offered.emit(self._fetch)
            return
        self._wanted = ""
        self._change(model="" if id == EMBEDDED else id)

    def _choose_device(self, _index: int) -> None:
        self._change(device=self._device.currentData())

    def _choose_precision(self, _index: int) -> None:
        self._change(precision=self._precision.currentData())

    def _choose_file(self) -> None:
        file = ask_model_file(self)
        if file is not None:
            self._wanted = ""
            self._change(model=str(file))

    def _fetch_model(self) -> None:
        if self._wanted:
            self._workspace.model.fetch(self._wanted)

    def _after_job(self, job: Job) -> None:
        """Use the model that was wanted once it is here."""
        if job.kind is not JobKind.DOWNLOAD:
            return
        self._models = available()
        fetched = self._find(self._wanted)
        if fetched is not None and _is_here(fetched):
            self._wanted = ""
            self._change(model=fetched.id)
        self._read_models()

    def _change(self, **fields: str | Precision) -> None:
        self._workspace.change_settings(msgspec.structs.replace(self._workspace.settings, **fields))


def _is_here(model: Available) -> bool:
    return model.path is not None or model.id == EMBEDDED
