"""A correction in the middle of 300 frames: how many frames are computed again, and how long that takes."""

import time

import numpy as np
import torch

from app.engine.checkpoints.catalog import EMBEDDED, available
from app.engine.loader import Precision, open_predictor
from app.engine.predictor import Conditioning, Context, Predictor, TrackRequest
from app.masks.mask import Mask
from app.project.model import Click, FrameIndex, ObjectId, Prompts
from app.workspace.tracking.passes import Agreement
from tests.bench.result import Result, at_most
from tests.engine.networks import MemoryClip, clip, predictor

FRAMES, WRONG, NEXT = 300, 150, 220
HEIGHT, WIDTH = 270, 480
ONE = ObjectId(1)


def measure() -> list[Result]:
    """Track from both ends of a stretch, correct in between, re-track outwards until masks agree with the old ones."""
    torch.set_num_threads(1)
    engine, source = _engine(), _source()
    start = time.perf_counter()
    cells = {0: Conditioning(FrameIndex(0), _truth(0)), NEXT: Conditioning(FrameIndex(NEXT), _truth(NEXT))}
    masks = dict(_tracked(engine, source, cells, range(1, FRAMES), {}))
    whole = time.perf_counter() - start

    start = time.perf_counter()
    x, y = _place(WRONG)
    prompts = Prompts(clicks=(Click(x, y),))
    context = _context(cells, masks, WRONG)
    found = engine.segment("v", source, FrameIndex(WRONG), prompts, context, masks.get(WRONG))
    cells[WRONG] = Conditioning(FrameIndex(WRONG), found.mask, prompts)
    computed, stretch = 0, 0
    for frames in (range(WRONG + 1, NEXT), range(WRONG - 1, 0, -1)):  # up to the next conditioning frame on either side
        stretch += len(frames)
        agreement = Agreement()
        for frame, mask in _tracked(engine, source, cells, frames, masks):
            computed += 1
            done = agreement.reached([(masks.get(frame), mask)])
            masks[frame] = mask
            if done:
                break
    again = time.perf_counter() - start
    return [
        Result("tracking all frames", whole, "s", "", passed=True),
        Result("correction and re-tracking", again, "s", "", passed=True),
        at_most("frames computed again", computed, f"of {FRAMES} frames", stretch),
        at_most("re-tracking : tracking all, time", again / whole, "x", 1.0),
    ]


def _tracked(
    engine: Predictor, source: MemoryClip, cells: dict[int, Conditioning], frames: range, masks: dict[int, Mask]
):
    if not frames:
        return
    request = TrackRequest((ONE,), frames, {ONE: _context(cells, masks, frames.start)})
    for step in engine.track("v", source, request):
        if step.predictions:
            yield step.frame, step.predictions[ONE].mask


def _context(cells: dict[int, Conditioning], masks: dict[int, Mask], frame: int) -> Context:
    near = {FrameIndex(at): mask for at, mask in masks.items() if 0 < abs(at - frame) <= 15}
    return Context(tuple(cells.values()), near)


def _engine() -> Predictor:
    if available()[0].path is None:
        return predictor("own")
    return open_predictor(EMBEDDED, "cpu", precision=Precision.FLOAT32, threads=1)


def _source() -> MemoryClip:
    shown = clip(1, HEIGHT, WIDTH).frames[0]
    frames = []
    for index in range(FRAMES):
        frame = np.roll(shown, index, axis=1)
        frame[_truth(index).to_array()] = (220, 180, 60)
        frames.append(frame)
    return MemoryClip(frames)


def _place(index: int) -> tuple[float, float]:
    return 60 + 1.2 * index, HEIGHT / 2 + 50 * np.sin(index / 20)


def _truth(index: int) -> Mask:
    x, y = _place(index)
    rows, columns = np.ogrid[:HEIGHT, :WIDTH]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 < 30**2)
