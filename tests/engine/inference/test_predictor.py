"""The engine behind its door: flat memory, corrections that stick, absent objects, caches, errors in words."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch

from app.engine.hardware.execution import Mode
from app.engine.inference.features import Features
from app.engine.inference.frame_encoder import VideoInput
from app.engine.inference.memory_bank import Output
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Budget, Sam2Predictor
from app.engine.inference.propagation import Propagator
from app.engine.predictor import Conditioning, Context, Prediction, Predictor, TrackedFrame, TrackRequest
from app.errors import EngineError, FrameLost, MediaError
from app.masks.mask import Mask
from app.media.source import Image
from app.project.model import Box, Click, FrameIndex, ObjectId, Prompts
from tests.engine.networks import CPU, MemoryClip, clip, model, predictor
from tests.engine.stand_in import DiscPredictor

ONE, TWO, THREE = map(ObjectId, (1, 2, 3))
SHORT = 8


def disc(x: float, y: float = 48, radius: float = 18) -> Mask:
    rows, columns = np.ogrid[:96, :160]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 < radius**2)


def cond(frame: int, mask: Mask) -> Conditioning:
    return Conditioning(FrameIndex(frame), mask)


def click(x: float, y: float = 48.0) -> Prompts:
    return Prompts(clicks=(Click(x, y),))


def request(frames: range, **changes: object) -> TrackRequest:
    asked = TrackRequest((ONE,), frames, {ONE: Context((cond(frames.start, disc(20)),))})
    return replace(asked, **changes)  # type: ignore[arg-type]


def run(engine: Predictor, source: MemoryClip, asked: TrackRequest) -> dict[int, dict[ObjectId, Prediction]]:
    return {FrameIndex(step.frame): dict(step.predictions) for step in engine.track("v", source, asked)}


def test_both_predictors_keep_the_door_promises() -> None:
    source = clip(SHORT)
    for engine in (predictor(), DiscPredictor()):
        door: Predictor = engine
        assert door.name
        assert door.device().kind == "cpu"
        assert door.prepare("v", source, FrameIndex(3))
        assert not door.prepare("v", source, FrameIndex(3))
        told = door.preview("v", source, FrameIndex(0), click(20))
        assert told.mask.shape == (96, 160)
        assert 0 <= told.score <= 1
        assert 0 <= told.presence <= 1
        steps = run(door, source, request(range(SHORT)))
        assert list(steps) == list(range(SHORT))
        assert steps[0] == {}
        assert all(set(steps[at]) == {ONE} for at in range(1, SHORT))
        door.release()


def test_same_question_gives_the_same_answer_on_a_fresh_engine() -> None:
    source = clip(SHORT)
    assert run(predictor(), source, request(range(SHORT))) == run(predictor(), source, request(range(SHORT)))


def test_each_frame_is_read_and_encoded_once_for_all_objects() -> None:
    source, engine = clip(SHORT), predictor()
    context = {name: Context((cond(0, disc(20 * name)),)) for name in (ONE, TWO, THREE)}
    run(engine, source, TrackRequest((ONE, TWO, THREE), range(SHORT), context))
    assert source.asked == list(range(SHORT))
    run(engine, source, request(range(SHORT)))
    assert source.asked == list(range(SHORT)), "a second pass finds the features of the first"


def test_small_cache_forgets_the_oldest_frames() -> None:
    source, engine = clip(SHORT), predictor(budget=Budget(features_bytes=1))
    run(engine, source, request(range(SHORT)))
    assert engine.prepare("v", source, FrameIndex(0))
    assert not engine.prepare("v", source, FrameIndex(0))


def test_objects_with_other_pasts_do_not_disturb_each_other() -> None:
    source = clip(SHORT)
    context = {
        ONE: Context((cond(0, disc(20)),)),
        TWO: Context((cond(0, disc(90)), cond(5, disc(60)))),
        THREE: Context((cond(3, disc(120)),), {FrameIndex(2): disc(118)}),
    }
    together = run(predictor(), source, TrackRequest((ONE, TWO, THREE), range(SHORT), context))
    for name in context:
        alone = run(predictor(), source, TrackRequest((name,), range(SHORT), context))
        for frame, found in alone.items():
            assert (name in together[frame]) == (name in found)
            if name in found:
                assert together[frame][name].mask.iou(found[name].mask) >= 0.999


def test_locked_frames_are_remembered_and_not_predicted() -> None:
    source = clip(SHORT)
    locked = {FrameIndex(3): disc(110, 30), FrameIndex(4): disc(112, 30)}
    fixed = run(predictor(), source, request(range(SHORT), fixed=lambda name, frame: locked.get(frame)))
    free = run(predictor(), source, request(range(SHORT)))
    assert fixed[3] == fixed[4] == {}
    assert fixed[2] == free[2]
    assert fixed[5] != free[5], "later frames follow the locked masks"


def test_absent_object_is_an_empty_mask_with_low_presence() -> None:
    network = model("own")
    with torch.no_grad():
        network.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(-30.0)
    engine = Sam2Predictor(Sam2Model(network), Mode(CPU), "blind")
    for found in run(engine, clip(4), request(range(1, 4), context={ONE: Context((cond(0, disc(20)),))})).values():
        assert found[ONE].mask.area == 0
        assert found[ONE].presence < 0.01


def test_tiny_mask_does_not_vanish_on_its_way_into_the_model() -> None:
    source = clip(4)
    dot = np.zeros((96, 160), dtype=bool)
    dot[50, 80] = True

    def tracked(mask: Mask) -> Prediction:
        asked = TrackRequest((ONE,), range(1, 2), {ONE: Context((cond(0, mask),))})
        return run(predictor(), source, asked)[1][ONE]

    assert tracked(Mask.from_array(dot)) != tracked(Mask.empty(96, 160))


def test_painted_mask_is_its_own_answer_and_clicks_refine_it() -> None:
    source, engine = clip(4), predictor()
    painted = Prompts(mask=disc(20))
    told = engine.segment("v", source, FrameIndex(0), painted, Context(), None)
    assert told.mask == disc(20)
    assert (told.score, told.presence > 0.99) == (1.0, True)
    nothing = engine.segment("v", source, FrameIndex(0), Prompts(mask=Mask.empty(96, 160)), Context(), None)
    assert nothing.presence < 0.01
    refined = engine.segment("v", source, FrameIndex(0), replace(painted, clicks=(Click(60, 48),)), Context(), None)
    alone = engine.segment("v", source, FrameIndex(0), click(60), Context(), None)
    assert refined.mask != disc(20)
    assert refined.score != alone.score


def test_first_click_on_an_untracked_frame_uses_no_memory() -> None:
    source, engine = clip(12), predictor()
    far = Context((cond(0, disc(20)),))
    assert engine.segment("v", source, FrameIndex(9), click(56), far, None) == engine.preview(
        "v", source, FrameIndex(9), click(56)
    )


def test_click_on_a_tracked_frame_uses_memory_and_the_mask_so_far() -> None:
    source, engine = clip(12), predictor()
    context = Context((cond(0, disc(20)),))
    frame = FrameIndex(5)
    alone = engine.segment("v", source, frame, click(40), context, None)
    corrected = engine.segment("v", source, frame, click(40), context, disc(40))
    other = engine.segment("v", source, frame, click(40), context, disc(100))
    assert len({alone.mask.area, corrected.mask.area, other.mask.area}) == 3


def test_a_model_that_corrects_without_memory_goes_by_the_mask_so_far_alone() -> None:
    source, frame = clip(12), FrameIndex(5)
    engine = predictor()
    engine._model._sam2.corrects_from_memory = False
    here, elsewhere = (Context((cond(0, disc(at)),), {FrameIndex(4): disc(at)}) for at in (20, 100))
    first = engine.segment("v", source, frame, click(40), here, disc(40))
    engine.release()
    assert engine.segment("v", source, frame, click(40), elsewhere, disc(40)) == first
    engine.release()
    assert engine.segment("v", source, frame, click(40), here, disc(100)) != first
    assert engine.segment("v", source, frame, click(40), here, None) == engine.preview("v", source, frame, click(40))


def test_further_click_goes_on_from_the_answer_before() -> None:
    """Whether the mask told as the one so far is the tracked one or already the first click's answer."""
    source, engine, frame = clip(12), predictor(), FrameIndex(5)
    context = Context((cond(0, disc(20)),))
    both = Prompts(clicks=(Click(40, 48), Click(60, 20, positive=False)))
    first = engine.segment("v", source, frame, click(40), context, disc(40))
    from_answer = engine.segment("v", source, frame, both, context, first.mask)
    beside = replace(context, neighbors={FrameIndex(4): disc(36)})
    told_nothing = engine.segment("v", source, frame, both, beside, None)
    assert told_nothing.mask.iou(from_answer.mask) > 0.5
    from_tracked = predictor().segment("v", source, frame, both, context, disc(40))
    assert from_answer.mask == from_tracked.mask


