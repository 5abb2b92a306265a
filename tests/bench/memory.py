"""Resident memory while a long video is tracked: flat, whatever its length."""

import gc

import psutil
import torch

from app.engine.hardware.execution import Mode
from app.engine.inference.frame_encoder import VideoInput
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.inference.propagation import Propagator
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.masks.mask import Mask
from app.media.source import Image, MediaInfo
from app.project.model import FrameIndex, ObjectId
from tests.bench.result import Result, at_most
from tests.engine.networks import CPU, MemoryClip, clip, model

EARLY, LATE = FrameIndex(200), FrameIndex(2000)
HEIGHT, WIDTH = 270, 480
# Small networks have small features: so many bytes hold about a hundred frames of this one, as the default budget holds
# of the embedded model's
FEATURES_BYTES = 12 * 1024 * 1024


class Endless(MemoryClip):
    """A few frames again and again, for a video that is long without being large."""

    @property
    def info(self) -> MediaInfo:
        shown = super().info
        return MediaInfo(
            shown.kind,
            shown.width,
            shown.height,
            LATE + 1,
            shown.rate,
            shown.times,
            shown.pixel_aspect,
            shown.warnings,
        )

    def frame(self, index: int) -> Image:
        return self.frames[index % len(self.frames)]


def measure() -> list[Result]:
    """Track 2,000 frames with a correction every 50; compare what the process and one object occupy early and late.

    Every mask is kept, as a project keeps it.
    """
    torch.set_num_threads(1)
    engine = Sam2Predictor(Sam2Model(model("own")), Mode(CPU), "tiny", Budget(features_bytes=FEATURES_BYTES))
    source = Endless(clip(40, HEIGHT, WIDTH).frames)
    one = ObjectId(1)
    mask = Mask.full(HEIGHT, WIDTH)
    corrected = tuple(Conditioning(FrameIndex(at), mask) for at in range(25, LATE, 50))
    request = TrackRequest((one,), range(LATE + 1), {one: Context(corrected)})
    propagator = Propagator(
        engine._model, engine._encoder, engine._restorer, engine._outputs, VideoInput("long", source), request
    )
    resident, state, saved = {}, {}, {}
    for frame in map(FrameIndex, request.frames):
        with engine._mode.entered():
            saved[frame] = propagator.advance(frame).predictions
        if frame in (EARLY, LATE):
            gc.collect()
            resident[frame], state[frame] = _resident(), propagator.size_bytes
    growth = 100 * (resident[LATE] / resident[EARLY] - 1)
    return [
        Result(f"resident after {EARLY} frames", resident[EARLY] / 2**20, "MiB", "", passed=True),
        Result(f"resident after {LATE} frames", resident[LATE] / 2**20, "MiB", "", passed=True),
        Result("masks saved meanwhile", sum(map(len, saved.values())), "", "", passed=True),
        at_most("growth", growth, "%", 5.0),
        at_most("state of one object, late : early", state[LATE] / state[EARLY], "x", 1.0),
    ]


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)
