"""Options that several commands share: the model, its memory policy, and whole numbers."""

import argparse

from app.cli import values
from app.project.model import Policy


def model_options(parser: argparse.ArgumentParser) -> None:
    """Add which model computes, at which size and on what."""
    parser.add_argument(
        "--model", type=values.model, default="", metavar="NAME|FILE", help="a model of `masklane models`, or a file"
    )
    parser.add_argument("--size", type=values.size, default=0, metavar="N", help="side in pixels the model works at")
    parser.add_argument(
        "--device", type=values.word, default="auto", metavar="D", help="auto, cpu, mps, cuda or cuda:N"
    )


def policy(parser: argparse.ArgumentParser) -> None:
    """Add which frames the memory of an object holds."""
    parser.add_argument(
        "--policy",
        choices=[policy.value for policy in Policy],
        help="which frames an object's memory holds: those that show it, those that tell it from look-alikes, or the "
        "last ones as in SAM 2; if not said: what was chosen for the object",
    )


def number(parser: argparse.ArgumentParser, option: str, highest: int, default: int | None, words: str) -> None:
    """Add an option whose value is a whole number from 0 to `highest`."""
    parser.add_argument(option, type=values.count(highest), default=default, metavar="N", help=words)
