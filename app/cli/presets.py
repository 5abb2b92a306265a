"""`masklane presets`, and what a command line says about an export: format and options, from a preset or not."""

import sys
from argparse import Namespace
from dataclasses import replace

import msgspec

from app import paths, settings
from app.cli.shown import shown
from app.errors import ExportError
from app.interchange.export.options import Option, Pictures, Winner, WriteOptions
from app.interchange.presets import choice_of, preset_of, with_preset, without_preset
from app.interchange.table import Format, format_named


def run(arguments: Namespace) -> int:
    """Print the presets, or remove one."""
    file = paths.settings_file()
    known = settings.load(file).settings
    if arguments.remove is not None:
        settings.save(file, without_preset(known, arguments.remove))
        print(shown(f"Removed {arguments.remove}"))
        return 0
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(known.export_presets), indent=2) + b"\n")
        return 0
    for name, preset in sorted(known.export_presets.items()):
        options = ", ".join(f"{key} {value}" for key, value in preset.options.items())
        print(shown(f"{name}: {preset.format}{', ' if options else ''}{options}"))
    if not known.export_presets:
        print("There are none: masklane export ... --save-preset NAME keeps one.")
    return 0


def chosen_format(arguments: Namespace, format_id: str | None) -> tuple[Format, WriteOptions]:
    """Return the format and the options of a command: what is given, else as the preset has it; keep them if asked."""
    file = paths.settings_file()
    known = settings.load(file).settings
    kept_format, options = None, WriteOptions()
    if arguments.preset is not None:
        kept_format, options = choice_of(arguments.preset, known.export_presets)
    format_id = format_id or kept_format
    if format_id is None:
        raise ExportError("Which format should it be?", "See `masklane formats`, or `masklane presets`.")
    row = format_named(format_id)
    row.writer()
    if row.id != kept_format:
        options = replace(options, variant="")
    options = row.checked(_changed(options, arguments))
    useless = [f"--{option.value}" for option in Option if option not in row.options and _given(arguments, option)]
    if useless:
        print(shown(f"note: {row.id} has no use for {', '.join(useless)}: it changes nothing."), file=sys.stderr)
    if arguments.save_preset is not None:
        settings.save(file, with_preset(known, arguments.save_preset, preset_of(row.id, options)))
    return row, options


def _given(arguments: Namespace, option: Option) -> bool:
    return getattr(arguments, option.value.replace("-", "_")) is not None


def _changed(options: WriteOptions, arguments: Namespace) -> WriteOptions:
    """Return the options with what is given on the command line."""
    first, last = arguments.range or (0, None)
    given = {
        "every": arguments.every,
        "rate": arguments.rate,
        "height": arguments.height,
        "only_satisfactory": getattr(arguments, "satisfactory", None),
        "candidates": getattr(arguments, "candidates", None),
        "pictures": None if arguments.frames is None else Pictures(arguments.frames),
        "names": arguments.names,
        "number": arguments.first_number,
        "padding": arguments.padding,
        "winner": None if arguments.overlap is None else Winner(arguments.overlap),
        "variant": arguments.variant,
        "feather": arguments.feather,
    }
    if (arguments.every is None) != (arguments.rate is None):  # one of them takes the place of the other in a preset
        options = replace(options, every=0, rate=0.0)
    values = {name: value for name, value in given.items() if value is not None}
    return replace(options, first=first, last=last, **values)
