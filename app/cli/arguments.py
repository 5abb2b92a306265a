"""The parsers of all commands and their options."""

import argparse
import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import NoReturn, TypeAlias

from app.cli import commands, values
from app.cli.format_arguments import add_all
from app.engine.checkpoints.catalog import EMBEDDED
from app.evaluation.protocols import CLICKS_A_FRAME
from app.evaluation.rounds import NextFrame
from app.project.model import Direction, Policy
from app.training.config import Recipe
from app.workspace.edits.merge_plan import Side

MAX_LIMIT, MAX_ROUNDS, MAX_THREADS, MAX_BATCH, MAX_SEED = 1_000_000, 1000, 1024, 1024, 2**32 - 1

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
        return command.parse_args([*words[1:], *(["--verbose"] if len(words) < len(arguments) else [])])
    if {"-h", "--help", "--version"} & set(words):
        return parser.parse_args(words)
    return _window_parser().parse_args(arguments)


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
        _merge,
        _check,
        _relink,
        _track,
        _models,
        _formats,
        _evaluate,
        _train,
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


def _model_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", type=values.model, default="", metavar="NAME|FILE", help="a model of `masklane models`, or a file"
    )
    parser.add_argument("--size", type=values.size, default=0, metavar="N", help="side in pixels the model works at")
    parser.add_argument(
        "--device", type=values.word, default="auto", metavar="D", help="auto, cpu, mps, cuda or cuda:N"
    )


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
    _policy(parser)
    _model_options(parser)
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


def _evaluate(group: Commands) -> None:
    parser = _add(group, "evaluate", "measure a model on a data set in DAVIS layout")
    parser.epilog = (
        "interactive annotates as in the window: up to 3 clicks, each in the middle of the largest error, on the first "
        "frame that shows the object, tracked both ways; then round by round one frame gets up to 3 clicks, none above "
        "an IoU of 0.9 (a frame without the object is marked absent), and what that changes is tracked again. "
        "retracked-whole clicks 3 times on the worst of up to 8 frames and tracks the whole sequence again each time. "
        "online and offline make a project: up to 8 frames get up to 3 clicks, going forward the next one with an IoU "
        "below 0.75, or the worst one; then another person judges by the truth (satisfactory: an IoU above 0.75 on 90 "
        "% of the frames), and what is sent back is corrected once more. `masklane metrics` tells what it came to."
    )
    parser.add_argument("dataset", type=values.path, metavar="DATASET", help="a folder with JPEGImages and Annotations")
    parser.add_argument(
        "--protocol",
        choices=("mask", "click", "box", "interactive", "retracked-whole", "online", "offline"),
        default="mask",
        help="prompts: the first mask, a click or a box instead of it, or corrections; default: mask",
    )
    parser.add_argument(
        "--through", choices=("project",), help="online, offline: annotate and verify by the verbs of the window"
    )
    parser.add_argument("--out", type=values.path, metavar="DIR", help="--through project: the project, which is kept")
    _policy(parser)
    _interactive_options(parser)
    _number(parser, "--limit", MAX_LIMIT, 0, "only the first N sequences; 0: all")
    _number(parser, "--frames", MAX_LIMIT, 0, "only the first N frames of each sequence; 0: all")
    _number(parser, "--threads", MAX_THREADS, 0, "CPU threads; 0: measured")
    parser.add_argument(
        "--pictures", type=values.path, metavar="FOLDER", help="write a picture of each object's worst frame there"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    _model_options(parser)
    _common(parser, commands.evaluate)


def _interactive_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--painted", action="store_true", help="interactive: paint the true mask instead of clicking")
    parser.add_argument(
        "--next",
        action="append",
        choices=[rule.value for rule in NextFrame],
        help="interactive: which frame is corrected next, the one with the lowest IoU, the middle of the longest "
        "stretch not corrected, the first that is suggested, or any; worst if not said; several are compared",
    )
    _number(
        parser,
        "--rounds",
        MAX_ROUNDS,
        None,
        "frames corrected, if not said: interactive 3 after the first; else 8 in all",
    )
    _number(parser, "--first-clicks", CLICKS_A_FRAME, None, "interactive: clicks on the first frame; 3 if not said")
    _number(parser, "--seed", MAX_SEED, None, "interactive: the same number chooses the same random frames")


def _train(group: Commands) -> None:
    parser = _add(group, "train", "train the embedded model, or SAM 2 on what was collected")
    parser.add_argument(
        "--data",
        type=values.path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="clips in DAVIS layout, images/ with masks/, or a project (its satisfactory masklets); may be repeated",
    )
    parser.add_argument(
        "--project",
        type=values.path,
        action="append",
        default=[],
        metavar="DIR",
        help="improve a model with this project's satisfactory masklets: some videos are only measured on, and nothing "
        "is written that is not better there, or that does worse on the bundled sample; may be repeated",
    )
    parser.add_argument(
        "--out", type=values.path, required=True, metavar="FOLDER", help="where checkpoints, log and model go"
    )
    parser.add_argument("--config", choices=[recipe.value for recipe in Recipe], default=Recipe.FINETUNE.value)
    parser.add_argument("--start", type=values.path, metavar="FILE", help="model file to fine-tune")
    parser.add_argument(
        "--model",
        type=values.word,
        default=EMBEDDED,
        metavar="NAME|FILE",
        help="--project: what is improved; embedded if not said",
    )
    parser.add_argument(
        "--imported", action="store_true", help="--project: imported masklets that nobody has judged count, too"
    )
    parser.add_argument(
        "--footage", type=values.path, action="append", default=[], metavar="FOLDER", help="pictures without masks"
    )
    parser.add_argument("--teacher", type=values.path, metavar="FOLDER", help="MobileSAM's encoder.onnx and sam.onnx")
    parser.add_argument("--trunk", type=values.path, metavar="FILE", help="EfficientNet-Lite0's weights (.pth)")
    parser.add_argument(
        "--check", type=values.path, metavar="FOLDER", help="clips in DAVIS layout to measure on, never learned from"
    )
    parser.add_argument("--device", type=values.word, default="auto", help="auto, cuda, mps or cpu")
    parser.add_argument("--bfloat16", action="store_true", help="mixed precision; good on a GPU, slow on most CPUs")
    parser.add_argument(
        "--background",
        action="store_true",
        help="--project: low priority, half of the processor's cores, and what is told goes to output.txt in --out",
    )
    parser.add_argument("--effort", type=float, default=1.0, metavar="X", help="multiplies the steps of every stage")
    _number(parser, "--frames", 64, 0, "frames of a clip; 0: 8 when fine-tuning, 6 when improving")
    _number(parser, "--batch", MAX_BATCH, 0, "clips a step when fine-tuning; 0: one")
    _number(parser, "--seed", MAX_SEED, 1, "the same number trains the same model")
    _number(parser, "--cores", MAX_THREADS, 0, "CPU threads; 0: torch's choice")
    _common(parser, commands.train)


def _policy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--policy",
        choices=[policy.value for policy in Policy],
        help="which frames an object's memory holds: those that show it, those that tell it from look-alikes, or the "
        "last ones as in SAM 2; if not said: what was chosen for the object",
    )


def _number(parser: argparse.ArgumentParser, option: str, highest: int, default: int | None, words: str) -> None:
    parser.add_argument(option, type=values.count(highest), default=default, metavar="N", help=words)
