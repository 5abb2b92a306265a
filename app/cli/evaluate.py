"""`masklane evaluate`: J, F and J&F of a model on a data set in DAVIS layout, object by object and in the mean."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from app.cli import sample
from app.cli.shown import shown
from app.engine.predictor import Predictor
from app.errors import UserError
from app.evaluation import failure_pictures
from app.evaluation.protocols import Protocol, Result, Subject, evaluate, mean
from app.interchange.davis import Sequence, read_dataset
from app.main import open_predictor
from app.masks.mask import Mask
from app.media import open_media
from app.workspace.engine import ModelChoice


def run(arguments: Namespace) -> int:
    """Evaluate and print a table, or JSON."""
    subjects = _all_subjects(arguments.dataset, arguments.limit)
    predictor = open_predictor(
        ModelChoice(
            arguments.model or "embedded",
            arguments.device,
            arguments.size,
            threads=arguments.threads,
        )
    )
    protocol = Protocol(arguments.protocol)
    results = list(_results(predictor, subjects, protocol, quiet=arguments.json, pictures=arguments.pictures))
    if not results:
        raise UserError(f"No object is on any frame of {arguments.dataset}.", "Check the Annotations folder.")
    summary = {"model": predictor.name, "device": predictor.device().name, "protocol": protocol.value}
    if arguments.json:
        document = {**summary, "mean": mean(results), "objects": [_row(result) for result in results]}
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n")
        return 0
    _print_mean(mean(results), protocol, summary)
    return 0


def _all_subjects(folder: Path, limit: int) -> Iterator[Subject]:
    """Return the objects of the data set, or of the bundled sample; what is wrong with it is said at once."""
    if (folder / sample.DESCRIPTION).is_file():
        return sample.subjects(folder)
    sequences = read_dataset(folder)
    return (subject for sequence in sequences[: limit or None] for subject in _subjects(sequence))


def _subjects(sequence: Sequence) -> Iterator[Subject]:
    source = open_media(sequence.frames)
    try:
        for object_id in sequence.object_ids:

            def truth(index: int, object_id: int = object_id) -> Mask:
                return Mask.from_array(sequence.labels(index) == object_id)

            yield Subject(sequence.name, object_id, source, truth)
    finally:
        source.close()


def _results(
    predictor: Predictor, subjects: Iterator[Subject], protocol: Protocol, *, quiet: bool, pictures: Path | None
) -> Iterator[Result]:
    if not quiet:
        print(f"{'sequence':<24}{'object':>7}{'J':>8}{'F':>8}{'J&F':>8}{'first IoU':>11}{'clicks':>8}{'frames/s':>10}")
    for subject in subjects:
        result = evaluate(predictor, subject, protocol)
        if result is None:
            continue
        if not quiet:
            print(
                f"{shown(result.sequence):<24}{result.object_id:>7}{result.j:>8.3f}{result.f:>8.3f}{result.jf:>8.3f}"
                f"{result.first_iou:>11.3f}{result.clicks:>8}{result.frames_per_second:>10.2f}",
                flush=True,
            )
        if pictures is not None:
            failure_pictures.write(pictures, subject, result)
        yield result


def _print_mean(values: Mapping[str, float], protocol: Protocol, summary: Mapping[str, str]) -> None:
    print(
        f"{'mean':<24}{'':>7}{values['j']:>8.3f}{values['f']:>8.3f}{values['jf']:>8.3f}"
        f"{values['first_iou']:>11.3f}{values['clicks']:>8.1f}{values['frames_per_second']:>10.2f}"
    )
    if "left_empty" in values:
        print(f"frames without the object left empty: {values['left_empty']:.3f}")
    print(f"protocol {protocol.value}, model {summary['model']}, {summary['device']}")


def _row(result: Result) -> dict[str, object]:
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
