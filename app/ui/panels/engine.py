"""The model panel: model, download, device and precision."""

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt
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
    """Changes the settings of the model, and shows the state of the engine."""

    def __init__(self, workspace: Workspace, theme: UiTheme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._models: tuple[Available, ...] = ()
        self._model = ElidedComboBox()
        self._device = ElidedComboBox()
        self._precision = ElidedComboBox()
        self._fetch = push_button("")
        theme.set_icon(self._fetch, "download")
        self._file = push_button(self.tr("Use a model file…"))
        self._state = label("", "dim", wrap=True)
        self._pending_model = ""
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
        body = section(self.tr("MODEL"), fields(*named), self._fetch, self._state, self._file)
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
        workspace.jobs.ended.connect(self._after_job)
        self._read_models()

    def _fill_choices(self) -> None:
        for precision, text in (
            (Precision.AUTO, self.tr("Fastest (measured)")),
            (Precision.FLOAT32, self.tr("Exact (32 bit)")),
            (Precision.BFLOAT16, self.tr("Fast (16 bit)")),
        ):
            self._precision.addItem(text, precision)

    def _read_models(self) -> None:
        """Read the available models, and show the chosen one."""
        settings = self._workspace.settings
        self._models = available()
        chosen = self._pending_model or settings.model or EMBEDDED
        self._model.clear()
        for model in self._models:
            title = self.tr("Embedded model") if model.id == EMBEDDED else model.title
            self._model.addItem(title if model.path is not None else f"{title}  ↓", model.id)
        index = self._model.findData(chosen)
        if index < 0:
            self._model.addItem(Path(chosen).stem, chosen)
            index = self._model.count() - 1
        self._model.setCurrentIndex(index)
        self._precision.setCurrentIndex(self._precision.findData(settings.precision))
        self._show()

    def _show(self) -> None:
        model = self._shown_model()
        missing = model is not None and model.path is None and model.id != EMBEDDED
        self._fetch.setVisible(missing)
        if missing and model is not None:
            self._fetch.setText(self.tr("Fetch ({size})").format(size=memory(model.size_bytes)))
        state = self._workspace.model.state
        self._show_devices(state.devices)
        if state.error:
            self._state.setText(translated(state.error.what))
        elif state.loading:
            self._state.setText(self.tr("Loading the model…"))
        elif state.device is not None:
            text = self.tr("Runs on {device}.").format(device=state.device.name)
            self._state.setText(text)
        else:
            self._state.setText(self.tr("Loaded when it is first needed."))

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
        self._device.setCurrentIndex(index)

    def _shown_model(self) -> Available | None:
        id = self._model.currentData()
        return next((model for model in self._models if model.id == id), None)

    def _choose_model(self, _index: int) -> None:
        model = self._shown_model()
        if model is None or (model.path is None and model.id != EMBEDDED):
            self._pending_model = model.id if model is not None else ""
            self._show()
            return
        self._pending_model = ""
        self._change(model="" if model.id == EMBEDDED else model.id)

    def _choose_device(self, _index: int) -> None:
        self._change(device=self._device.currentData())

    def _choose_precision(self, _index: int) -> None:
        self._change(precision=self._precision.currentData())

    def _choose_file(self) -> None:
        file = ask_model_file(self)
        if file is not None:
            self._pending_model = ""
            self._change(model=str(file))

    def _fetch_model(self) -> None:
        model = self._shown_model()
        if model is not None:
            self._workspace.model.fetch(model.id)

    def _after_job(self, job: Job) -> None:
        if job.kind is JobKind.DOWNLOAD:
            fetched = next((m for m in available() if m.id == self._pending_model and m.path is not None), None)
            self._pending_model = ""
            if fetched is not None:
                self._change(model=fetched.id)
            else:
                self._read_models()

    def _change(self, **fields: str | Precision) -> None:
        self._workspace.change_settings(msgspec.structs.replace(self._workspace.settings, **fields))
