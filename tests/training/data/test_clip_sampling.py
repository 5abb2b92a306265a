"""Learning to follow: rollouts, presence from the truth, and a memory that works before it has learned."""

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor, nn

from app.engine.network.embedded import TEST_TINY
from app.errors import TrainingError
from app.training.data.clip_sampling import SYNTHETIC_SHARE, crowded_clips, tracking_clips
from app.training.data.clips import WeightedClip, read_davis
from app.training.embedded.init_memory import init_memory
from app.training.heads import decode
from app.training.loop import ParameterGroup, Schedule, train
from app.training.rollout import FirstPrompt, Rollout, RolloutBatch
from app.training.tracking_task import TrackingOptions, TrackingTask, interrupted

SIZE = TEST_TINY.image_size


def footage(frames: int, batch: int = 2, absent: int | None = None) -> RolloutBatch:
    torch.manual_seed(1)
    features = [
        [torch.randn(batch, 8, 32, 32), torch.randn(batch, 12, 16, 16), torch.randn(batch, 32, 8, 8)]
        for _ in range(frames)
    ]
    truths = []
    for index in range(frames):
        truth = torch.zeros(batch, 1, 64, 64)
        if index != absent:
            truth[..., 16:40, 16:40] = 1
        truths.append(truth)
    return RolloutBatch(features, truths)


def say_absent(model: SAM2Base) -> None:
    last = model.sam_mask_decoder.pred_obj_score_head.layers[-1]
    nn.init.zeros_(last.weight)
    nn.init.constant_(last.bias, -20.0)


def test_masks_learn_even_while_the_presence_head_says_absent(tiny: SAM2Base) -> None:
    say_absent(tiny)
    terms = Rollout(tiny, footage(3), random.Random(0)).run(FirstPrompt.MASK, None).weighted()
    (terms["dice"] + terms["focal"]).backward()
    grown = tiny.sam_mask_decoder.output_upscaling[0].weight.grad
    assert grown is not None
    assert grown.abs().max() > 0


def remembered(model: SAM2Base, clip: RolloutBatch, *, misled: bool) -> list[tuple[Tensor, Tensor]]:
    """Return what was remembered of every frame: mask logits and presence."""
    memories = []
    original = model._encode_new_memory

    def watched(**given: Tensor) -> tuple[Tensor, list[Tensor]]:
        memories.append((given["pred_masks_high_res"].detach(), given["object_score_logits"]))
        found: tuple[Tensor, list[Tensor]] = original(**given)
        return found

    model._encode_new_memory = watched
    with torch.no_grad():
        Rollout(model, clip, random.Random(3), misled=misled).run(FirstPrompt.MASK, None)
    del model._encode_new_memory
    return memories


def test_a_misled_memory_takes_another_thing_for_the_object_for_a_while(tiny: SAM2Base) -> None:
    clip = footage(7, absent=4)
    other = torch.zeros(2, 1, 64, 64)
    other[0, :, 48:60, 48:60] = 1  # the second clip of the batch has no other thing
    clip = RolloutBatch(clip.features, clip.truths, [other] * 7)
    right, wrong = (remembered(tiny, clip, misled=misled) for misled in (False, True))
    inside = (slice(None), 0, slice(100, 116), slice(100, 116))
    taken = [bool((logits[inside][0] > 9).all()) for logits, _ in wrong]
    assert 1 <= sum(taken) <= 3
    assert not taken[0], "the given mask stays right"
    assert not any((logits[inside][0] > 9).all() for logits, _ in right)
    for index, ((logits, there), (_, before)) in enumerate(zip(wrong, right, strict=True)):
        assert (logits[1, 0, 100:116, 100:116] < 9).all()
        assert bool(there[1] == before[1])
        assert bool(there[0] > 0) == (taken[index] or index != 4)


def test_gradients_reach_memory_through_later_frames(tiny: SAM2Base) -> None:
    Rollout(tiny, footage(4), random.Random(0)).run(FirstPrompt.BOX, None).weighted()["dice"].backward()
    for part in (tiny.memory_encoder.out_proj.weight, tiny.obj_ptr_proj.layers[0].weight, tiny.maskmem_tpos_enc):
        assert part.grad is not None
        assert part.grad.abs().max() > 0


