"""Runs of the embedded model with the next frame encoded on a second core and without, in turns, by the clock.

On two cores that nothing else uses, and beside a program that never rests.
"""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from app.engine.checkpoints import catalog, embedded_file
from app.engine.hardware.calibration import measure as calibrate
from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from tests.bench.result import Result, at_least
from tests.bench.tracking import FEATURES_BYTES, HEIGHT, WIDTH, disc
from tests.engine.networks import CPU, MemoryClip, clip

FRAMES, TURNS = 24, 5
HELPS, HARMLESS = 1.2, 0.9
"""Promised of one object where two cores are free, and beside a busy program."""


def measure() -> list[Result]:
    """Track one object, then eight, in both number types; then one beside a busy program."""
    torch.set_num_threads(1)
    network = embedded_file.load(catalog.resolve(catalog.EMBEDDED).path)
    found = calibrate(network, CPU)
    results = [Result("threads of each of two, 0: one after another", found.two_at_once, "", "", passed=True)]
    for bfloat16, objects in ((True, 1), (True, 8), (False, 1), (False, 8)):
        about = f"{objects} object{'s' if objects > 1 else ''}, {'bfloat16' if bfloat16 else 'float32'}"
        results += _compared(network, about, Mode(CPU, bfloat16, threads=1), objects, HELPS if objects == 1 else 1.0)
    with _busy():
        mode = Mode(CPU, bfloat16=True, threads=1)
        results += _compared(network, "1 object, bfloat16, beside a busy program", mode, 1, HARMLESS)
    return results


def _compared(network: torch.nn.Module, about: str, mode: Mode, objects: int, target: float) -> list[Result]:
    """Return the time of a frame with and without, and the ratio of runs that came one after the other."""
    model, source = Sam2Model(network, exact=False), clip(FRAMES, HEIGHT, WIDTH)
    ways = [
        Sam2Predictor(model, mode, "embedded", Budget(features_bytes=FEATURES_BYTES, ahead_threads=int(ahead)))
        for ahead in (False, True)
    ]
    seconds: dict[Sam2Predictor, list[float]] = {way: [] for way in ways}
    masks: dict[Sam2Predictor, list[Mask]] = {}
    for _, order in zip(range(TURNS), itertools.cycle((ways, ways[::-1])), strict=False):
        for way in order:
            way.release()
            start = time.perf_counter()
            masks[way] = _track(way, source, objects)
            seconds[way].append((time.perf_counter() - start) / FRAMES)
    plain, ahead = (statistics.median(seconds[way]) for way in ways)
    ratio = statistics.median(a / b for a, b in zip(*seconds.values(), strict=True))
    same = masks[ways[0]] == masks[ways[1]]
    return [
        Result(f"{about}: a frame, one after another", 1000 * plain, "ms", "", passed=True),
        Result(f"{about}: a frame, encoded ahead", 1000 * ahead, "ms", "same masks", same),
        at_least(f"{about}: one after another : ahead", ratio, "x", target),
    ]


def _track(predictor: Sam2Predictor, source: MemoryClip, objects: int) -> list[Mask]:
    starts = {ObjectId(name): disc(60 + 90 * name, 120 + 30 * name) for name in range(objects)}
    context = {name: Context((Conditioning(FrameIndex(0), mask),)) for name, mask in starts.items()}
    steps = predictor.track("v", source, TrackRequest(tuple(starts), range(FRAMES), context))
    return [prediction.mask for step in steps for prediction in step.predictions.values()]


@contextmanager
def _busy() -> Iterator[None]:
    program = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        program.kill()
        program.wait()
