"""Choices of an export that are kept by name in the settings: the format and its options, not objects or a range."""

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Final

import msgspec

from app.errors import ExportError
from app.interchange.export.options import WriteOptions
from app.interchange.table import format_named
from app.settings import MOST_PRESETS, ExportPreset, Settings

_OF_A_PROJECT: Final = ("objects", "first", "last")


def preset_of(format_id: str, options: WriteOptions) -> ExportPreset:
    """Return what is kept of a choice: what differs from the usual one."""
    usual = WriteOptions()
    kept: dict[str, str | int | float | bool] = {}
    for field in fields(WriteOptions):
        value = getattr(options, field.name)
        if field.name not in _OF_A_PROJECT and value != getattr(usual, field.name):
            kept[field.name] = value.value if isinstance(value, Enum) else value
    return ExportPreset(format_id, kept)


def choice_of(name: str, presets: Mapping[str, ExportPreset]) -> tuple[str, WriteOptions]:
    """Return the format and the options of a preset. ExportError: there is none of that name, or it makes no sense."""
    preset = presets.get(name)
    if preset is None:
        raise ExportError(
            "There is no preset “{name}”.", "There are: {names}.", name=name, names=", ".join(sorted(presets)) or "-"
        )
    format_named(preset.format)
    try:
        return preset.format, _options_of(preset)
    except (msgspec.ValidationError, ExportError) as error:
        raise ExportError(
            "The preset “{name}” cannot be used: {reason}.", "Remove it, and keep it anew.", name=name, reason=error
        ) from error


def last_choice(settings: Settings) -> tuple[str, WriteOptions] | None:
    """Return the format and the options of the last export; None before the first, and where they make no sense now."""
    last = settings.last_export
    try:
        return None if last is None else (format_named(last.format).id, _options_of(last))
    except (msgspec.ValidationError, ExportError):
        return None


def _options_of(preset: ExportPreset) -> WriteOptions:
    known = {key: value for key, value in preset.options.items() if key not in _OF_A_PROJECT}
    return msgspec.convert(known, WriteOptions)


def with_preset(settings: Settings, name: str, preset: ExportPreset) -> Settings:
    """Return settings with a preset, over one of that name. ExportError: the name is empty, or there are too many."""
    name = name.strip()
    presets = {**settings.export_presets, name: preset}
    if not name or len(presets) > MOST_PRESETS:
        raise ExportError("A preset needs a name, and there can be {most} of them.", most=MOST_PRESETS)
    return msgspec.structs.replace(settings, export_presets=presets)


def without_preset(settings: Settings, name: str) -> Settings:
    """Return settings without a preset. ExportError: there is none of that name."""
    if name not in settings.export_presets:
        raise ExportError("There is no preset “{name}”.", name=name)
    rest = {key: preset for key, preset in settings.export_presets.items() if key != name}
    return msgspec.structs.replace(settings, export_presets=rest)
