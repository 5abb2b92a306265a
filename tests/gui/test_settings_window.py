"""Settings in the window: one dialog from one table, the devices there are, and what takes effect at once."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from app.engine.checkpoints.catalog import OFFICIAL
from app.engine.predictor import Device
from app.errors import EngineError
from app.settings import Settings, load
from app.ui.dialogs.model_offer import ModelOffer
from app.ui.dialogs.settings import SETTING_ROWS, SettingsDialog
from app.ui.panels.engine import EnginePanel
from app.ui.start.hardware_probe import Hardware, devices_of
from app.ui.widgets.device_choices import choice_index, device_choices
from app.ui.widgets.number_format import memory
from app.workspace.engine import ModelChoice
from tests.engine.stand_in import DEVICES
from tests.gui.window_bot import CONTROL, WindowBot

Key = Qt.Key
NOT_IN_THE_DIALOG = {"recent_projects", "key_bindings", "first_steps_seen", "annotator_asked"}
"""Projects and first steps are on the start page and in Help; keys have a sheet."""
OF_THE_EXPORT_DIALOG = {"export_presets", "last_export", "exports_all_videos"}


@pytest.fixture
def dialog(window: WindowBot) -> SettingsDialog:
    window.window.dialogs.show_settings()
    found = window.window.findChild(SettingsDialog)
    assert found is not None
    return found


def device_box(window: WindowBot) -> QComboBox:
    panel = window.window.findChild(EnginePanel)
    assert panel is not None
    return next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Device")


def texts(box: QComboBox) -> list[str]:
    return [box.itemText(i) for i in range(box.count())]


def test_every_setting_is_in_the_table() -> None:
    fields = {entry.field for entries in SETTING_ROWS.values() for entry in entries}

    assert fields == set(Settings.__struct_fields__) - NOT_IN_THE_DIALOG - OF_THE_EXPORT_DIALOG


def test_every_choice_is_a_value_that_settings_take(dialog: SettingsDialog) -> None:
    for entries in SETTING_ROWS.values():
        for entry in entries:
            field = dialog.field(entry.field)
            values: list[object] = []
            if isinstance(field, QComboBox):
                values = [field.itemData(i) for i in range(field.count())]
            elif isinstance(field, QSpinBox):
                values = [field.minimum(), field.maximum()]
            elif isinstance(field, QLineEdit):
                values = ["", "Zoë"]
            assert values
            for value in values:
                msgspec.structs.replace(Settings(), **{entry.field: value})
    dialog.reject()


def test_a_model_that_is_not_here_is_offered_with_its_size_and_never_chosen(window: WindowBot, qtbot: QtBot) -> None:
    fetched: list[str] = []
    dialog = SettingsDialog(window.preferences, (), fetched.append)
    qtbot.addWidget(dialog)
    dialog.show()
    field, offer = dialog.field("model"), dialog.findChild(ModelOffer)
    assert isinstance(field, QComboBox)
    assert offer is not None
    here = not offer.isHidden()
    large = OFFICIAL[-1]
    field.setCurrentIndex(field.findData(large.id))

    assert not here
    assert texts(field)[field.currentIndex()] == f"{large.title} – to fetch ({memory(large.size_bytes)})"
    assert not offer.isHidden()
    assert dialog.value().model == ""
    offer.button.click()
    assert fetched == [large.id]
    assert not offer.button.isEnabled()


def test_panel_and_dialog_offer_the_devices_there_are_with_their_memory(
    window: WindowBot, dialog: SettingsDialog
) -> None:
    field = dialog.field("device")
    assert isinstance(field, QComboBox)
    wanted = [
        "Automatic (NVIDIA Big Card)",
        "NVIDIA Big Card · 24.0\u00a0GB",
        "NVIDIA Small Card · 8.0\u00a0GB",
        "Paper and pencil · 32.0\u00a0GB",
    ]

    assert texts(field) == wanted
    assert texts(device_box(window)) == wanted
    dialog.reject()


def test_a_device_chosen_in_the_panel_is_loaded_and_kept(window: WindowBot, tmp_path: Path) -> None:
    box = device_box(window)
    box.setFocus()
    for _ in range(2):
        window.key(Key.Key_Down)
    window.settle()

    assert window.loader.choices[-1].device == "cuda:1"
    assert load(tmp_path / "settings.json").settings.device == "cuda:1"


def test_a_kind_of_device_set_before_means_the_first_of_it() -> None:
    choices = device_choices(DEVICES)

    assert choices[choice_index(choices, "cuda")][1] == "cuda:0"
    assert choices[choice_index(choices, "cpu")][1] == "cpu"
    assert choice_index(choices, "mps") == -1


def test_before_a_project_is_open_the_dialog_offers_what_the_computer_told(empty_window: WindowBot) -> None:
    empty_window.window.switcher.start.hardware_card.show_hardware(
        Hardware("Some CPU", 16 << 30, "Some GPU", 12 << 30, "550.1")
    )
    empty_window.window.dialogs.show_settings()
    dialog = empty_window.window.findChild(SettingsDialog)
    assert dialog is not None
    field = dialog.field("device")
    assert isinstance(field, QComboBox)

    assert texts(field) == ["Automatic (Some GPU)", "Some GPU · 12.0\u00a0GB", "Some CPU · 16.0\u00a0GB"]
    dialog.reject()


@pytest.mark.parametrize(
    ("machine", "ids"),
    [
        (Hardware("CPU", 1, "RTX", 2, "550"), ["cuda", "cpu"]),
        (Hardware("CPU", 1, "Apple GPU", 1, "Metal"), ["mps", "cpu"]),
        (Hardware("CPU", 1), ["cpu"]),
    ],
)
def test_the_computers_answer_is_a_list_of_devices(machine: Hardware, ids: list[str]) -> None:
    assert [device.id for device in devices_of(machine)] == ids


def test_settings_of_the_model_load_it_anew_and_the_others_do_not(window: WindowBot, dialog: SettingsDialog) -> None:
    loaded = window.loader.choices
    loaded.clear()
    threads, cache, size, name = (dialog.field(f) for f in ("threads", "frame_cache_mb", "image_size", "annotator"))
    assert isinstance(threads, QSpinBox)
    assert isinstance(cache, QSpinBox)
    assert isinstance(size, QComboBox)
    assert isinstance(name, QLineEdit)
    cache.setValue(128)
    name.setText("Ada")
    dialog.accept()
    window.settle()
    before = list(loaded)
    window.window.dialogs.show_settings()
    again = window.window.findChildren(SettingsDialog)[-1]
    threads, size = again.field("threads"), again.field("image_size")
    threads.setValue(3)
    size.setCurrentIndex(size.findData(512))
    again.accept()
    window.settle()

    assert before == []
    assert [(choice.threads, choice.image_size) for choice in loaded] == [(3, 512)]


def test_a_smaller_cache_of_frames_takes_effect_at_once(window: WindowBot) -> None:
    workspace = window.workspace
    cache = workspace._playhead._cache
    for frame in range(10):
        workspace.view.go_to(frame)
        window.qtbot.waitUntil(lambda frame=frame: workspace.view.image_frame == frame)
    filled = cache.bytes_used
    workspace.change_settings(msgspec.structs.replace(workspace.settings, frame_cache_mb=1))
    picture = workspace.view.image
    assert picture is not None

    assert filled == 10 * picture.nbytes
    cache.resize(3 * picture.nbytes)
    assert cache.bytes_used == 3 * picture.nbytes


def test_the_dialog_opens_by_its_key_and_escape_changes_nothing(window: WindowBot) -> None:
    window.window.canvas.setFocus()
    window.key(Key.Key_Comma, CONTROL)
    dialog = window.window.findChild(SettingsDialog)
    assert dialog is not None
    field = dialog.field("annotator")
    QTest.keyClicks(field, "Ada")
    QTest.keyClick(dialog, Key.Key_Escape)

    assert window.preferences.settings == msgspec.structs.replace(
        Settings(), annotator_asked=True, recent_projects=window.preferences.settings.recent_projects
    )


def test_a_model_that_cannot_be_loaded_stays_told_until_it_can(window: WindowBot) -> None:
    workspace = window.workspace

    def refuse(_choice: ModelChoice) -> None:
        raise EngineError("There is no device {device!r} here.", device="cuda:7")

    window.loader.before = refuse
    workspace.change_settings(msgspec.structs.replace(workspace.settings, device="cuda:7"))
    window.settle()
    with window.qtbot.waitSignal(workspace.model.changed):
        workspace.model.refresh()
    told = workspace.model.state.error
    offered = texts(device_box(window))
    window.loader.before = lambda _choice: None
    workspace.change_settings(msgspec.structs.replace(workspace.settings, device="cpu"))
    window.settle()

    assert told is not None
    assert told.message == "There is no device 'cuda:7' here."
    assert offered[1].startswith("NVIDIA Big Card")
    assert workspace.model.state.error is None


def test_devices_without_a_known_memory_are_named_alone() -> None:
    assert device_choices([Device("mps", "mps", "Apple GPU", 0)])[1] == ("Apple GPU", "mps")
