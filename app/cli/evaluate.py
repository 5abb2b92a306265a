"""`masklane evaluate`: J, F and J&F of a model on a data set in DAVIS layout, object by object and in the mean."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from app.cli.shown import shown
from app.engine.predictor import Predictor
from app.errors import UserError
from app.evaluation import failure_pictures
from app.evaluation.protocols import EvaluationResult, Protocol, evaluate_all, mean
from app.evaluation.subjects import Subject, open_subjects
from app.interchange.output import usable_folder
from app.main import open_predictor
from app.workspace.engine import ModelChoice


def run(arguments: Namespace) -> int:
    """Evaluate and print a table, or JSON."""
    pictures = None if arguments.pictures is None else usable_folder(arguments.pictures)
    subjects = open_subjects(arguments.dataset, arguments.limit)
    predictor = open_predictor(
        ModelChoice(
            arguments.model or "embedded",
            arguments.device,
            arguments.size,
            threads=arguments.threads,
        )
    )
    protocol = Protocol(arguments.protocol)
    results = list(_results(predictor, subjects, protocol, quiet=arguments.json, pictures=pictures))
    if not results:
        raise UserError(f"No object is on any frame of {arguments.dataset}.", "Check the Annotations folder.")
    summary = {"model": predictor.name, "device": predictor.device().name, "protocol": protocol.value}
    if arguments.json:
        document = {**summary, "mean": mean(results), "objects": [_row(result) for result in results]}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
        return 0
    _print_mean(mean(results), protocol, summary)
    return 0


def _results(
    predictor: Predictor, subjects: Iterator[Subject], protocol: Protocol, *, quiet: bool, pictures: Path | None
) -> Iterator[EvaluationResult]:
    if not quiet:
        print(f"{'sequence':<24}{'object':>7}{'J':>8}{'F':>8}{'J&F':>8}{'first IoU':>11}{'clicks':>8}{'frames/s':>10}")
    for subject, result in evaluate_all(predictor, subjects, protocol):
        if not quiet:
            print(
                f"{shown(result.sequence):<24}{result.object_id:>7}{result.j:>8.3f}{result.f:>8.3f}{result.jf:>8.3f}"
                f"{result.first_iou:>11.3f}{result.clicks:>8}{result.frames_per_second:>10.2f}",
                flush=True,
            )
        if pictures is not None:
            failure_pictures.write_picture(pictures, subject, result)
        yield result


def _print_mean(values: Mapping[str, float], protocol: Protocol, summary: Mapping[str, str]) -> None:
    print(
        f"{'mean':<24}{'':>7}{values['j']:>8.3f}{values['f']:>8.3f}{values['jf']:>8.3f}"
        f"{values['first_iou']:>11.3f}{values['clicks']:>8.1f}{values['frames_per_second']:>10.2f}"
    )
    if "left_empty" in values:
        print(f"frames without the object left empty: {values['left_empty']:.3f}")
    print(f"protocol {protocol.value}, model {summary['model']}, {summary['device']}")


def _row(result: EvaluationResult) -> dict[str, object]:
    return {
        "sequence": result.sequence,
        "object": result.object_id,
        "j": result.j,
        "f": result.f,
        "jf": result.jf,
        "first_iou": result.first_iou,
        "clicks": result.clicks,
        "frames": result.frames,
        "seconds": result.seconds,
        "frames_per_second": result.frames_per_second,
        "left_empty": result.left_empty,
        "empty_truth": result.empty_truth,
        "rounds": list(result.rounds),
    }
