"""The parsers of `masklane formats`, `presets`, `export`, `import` and `convert`, made from the table of formats."""

import argparse
from collections.abc import Callable

from app.cli import commands, values
from app.interchange.export.options import MOST_FEATHER, MOST_NUMBER, MOST_PADDING, Pictures, Winner
from app.masks.mask import MAX_SIDE
from app.project.rules import MAX_FRAMES

Common = Callable[[argparse.ArgumentParser, Callable[[argparse.Namespace], int]], None]
Add = Callable[[str, str], argparse.ArgumentParser]


def add_all(add: Add, common: Common) -> None:
    """Add the five commands."""
    parser = add("formats", "list the formats that masks are written to and read from")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--markdown", action="store_true", help="the table of the guide")
    common(parser, commands.formats)
    _export(add("export", "write the masks of a project for other tools"), common)
    _import(add("import", "take masks of another tool into a project"), common)
    _presets(add("presets", "list the ways to export that are kept by name"), common)
    _convert(add("convert", "turn masks of one format into another, without a project"), common)


def _export(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("--format", metavar="NAME", help=commands.format_names())
    parser.add_argument("--out", type=values.path, metavar="DIR", help="a new folder; not needed with --check")
    parser.add_argument("--video", action="append", default=[], metavar="V", help="only this video; repeatable")
    parser.add_argument("--object", action="append", default=[], metavar="NAME", help="only this object; repeatable")
    parser.add_argument(
        "--satisfactory", action="store_true", default=None, help="only masklets that were found satisfactory"
    )
    parser.add_argument(
        "--candidates", action="store_true", default=None, help="also what the model found and nobody has accepted yet"
    )
    parser.add_argument("--partial", action="store_true", help="also when the project is damaged and masks are missing")
    parser.add_argument("--check", action="store_true", help="only say what would be written and lost")
    _options(parser)
    common(parser, commands.export)


def _import(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.epilog = (
        "Masks go into the video of the same name, or the only one; a video that there is not yet is added. "
        "One undo takes all of it back."
    )
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder; made if there is none")
    parser.add_argument("paths", type=values.path, nargs="+", metavar="PATH", help="files or folders with masks")
    parser.add_argument("--format", default="", metavar="NAME", help="their format; default: found out by looking")
    _media(parser)
    parser.add_argument(
        "--choose",
        action="append",
        type=values.answer,
        default=[],
        metavar="[VIDEO:]WHAT=ANSWER",
        help="what becomes of something that is in the way, for all videos or one; repeatable: " + values.ANSWERS_HELP,
    )
    parser.add_argument("--check", action="store_true", help="only say what would come in, and what is in the way")
    common(parser, commands.import_masks)


def _convert(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.add_argument("path", type=values.path, metavar="IN", help="a file or folder with masks")
    parser.add_argument("out", type=values.path, metavar="OUT", help="a new folder")
    parser.add_argument("--to", metavar="NAME", help=commands.format_names())
    parser.add_argument("--from", dest="source", default="", metavar="NAME", help="default: found out by looking")
    _media(parser)
    _options(parser)
    common(parser, commands.convert)


def _media(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--media", type=values.path, metavar="PATH", help="the video or pictures, or a folder with one for each by name"
    )


def _options(parser: argparse.ArgumentParser) -> None:
    """What is not given is as the preset has it, else as usual: the defaults are None."""
    add = parser.add_argument
    add("--preset", metavar="NAME", help="format and options as kept under a name; see `masklane presets`")
    add("--save-preset", type=values.word, metavar="NAME", help="keep format and options under a name")
    add("--range", type=values.frames, metavar="A:B", help="only these frames, both included")
    add("--every", type=values.count(MAX_FRAMES), metavar="N", help="every N-th frame")
    add("--rate", type=values.rate, metavar="N", help="so many frames a second, instead of --every")
    add("--height", type=values.count(MAX_SIDE), metavar="N", help="scale masks and frames to N rows; default: as is")
    names = [pictures.value for pictures in Pictures]
    add("--frames", choices=names, help="how frames are written; default: as the format has it")
    add("--names", metavar="PATTERN", help="of files, such as {video}_{number}; default: {number}")
    add("--first-number", type=values.count(MOST_NUMBER), metavar="N", help="number of the first file")
    add("--padding", type=values.count(MOST_PADDING), metavar="N", help="digits; default: 5")
    winners = [winner.value for winner in Winner]
    add("--overlap", choices=winners, help="which object gets a pixel that several have; default: lowest")
    add(
        "--feather",
        type=values.count(MOST_FEATHER),
        metavar="PX",
        help="pixels over which edges of mattes, cut-outs and overlays rise; default: 0, exact",
    )
    add("--variant", metavar="NAME", help="the form of a format, see `masklane formats`")
    add("--anew", action="store_true", help="do not go on with what an export that was stopped has written")


def _presets(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.add_argument("--remove", metavar="NAME", help="forget one")
    parser.add_argument("--json", action="store_true", help="for programs")
    common(parser, commands.presets)
