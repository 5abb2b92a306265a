"""How many of the true objects of pictures are among the first candidates that are found without prompts.

`MASKLANE_IMAGES` is a folder with `images/` and `masks/` (PNG of labels, 0 is the background); without it, frames of
the sample. `python -m tests.bench.proposals FOLDER [GRID ...]` prints each picture, too; a grid is written 16,8.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from app import paths
from app.engine.hardware.torch_import import prepare_environment
from app.engine.inference.grids import FULL, GRIDS, Grid
from app.engine.inference.predictor import Sam2Predictor
from app.engine.loader import open_predictor
from app.engine.predictor import Prediction
from app.evaluation.sample import read_sample, true_masks
from app.interchange.encoding.label_png import read_labels
from app.masks.mask import Mask
from app.media import open_media
from app.media.source import FrameSource
from app.project.model import FrameIndex
from app.review.candidate_worth import worth
from app.settings import Precision
from tests.bench.result import Result

FIRST = 20
WANTED = (0.75, 0.5)
SAMPLE_FRAMES = (0, 40, 80)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A frame with the masks of its true objects."""

    name: str
    source: FrameSource
    frame: FrameIndex
    truth: tuple[Mask, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search on one picture came to: the best IoU of each true object with the first candidates, and with all.

    `seconds` until the first candidate, and until the last; `processor_seconds`: those of the one thread, which other
    programs do not lengthen much.
    """

    best: tuple[float, ...]
    best_of_all: tuple[float, ...]
    count: int
    first_seconds: float
    seconds: float
    processor_seconds: float


def measure() -> list[Result]:
    """Search with the grid of SAM 2's data engine, with the one that this machine gets, and with the smallest."""
    folder = os.environ.get("MASKLANE_IMAGES", "")
    rows: list[Result] = []
    grids: tuple[Grid | None, ...] = (FULL, None, GRIDS[-1])
    for grid in grids:
        predictor = opened(grid)
        outcomes = [searched(predictor, picture) for picture in pictures(Path(folder) if folder else None)]
        title = named(predictor.grid) + (", this machine's" if grid is None else "")
        rows += _rows(title, outcomes)
    return rows


def opened(grid: Grid | None) -> Sam2Predictor:
    """Return the embedded model on one thread, searching with a grid; None: chosen by its measurement."""
    torch.set_num_threads(1)
    predictor = open_predictor("embedded", "cpu", precision=Precision.FLOAT32, threads=1)
    if grid is not None:
        predictor.grid = grid
    return predictor


def pictures(folder: Path | None) -> Iterator[Picture]:
    """Yield the pictures of a folder one by one, None: of the sample."""
    if folder is None:
        yield from _sample()
        return
    for file in sorted((folder / "masks").glob("*.png")):
        labels = read_labels(file)
        truth = tuple(Mask.from_array(labels == value) for value in np.unique(labels) if value)
        with closing(open_media(folder / "images" / f"{file.stem}.jpg")) as source:
            yield Picture(file.stem, source, FrameIndex(0), truth)


def _sample() -> Iterator[Picture]:
    folder = paths.sample_folder()
    sample = read_sample(folder)
    objects = [true_masks(folder, sample, item) for item in sample.objects]
    with closing(open_media(folder / sample.video)) as source:
        for frame in SAMPLE_FRAMES:
            truth = tuple(masks[frame] for masks in objects if masks[frame].area)
            yield Picture(f"sample {frame}", source, FrameIndex(frame), truth)


def searched(predictor: Sam2Predictor, picture: Picture) -> Outcome:
    """Search one picture."""
    predictor.release()
    began, worked = time.perf_counter(), time.process_time()
    first, found = 0.0, tuple[Prediction, ...]()
    for proposals in predictor.proposing(picture.name, picture.source, picture.frame):
        if proposals.found and not found:
            first = time.perf_counter() - began
        found = proposals.found
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    ranked = sorted(found, key=lambda one: -worth(one.mask, one.score))
    best, of_all = _best(picture.truth, ranked[:FIRST]), _best(picture.truth, ranked)
    return Outcome(best, of_all, len(found), first, seconds, worked)


def named(grid: Grid | None) -> str:
    """Return a grid in words."""
    return "grid " + " + ".join(f"{4**layer} x {side} x {side}" for layer, side in enumerate(grid or ()))


def _best(truth: Sequence[Mask], found: Sequence[Prediction]) -> tuple[float, ...]:
    return tuple(max((mask.iou(one.mask) for one in found), default=0.0) for mask in truth)


def _rows(title: str, outcomes: Sequence[Outcome]) -> Iterator[Result]:
    best = np.array([iou for outcome in outcomes for iou in outcome.best])
    of_all = np.array([iou for outcome in outcomes for iou in outcome.best_of_all])
    for wanted in WANTED:
        share = float((best > wanted).mean())
        yield Result(f"{title}: true objects with IoU > {wanted} among the first {FIRST}", share, "", "told only", True)
    for wanted in WANTED:
        share = float((of_all > wanted).mean())
        yield Result(f"{title}: with IoU > {wanted} among all", share, "", "told only", True)
    for name, values in (
        ("candidates", [outcome.count for outcome in outcomes]),
        ("seconds to the first one", [outcome.first_seconds for outcome in outcomes]),
        ("seconds", [outcome.seconds for outcome in outcomes]),
        ("processor seconds", [outcome.processor_seconds for outcome in outcomes]),
    ):
        yield Result(f"{title}: {name} a picture, mean", float(np.mean(values)), "", "told only", True)


def main(folder: Path, grids: Sequence[Grid | None]) -> None:
    """Print what was found in each picture, then the shares."""
    for grid in grids:
        predictor, outcomes = opened(grid), list[Outcome]()
        for picture in pictures(folder):
            one = searched(predictor, picture)
            outcomes.append(one)
            ious = " ".join(f"{iou:.2f}/{of_all:.2f}" for iou, of_all in zip(one.best, one.best_of_all, strict=True))
            print(f"{picture.name:20} {one.count:4} candidates {one.processor_seconds:6.1f} s   {ious}", flush=True)
        for row in _rows(named(predictor.grid), outcomes):
            print(f"{row.name}: {row.value:.3f}")


if __name__ == "__main__":
    prepare_environment()
    chosen: list[Grid | None] = [tuple(map(int, text.split(","))) for text in sys.argv[2:]]
    main(Path(sys.argv[1]), chosen or [FULL, None, GRIDS[-1]])
