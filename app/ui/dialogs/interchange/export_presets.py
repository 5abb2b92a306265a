"""The row of an export's presets: one is chosen, kept under a name that is typed, or removed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.errors import ExportError
from app.interchange.export.options import WriteOptions
from app.interchange.presets import choice_of, preset_of, with_preset, without_preset
from app.settings import Settings
from app.ui.widgets.text_field import tell_whole
from app.ui.widgets.widgets import push_button, row
from app.workspace.workspace import Workspace


class PresetBox(QComboBox):
    """An editable list; keys of a text field stay in it."""

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # a typed name stays as it is
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(prompt)
            line.editingFinished.connect(self.show_beginning)
            tell_whole(line)

    def show_beginning(self) -> None:
        """Of a name that is longer than the field, once nobody types."""
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)


class ExportPresets(QWidget):
    """Presets are kept in the settings; `chosen` hands over a format and options, `refused` an ExportError."""

    chosen = Signal(str, object)
    refused = Signal(object)

    def __init__(self, workspace: Workspace, current: Callable[[], tuple[str, WriteOptions]]) -> None:
        """`current` is what is kept. It may raise ExportError."""
        super().__init__()
        self._workspace = workspace
        self._current = current
        self.box = PresetBox(self.tr("Choose one, or type a name to keep this"))
        self.box.setAccessibleName(self.tr("Preset"))
        self.keep = push_button(self.tr("Keep"))
        self.remove = push_button(self.tr("Remove"))
        layout = row(self.box, self.keep, self.remove, gap=2)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._fill("")
        self.box.activated.connect(lambda _index: self._choose())
        self.box.editTextChanged.connect(lambda _text: self._enable())
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)

    @property
    def name(self) -> str:
        """The name that is chosen or typed."""
        return self.box.currentText().strip()

    def _fill(self, name: str) -> None:
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItems(sorted(self._workspace.settings.export_presets))
        self.box.setCurrentIndex(self.box.findText(name, Qt.MatchFlag.MatchExactly))
        self.box.setEditText(name)
        self.box.show_beginning()
        self.box.blockSignals(False)
        self._enable()

    def _enable(self) -> None:
        self.keep.setEnabled(bool(self.name))
        self.remove.setEnabled(self.name in self._workspace.settings.export_presets)

    def _choose(self) -> None:
        self.box.show_beginning()
        try:
            self.chosen.emit(*choice_of(self.name, self._workspace.settings.export_presets))
        except ExportError as error:
            self.refused.emit(error)
        self._enable()

    def _keep(self) -> None:
        self._change(lambda settings: with_preset(settings, self.name, preset_of(*self._current())), self.name)

    def _remove(self) -> None:
        self._change(lambda settings: without_preset(settings, self.name), "")

    def _change(self, changed: Callable[[Settings], Settings], name: str) -> None:
        try:
            self._workspace.change_settings(changed(self._workspace.settings))
        except ExportError as error:
            self.refused.emit(error)
        self._fill(name)
