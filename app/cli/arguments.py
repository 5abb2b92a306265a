"""What can be typed: every command with its options, and the few values that need reading with care."""

import argparse
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn, TypeAlias

from app.cli import commands
from app.project.model import Box, Click, Direction
from app.project.rules import clean_text

MAX_LIMIT, MAX_THREADS = 1_000_000, 1024
MAX_SIZE, SIZE_STEP = 4096, 32
"""Sides in pixels a model can work at, as in the settings."""

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

_EPILOG = """\
Without a command, masklane opens its window: on PATH (a project folder, or a video to start a project with), or on
the start page. Everything a command does in a project can be seen, and corrected, in the window.

examples:
  masklane demo                                             see the whole job on the bundled clip
  masklane new walk ~/videos/walk.mp4                       make a project
  masklane track walk --object dog --click 0,320,180        click a dog on frame 0 and track it
  masklane export walk --format davis --out walk-davis      masks for other tools
"""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, as those of all commands are."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with status 2."""
        self.exit(2, f"masklane: {message} (see {self.prog} --help)\n")


def application_version() -> str:
    """Return the installed version."""
    try:
        return version("masklane")
    except PackageNotFoundError:
        return "not installed"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the parsed command; its `run` is the function to call. Exits with status 2 when it makes no sense."""
    parser = _parser()
    words = [word for word in arguments if word != "--verbose"]
    is_command = words[:1] and words[0] in parser.get_default("known_commands")
    if not is_command and not {"-h", "--help", "--version"} & set(words):
        return _window_parser().parse_args(arguments)
    return parser.parse_args([*words, *(["--verbose"] if len(words) < len(arguments) and is_command else [])])


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="masklane",
        usage="masklane [PATH] | masklane --project DIR | masklane COMMAND ...",
        description="Video mask annotation: click an object, track it with SAM 2, correct it, verify it, export it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"masklane {application_version()}")
    commands_group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="masklane")
    for add in (_demo, _new, _info, _check, _track, _models, _export, _evaluate, _train):
        add(commands_group)
    parser.set_defaults(known_commands=frozenset(commands_group.choices))
    return parser


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="masklane", description="Open the window.")
    parser.add_argument("path", nargs="?", type=Path, help="a project folder, or a video or image folder")
    parser.add_argument("--project", type=Path, metavar="DIR", help="a project folder; made when it does not exist")
    _common(parser, commands.window)
    return parser


def _common(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--verbose", action="store_true", help="show the log on the terminal")
    parser.set_defaults(run=run)


def _add(group: Commands, name: str, words: str) -> argparse.ArgumentParser:
    return group.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")


def _model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="", metavar="NAME|FILE", help="a model of `masklane models`, or a file")
    parser.add_argument("--size", type=_size, default=0, metavar="N", help="side in pixels the model works at")
    parser.add_argument("--device", type=_word, default="auto", metavar="D", help="auto, cpu, mps, cuda or cuda:N")


def _demo(group: Commands) -> None:
    parser = _add(group, "demo", "do the whole job on the bundled clip: in the window, or headless without a display")
    parser.add_argument("--headless", action="store_true", help="do not open the window")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the demo's project goes (headless)")
    _common(parser, commands.demo)


def _new(group: Commands) -> None:
    parser = _add(group, "new", "make a project from videos or image folders")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("videos", type=Path, nargs="*", metavar="VIDEO")
    _common(parser, commands.new)


def _info(group: Commands) -> None:
    parser = _add(group, "info", "say what is in a project")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="for programs")
    _common(parser, commands.info)


def _check(group: Commands) -> None:
    parser = _add(group, "check", "check a project for damage and missing media; nothing is changed")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--salvage", type=Path, metavar="NEW", help="make a new project of what can be read")
    _common(parser, commands.check)


def _track(group: Commands) -> None:
    parser = _add(group, "track", "prompt an object and track it through a video of a project")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--video", default="", metavar="V", help="name or number of the video, if there are several")
    parser.add_argument("--object", type=_name, required=True, metavar="NAME", help="an object; made if there is none")
    parser.add_argument(
        "--click",
        action="append",
        type=_click,
        default=[],
        metavar="F,X,Y[,-]",
        help="a click on frame F; with ,- it removes",
    )
    parser.add_argument("--box", action="append", type=_box, default=[], metavar="F,X0,Y0,X1,Y1")
    parser.add_argument("--mask", action="append", type=_mask, default=[], metavar="F,PNG", help="what is not 0 is on")
    parser.add_argument("--frames", type=_frames, metavar="A:B", help="only these frames, both included")
    parser.add_argument(
        "--direction",
        choices=[direction.value for direction in Direction],
        default=Direction.BOTH.value,
    )
    _model_options(parser)
    _common(parser, commands.track)


def _models(group: Commands) -> None:
    parser = _add(group, "models", "list the models, fetch one, or verify what was fetched")
    parser.add_argument("action", nargs="?", choices=("list", "fetch", "verify"), default="list")
    parser.add_argument("name", nargs="?", default="", metavar="NAME")
    _common(parser, commands.models)


def _export(group: Commands) -> None:
    parser = _add(group, "export", "write the masks of a project for other tools")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--format", required=True, metavar="NAME", help=commands.format_names())
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--video", default="", metavar="V", help="only this video")
    _common(parser, commands.export)


def _evaluate(group: Commands) -> None:
    parser = _add(group, "evaluate", "measure a model on a data set in DAVIS layout")
    parser.add_argument("dataset", type=Path, metavar="DATASET", help="a folder with JPEGImages and Annotations")
    parser.add_argument("--protocol", choices=("mask", "click", "box", "interactive"), default="mask")
    parser.add_argument("--limit", type=_count(MAX_LIMIT), default=0, metavar="N", help="only the first N sequences")
    parser.add_argument("--threads", type=_count(MAX_THREADS), default=0, metavar="N", help="CPU threads; 0: measured")
    parser.add_argument("--json", action="store_true", help="for programs")
    _model_options(parser)
    _common(parser, commands.evaluate)


def _train(group: Commands) -> None:
    from app.training.command import add_arguments

    parser = _add(group, "train", "train the embedded model, or SAM 2 on what was collected")
    add_arguments(parser)
    _common(parser, commands.train)


def _numbers(text: str, count: Sequence[int], example: str) -> list[str]:
    parts = text.split(",")
    if len(parts) not in count:
        raise argparse.ArgumentTypeError(f"write it as {example}, not {text!r}")
    return parts


def _whole(text: str, what: str, highest: int) -> int:
    """Return a number of digits alone. Longer ones than any that is meant are not even read."""
    if not text.isascii() or not text.isdigit() or len(text) > 12 or int(text) > highest:
        raise argparse.ArgumentTypeError(f"{what}, not {text[:40]!r}")
    return int(text)


def _frame(text: str) -> int:
    return _whole(text, "a frame is a whole number from 0", 10**12)


def _count(highest: int) -> Callable[[str], int]:
    return lambda text: _whole(text, f"it is a whole number from 0 to {highest}", highest)


def _size(text: str) -> int:
    size = _whole(text, f"the side is a whole number of pixels up to {MAX_SIZE}", MAX_SIZE)
    if size % SIZE_STEP:
        raise argparse.ArgumentTypeError(f"the side is a multiple of {SIZE_STEP} pixels, not {size}")
    return size


def _word(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it must not be empty")
    return text.strip()


def _name(text: str) -> str:
    return clean_text(_word(text))


def _coordinate(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a coordinate is a number of pixels, not {text!r}") from None
    if not abs(value) < 1e6:
        raise argparse.ArgumentTypeError(f"a coordinate is a number of pixels, not {text!r}")
    return value


def _click(text: str) -> tuple[int, Click]:
    parts = _numbers(text, (3, 4), "F,X,Y or F,X,Y,-")
    if len(parts) == 4 and parts[3] not in ("+", "-"):
        raise argparse.ArgumentTypeError(f"the fourth part of a click is + or -, not {parts[3]!r}")
    positive = len(parts) == 3 or parts[3] == "+"
    return _frame(parts[0]), Click(_coordinate(parts[1]), _coordinate(parts[2]), positive)


def _box(text: str) -> tuple[int, Box]:
    parts = _numbers(text, (5,), "F,X0,Y0,X1,Y1")
    x0, y0, x1, y1 = (_coordinate(p) for p in parts[1:])
    if x0 >= x1 or y0 >= y1:
        raise argparse.ArgumentTypeError("a box runs from its left top corner to its right bottom corner")
    return _frame(parts[0]), Box(x0, y0, x1, y1)


def _mask(text: str) -> tuple[int, Path]:
    frame, separator, name = text.partition(",")
    if not separator or not name:
        raise argparse.ArgumentTypeError(f"write it as F,PNG, not {text!r}")
    return _frame(frame), Path(name)


def _frames(text: str) -> tuple[int, int]:
    first, separator, last = text.partition(":")
    if not separator:
        raise argparse.ArgumentTypeError(f"write it as A:B, not {text!r}")
    span = (_frame(first), _frame(last))
    if span[0] > span[1]:
        raise argparse.ArgumentTypeError("the first frame comes first")
    return span
