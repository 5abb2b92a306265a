"""Frames tracked by the embedded model on packed layers and on plain ones, in turn in one run, on one thread.

What is compared is a frame with the same frame computed right before or after it, as in `tracking`. The share of the
machine's own matrix product tells machines apart: 1 would be a frame that is nothing but such products.
"""

import copy
import itertools
import statistics
from collections.abc import Iterator
from contextlib import nullcontext
from unittest.mock import patch

import torch

from app.engine.checkpoints import catalog, embedded_file
from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.network import checked_paths
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from tests.bench.peak import MatrixProduct, operations
from tests.bench.result import Result, at_least
from tests.bench.tracking import FEATURES_BYTES, HEIGHT, WIDTH, Runner, disc
from tests.engine.networks import CPU, clip

RATIO = 1.3
"""Promised of one object in bfloat16."""


def measure() -> list[Result]:
    """Track one object, then eight, in both number types."""
    torch.set_num_threads(1)
    network = embedded_file.load(catalog.resolve(catalog.EMBEDDED).path)
    results = []
    for bfloat16, objects, frames in ((True, 1, 48), (True, 8, 18), (False, 1, 32), (False, 8, 18)):
        mode = Mode(CPU, bfloat16, threads=1)
        plain, packed = (
            Tracker(network, mode, objects, frames, packed=False),
            Tracker(network, mode, objects, frames, packed=True),
        )
        product = MatrixProduct(torch.bfloat16 if bfloat16 else torch.float32)
        trackers = (plain, packed)
        for _, order in zip(range(frames), itertools.cycle((trackers, trackers[::-1])), strict=False):
            product.step()
            for tracker in order:
                tracker.step()
        about = f"{objects} object{'s' if objects > 1 else ''}, {'bfloat16' if bfloat16 else 'float32'}"
        results += _results(about, plain, packed, product, promised=bfloat16 and objects == 1)
    return results


class Tracker(Runner):
    """Tracks the clip with the packed layers or as where they are missing."""

    def __init__(self, network: torch.nn.Module, mode: Mode, objects: int, frames: int, *, packed: bool) -> None:
        super().__init__(_track(copy.deepcopy(network), mode, objects, frames))
        self._packed = packed

    def step(self) -> None:
        """Track one frame."""
        with nullcontext() if self._packed else patch.dict(checked_paths.BOUNDS, clear=True):
            super().step()

    @property
    def middle(self) -> float:
        """The median of the seconds that count."""
        return statistics.median(self.counted)


def _results(about: str, plain: Tracker, packed: Tracker, product: MatrixProduct, *, promised: bool) -> list[Result]:
    ratio = statistics.median(a / b for a, b in zip(plain.counted, packed.counted, strict=True))
    share = product.share(operations(lambda: next(plain.steps)), packed.middle)
    agreement = statistics.mean(a.iou(b) for a, b in zip(plain.masks, packed.masks, strict=False))
    return [
        Result(f"{about}: a frame on plain layers", 1000 * plain.middle, "ms", "", passed=True),
        Result(f"{about}: a frame on packed layers", 1000 * packed.middle, "ms", "", passed=True),
        at_least(f"{about}: plain : packed", ratio, "x", RATIO if promised else 1.0),
        Result(f"{about}: share of the machine's own matrix product", share, "", "", passed=True),
        at_least(f"{about}: agreement of the masks", agreement, "IoU", 0.9),
    ]


def _track(network: torch.nn.Module, mode: Mode, objects: int, frames: int) -> Iterator[list[Mask]]:
    engine = Sam2Predictor(Sam2Model(network), mode, "embedded", Budget(features_bytes=FEATURES_BYTES))
    starts = {ObjectId(name): disc(60 + 90 * name, 120 + 30 * name) for name in range(objects)}
    context = {name: Context((Conditioning(FrameIndex(0), mask),)) for name, mask in starts.items()}
    # one more than is compared, for counting its arithmetic
    request = TrackRequest(tuple(starts), range(frames + 1), context)
    for step in engine.track("v", clip(frames + 1, HEIGHT, WIDTH), request):
        yield [prediction.mask for prediction in step.predictions.values()]