def test_an_absent_frame_teaches_presence_and_leaves_its_mark_in_memory(tiny: SAM2Base) -> None:
    say_absent(tiny)
    rollout = Rollout(tiny, footage(3, absent=1), random.Random(0))
    terms = rollout.run(FirstPrompt.MASK, None)
    assert terms.presence.item() == pytest.approx(2 * 2 * 20.0, rel=0.01)
    banks = rollout.memories["non_cond_frame_outputs"]
    marked, plain = banks[1]["obj_ptr"], banks[2]["obj_ptr"]
    assert isinstance(marked, torch.Tensor)
    assert isinstance(plain, torch.Tensor)
    assert torch.allclose(marked, tiny.no_obj_ptr.expand_as(marked))
    assert not torch.allclose(plain, tiny.no_obj_ptr.expand_as(plain))


@pytest.mark.parametrize("first", list(FirstPrompt))
def test_a_corrected_frame_becomes_conditioning(tiny: SAM2Base, first: FirstPrompt) -> None:
    rollout = Rollout(tiny, footage(4), random.Random(0))
    rollout.run(first, corrected=2)
    assert sorted(rollout.memories["cond_frame_outputs"]) == [0, 2]
    assert sorted(rollout.memories["non_cond_frame_outputs"]) == [1, 3]


def test_no_points_and_earlier_logits_are_understood(tiny: SAM2Base) -> None:
    features, fine = torch.randn(2, 32, 8, 8), [torch.randn(2, 4, 32, 32), torch.randn(2, 8, 16, 16)]
    plain = decode(tiny, features, fine, None, None)
    shown = decode(tiny, features, fine, None, torch.full((2, 1, 32, 32), 1e6))
    limited = decode(tiny, features, fine, None, torch.full((2, 1, 32, 32), 32.0))
    assert plain.logits.shape == (2, 4, 32, 32)
    assert torch.equal(shown.logits, limited.logits)
    assert not torch.equal(shown.logits, plain.logits)


def task(davis: Path, frames: int = 3) -> TrackingTask:
    clips = read_davis(davis)
    found = tracking_clips(clips, [], size=SIZE, windows=1, excursions=1, composites=2, seed=4)
    options = TrackingOptions(
        batch=2, frames=frames, strides=(1, 2), first_weights=(0.6, 0.2, 0.2), corrected=0.5, seed=9
    )
    return TrackingTask(found, options, SIZE, None, torch.device("cpu"))


def test_scenes_with_drawn_things_come_on_top(davis: Path) -> None:
    clips = read_davis(davis)
    found = tracking_clips(clips, [], size=SIZE, windows=1, excursions=1, composites=2, seed=4)
    more = tracking_clips(clips, [], size=SIZE, windows=1, excursions=1, composites=2, seed=4, synthetic=3)
    assert [source.clip.name for source in more[: len(found)]] == [source.clip.name for source in found]
    assert len({source.clip.name for source in more}) == len(more) == len(found) + 3
    weights = [sum(source.weight for source in some) for some in (more[len(found) :], found)]
    assert weights[0] == pytest.approx(SYNTHETIC_SHARE * weights[1])


def test_crowds_hold_several_things(davis: Path) -> None:
    made = crowded_clips(read_davis(davis), [], [], size=SIZE, count=6, seed=4)
    assert len({clip.name for clip in made}) == 6
    for clip in made:
        assert len(clip.objects) >= 2
        assert clip.frame(0).shape == (SIZE, SIZE, 3)
    assert any(len(np.unique(clip.labels(1))) > 2 for clip in made)


def test_a_step_depends_on_its_number_only(davis: Path, tiny: SAM2Base) -> None:
    one, other = task(davis), task(davis)
    with torch.no_grad():
        other.losses(tiny, 1)
        first = {name: value.item() for name, value in one.losses(tiny, 5).items()}
        assert {name: value.item() for name, value in other.losses(tiny, 5).items()} == first
        assert {name: value.item() for name, value in one.losses(tiny, 6).items()} != first