def test_start_in_the_middle_rebuilds_memory_from_saved_masks() -> None:
    source = clip(18)
    whole = run(predictor(), source, request(range(18)))
    saved = {at: found[ONE].mask for at, found in whole.items() if found and at < 12}
    context = {ONE: Context((cond(0, disc(20)),), {FrameIndex(at): mask for at, mask in saved.items()})}
    fresh = predictor()
    again = run(fresh, source, TrackRequest((ONE,), range(12, 18), context))
    bare = run(predictor(), source, request(range(12, 18), context={ONE: Context((cond(0, disc(20)),))}))
    near = [again[at][ONE].mask.iou(whole[at][ONE].mask) for at in range(12, 18)]
    assert np.mean(near) > 0.9
    assert again != bare, "random weights care about their memory, too"
    looked_at = [at for at in source.asked[18:] if at < 12]
    assert set(looked_at) <= {0, *range(6, 12)}, "only what the model reads is looked at again"


def test_tracking_can_start_from_saved_masks_alone() -> None:
    source = clip(SHORT)
    context = {ONE: Context((), {FrameIndex(2): disc(28), FrameIndex(3): disc(32)})}
    assert set(run(predictor(), source, TrackRequest((ONE,), range(4, SHORT), context))) == set(range(4, SHORT))


