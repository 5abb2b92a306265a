"""`masklane train`: its options as a configuration, and the lines it prints."""

import argparse
import sys

from app.training.config import Config, Recipe


def to_config(arguments: argparse.Namespace) -> Config:
    """Return the configuration of the options."""
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
    """Train, and print a line for every report; saves a checkpoint when interrupted. Raises UserError."""
    config = to_config(arguments)
    config.validate()

    from app.training.run import run as train

    lines = train(config)
    try:
        for line in lines:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    finally:
        lines.close()
    return 0
