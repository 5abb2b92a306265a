"""Frames tracked by the embedded model on packed layers and on plain ones, in turn in one run, on one thread.

What is compared is a frame with the same frame computed right before or after it, as in `tracking`. The share of the
machine's own matrix product tells machines apart: 1 would be a frame that is nothing but such products.
"""

import copy
import itertools
import statistics
from collections.abc import Iterator
from contextlib import closing, nullcontext
from unittest.mock import patch

import torch

from app import paths
from app.engine.checkpoints import catalog, embedded_file
from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.network import checked_paths
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.evaluation.sample import read_sample, true_masks
from app.masks.mask import Mask
from app.media.opening import open_media
from app.project.model import FrameIndex, ObjectId
from tests.bench.peak import MatrixProduct, operations
from tests.bench.result import Result, at_least
from tests.bench.tracking import FEATURES_BYTES, HEIGHT, WIDTH, Runner, disc
from tests.engine.networks import CPU, MemoryClip, clip

RATIO = 1.3
"""Promised of one object in bfloat16."""
SAMPLED = 12


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
    return [*results, *(_agreement(network, bfloat16) for bfloat16 in (True, False))]


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
    return [
        Result(f"{about}: a frame on plain layers", 1000 * plain.middle, "ms", "", passed=True),
        Result(f"{about}: a frame on packed layers", 1000 * packed.middle, "ms", "", passed=True),
        at_least(f"{about}: plain : packed", ratio, "x", RATIO if promised else 1.0),
        Result(f"{about}: share of the machine's own matrix product", share, "", "", passed=True),
    ]


def _agreement(network: torch.nn.Module, bfloat16: bool) -> Result:
    """Compare the masks of both ways on the sample: of a drawn disc the model is unsure, and any rounding tells."""
    folder = paths.sample_folder()
    sample = read_sample(folder)
    with closing(open_media(folder / sample.video)) as source:
        frames = MemoryClip([source.frame(index) for index in range(SAMPLED)])
    starts = {ObjectId(item.id): true_masks(folder, sample, item)[0] for item in sample.objects}
    starts = {id: mask for id, mask in starts.items() if mask.area}
    mode = Mode(CPU, bfloat16, threads=1)
    made = []
    for packed in (False, True):
        with nullcontext() if packed else patch.dict(checked_paths.BOUNDS, clear=True):
            made.append([mask for masks in _tracked(copy.deepcopy(network), mode, frames, starts) for mask in masks])
    least = min(a.iou(b) for a, b in zip(*made, strict=True) if a.area or b.area)
    about = f"the sample's {len(starts)} objects on {SAMPLED} frames, {'bfloat16' if bfloat16 else 'float32'}"
    return at_least(f"{about}: least agreement of a mask", least, "IoU", 0.9)


def _track(network: torch.nn.Module, mode: Mode, objects: int, frames: int) -> Iterator[list[Mask]]:
    starts = {ObjectId(name): disc(60 + 90 * name, 120 + 30 * name) for name in range(objects)}
    # one more than is compared, for counting its arithmetic
    return _tracked(network, mode, clip(frames + 1, HEIGHT, WIDTH), starts)


def _tracked(
    network: torch.nn.Module, mode: Mode, source: MemoryClip, starts: dict[ObjectId, Mask]
) -> Iterator[list[Mask]]:
    engine = Sam2Predictor(Sam2Model(network), mode, "embedded", Budget(features_bytes=FEATURES_BYTES))
    context = {name: Context((Conditioning(FrameIndex(0), mask),)) for name, mask in starts.items()}
    request = TrackRequest(tuple(starts), range(len(source.frames)), context)
    for step in engine.track("v", source, request):
        yield [prediction.mask for prediction in step.predictions.values()]
