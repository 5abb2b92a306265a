"""The mask decoder learns from frames that were fused with memory once, and stays near what it was on replayed ones."""

from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.generators import result_of
from app.training.data.clip_sampling import tracking_clips
from app.training.data.clips import read_davis
from app.training.fused_task import GROUPS, FusedOptions, FusedTask, fused_frames
from app.training.loop import Schedule, train
from app.training.losses import LossWeights
from app.training.rollout import FusedFrame
from app.training.tracking_task import TrackingOptions, TrackingTask


def frames_of(davis: Path, model: SAM2Base, seed: int = 1) -> list[FusedFrame]:
    clips = tracking_clips(read_davis(davis), (), size=128, windows=0, excursions=0, composites=0, seed=seed)
    options = TrackingOptions(batch=1, frames=4, strides=(1,), first_weights=(1.0, 0.0, 0.0), corrected=0.0, seed=seed)
    task = TrackingTask(clips, options, 128, None, torch.device("cpu"))
    return result_of(fused_frames(model, task, 6, seed, 1 << 30))


def test_frames_are_the_same_each_time_and_only_the_heads_learn(davis: Path, tiny: SAM2Base, tmp_path: Path) -> None:
    frames, again = frames_of(davis, tiny), frames_of(davis, tiny)
    assert len(frames) == 6
    assert all(torch.equal(one.features, other.features) for one, other in zip(frames, again, strict=True))
    before = {name: value.detach().clone() for name, value in tiny.named_parameters()}
    task = FusedTask(frames, frames[:3], FusedOptions(2, 0.5, 1), LossWeights(present_iou=0.6, presence=0.0))
    terms = [task.losses(tiny, step) for step in range(6)]
    assert {"kept" in one for one in terms} == {True, False}
    for _ in train(tiny, task, Schedule(4, 1e-3, GROUPS, warmup=1), tmp_path / "fused.pt"):
        pass
    changed = {name for name, value in tiny.named_parameters() if not torch.equal(value, before[name])}
    assert changed
    assert all(name.startswith(tuple(group.prefix for group in GROUPS)) for name in changed)
