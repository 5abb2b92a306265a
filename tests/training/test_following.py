"""Learning to follow: rollouts, presence from the truth, and a memory that works before it has learned."""

import random
from pathlib import Path

import pytest
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import nn

from app.engine.architecture import TEST_TINY
from app.errors import TrainingError
from app.training.clips import read_davis
from app.training.following import sources
from app.training.heads import decode
from app.training.loop import Part, Schedule, train
from app.training.rollout import First, Footage, Rollout
from app.training.start_memory import start_memory
from app.training.track import Source, Tracking, TrackingTask

SIZE = TEST_TINY.image_size


def footage(frames: int, batch: int = 2, absent: int | None = None) -> Footage:
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
    return Footage(features, truths)


def say_absent(model: SAM2Base) -> None:
    last = model.sam_mask_decoder.pred_obj_score_head.layers[-1]
    nn.init.zeros_(last.weight)
    nn.init.constant_(last.bias, -20.0)


def test_masks_learn_even_while_the_presence_head_says_absent(tiny: SAM2Base) -> None:
    say_absent(tiny)
    terms = Rollout(tiny, footage(3), random.Random(0)).run(First.MASK, None).weighted()
    (terms["dice"] + terms["focal"]).backward()
    grown = tiny.sam_mask_decoder.output_upscaling[0].weight.grad
    assert grown is not None
    assert grown.abs().max() > 0


def test_gradients_reach_memory_through_later_frames(tiny: SAM2Base) -> None:
    Rollout(tiny, footage(4), random.Random(0)).run(First.BOX, None).weighted()["dice"].backward()
    for part in (tiny.memory_encoder.out_proj.weight, tiny.obj_ptr_proj.layers[0].weight, tiny.maskmem_tpos_enc):
        assert part.grad is not None
        assert part.grad.abs().max() > 0


def test_an_absent_frame_teaches_presence_and_leaves_its_mark_in_memory(tiny: SAM2Base) -> None:
    say_absent(tiny)
    rollout = Rollout(tiny, footage(3, absent=1), random.Random(0))
    terms = rollout.run(First.MASK, None)
    assert terms.presence.item() == pytest.approx(2 * 2 * 20.0, rel=0.01)
    banks = rollout.memories["non_cond_frame_outputs"]
    marked, plain = banks[1]["obj_ptr"], banks[2]["obj_ptr"]
    assert isinstance(marked, torch.Tensor)
    assert isinstance(plain, torch.Tensor)
    assert torch.allclose(marked, tiny.no_obj_ptr.expand_as(marked))
    assert not torch.allclose(plain, tiny.no_obj_ptr.expand_as(plain))


@pytest.mark.parametrize("first", list(First))
def test_a_corrected_frame_becomes_conditioning(tiny: SAM2Base, first: First) -> None:
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
    found = sources(clips, [], size=SIZE, windows=1, excursions=1, scenes=2, seed=4)
    options = Tracking(batch=2, frames=frames, strides=(1, 2), first_weights=(0.6, 0.2, 0.2), corrected=0.5, seed=9)
    return TrackingTask(found, options, SIZE, None, torch.device("cpu"))


def test_a_step_depends_on_its_number_only(davis: Path, tiny: SAM2Base) -> None:
    one, other = task(davis), task(davis)
    with torch.no_grad():
        other.losses(tiny, 1)
        first = {name: value.item() for name, value in one.losses(tiny, 5).items()}
        assert {name: value.item() for name, value in other.losses(tiny, 5).items()} == first
        assert {name: value.item() for name, value in one.losses(tiny, 6).items()} != first


def test_clips_too_short_for_a_stretch_are_refused_in_words(davis: Path, tiny: SAM2Base) -> None:
    clips = [Source(source.clip, 1.0) for source in task(davis).sources if len(source.clip) < 12]
    options = Tracking(batch=1, frames=12, strides=(3,), first_weights=(1, 0, 0), corrected=0, seed=1)
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
    parts = tuple(Part(name) for name in ("memory", "sam_mask_decoder", "image_encoder.neck"))
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
    start_memory(tiny, torch.cat([maps, noise]))
    found = {}
    tiny.memory_attention.layers[0].cross_attn_image.register_forward_hook(lambda _m, _a, out: found.update(out=out))
    truth = torch.nn.functional.interpolate(places[:, None].float(), size=(64, 64))
    fine = [torch.randn(1, 8, 32, 32), torch.randn(1, 12, 16, 16)]
    with torch.no_grad():
        clip = Footage([[*fine, maps[:1]], [*fine, maps[1:]]], [truth[:1], truth[1:]])
        Rollout(tiny, clip, random.Random(0)).run(First.MASK, None)
        prompt, size = tiny.sam_prompt_encoder, tiny.sam_prompt_encoder.mask_input_size
        inside, outside = (
            prompt.mask_downscaling(torch.full((1, 1, *size), sign * 10.0)).mean(dim=(0, 2, 3)) for sign in (1, -1)
        )
        axis = inside - outside
        share = (found["out"][0] + prompt.no_mask_embed.weight - outside) @ axis / (axis @ axis)
    object_cells = places[1].flatten() == 1
    assert share[object_cells].mean() > share[~object_cells].mean() + 0.3
