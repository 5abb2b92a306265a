"""What is learned from person-made frames: what the mask decoder leaves out there is not left out beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.hardware.execution import Mode
from app.engine.inference import target_model
from app.engine.inference.features import Features
from app.engine.inference.guided_filter import Guide
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach
from app.engine.inference.target_model import PENALTY, NormalEquations, TargetModel, _grown, _inputs
from app.engine.predictor import Context, PassDirection, TrackRequest
from app.project.model import FrameIndex
from tests.engine.inference.test_predictor import disc
from tests.engine.inference.test_presence import NOTHING, ONE, SURE, engine_with, memory_after, request, shown
from tests.engine.networks import CPU, clip

SIDE, PICTURE = 32, 128


def scene(left: int, seed: int = 0, *, colored: bool = True) -> tuple[Features, Tensor, Tensor]:
    """Return a frame with a thing of two halves, logits that show its upper half alone, and its whole mask.

    Of the lower half only features and colors tell.
    """
    noise = torch.Generator().manual_seed(seed)
    mask = torch.zeros(1, 1, PICTURE, PICTURE)
    mask[..., 32:96, left : left + 32] = 1.0
    halves = F.interpolate(mask, (8, 8), mode="area")
    coarse = torch.cat([halves, torch.randn(1, 3, 8, 8, generator=noise) / 10], 1)
    middle = torch.cat([F.interpolate(mask, (16, 16), mode="area"), torch.rand(1, 1, 16, 16, generator=noise)], 1)
    picture = np.full((PICTURE, PICTURE, 3), 40, np.uint8)
    picture[mask[0, 0].bool().numpy()] = (200, 60, 60)
    features = Features((torch.zeros(1, 2, SIDE, SIDE), middle, coarse), Guide(picture, 4) if colored else None)
    upper = mask.clone()
    upper[..., 64:, :] = 0
    logits = 3 * F.interpolate(upper, (SIDE, SIDE), mode="area") - 1.5
    return features, logits, mask


def iou(logits: Tensor, mask: Tensor) -> float:
    found, wanted = logits[0, 0] > 0, F.interpolate(mask, (SIDE, SIDE), mode="area")[0, 0] > 0.5
    return float((found & wanted).sum() / (found | wanted).sum())


def learned(*lefts: int, colored: bool = True) -> TargetModel:
    return taught(*(NormalEquations.of(*scene(left, left, colored=colored)) for left in lefts))


def taught(*equations: NormalEquations) -> TargetModel:
    """Return what some frames teach that lie far from each other."""
    return TargetModel.of({FrameIndex(100 * at): one for at, one in enumerate(equations)})


def turned(left: int, *, colored: bool = True) -> NormalEquations:
    """Return what a frame says on which all but the logits looks the other way round; these are right."""
    features, _, mask = scene(left, left, colored=colored)
    right = 3 * F.interpolate(mask, (SIDE, SIDE), mode="area") - 1.5
    guide = None if features.guide is None else Guide(255 - features.guide.image, 4)
    return NormalEquations.of(Features(tuple(-level for level in features.levels), guide), right, mask)


@pytest.mark.parametrize("colored", [True, False], ids=["features and colors", "features"])
def test_what_the_decoder_leaves_out_of_a_persons_frame_is_mended_on_others(colored: bool) -> None:
    features, logits, mask = scene(60, 7, colored=colored)
    mended = learned(20, 40, colored=colored).mended(features, logits, 1)
    assert iou(logits, mask) == pytest.approx(0.5)
    assert iou(mended, mask) > 0.75


def test_where_the_decoder_is_right_nothing_changes() -> None:
    right = [
        (features, 6 * F.interpolate(mask, (SIDE, SIDE), mode="area") - 3, mask)
        for features, _, mask in (scene(left, left) for left in (20, 40, 60))
    ]
    target = taught(*(NormalEquations.of(*frame) for frame in right[:2]))
    features, logits, mask = right[2]
    assert iou(target.mended(features, logits, 1), mask) == 1.0


def test_it_counts_the_less_the_farther_a_persons_frame_is() -> None:
    features, logits, _ = scene(60, 7)
    target = learned(20, 40)
    near, far = ((target.mended(features, logits, at) - logits).abs().sum() for at in (16, 32))
    assert float(near / far) == pytest.approx(2.0, rel=1e-4)
    assert bool((target.mended(features, logits, 500) > 0).eq(logits > 0).all())


def test_answers_to_clicks_teach_the_less_the_less_sure_they_are() -> None:
    features, logits, _ = scene(60, 7)
    sure, unsure = learned(20, 40), replace(learned(20, 40), sure=0.5)
    much, little = ((one.mended(features, logits, 1) - logits).abs().sum() for one in (sure, unsure))
    assert float(much / little) == pytest.approx(4.0, rel=1e-4)
    memory = remembered([0, 10])
    at = FrameIndex(10)
    memory.conditioning[at] = replace(memory.conditioning[at], score=0.7)
    found = memory.target(FrameIndex(5))
    assert found is not None
    assert found[0].sure == pytest.approx(0.8)


def test_what_one_frame_alone_says_holds_beside_it() -> None:
    features, logits, mask = scene(60, 7)
    alone, both = taught(NormalEquations.of(*scene(20, 20))), learned(20, 40)
    assert iou(logits, mask) < iou(alone.mended(features, logits / 3, 1), mask)
    near, far = ((alone.mended(features, logits, at) - logits).abs().sum() for at in (8, 16))
    assert float(near / far) == pytest.approx(2.0, rel=1e-4)
    assert bool(alone.mended(features, logits, 40).eq(logits).all())
    assert not bool(both.mended(features, logits, 40).eq(logits).all())


def test_nothing_grows_far_from_the_mask_and_nothing_vanishes() -> None:
    features, logits, _ = scene(20, 7)
    target = learned(20, 40)
    elsewhere = replace(features, levels=tuple(torch.flip(level, (-1,)) for level in features.levels), guide=None)
    blind = learned(20, 40, colored=False)
    mended = blind.mended(elsewhere, logits, 1)
    assert not bool((mended > 0)[~_grown(logits > 0, 6)].any())
    never = torch.zeros_like(target.weights)
    never[-1] = -9.0
    hopeless = TargetModel(never, 1.0)
    faint = logits.clamp(max=0.5)
    assert bool(hopeless.mended(features, faint, 1).eq(faint).all()), "an object that is there is not called absent"


def test_what_does_not_hold_on_another_frame_of_a_person_is_not_trusted() -> None:
    target = learned(20, 40)
    doubted = taught(NormalEquations.of(*scene(20, 20)), turned(60))
    assert target.trust == pytest.approx(1.0)
    assert doubted.trust < 0.8
    features, logits, _ = scene(80, 7)
    moved, less = ((one.mended(features, logits, 1) - logits).abs().max() for one in (target, doubted))
    assert less < moved


def test_frames_beside_each_other_do_not_vouch_for_each_other() -> None:
    plain, odd = NormalEquations.of(*scene(20, 20, colored=False)), turned(60, colored=False)
    near, far = (
        {FrameIndex(at): one for at, one in zip((0, 50, last), (plain, odd, odd), strict=True)} for last in (51, 90)
    )
    assert TargetModel.of(near).trust < TargetModel.of(far).trust


@pytest.mark.parametrize(
    ("clicked", "rising", "left"),
    [(True, 0.4, {0, 100}), (False, 0.4, {0, 100, 350}), (True, 0.01, {0, 100, 350})],
    ids=["clicks", "painted", "the others do not care"],
)
def test_an_answer_that_the_others_speak_against_takes_nothing_from_them(
    monkeypatch: pytest.MonkeyPatch, clicked: bool, rising: float, left: set[int]
) -> None:
    wrong = FrameIndex(350)
    frames = {FrameIndex(100 * at): NormalEquations.of(*scene(at, at)) for at in (20, 40)}
    frames = dict(zip(map(FrameIndex, (0, 100, 350)), (*frames.values(), turned(60)), strict=True))

    def trust(equations: Mapping[FrameIndex, NormalEquations], at: FrameIndex) -> float:
        return 0.4 if at == wrong else 0.6 + (0.0 if wrong in equations else rising)

    monkeypatch.setattr(target_model, "_trust", trust)
    found = TargetModel.of(frames, {wrong: 1.0} if clicked else {})
    assert found.frames == left
    assert found.distance(FrameIndex(340)) == (10 if wrong in left else 240), "near to it holds what holds far from it"
    assert found.trust == pytest.approx(1.0 if wrong not in left else (0.4 + 0.6 + 0.6) / 3)
    pair = {at: frames[at] for at in (FrameIndex(0), wrong)}
    assert len(TargetModel.of(pair, {wrong: 0.1}).frames) == 2, "of two nobody knows which is wrong"


def test_sums_give_what_a_regression_of_all_cells_gives() -> None:
    frames = [scene(left, left) for left in (20, 40)]
    inputs, answers, weights = [], [], []
    for features, own, mask in frames:
        share = F.interpolate(mask, (SIDE, SIDE), mode="area")
        inside = (share > 0.5).flatten()
        outside = (_grown((share > 0.5) | (own > 0), 9)).flatten() & ~inside
        inputs.append(_inputs(features, own).T)
        answers.append(2 * share.flatten() - 1)
        weights.append(inside / inside.sum() + outside / outside.sum())
    x, y, w = torch.cat(inputs).double(), torch.cat(answers).double(), torch.cat(weights).double()
    used = w > 0
    x, y, w = x[used, :-1], y[used], w[used]
    mean = (x * w[:, None]).sum(0) / w.sum()
    spread = ((x - mean).square() * w[:, None]).sum(0).div(w.sum()).sqrt() + 1e-4
    z = torch.cat([(x - mean) / spread, torch.ones(len(x), 1, dtype=torch.float64)], 1)
    penalty = PENALTY * w.sum() * torch.eye(z.shape[1], dtype=torch.float64)
    penalty[-1, -1] = 0
    found = torch.linalg.solve((z * w[:, None]).T @ z + penalty, (z * w[:, None]).T @ y)
    target = taught(*(NormalEquations.of(*frame) for frame in frames))
    ours = torch.cat([x, torch.ones(len(x), 1, dtype=torch.float64)], 1) @ target.weights.double()
    assert torch.allclose(ours, z @ found, atol=2e-3)


def test_it_is_as_exact_where_the_network_computes_in_bfloat16() -> None:
    features, own, mask = scene(20)
    other, tracked, _ = scene(34, 1)
    model = learned(20, 26)
    with Mode(CPU, bfloat16=True, threads=1).entered():
        narrow, mended = NormalEquations.of(features, own, mask), model.mended(other, tracked, 3)
    with torch.inference_mode():
        wide = NormalEquations.of(features, own, mask)
        assert torch.equal(narrow.products, wide.products)
        assert torch.equal(narrow.answers, wide.answers)
        assert torch.equal(mended, model.mended(other, tracked, 3))


def test_a_thing_of_less_than_a_cell_is_learned_from_too() -> None:
    features, own, _ = scene(20)
    speck = torch.zeros(1, 1, PICTURE, PICTURE)
    speck[..., 50, 50] = 1.0
    target = taught(NormalEquations.of(features, own - 9, speck), NormalEquations.of(*scene(40, 40)))
    assert bool(target.weights.isfinite().all())


# In a memory


def remembered(frames: Sequence[int]) -> ObjectMemory:
    memory = ObjectMemory(Reach(6, 15, 4), PassDirection.FORWARD)
    for at in frames:
        features, own, mask = scene(20 + at, at)
        logits = 6 * F.interpolate(mask, (SIDE, SIDE), mode="area") - 3
        output = Output(
            logits, torch.zeros(1, 8), torch.ones(1, 1), 0.9, equations=NormalEquations.of(features, own, mask)
        )
        memory.conditioning[FrameIndex(at)] = output
    return memory


def test_each_further_frame_teaches_and_nothing_is_learned_twice() -> None:
    assert remembered([]).target(FrameIndex(3)) is None
    memory = remembered([0, 10])
    first = memory.target(FrameIndex(8))
    assert first is not None
    assert first[1] == 2
    assert memory.target(FrameIndex(3)) == (first[0], 3), "it is not computed for every frame"
    memory.conditioning |= remembered([20]).conditioning
    more = memory.target(FrameIndex(8))
    assert more is not None
    assert not torch.equal(more[0].weights, first[0].weights)


def test_what_is_kept_to_learn_from_counts_among_the_bytes() -> None:
    (output,) = remembered([0]).conditioning.values()
    assert output.equations is not None
    assert output.size_bytes - replace(output, equations=None).size_bytes == output.equations.size_bytes > 0


# In a pass


def test_a_pass_learns_from_the_frames_that_show_the_object_and_not_on_another_network() -> None:
    engine, _ = engine_with([[SURE]])
    wanted = request(range(6), shown(0), shown(5))
    both = memory_after(engine, wanted)
    assert all(output.equations is not None for output in both.conditioning.values())
    absent = memory_after(engine, request(range(6), shown(0), shown(5, NOTHING)))
    assert all(output.equations is None or at == 0 for at, output in absent.conditioning.items())
    other, _ = engine_with([[SURE]], relative=False)
    assert all(output.equations is None for output in memory_after(other, wanted).conditioning.values())


def test_an_answer_keeps_its_score_where_only_its_mask_was_saved() -> None:
    engine, _ = engine_with([[SURE]])
    memory = memory_after(engine, request(range(4), shown(0), replace(shown(3), score=0.6)))
    assert {at: out.score for at, out in memory.conditioning.items()} == {0: 1.0, 3: pytest.approx(0.6)}
    assert {at: out.predicted for at, out in memory.conditioning.items()} == {0: False, 3: True}


def test_masks_between_a_persons_frames_are_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = TrackRequest((ONE,), range(1, 5), {ONE: Context((shown(0), shown(5, disc(40))))})

    def masks() -> list[int]:
        engine, _ = engine_with([[SURE]])
        return [step.predictions[ONE].mask.area for step in engine.track("v", clip(8), wanted)]

    mended = masks()
    monkeypatch.setattr(TargetModel, "mended", lambda _self, _features, logits, _distance: logits)
    assert mended != masks()
    assert all(mended)


def test_what_one_frame_mends_is_shown_and_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, _ = engine_with([[SURE]])
    mended = memory_after(engine, request(range(4), shown(0))).tracked[FrameIndex(1)]
    monkeypatch.setattr(TargetModel, "mended", lambda _self, _features, logits, _distance: logits)
    engine, _ = engine_with([[SURE]])
    plain = memory_after(engine, request(range(4), shown(0))).tracked[FrameIndex(1)]
    assert not torch.equal(mended.logits, plain.logits)
    assert mended.spatial is not None
    assert plain.spatial is not None
    assert torch.equal(mended.spatial, plain.spatial)
