"""The parsers of all commands and their options."""

import argparse
import re
from collections.abc import Callable
from difflib import get_close_matches
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NoReturn, TypeAlias

from app.cli import commands, values
from app.cli.format_arguments import add_all
from app.cli.model_arguments import add_measuring_and_training
from app.cli.shared_options import model_options, policy
from app.cli.shown import shown
from app.project.model import Direction
from app.workspace.edits.merge_plan import Side

_NEGATIVE_LIST = re.compile(r"-[\d.]+[,:]")

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

_PROJECT_HELP = "open the window on a project folder; made when it does not exist"
_VERBOSE_HELP = "show the log on the terminal"
_EPILOG = """\
Without a command, masklane opens its window: on PATH (a project folder, or a video to start a project with), on the
project in DIR, or on the start page. Everything a command does in a project can be seen, and corrected, in the window.

examples:
  masklane demo                                             see the whole job on the bundled clip
  masklane new walk ~/videos/walk.mp4                       make a project
  masklane track walk --object dog --click 0,320,180        click a dog on frame 0 and track it
  masklane export walk --format davis --out walk-davis      masks for other tools

`masklane COMMAND --help` says more about one. An expected failure is one line on standard error and status 2.
"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line, as those of all commands are."""

    def error(self, message: str) -> NoReturn:
        """Print the error and exit with status 2."""
        self.exit(2, f"masklane: {message} (see {self.prog} --help)\n")


