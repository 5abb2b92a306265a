"""The parsers of `masklane formats`, `export`, `import` and `convert`, made from the table of formats."""

import argparse
from collections.abc import Callable

from app.cli import commands, values
from app.interchange.options import MOST_FEATHER, MOST_NUMBER, MOST_PADDING, Pictures, Winner, WriteOptions
from app.project.rules import MAX_FRAMES

Common = Callable[[argparse.ArgumentParser, Callable[[argparse.Namespace], int]], None]
Add = Callable[[str, str], argparse.ArgumentParser]


def add_all(add: Add, common: Common) -> None:
    """Add the four commands."""
    parser = add("formats", "list the formats that masks are written to and read from")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--markdown", action="store_true", help="the table of the guide")
    common(parser, commands.formats)
    _export(add("export", "write the masks of a project for other tools"), common)
    _import(add("import", "take masks of another tool into a project"), common)
    _convert(add("convert", "turn masks of one format into another, without a project"), common)


def _export(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("--format", required=True, metavar="NAME", help=commands.format_names())
    parser.add_argument("--out", type=values.path, metavar="DIR", help="a new folder; not needed with --check")
    parser.add_argument("--video", default="", metavar="V", help="only this video")
    parser.add_argument("--object", action="append", default=[], metavar="NAME", help="only this object; repeatable")
    parser.add_argument("--satisfactory", action="store_true", help="only masklets that were found satisfactory")
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
        "--same-name",
        choices=("new", "replace", "fill"),
        default="new",
        help="an object whose name there is already: another object, its masks replaced, or only where it has none",
    )
    parser.add_argument("--scale", action="store_true", help="scale masks that are not of the video's size")
    parser.add_argument("--check", action="store_true", help="only say what would come in, and what is in the way")
    common(parser, commands.import_masks)


def _convert(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.add_argument("path", type=values.path, metavar="IN", help="a file or folder with masks")
    parser.add_argument("out", type=values.path, metavar="OUT", help="a new folder")
    parser.add_argument("--to", required=True, metavar="NAME", help=commands.format_names())
    parser.add_argument("--from", dest="source", default="", metavar="NAME", help="default: found out by looking")
    _media(parser)
    _options(parser)
    common(parser, commands.convert)


def _media(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--media", type=values.path, metavar="PATH", help="the video or pictures, or a folder with one for each by name"
    )


def _options(parser: argparse.ArgumentParser) -> None:
    usual = WriteOptions()
    parser.add_argument("--range", type=values.frames, metavar="A:B", help="only these frames, both included")
    parser.add_argument("--every", type=values.count(MAX_FRAMES), default=0, metavar="N", help="every N-th frame")
    names = [pictures.value for pictures in Pictures]
    parser.add_argument("--frames", choices=names, help="how frames are written; default: as the format has it")
    parser.add_argument(
        "--first-number",
        type=values.count(MOST_NUMBER),
        metavar="N",
        help="number of the first file",
    )
    parser.add_argument(
        "--padding",
        type=values.count(MOST_PADDING),
        default=usual.padding,
        metavar="N",
        help="digits; default: 5",
    )
    winners = [winner.value for winner in Winner]
    parser.add_argument(
        "--overlap", choices=winners, default=usual.winner.value, help="which object gets a pixel that several have"
    )
    parser.add_argument(
        "--feather",
        type=values.count(MOST_FEATHER),
        default=usual.feather,
        metavar="PX",
        help="pixels over which edges of mattes, cut-outs and overlays rise; default: 0, exact",
    )
    parser.add_argument("--variant", default="", metavar="NAME", help="the form of a format, see `masklane formats`")