def test_clips_too_short_for_a_stretch_are_refused_in_words(davis: Path, tiny: SAM2Base) -> None:
    clips = [WeightedClip(source.clip, 1.0) for source in task(davis).clips if len(source.clip) < 12]
    options = TrackingOptions(batch=1, frames=12, strides=(3,), first_weights=(1, 0, 0), corrected=0, seed=1)
    with pytest.raises(TrainingError, match="stretch"):
        TrackingTask(clips, options, SIZE, None, torch.device("cpu")).losses(tiny, 0)
    with pytest.raises(TrainingError, match="no clips"):
        TrackingTask([], options, SIZE, None, torch.device("cpu"))


class OneBatch:
    """The same step again and again."""

    def __init__(self, task: TrackingTask) -> None:
        self.task = task

    def losses(self, model: SAM2Base, step: int) -> dict[str, torch.Tensor]:
        return self.task.losses(model, 0)


def test_a_batch_can_be_learned(davis: Path, tiny: SAM2Base, tmp_path: Path) -> None:
    parts = tuple(ParameterGroup(name) for name in ("memory", "sam_mask_decoder", "image_encoder.neck"))
    plan = Schedule(12, 1e-3, parts, warmup=1, log_every=3, save_every=1000)
    reports = list(train(tiny, OneBatch(task(davis, frames=2)), plan, tmp_path / "x.pt"))
    assert sum(reports[-1].losses.values()) < 0.9 * sum(reports[0].losses.values())


def test_memory_started_by_matching_finds_the_object_where_it_moved(tiny: SAM2Base) -> None:
    """Two kinds of texture: the masked one lies elsewhere on the next frame; what attention adds tells where."""
    torch.manual_seed(3)
    kinds = torch.randn(2, 32) * 2
    places = torch.zeros(2, 8, 8, dtype=torch.long)
    places[0, 2:6, 0:4] = 1
    places[1, 2:6, 2:6] = 1
    maps = kinds[places].permute(0, 3, 1, 2) + 0.3 * torch.randn(2, 32, 8, 8)
    noise = torch.randn(6, 32, 8, 8)
    init_memory(tiny, torch.cat([maps, noise]))
    found = {}
    tiny.memory_attention.layers[0].cross_attn_image.register_forward_hook(lambda _m, _a, out: found.update(out=out))
    truth = torch.nn.functional.interpolate(places[:, None].float(), size=(64, 64))
    fine = [torch.randn(1, 8, 32, 32), torch.randn(1, 12, 16, 16)]
    with torch.no_grad():
        clip = RolloutBatch([[*fine, maps[:1]], [*fine, maps[1:]]], [truth[:1], truth[1:]])
        Rollout(tiny, clip, random.Random(0)).run(FirstPrompt.MASK, None)
        prompt, size = tiny.sam_prompt_encoder, tiny.sam_prompt_encoder.mask_input_size
        inside, outside = (
            prompt.mask_downscaling(torch.full((1, 1, *size), sign * 10.0)).mean(dim=(0, 2, 3)) for sign in (1, -1)
        )
        axis = inside - outside
        share = (found["out"][0] + prompt.no_mask_embed.weight - outside) @ axis / (axis @ axis)
    object_cells = places[1].flatten() == 1
    assert share[object_cells].mean() > share[~object_cells].mean() + 0.3


def test_an_interruption_shows_the_neighbors_clip_and_says_absent() -> None:
    features = [
        [torch.full((2, 1, 2, 2), float(10 * frame)) + torch.arange(2.0)[:, None, None, None]] for frame in range(5)
    ]
    footage = RolloutBatch(features, [torch.ones(2, 1, 4, 4)] * 5)
    broken = interrupted(footage, random.Random(3))
    away = [index for index, truth in enumerate(broken.truths) if not truth.any()]
    assert away
    assert 0 not in away
    assert away == list(range(away[0], away[-1] + 1))
    for index in range(5):
        own = features[index][0][:, 0, 0, 0].tolist()
        assert broken.features[index][0][:, 0, 0, 0].tolist() == (own[::-1] if index in away else own)
    lone = RolloutBatch([[torch.zeros(1, 1, 2, 2)]] * 5, [torch.ones(1, 1, 4, 4)] * 5)
    assert interrupted(lone, random.Random(3)) is lone