def application_version() -> str:
    """Return the installed version."""
    try:
        return version("masklane")
    except PackageNotFoundError:
        return "not installed"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the parsed command; its `run` is the function to call. Exits with status 2 when it makes no sense."""
    parser, commands_by_name = _parser()
    arguments = _joined(arguments)
    words = [word for word in arguments if word != "--verbose"]
    command = commands_by_name.get(words[0]) if words else None
    if command is not None:
        return command.parse_intermixed_args([*words[1:], *(["--verbose"] if len(words) < len(arguments) else [])])
    if {"-h", "--help", "--version"} & set(words):
        return parser.parse_args(words)
    if words and not words[0].startswith("-") and not _is_there(words[0]):
        near = get_close_matches(words[0], commands_by_name, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        parser.exit(
            2, f"masklane: There is no command, file or folder {shown(words[0])}.{meant} See masklane --help.\n"
        )
    return _window_parser().parse_args(arguments)


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return True  # its reader says what is wrong with it


def _joined(words: list[str]) -> list[str]:
    """Return the words with "--click -1,2,3" as "--click=-1,2,3", so that its reader sees it."""
    joined: list[str] = []
    for word in words:
        if _NEGATIVE_LIST.match(word) and joined and re.fullmatch("--[a-z]+", joined[-1]):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _parser() -> tuple[Parser, dict[str, Parser]]:
    """Return the parser of help and version, and those of the commands by name."""
    parser = Parser(
        prog="masklane",
        usage="masklane [PATH] | masklane --project DIR | masklane COMMAND ...",
        description="Video mask annotation: click an object, track it with SAM 2, correct it, verify it, export it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--project", metavar="DIR", help=_PROJECT_HELP)
    parser.add_argument("--verbose", action="store_true", help=_VERBOSE_HELP)
    parser.add_argument("--version", action="version", version=f"masklane {application_version()}")
    commands_group = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="masklane")
    for add in (
        _demo,
        _new,
        _add_videos,
        _info,
        _metrics,
        _next,
        _merge,
        _check,
        _relink,
        _track,
        _models,
        _formats,
        _evaluate_and_train,
    ):
        add(commands_group)
    return parser, dict(commands_group.choices)


def _window_parser() -> argparse.ArgumentParser:
    parser = Parser(prog="masklane", description="Open the window.")
    parser.add_argument("path", nargs="?", type=values.path, help="a project folder, or a video or image folder")
    parser.add_argument("--project", type=values.path, metavar="DIR", help=_PROJECT_HELP)
    _common(parser, commands.window)
    return parser


def _common(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--verbose", action="store_true", help=_VERBOSE_HELP)
    parser.set_defaults(run=run)


def _add(group: Commands, name: str, words: str) -> argparse.ArgumentParser:
    return group.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")


def _demo(group: Commands) -> None:
    parser = _add(group, "demo", "do the whole job on the bundled clip: in the window, or headless without a display")
    parser.add_argument("--headless", action="store_true", help="do not open the window")
    parser.add_argument("--out", type=values.path, metavar="DIR", help="where the demo's project goes (headless)")
    _common(parser, commands.demo)


def _new(group: Commands) -> None:
    parser = _add(group, "new", "make a project from videos or image folders")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder; made")
    parser.add_argument(
        "videos", type=values.path, nargs="*", default=[], metavar="VIDEO", help="videos or image folders"
    )
    _common(parser, commands.new)


def _add_videos(group: Commands) -> None:
    parser = _add(group, "add", "add videos or image folders to a project")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("videos", type=values.path, nargs="+", metavar="VIDEO", help="a video, or a folder of pictures")
    _common(parser, commands.add)


def _info(group: Commands) -> None:
    parser = _add(group, "info", "say what is in a project")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("--shots", action="store_true", help="look for shot changes where nobody has looked yet")
    parser.add_argument("--json", action="store_true", help="for programs")
    _common(parser, commands.info)


def _metrics(group: Commands) -> None:
    parser = _add(group, "metrics", "say what the work came to: time, edited frames, clicks, verdicts")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="a project's folder")
    parser.add_argument(
        "--history", type=values.name, metavar="OBJECT", help="what was decided about an object, instead"
    )
    parser.add_argument(
        "--against",
        type=values.path,
        metavar="PATH",
        help="compare masks with those of another copy, of phase 1, or with the truth: a project, or masks to import",
    )
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--json", action="store_true", help="for programs")
    kind.add_argument("--csv", action="store_true", help="for tables")
    _common(parser, commands.metrics)


def _next(group: Commands) -> None:
    parser = _add(
        group, "next", "say what to annotate next: what many others look like, later more where the model is unsure"
    )
    parser.add_argument("folder", type=values.path, metavar="DIR", help="a project's folder")
    parser.add_argument("--json", action="store_true", help="for programs")
    model_options(parser)
    _common(parser, commands.annotate_next)


def _merge(group: Commands) -> None:
    parser = _add(group, "merge", "take over what others did in a copy of a project: masks, verdicts, issues, times")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("other", type=values.path, metavar="OTHER", help="the folder of the copy; it stays as it is")
    sides = [side.value for side in Side]
    parser.add_argument("--conflicts", choices=sides, help="whose is kept where both have changed the same object")
    parser.add_argument(
        "--choose",
        type=values.choice(sides),
        action="append",
        default=[],
        metavar="OBJECT=SIDE",
        help="the same for one object; may be repeated",
    )
    parser.add_argument("--check", action="store_true", help="say what it comes to, and change nothing")
    _common(parser, commands.merge)


def _check(group: Commands) -> None:
    parser = _add(group, "check", "check a project for damage and missing media; nothing is changed")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("--salvage", type=values.path, metavar="NEW", help="make a new project of what can be read")
    _common(parser, commands.check)


def _relink(group: Commands) -> None:
    parser = _add(group, "relink", "say where the media of a video is now, or keep what is there")
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("path", type=values.path, nargs="?", metavar="PATH", help="where the video or folder is now")
    parser.add_argument("--video", default="", metavar="V", help="name or number of the video, if there are several")
    parser.add_argument("--keep", action="store_true", help="what lies there now has the same frames: go on with it")
    parser.add_argument(
        "--recount",
        action="store_true",
        help="with --keep: take the number of frames it has now; masks whose frames are gone are removed",
    )
    _common(parser, commands.relink)


def _track(group: Commands) -> None:
    parser = _add(group, "track", "prompt an object and track it through a video of a project")
    parser.epilog = (
        "--click, --box and --mask may be given several times. Without any, an object that was prompted before is "
        "tracked where its masks are missing or stale. Ctrl+C stops within a frame; what is done is saved."
    )
    parser.add_argument("folder", type=values.path, metavar="DIR", help="the project's folder")
    parser.add_argument("--video", default="", metavar="V", help="name or number of the video, if there are several")
    parser.add_argument(
        "--object", type=values.name, required=True, metavar="NAME", help="an object; made if there is none"
    )
    parser.add_argument(
        "--click",
        action="append",
        type=values.click,
        default=[],
        metavar="F,X,Y[,-]",
        help="a click on frame F, in pixels from the left and the top; with ,- it removes",
    )
    parser.add_argument(
        "--box", action="append", type=values.box, default=[], metavar="F,X0,Y0,X1,Y1", help="a box on frame F"
    )
    parser.add_argument(
        "--mask",
        action="append",
        type=values.mask,
        default=[],
        metavar="F,PNG",
        help="a mask on frame F: what is not 0 (in colors: not black) is on; else what is opaque",
    )
    parser.add_argument("--any-mask", action="store_true", help="take masks too that are empty, or on everywhere")
    parser.add_argument("--frames", type=values.frames, metavar="A:B", help="only these frames, both included")
    parser.add_argument(
        "--direction",
        choices=[direction.value for direction in Direction],
        default=Direction.BOTH.value,
        help="from the first frame prompted here; default: both",
    )
    policy(parser)
    model_options(parser)
    _common(parser, commands.track)


def _models(group: Commands) -> None:
    parser = _add(group, "models", "list the models, fetch one, or verify what was fetched")
    parser.add_argument("action", nargs="?", choices=("list", "fetch", "verify"), default="list", help="default: list")
    parser.add_argument(
        "name", nargs="?", default="", metavar="NAME", help="tiny, small, base+ or large; to verify; default: all"
    )
    _common(parser, commands.models)


def _formats(group: Commands) -> None:
    add_all(lambda name, words: _add(group, name, words), _common)


def _evaluate_and_train(group: Commands) -> None:
    add_measuring_and_training(lambda name, words: _add(group, name, words), _common)
