"""Devices in words for people, as choices of a list."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.engine.hardware.devices import AUTO
from app.engine.predictor import Device
from app.ui.widgets.number_format import memory

translate = QCoreApplication.translate
Choices = list[tuple[str, object]]


def device_choices(devices: Sequence[Device]) -> Choices:
    """Return words and setting of every device, what is chosen by itself first; kinds while devices are unknown."""
    if not devices:
        return [
            (translate("Devices", "Automatic"), AUTO),
            (translate("Devices", "Graphics card"), "cuda"),
            (translate("Devices", "Apple GPU"), "mps"),
            (translate("Devices", "Processor"), "cpu"),
        ]
    automatic = translate("Devices", "Automatic ({device})").format(device=devices[0].name)
    return [(automatic, AUTO), *((in_words(device), device.id) for device in devices)]


def in_words(device: Device) -> str:
    """Return name and memory of a device."""
    return f"{device.name} · {memory(device.memory_total)}" if device.memory_total else device.name


def chosen(choices: Choices, setting: str) -> int:
    """Return the place of a setting among `choices`, -1 where it is not; a kind means the first device of it."""
    values = [str(value) for _words, value in choices]
    fitting = (i for i, value in enumerate(values) if value == setting or value.startswith(f"{setting}:"))
    return next(fitting, -1)