def remembered(frames: int) -> tuple[int, int]:
    source, engine = clip(frames), predictor()
    context = Context(tuple(cond(at, disc(20 + at)) for at in range(0, frames, 4)))
    going = Propagator(
        engine._model, engine._encoder, engine._restorer, engine._outputs, VideoInput("v", source),
        TrackRequest((ONE,), range(frames), {ONE: context}),
    )  # fmt: skip
    sizes = []
    for frame in range(frames):
        with engine._mode.entered():
            going.advance(FrameIndex(frame))
        sizes.append(going.size_bytes)
    return max(sizes[: frames // 2]), max(sizes[frames // 2 :])


def test_memory_of_an_object_does_not_grow_with_the_video() -> None:
    early, late = remembered(80)
    assert late <= early


def test_closing_the_iterator_stops_at_once() -> None:
    source, engine = clip(SHORT), predictor()
    going = engine.track("v", source, request(range(SHORT)))
    assert isinstance(going, Iterator)
    next(going)
    next(going)
    going.close()  # type: ignore[attr-defined]
    assert source.asked == [0, 1]
    assert not torch.is_inference_mode_enabled()


def test_click_between_two_frames_of_a_run_leaves_the_run_as_it_was() -> None:
    source = clip(SHORT)
    undisturbed = run(predictor(), source, request(range(SHORT)))
    engine, found = predictor(), {}
    for step in engine.track("v", source, request(range(SHORT))):
        found[step.frame] = dict(step.predictions)
        engine.segment("v", source, FrameIndex(6), click(100), Context(), None)
        engine.release()
        assert not torch.is_inference_mode_enabled()
        assert not torch.is_autocast_enabled("cpu")
    assert found == undisturbed


def test_bfloat16_gives_nearly_the_same_masks() -> None:
    source = clip(SHORT)
    engine = Sam2Predictor(Sam2Model(model("own")), Mode(CPU, bfloat16=True), "wide")
    single = run(predictor(), source, request(range(SHORT)))
    wide = run(engine, source, request(range(SHORT)))
    assert np.mean([wide[at][ONE].mask.iou(single[at][ONE].mask) for at in range(1, SHORT)]) > 0.8


class Short:
    """A device that is short of memory: refuses work now and then."""

    def __init__(self, engine: Sam2Predictor, error: Exception, times: int) -> None:
        self.left, self.error, self.calls = times, error, 0
        self._encode = engine._model.encode_image
        engine._model.encode_image = self.encode  # type: ignore[method-assign]

    def encode(self, picture: torch.Tensor) -> Features:
        self.calls += 1
        if self.left > 0:
            self.left -= 1
            raise self.error
        return self._encode(picture)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"),
        RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory: you tried to"),
    ],
)
def test_running_out_of_memory_frees_caches_and_tries_once_more(error: Exception) -> None:
    source, engine = clip(4), predictor()
    assert engine.prepare("v", source, FrameIndex(1))
    device = Short(engine, error, 1)
    assert engine.preview("v", source, FrameIndex(0), click(20)).mask.shape == (96, 160)
    assert device.calls == 2
    assert engine.prepare("v", source, FrameIndex(1)), "the cache was given up"

    Short(engine, error, 2)
    with pytest.raises(EngineError, match="not enough memory for tiny own at 128 px") as caught:
        engine.preview("v", source, FrameIndex(3), click(20))
    assert "smaller model" in caught.value.hint


