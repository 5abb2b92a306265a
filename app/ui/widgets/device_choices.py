"""Devices as the choices of a combo box."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.engine.hardware.devices import AUTO
from app.engine.predictor import Device
from app.ui.widgets.number_format import memory

translate = QCoreApplication.translate
Choices = list[tuple[str, object]]


def device_choices(devices: Sequence[Device]) -> Choices:
    """Return text and setting of "automatic" and of every device; of kinds while devices are unknown."""
    if not devices:
        return [
            (translate("Devices", "Automatic"), AUTO),
            (translate("Devices", "Graphics card"), "cuda"),
            (translate("Devices", "Apple GPU"), "mps"),
            (translate("Devices", "Processor"), "cpu"),
        ]
    automatic = translate("Devices", "Automatic ({device})").format(device=devices[0].name)
    return [(automatic, AUTO), *((device_text(device), device.id) for device in devices)]


def device_text(device: Device) -> str:
    """Return name and memory of a device."""
    return f"{device.name} · {memory(device.memory_total)}" if device.memory_total else device.name


def choice_index(choices: Choices, setting: str) -> int:
    """Return the index of a setting in `choices`, -1 when it is missing; a kind means its first device."""
    values = [str(value) for _words, value in choices]
    matches = (i for i, value in enumerate(values) if value == setting or value.startswith(f"{setting}:"))
    return next(matches, -1)
