"""The presence head learns from tokens gathered on frames with and without the object."""

import random
from pathlib import Path

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.architecture import EMBEDDED, TEST_TINY, build
from app.training.clips import read_davis
from app.training.following import sources
from app.training.loop import Part, Schedule, train
from app.training.presence import DOUBT, GAIN, PresenceTask, Tokens, start_presence
from app.training.rollout import Footage, Rollout
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


def test_frames_leave_tokens_where_the_object_is_gone_or_followed(davis: Path, tiny: SAM2Base) -> None:
    found = sources(read_davis(davis), [], size=TEST_TINY.image_size, windows=1, excursions=1, scenes=2, seed=4)
    options = Tracking(batch=2, frames=4, strides=(1,), first_weights=(1, 0, 0), corrected=0, seed=9, interrupted=1.0)
    clips = TrackingTask(found, options, TEST_TINY.image_size, None, torch.device("cpu"))
    tokens = Tokens()
    assert list(tokens.gather(tiny, clips, 3)) == [1, 2, 3]
    task = PresenceTask(tokens, 1)
    count = len(task.there)
    assert task.shown.shape == (count, TEST_TINY.d_model)
    assert 2 <= task.absent <= count <= 3 * 3 * 2, "the first frame, whose mask is given, tells nothing"
    assert not tiny.sam_mask_decoder.pred_obj_score_head._forward_pre_hooks


def test_an_object_that_was_lost_teaches_nothing(tiny: SAM2Base) -> None:
    truth = torch.zeros(2, 1, 8, 8)
    truth[..., :4, :4] = 1
    footage = Footage([[]] * 4, [truth, truth, truth, truth * torch.tensor([0, 1])[:, None, None, None]])
    rollout = Rollout(tiny, footage, random.Random(0))
    rollout.overlaps = [torch.tensor(ious) for ious in ([1.0, 1.0], [0.8, 0.1], [0.0, 0.9], [0.0, 0.7])]
    tokens = Tokens()
    tokens._add([torch.tensor([[10.0 * frame], [10.0 * frame + 1]]) for frame in range(4)], footage, rollout)
    assert torch.cat(tokens.shown)[:, 0].tolist() == [10, 21, 30, 31]
    assert torch.cat(tokens.there).tolist() == [1, 1, 0, 1]


def test_presence_starts_as_predicted_iou() -> None:
    model = build(EMBEDDED)
    decoder = model.sam_mask_decoder
    start_presence(model)
    shown = torch.randn(20, EMBEDDED.d_model)
    expected = GAIN * (decoder.iou_prediction_head(shown)[:, 0] - DOUBT)
    assert torch.allclose(decoder.pred_obj_score_head(shown)[:, 0], expected, atol=1e-4)
    assert torch.equal(decoder.obj_score_token.weight, decoder.iou_token.weight)


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
