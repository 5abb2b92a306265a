"""`masklane train`: its options, and the lines it prints."""

import argparse
import sys
from pathlib import Path

from app.training.config import Config, Recipe


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `masklane train`."""
    folder = {"type": Path, "metavar": "FOLDER"}
    parser.add_argument(
        "--data",
        action="append",
        default=[],
        help="clips in DAVIS layout, images/ with masks/, or a project (its satisfactory masklets); may be repeated",
        **folder,  # type: ignore[arg-type]
    )
    parser.add_argument("--out", required=True, help="where checkpoints, log and model go", **folder)  # type: ignore[arg-type]
    parser.add_argument("--config", choices=[recipe.value for recipe in Recipe], default=Recipe.FINETUNE.value)
    parser.add_argument("--start", type=Path, metavar="FILE", help="model file to go on from")
    parser.add_argument("--footage", action="append", default=[], help="pictures without masks", **folder)  # type: ignore[arg-type]
    parser.add_argument("--teacher", help="MobileSAM's encoder.onnx and sam.onnx", **folder)  # type: ignore[arg-type]
    parser.add_argument("--trunk", type=Path, metavar="FILE", help="EfficientNet-Lite0's weights (.pth)")
    parser.add_argument("--check", help="clips in DAVIS layout to measure on, never learned from", **folder)  # type: ignore[arg-type]
    parser.add_argument("--device", default="auto", help="auto, cuda, mps or cpu")
    parser.add_argument("--bfloat16", action="store_true", help="mixed precision; good on a GPU, slow on most CPUs")
    parser.add_argument("--effort", type=float, default=1.0, metavar="X", help="multiplies the steps of every stage")
    parser.add_argument("--frames", type=int, default=8, metavar="N", help="frames of a clip when fine-tuning")
    parser.add_argument("--batch", type=int, default=0, metavar="N", help="clips a step when fine-tuning")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--cores", type=int, default=0, metavar="N", help="CPU threads; 0: torch's choice")


def to_config(arguments: argparse.Namespace) -> Config:
    """Return what the options say."""
    return Config(
        recipe=Recipe(arguments.config),
        data=tuple(arguments.data),
        out=arguments.out,
        footage=tuple(arguments.footage),
        teacher=arguments.teacher,
        trunk=arguments.trunk,
        start=arguments.start,
        check=arguments.check,
        device=arguments.device,
        bfloat16=arguments.bfloat16,
        effort=arguments.effort,
        frames=arguments.frames,
        batch=arguments.batch,
        seed=arguments.seed,
        cores=arguments.cores,
    )


def run(arguments: argparse.Namespace) -> int:
    """Train, a line for every report; ends early and saved when interrupted. Raises UserError in words."""
    config = to_config(arguments)
    config.validate()

    from app.training.run import run as train

    lines = train(config)
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    finally:
        lines.close()  # type: ignore[attr-defined]
    return 0
