"""The settings, one dialog from one table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QSpinBox, QTabWidget, QWidget

from app.engine.checkpoints.catalog import EMBEDDED, available, named
from app.engine.predictor import Device
from app.settings import AtShotChange, Precision, Settings, Theme
from app.ui.dialogs.model_offer import ModelOffer, is_here
from app.ui.dialogs.shortcuts import ShortcutSheet
from app.ui.languages import languages
from app.ui.preferences import Preferences
from app.ui.theme.tokens import UNIT
from app.ui.widgets.device_choices import Choices, choice_index, device_choices
from app.ui.widgets.dialog_size import resize_within_screen
from app.ui.widgets.number_format import memory
from app.ui.widgets.text_field import text_field
from app.ui.widgets.widgets import ElidedComboBox, boxed, column, label, number_field, push_button, row, scrolled

translate = QCoreApplication.translate
SIZES = (256, 384, 512, 640, 768, 1024)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A row of the table: a field of `Settings`, its texts, and how it is edited.

    `choices` gives text and values of a list, of devices those there are; without, the field is a text, or a number up
    to `maximum` in steps, where 0 is shown as "automatic". Texts are to be translated in the context "Settings".
    """

    field: str
    title: str
    hint: str = ""
    choices: Callable[[Sequence[Device]], Choices] | None = None
    maximum: int = 0
    step: int = 1
    unit: str = ""


def _themes(_devices: Sequence[Device]) -> Choices:
    return [
        (translate("Settings", "Same as the system"), Theme.SYSTEM),
        (translate("Settings", "Dark"), Theme.DARK),
        (translate("Settings", "Light"), Theme.LIGHT),
    ]


def _languages(_devices: Sequence[Device]) -> Choices:
    named: Choices = [(QLocale(code).nativeLanguageName().title(), code) for code in languages()]
    return [(translate("Settings", "Same as the system"), ""), *named]


def _models(_devices: Sequence[Device]) -> Choices:
    to_fetch = translate("Settings", "{model} – to fetch ({size})")
    others: Choices = [
        (m.title if is_here(m.id) else to_fetch.format(model=m.title, size=memory(m.size_bytes)), m.id)
        for m in available()
        if m.id != EMBEDDED
    ]
    return [(translate("Settings", "Embedded model"), ""), *others]


def _devices(devices: Sequence[Device]) -> Choices:
    return device_choices(devices)


def _sizes(_devices: Sequence[Device]) -> Choices:
    pixels: Choices = [(translate("Settings", "{size} px").format(size=size), size) for size in SIZES]
    return [(translate("Settings", "Automatic (what the model was trained for)"), 0), *pixels]


def _precisions(_devices: Sequence[Device]) -> Choices:
    return [
        (translate("Settings", "Fastest (measured)"), Precision.AUTO),
        (translate("Settings", "Exact (32 bit)"), Precision.FLOAT32),
        (translate("Settings", "Fast (16 bit)"), Precision.BFLOAT16),
    ]


def _following(_devices: Sequence[Device]) -> Choices:
    return [
        (translate("Settings", "The playhead stays"), False),
        (translate("Settings", "The playhead follows"), True),
    ]


def _learning(_devices: Sequence[Device]) -> Choices:
    return [
        (translate("Settings", "The model learns from them"), True),
        (translate("Settings", "The model stays as it is"), False),
    ]


def _at_shot_change(_devices: Sequence[Device]) -> Choices:
    return [
        (translate("Settings", "Stop, and ask whether to go on"), AtShotChange.ASK),
        (translate("Settings", "Stop"), AtShotChange.STOP),
        (translate("Settings", "Go on"), AtShotChange.GO_ON),
    ]


GENERAL = str(QT_TRANSLATE_NOOP("Settings", "General"))
MODEL = str(QT_TRANSLATE_NOOP("Settings", "Model"))
MEMORY = str(QT_TRANSLATE_NOOP("Settings", "Memory"))

