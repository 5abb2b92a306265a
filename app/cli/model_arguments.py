"""The parsers of `masklane evaluate` and `masklane train`."""

import argparse

from app.cli import commands, values
from app.cli.format_arguments import Add, Common
from app.cli.shared_options import model_options, number, policy
from app.engine.checkpoints.catalog import EMBEDDED
from app.evaluation.protocols import CLICKS_A_FRAME
from app.evaluation.rounds import NextFrame
from app.training.config import Recipe

MAX_LIMIT, MAX_ROUNDS, MAX_THREADS, MAX_BATCH, MAX_SEED = 1_000_000, 1000, 1024, 1024, 2**32 - 1


def add_measuring_and_training(add: Add, common: Common) -> None:
    """Add the two commands."""
    _evaluate(add("evaluate", "measure a model on a data set in DAVIS layout"), common)
    _train(add("train", "train the embedded model, or SAM 2 on what was collected"), common)


def _evaluate(parser: argparse.ArgumentParser, common: Common) -> None:
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
    policy(parser)
    _interactive_options(parser)
    number(parser, "--limit", MAX_LIMIT, 0, "only the first N sequences; 0: all")
    number(parser, "--frames", MAX_LIMIT, 0, "only the first N frames of each sequence; 0: all")
    number(parser, "--threads", MAX_THREADS, 0, "CPU threads; 0: measured")
    parser.add_argument(
        "--pictures", type=values.path, metavar="FOLDER", help="write a picture of each object's worst frame there"
    )
    parser.add_argument("--json", action="store_true", help="for programs")
    model_options(parser)
    common(parser, commands.evaluate)


def _interactive_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--painted", action="store_true", help="interactive: paint the true mask instead of clicking")
    parser.add_argument(
        "--next",
        action="append",
        choices=[rule.value for rule in NextFrame],
        help="interactive: which frame is corrected next, the one with the lowest IoU, the middle of the longest "
        "stretch not corrected, the first that is suggested, any, or of some that are tried the one that gives most; "
        "worst if not said; several are compared",
    )
    number(
        parser,
        "--rounds",
        MAX_ROUNDS,
        None,
        "frames corrected, if not said: interactive 3 after the first; else 8 in all",
    )
    number(parser, "--first-clicks", CLICKS_A_FRAME, None, "interactive: clicks on the first frame; 3 if not said")
    number(parser, "--seed", MAX_SEED, None, "interactive: the same number chooses the same random frames")


def _train(parser: argparse.ArgumentParser, common: Common) -> None:
    parser.add_argument(
        "--data",
        type=values.path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="clips in DAVIS layout, images/ with masks/, or a project (its satisfactory masklets); may be repeated",
    )
    _improving_options(parser)
    parser.add_argument(
        "--out", type=values.path, required=True, metavar="FOLDER", help="where checkpoints, log and model go"
    )
    parser.add_argument("--config", choices=[recipe.value for recipe in Recipe], default=Recipe.FINETUNE.value)
    parser.add_argument("--start", type=values.path, metavar="FILE", help="model file to fine-tune")
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
    parser.add_argument("--effort", type=float, default=1.0, metavar="X", help="multiplies the steps of every stage")
    number(parser, "--frames", 64, 0, "frames of a clip; 0: 8 when fine-tuning, 6 when improving")
    number(parser, "--batch", MAX_BATCH, 0, "clips a step when fine-tuning; 0: one")
    number(parser, "--seed", MAX_SEED, 1, "the same number trains the same model")
    number(parser, "--cores", MAX_THREADS, 0, "CPU threads; 0: torch's choice")
    common(parser, commands.train)


def _improving_options(parser: argparse.ArgumentParser) -> None:
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
        "--background",
        action="store_true",
        help="--project: low priority, half of the processor's cores, and what is told goes to output.txt in --out",
    )
