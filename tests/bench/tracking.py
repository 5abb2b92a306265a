"""Frames a second beside Meta's SAM2VideoPredictor: same weights, same clip, one run, stepping in turn.

What is compared is a frame with the same frame computed right before or after it, in this thread's processor time:
whatever slows the machine down slows both. The verdict is about the middle of these ratios, and it is given by the
lower end of the stretch in which that lies with 95 % certainty.
"""

import copy
import dataclasses
import itertools
import math
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch

from app.engine.hardware.calibration import measure as calibrate
from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.network.embedded import EMBEDDED, build
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from tests.bench.peak import MatrixProduct, operations
from tests.bench.result import Result, at_least
from tests.engine.networks import CPU, MemoryClip, Meta, awake, clip

HEIGHT, WIDTH = 480, 854
# Masks as the network makes them: Meta's predictor does not look at edges and colors afterwards
NETWORK = dataclasses.replace(EMBEDDED, edge_radius=0)
# So many bytes hold the features of three frames
FEATURES_BYTES = 8 * 1024 * 1024
# The window of seven memories and the feature cache are full after so many frames; only what comes then is counted
FILLING = 8


@dataclass
class Runner:
    """One of those that track the clip side by side."""

    steps: Iterator[list[Mask]]
    seconds: list[float] = field(default_factory=list)
    masks: list[Mask] = field(default_factory=list)

    def step(self) -> None:
        # All work is done on this thread: its processor time is what a frame takes on a core that does nothing else
        start = time.thread_time()
        found = next(self.steps)
        self.seconds.append(time.thread_time() - start)
        self.masks += found

    @property
    def counted(self) -> list[float]:
        """Seconds of the frames that count."""
        return self.seconds[FILLING:]

    @property
    def rate(self) -> float:
        """Frames a second, of the quickest tenth of the frames: the rest is what other programs do to the caches."""
        return 1 / statistics.quantiles(self.counted, n=10)[0]


def measure() -> list[Result]:
    """Track one object, then eight, in Meta's precision and in the one the application measures to be best here."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    network = awake(build(NETWORK), 1)
    network.relative_presence = False  # nor does it ask a frame what it says of itself, or mend masks by that
    mode = Mode(CPU, bfloat16=calibrate(network, CPU).bfloat16, threads=1)
    name = "bfloat16" if mode.bfloat16 else "float32"
    results = []
    for objects, frames, target in ((1, 88, 1.0), (8, 28, 1.25)):
        product = MatrixProduct(torch.bfloat16 if mode.bfloat16 else torch.float32)
        meta, same, best = _side_by_side(network, mode, objects, frames, product)
        about = f"{objects} object{'s' if objects > 1 else ''}"
        agreement = statistics.mean(a.iou(b) for a, b in zip(same.masks, meta.masks[objects:], strict=True))
        results += [
            Result(f"{about}: Meta's, float32", meta.rate, "frames/s", "", passed=True),
            Result(f"{about}: ours, float32", same.rate, "frames/s", "", passed=True),
            Result(f"{about}: ours, {name} (measured as best)", best.rate, "frames/s", "", passed=True),
            _compared(f"{about}: ours : Meta's, both float32", same, meta, target),
            _compared(f"{about}: ours as the application runs it : Meta's", best, meta, target),
            _share(f"{about}: share of the machine's own {name} matrix product", best, meta, product),
            at_least(f"{about}: agreement with Meta's, both float32", agreement, "IoU", 0.999),
        ]
    return results


def _side_by_side(
    network: object, mode: Mode, objects: int, frames: int, product: MatrixProduct
) -> tuple[Runner, Runner, Runner]:
    # one frame more than is compared, to count its arithmetic
    source = clip(frames + 1, HEIGHT, WIDTH)
    starts = {ObjectId(name): disc(60 + 90 * name, 120 + 30 * name) for name in range(objects)}
    meta = Meta(copy.deepcopy(network), source)
    for name, mask in starts.items():
        meta.mask(0, mask.to_array(), name)
    same, best = (_ours(copy.deepcopy(network), each, source, starts) for each in (Mode(CPU, threads=1), mode))
    runners = (Runner(_theirs(meta)), Runner(same), Runner(best))
    orders = itertools.cycle(itertools.permutations(runners))  # everybody comes after everybody else equally often
    for _, order in zip(range(frames), orders, strict=False):
        product.step()
        for runner in order:
            runner.step()
    return runners


def _compared(name: str, ours: Runner, meta: Runner, target: float) -> Result:
    """Return how many times as quick we are, frame by frame; it passes when that is certain."""
    ratios = sorted(theirs / own for theirs, own in zip(meta.counted, ours.counted, strict=True))
    # Of the sorted ratios, those at these places hold the median between them 95 times in 100 (binomial distribution)
    reach = math.ceil(1.96 * math.sqrt(len(ratios)) / 2)
    middle = len(ratios) / 2
    low, high = ratios[max(math.floor(middle) - reach, 0)], ratios[min(math.ceil(middle) + reach - 1, len(ratios) - 1)]
    words = f">= {target:g} x; with 95 % certainty {low:.3f} to {high:.3f}"
    return Result(name, statistics.median(ratios), "x", words, low >= target)


def _share(name: str, ours: Runner, meta: Runner, product: MatrixProduct) -> Result:
    """Return what part of our time the products and convolutions of a frame take as matrix products."""
    counted = operations(lambda: next(meta.steps))
    return Result(name, product.share(counted, statistics.median(ours.counted)), "", "", passed=True)


def _ours(network: object, mode: Mode, source: MemoryClip, starts: dict[ObjectId, Mask]) -> Iterator[list[Mask]]:
    engine = Sam2Predictor(Sam2Model(network), mode, "embedded", Budget(features_bytes=FEATURES_BYTES))
    context = {name: Context((Conditioning(FrameIndex(0), mask),)) for name, mask in starts.items()}
    for step in engine.track("v", source, TrackRequest(tuple(starts), range(len(source.frames)), context)):
        yield [prediction.mask for prediction in step.predictions.values()]


def _theirs(meta: Meta) -> Iterator[list[Mask]]:
    """Meta's masks in the form in which an annotation tool keeps them; the given first frame is among them."""
    for _, _, masks in meta.predictor.propagate_in_video(meta.state):
        yield [Mask.from_array(mask) for mask in (masks[:, 0] > 0).numpy()]


def disc(x: float, y: float, radius: float = 40) -> Mask:
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 < radius**2)
