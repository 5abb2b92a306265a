"""Frames a second beside Meta's SAM2VideoPredictor: same weights, same clip, one run, the two stepping in turn."""

import copy
import os
import statistics
import time
from collections.abc import Iterator

import numpy as np
import torch

from app.engine.architecture import EMBEDDED, build
from app.engine.network import Network
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.engine.runtime import Mode
from app.engine.sam2 import Sam2Predictor
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from tests.bench.result import Result, at_least
from tests.engine.networks import CPU, MemoryClip, Meta, awake, clip

HEIGHT, WIDTH = 480, 854
# The window of seven memories is full after so many frames; only what comes then is counted
FILLING = 8


def measure() -> list[Result]:
    """Track one object, then eight; masks must agree, and ours must come as fast or faster."""
    os.environ["TQDM_DISABLE"] = "1"
    torch.set_num_threads(1)
    single = _against_meta(objects=1, frames=40)
    many = _against_meta(objects=8, frames=24)
    return [
        Result("1 object, ours", single[0], "frames/s", "", passed=True),
        Result("1 object, Meta's", single[1], "frames/s", "", passed=True),
        at_least("1 object, ours : Meta's", single[0] / single[1], "x", 1.0),
        Result("8 objects, ours", many[0], "frames/s", "", passed=True),
        Result("8 objects, Meta's", many[1], "frames/s", "", passed=True),
        at_least("8 objects, ours : Meta's", many[0] / many[1], "x", 1.25),
    ]


def _against_meta(objects: int, frames: int) -> tuple[float, float]:
    """Return frames a second of ours and of Meta's, by the median frame.

    Both run on this thread alone, so that its own processor time is what a frame takes on a core that has nothing
    else to do.
    """
    torch.manual_seed(1)
    network = awake(build(EMBEDDED), 1)
    source = clip(frames, HEIGHT, WIDTH)
    meta = Meta(copy.deepcopy(network), source)
    starts = {ObjectId(name): _disc(60 + 90 * name, 120 + 30 * name) for name in range(objects)}
    for name, mask in starts.items():
        meta.mask(0, mask.to_array(), name)
    ours, theirs = _ours(network, source, starts), _theirs(meta)
    times: tuple[list[float], list[float]] = ([], [])
    agreement: list[float] = []
    for frame in range(frames):
        # in turn, each the first as often: what else the machine does then falls on both
        order = (0, 1) if frame % 2 else (1, 0)
        found: dict[int, list[Mask]] = {}
        for which in order:
            start = time.thread_time()
            found[which] = next((ours, theirs)[which])
            times[which].append(time.thread_time() - start)
        # the first frame is given to both, and only Meta's repeats it
        agreement += [a.iou(b) for a, b in zip(found[0], found[1], strict=bool(frame))]
    assert statistics.mean(agreement) >= 0.999
    return tuple(1 / statistics.median(each[FILLING:]) for each in times)  # type: ignore[return-value]


def _ours(network: object, source: MemoryClip, starts: dict[ObjectId, Mask]) -> Iterator[list[Mask]]:
    engine = Sam2Predictor(Network(network), Mode(CPU), "embedded")
    context = {name: Context((Conditioning(FrameIndex(0), mask),)) for name, mask in starts.items()}
    for step in engine.track("v", source, TrackRequest(tuple(starts), range(len(source.frames)), context)):
        yield [prediction.mask for prediction in step.predictions.values()]


def _theirs(meta: Meta) -> Iterator[list[Mask]]:
    """Meta's masks in the form in which an annotation tool keeps them."""
    for _, _, masks in meta.predictor.propagate_in_video(meta.state):
        yield [Mask.from_array(mask) for mask in (masks[:, 0] > 0).numpy()]


def _disc(x: float, y: float, radius: float = 40) -> Mask:
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 < radius**2)
