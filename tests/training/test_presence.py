"""The presence head learns from tokens gathered on frames with and without the object."""

import random
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.architecture import TEST_TINY
from app.training.clips import read_davis
from app.training.following import sources
from app.training.loop import Part, Schedule, train
from app.training.presence import PresenceTask, Tokens
from app.training.rollout import Footage
from app.training.track import Tracking, TrackingTask, interrupted


def test_an_interruption_shows_the_neighbors_clip_and_says_absent() -> None:
    features = [
        [torch.full((2, 1, 2, 2), float(10 * frame)) + torch.arange(2.0)[:, None, None, None]] for frame in range(5)
    ]
    footage = Footage(features, [torch.ones(2, 1, 4, 4)] * 5)
    broken = interrupted(footage, random.Random(3))
    away = [index for index, truth in enumerate(broken.truths) if not truth.any()]
    assert away
    assert 0 not in away
    assert away == list(range(away[0], away[-1] + 1))
    for index in range(5):
        own = features[index][0][:, 0, 0, 0].tolist()
        assert broken.features[index][0][:, 0, 0, 0].tolist() == (own[::-1] if index in away else own)
    lone = Footage([[torch.zeros(1, 1, 2, 2)]] * 5, [torch.ones(1, 1, 4, 4)] * 5)
    assert interrupted(lone, random.Random(3)) is lone


def test_every_frame_of_every_batch_leaves_a_token_and_an_answer(davis: Path, tiny: SAM2Base) -> None:
    found = sources(read_davis(davis), [], size=TEST_TINY.image_size, windows=1, excursions=1, scenes=2, seed=4)
    options = Tracking(batch=2, frames=4, strides=(1,), first_weights=(1, 0, 0), corrected=0, seed=9, interrupted=1.0)
    clips = TrackingTask(found, options, TEST_TINY.image_size, None, torch.device("cpu"))
    tokens = Tokens()
    assert list(tokens.gather(tiny, clips, 3)) == [1, 2, 3]
    task = PresenceTask(tokens, 1)
    assert task.shown.shape == (3 * 4 * 2, TEST_TINY.d_model)
    assert task.there.shape == (3 * 4 * 2,)
    assert task.absent >= 2
    assert not tiny.sam_mask_decoder.pred_obj_score_head._forward_pre_hooks


def test_the_head_learns_what_tokens_tell(tiny: SAM2Base, tmp_path: Path) -> None:
    torch.manual_seed(6)
    tokens = Tokens()
    there = (torch.rand(300) < 0.8).float()
    tokens.shown = [torch.randn(300, TEST_TINY.d_model) + 3 * (there - 0.5)[:, None]]
    tokens.there = [there]
    plan = Schedule(60, 3e-3, (Part("sam_mask_decoder.pred_obj_score_head"),), log_every=20, average=0.9)
    reports = list(train(tiny, PresenceTask(tokens, 2), plan, tmp_path / "x.pt"))
    assert reports[-1].losses["_right"] > 0.95
    assert reports[-1].losses["presence"] < 0.5 * reports[0].losses["presence"]


def test_without_any_absent_frame_there_is_still_a_batch(tiny: SAM2Base) -> None:
    tokens = Tokens()
    tokens.shown, tokens.there = [torch.randn(5, TEST_TINY.d_model)], [torch.ones(5)]
    losses = PresenceTask(tokens, 1).losses(tiny, 0)
    assert bool(torch.isfinite(losses["presence"]))
