"""How a model learns from masklets: short stretches of them and of drawn clips, and at what rate."""

from collections.abc import Sequence

from sam2.modeling.sam2_base import SAM2Base

from app.engine.hardware.devices import system_memory
from app.training.data.clip_sampling import tracking_clips
from app.training.data.clips import WeightedClip
from app.training.data.crops import random_crop, uncropped
from app.training.improving.config import Portion
from app.training.improving.masklets import VerifiedMasklet
from app.training.loop import Schedule
from app.training.losses import LossWeights
from app.training.replay_task import GROUPS, ReplaySource, ReplayTask
from app.training.tracking_task import TrackingOptions, TrackingTask

STRIDES = (1, 2)
REPLAYED, REPLAY_CHANCE, REPLAY_LONGER = 20, 0.35, 2
"""Clips of drawn objects, and how often a step is of them: what the masklets do not show is not to be forgotten.
Their stretches are longer and fewer: what a full memory does is to stay, too."""
RATE, META_RATE = 3e-5, 5e-6
LONGEST_CROP = 24
"""Frames of a masklet's crop."""
FEATURES_SHARE = 0.25
LEAST_FEATURES = 128 << 20
"""Of the free memory, for features of frames that were computed; at least so many bytes."""


def learning_task(
    model: SAM2Base, masklets: Sequence[VerifiedMasklet], portion: Portion, seed: int, weights: LossWeights
) -> ReplayTask:
    """Return what `model`, which is as it was, learns: masklets whole and cropped, and clips of drawn objects."""
    size, device = int(model.image_size), next(iter(model.parameters())).device
    own = [clip for masklet in masklets for clip in _views(masklet, size, seed)]
    drawn = tracking_clips((), (), size=size, windows=0, excursions=0, composites=0, synthetic=REPLAYED, seed=seed)
    drawn = [WeightedClip(one.clip, 1.0) for one in drawn]
    _, free = system_memory()
    budget = max(LEAST_FEATURES, round(free * FEATURES_SHARE / 2))

    def task(clips: Sequence[WeightedClip], batch: int, frames: int) -> TrackingTask:
        longest = max(len(one.clip) for one in clips)
        options = TrackingOptions(batch, min(frames, longest), STRIDES, (1.0, 0.0, 0.0), 0.0, seed)
        return TrackingTask(clips, options, size, None, device, weights, features_bytes=budget)

    mine = task(own, portion.batch, portion.frames)
    longer = REPLAY_LONGER if portion.batch >= REPLAY_LONGER else 1
    replayed = task(drawn, portion.batch // longer, portion.frames * longer)
    sources = ReplaySource(replayed, REPLAY_CHANCE, kept=True), ReplaySource(mine, 1 - REPLAY_CHANCE)
    return ReplayTask(model, sources, weights, seed)


def schedule_of(steps: int, *, embedded: bool, calmer: float, every: int, bfloat16: bool) -> Schedule:
    """Return the steps' rates, multiplied with `calmer`; reported and saved `every` steps."""
    return Schedule(
        steps,
        (RATE if embedded else META_RATE) * calmer,
        GROUPS,
        warmup=max(1, steps // 10),
        final=0.1,
        decay=0.0,
        clip=0.1,
        average=0.95,
        save_every=every,
        log_every=every,
        bfloat16=bfloat16,
    )


def _views(masklet: VerifiedMasklet, size: int, seed: int) -> list[WeightedClip]:
    clip = masklet.clip
    near = random_crop(clip, size, min(LONGEST_CROP, len(clip)), seed, 1, excursion=False)
    return [WeightedClip(uncropped(clip, size), masklet.weight), WeightedClip(near, masklet.weight)]