SETTING_ROWS: dict[str, tuple[SettingRow, ...]] = {
    GENERAL: (
        SettingRow("theme", str(QT_TRANSLATE_NOOP("Settings", "Colors")), choices=_themes),
        SettingRow("language", str(QT_TRANSLATE_NOOP("Settings", "Language")), choices=_languages),
        SettingRow("follow_runs", str(QT_TRANSLATE_NOOP("Settings", "While tracking")), choices=_following),
        SettingRow(
            "learn_from_corrections",
            str(QT_TRANSLATE_NOOP("Settings", "Corrections")),
            str(
                QT_TRANSLATE_NOOP(
                    "Settings", "If it learns, objects are tracked by what was learned from their corrections."
                )
            ),
            _learning,
        ),
        SettingRow(
            "at_shot_change",
            str(QT_TRANSLATE_NOOP("Settings", "At a shot change")),
            str(QT_TRANSLATE_NOOP("Settings", "What tracking does there. A range that is set is tracked as it is.")),
            _at_shot_change,
        ),
        SettingRow(
            "annotator",
            str(QT_TRANSLATE_NOOP("Settings", "Your name")),
            str(QT_TRANSLATE_NOOP("Settings", "Stored in the project with verdicts and working times.")),
        ),
    ),
    MODEL: (
        SettingRow("model", str(QT_TRANSLATE_NOOP("Settings", "Model")), choices=_models),
        SettingRow("device", str(QT_TRANSLATE_NOOP("Settings", "Device")), choices=_devices),
        SettingRow(
            "precision",
            str(QT_TRANSLATE_NOOP("Settings", "Precision")),
            str(
                QT_TRANSLATE_NOOP(
                    "Settings",
                    "The fastest is measured once on this computer; the exact one gives the same result every time.",
                )
            ),
            _precisions,
        ),
        SettingRow(
            "image_size",
            str(QT_TRANSLATE_NOOP("Settings", "Model resolution")),
            str(
                QT_TRANSLATE_NOOP(
                    "Settings", "The side to which frames are scaled for the model; smaller is faster and coarser."
                )
            ),
            _sizes,
        ),
        SettingRow("threads", str(QT_TRANSLATE_NOOP("Settings", "Threads")), maximum=256),
    ),
    MEMORY: (
        SettingRow(
            "feature_cache_mb",
            str(QT_TRANSLATE_NOOP("Settings", "For encoded frames")),
            str(QT_TRANSLATE_NOOP("Settings", "A click on a frame in it is answered at once.")),
            maximum=1 << 20,
            step=128,
            unit=" MB",
        ),
        SettingRow(
            "frame_cache_mb",
            str(QT_TRANSLATE_NOOP("Settings", "For decoded frames")),
            str(QT_TRANSLATE_NOOP("Settings", "Frames in it are shown at once when scrubbing.")),
            maximum=1 << 20,
            step=128,
            unit=" MB",
        ),
    ),
}


class SettingsDialog(QDialog):
    """Edits one value; OK hands it to the preferences."""

    def __init__(
        self,
        preferences: Preferences,
        devices: Sequence[Device],
        fetch: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        """`fetch` fetches a model by its id."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings"))
        self._preferences = preferences
        self._devices = devices
        self._fields: dict[str, QWidget] = {}
        self._offer = ModelOffer(fetch)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        for title, rows in SETTING_ROWS.items():
            tabs.addTab(scrolled(self._page(rows, preferences.settings)), translate("Settings", title))
        keys = push_button(self.tr("Keyboard shortcuts…"), "quiet")
        cancel = push_button(self.tr("Cancel"))
        ok = push_button(self.tr("OK"), "primary")
        ok.setDefault(True)
        foot = row(keys, None, cancel, ok)
        layout = column(tabs, foot, gap=3, margin=5)
        self.setLayout(layout)
        resize_within_screen(self, 560, 460)
        keys.clicked.connect(lambda: ShortcutSheet(preferences, self).open())
        cancel.clicked.connect(self.reject)
        ok.clicked.connect(self.accept)

    def field(self, name: str) -> QWidget:
        """Return the widget that edits a field."""
        return self._fields[name]

    def value(self) -> Settings:
        """Return the settings as edited."""
        changes: dict[str, object] = {}
        for name, field in self._fields.items():
            if isinstance(field, QComboBox):
                changes[name] = field.currentData()
            elif isinstance(field, QSpinBox):
                changes[name] = field.value()
            elif isinstance(field, QLineEdit):
                changes[name] = field.text().strip()
        if not is_here(str(changes["model"])):  # it is never chosen while another one works
            del changes["model"]
        return msgspec.structs.replace(self._preferences.settings, **changes)

    def accept(self) -> None:
        """Take over the settings."""
        self._preferences.change(self.value())
        super().accept()

    def _page(self, rows: tuple[SettingRow, ...], settings: Settings) -> QWidget:
        form = QFormLayout()
        form.setHorizontalSpacing(6 * UNIT)
        form.setVerticalSpacing(4 * UNIT)
        form.setContentsMargins(UNIT, 5 * UNIT, UNIT, 2 * UNIT)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for setting in rows:
            field = self._field(setting, getattr(settings, setting.field))
            field.setAccessibleName(translate("Settings", setting.title))
            self._fields[setting.field] = field
            body = column(field, gap=1)
            if isinstance(field, QComboBox) and setting.field == "model":
                body.addWidget(self._offer)
                field.currentIndexChanged.connect(lambda _index, box=field: self._offer.show_for(box.currentData()))
                self._offer.show_for(field.currentData())
            if setting.hint:
                body.addWidget(label(translate("Settings", setting.hint), "caption", wrap=True))
            form.addRow(label(translate("Settings", setting.title)), body)
        return boxed(form)

    def _field(self, setting: SettingRow, value: object) -> QWidget:
        if setting.choices is not None:
            box = ElidedComboBox()
            choices = setting.choices(self._devices)
            for text, choice in choices:
                box.addItem(text, choice)
            index = next((i for i, (_words, choice) in enumerate(choices) if choice == value), -1)
            if setting.field == "device":
                index = choice_index(choices, str(value))
            if index < 0:
                known = named(str(value))
                box.addItem(known.title if known is not None else Path(str(value)).name, value)
                index = box.count() - 1
            box.setCurrentIndex(index)
            return box
        if setting.maximum:
            number = number_field(0, setting.maximum, setting.unit)
            number.setSingleStep(setting.step)
            number.setSpecialValueText(translate("Settings", "Automatic"))
            number.setValue(int(str(value)))
            return number
        return text_field(str(value))