def test_a_bug_on_the_processor_stays_a_bug() -> None:
    source, engine = clip(4), predictor()
    Short(engine, RuntimeError("expected scalar type Float"), 1)
    with pytest.raises(RuntimeError, match="scalar type"):
        engine.preview("v", source, FrameIndex(1), click(20))


@pytest.mark.parametrize("factor", [1e18, 1e30])
def test_weights_too_large_to_compute_with_are_told_at_the_first_answer(factor: float) -> None:
    source, engine = clip(4), predictor()
    for weight in engine._model._sam2.sam_mask_decoder.parameters():
        weight.data.mul_(factor)
    with pytest.raises(EngineError, match="not a number"):
        engine.preview("v", source, FrameIndex(0), click(20))
    with pytest.raises(EngineError, match="not a number"):
        list(engine.track("v", source, TrackRequest((ONE,), range(4), {ONE: Context((cond(0, disc(30)),))})))
    with pytest.raises(EngineError, match="not a number"):
        list(engine.proposing("v", source, FrameIndex(0)))


def test_batch_that_does_not_fit_is_stepped_one_by_one() -> None:
    source, engine = clip(4), predictor()
    context = {name: Context((cond(0, disc(30 * name)),)) for name in (ONE, TWO, THREE)}
    asked = TrackRequest((ONE, TWO, THREE), range(4), context)
    expected = run(predictor(), source, asked)
    decode = engine._model.decode

    def narrow(features: Features, fused: torch.Tensor, **more: object) -> tuple[list[Output], torch.Tensor]:
        if fused.shape[0] > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return decode(features, fused, **more)  # type: ignore[arg-type]

    engine._model.decode = narrow  # type: ignore[assignment, method-assign]
    found = run(engine, source, asked)
    for at in range(1, 4):
        assert all(found[at][name].mask.iou(expected[at][name].mask) >= 0.999 for name in context)


class Torn(MemoryClip):
    """A clip with a frame that cannot be read."""

    def frame(self, index: int) -> Image:
        if index == 3:
            raise MediaError("Frame 3 cannot be read.")
        return super().frame(index)


