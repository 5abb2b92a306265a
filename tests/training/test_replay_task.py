"""A model learns short stretches of a person's clips, and stays near what it was on replayed ones."""

from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.training.data.clip_sampling import tracking_clips
from app.training.data.clips import read_davis
from app.training.improving.config import Portion
from app.training.loop import Schedule, train
from app.training.losses import LossWeights
from app.training.replay_task import GROUPS, ReplaySource, ReplayTask
from app.training.tracking_task import TrackingOptions, TrackingTask

WEIGHTS = LossWeights(present_iou=0.6, presence=0.0)


def test_replayed_clips_keep_the_model_and_the_rest_is_frozen(davis: Path, tiny: SAM2Base, tmp_path: Path) -> None:
    clips = tracking_clips(read_davis(davis), (), size=128, windows=0, excursions=0, composites=0, seed=1)
    options = TrackingOptions(batch=2, frames=3, strides=(1,), first_weights=(1.0, 0.0, 0.0), corrected=0.0, seed=1)
    own = TrackingTask(clips, options, 128, None, torch.device("cpu"), WEIGHTS)
    before = {name: value.detach().clone() for name, value in tiny.named_parameters()}
    task = ReplayTask(tiny, (ReplaySource(own, 0.5, kept=True), ReplaySource(own, 0.5)), WEIGHTS, 1)
    terms = [task.losses(tiny, step) for step in range(4)]
    assert {"kept" in one for one in terms} == {True, False}
    assert all(float(one["kept"].detach()) == 0.0 for one in terms if "kept" in one), "nothing has moved yet"
    for _ in train(tiny, task, Schedule(3, 1e-3, GROUPS, warmup=1), tmp_path / "replay.pt"):
        pass
    changed = {name for name, value in tiny.named_parameters() if not torch.equal(value, before[name])}
    assert any(name.startswith("memory_attention") for name in changed)
    assert all(name.startswith(tuple(group.prefix for group in GROUPS)) for name in changed)
    again = next(step for step, one in enumerate(terms) if "kept" in one)
    assert float(task.losses(tiny, again)["kept"].detach()) > 0.0


def test_steps_in_mixed_precision_run_on_a_processor_too(davis: Path, tiny: SAM2Base, tmp_path: Path) -> None:
    clips = tracking_clips(read_davis(davis), (), size=128, windows=0, excursions=0, composites=0, seed=1)
    options = TrackingOptions(batch=2, frames=3, strides=(1,), first_weights=(1.0, 0.0, 0.0), corrected=0.0, seed=1)
    own = TrackingTask(clips, options, 128, None, torch.device("cpu"), WEIGHTS)
    task = ReplayTask(tiny, (ReplaySource(own, 1.0, kept=True),), WEIGHTS, 1)
    schedule = Schedule(2, 1e-3, GROUPS, warmup=1, bfloat16=True)
    (progress,) = train(tiny, task, schedule, tmp_path / "mixed.pt")
    assert progress.losses["kept"] > 0.0


def test_too_little_memory_takes_fewer_stretches_then_shorter_ones() -> None:
    portion: Portion | None = Portion(3)
    totals = []
    while portion is not None:
        totals.append(portion.total)
        portion = portion.smaller()
    assert totals == [12, 6, 3, 2]