def test_a_person_made_frame_that_is_lost_is_left_out_of_memory() -> None:
    class Holed(MemoryClip):
        def frame(self, index: int) -> Image:
            if index == 5:
                raise FrameLost("Frame 5 cannot be decoded.")
            return super().frame(index)

    context = {ONE: Context((cond(0, disc(20)), cond(5, disc(60))))}
    found = run(predictor(), Holed(clip(SHORT).frames), request(range(SHORT), context=context))
    alone = run(predictor(), clip(SHORT), request(range(SHORT)))
    assert found[1] == alone[1]
    assert all(ONE in found[at] for at in (*range(1, 5), *range(6, SHORT)))


def test_unreadable_frame_ends_a_run_after_the_frames_before_it() -> None:
    done: list[TrackedFrame] = []
    with pytest.raises(MediaError):
        done.extend(predictor().track("v", Torn(clip(SHORT).frames), request(range(SHORT))))
    steps = predictor().track("v", Torn(clip(SHORT).frames), request(range(SHORT)))
    assert [next(steps).frame for _ in range(3)] == [0, 1, 2]


def test_questions_that_make_no_sense_are_refused_in_words() -> None:
    source, engine = clip(4), predictor()
    small = Mask.empty(10, 10)
    with pytest.raises(EngineError, match="has no prompt"):
        engine.preview("v", source, FrameIndex(0), Prompts())
    with pytest.raises(EngineError, match="no frame 4"):
        engine.preview("v", source, FrameIndex(4), click(3))
    with pytest.raises(EngineError, match="no frame -1"):
        engine.prepare("v", source, FrameIndex(-1))
    with pytest.raises(EngineError, match="10 x 10"):
        engine.preview("v", source, FrameIndex(0), Prompts(mask=small))
    with pytest.raises(EngineError, match="10 x 10"):
        engine.segment("v", source, FrameIndex(0), click(3), Context(), small)
    for bad in (Click(float("nan"), 3), Click(3, float("inf"))):
        with pytest.raises(EngineError, match="is not a number"):
            engine.preview("v", source, FrameIndex(0), Prompts(clicks=(bad,)))
    with pytest.raises(EngineError, match="is not a number"):
        engine.preview("v", source, FrameIndex(0), Prompts(box=Box(0, 0, float("nan"), 9)))
    for asked, words in (
        (request(range(4), context={}), "nothing to track from"),
        (request(range(4), context={ONE: Context()}), "nothing to track from"),
        (request(range(4), context={ONE: Context((cond(0, small),))}), "10 x 10"),
        (request(range(4), context={ONE: Context((cond(9, disc(20)),))}), "no frame 9"),
        (request(range(0, 4, 2)), "skips none"),
        (request(range(5)), "no frame 4"),
    ):
        with pytest.raises(EngineError, match=words):
            run(engine, source, asked)
    assert run(engine, source, request(range(0), context={ONE: Context((cond(0, disc(20)),))})) == {}


class Holed(MemoryClip):
    """A clip with frames that cannot be decoded."""

    holes = frozenset({2, 3})

    def frame(self, index: int) -> Image:
        if index in self.holes:
            raise FrameLost("Frame {index} cannot be decoded.", index=index)
        return super().frame(index)


def test_a_pass_goes_on_behind_frames_that_cannot_be_decoded() -> None:
    source = Holed(clip(SHORT).frames)
    context = Context((cond(0, disc(20)),), {FrameIndex(2): disc(24)})
    asked = request(range(SHORT), context={ONE: context})
    steps = list(predictor().track("v", source, asked))
    assert [step.frame for step in steps] == list(range(SHORT))
    assert {step.frame for step in steps if step.lost} == Holed.holes
    assert all(step.predictions for step in steps[4:])
    backward = list(predictor().track("v", source, request(range(SHORT - 1, -1, -1))))
    assert {step.frame for step in backward if step.lost} == Holed.holes


def test_prompts_on_a_hole_alone_are_refused_in_words() -> None:
    asked = request(range(2, SHORT))
    with pytest.raises(EngineError, match="nothing to track from"):
        list(predictor().track("v", Holed(clip(SHORT).frames), asked))
