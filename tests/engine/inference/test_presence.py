"""The embedded network's presence: an object is absent relative to its own frames' scores, and absent frames go."""

from collections.abc import Sequence

import pytest
import torch
from torch import Tensor, nn

from app.engine.hardware.execution import Mode
from app.engine.inference.frame_encoder import VideoInput
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Sam2Predictor
from app.engine.inference.propagation import Propagator
from app.engine.inference.reidentification import Reidentifier
from app.engine.network.constants import ABSENT
from app.engine.network.embedded import PRESENCE_DOUBT, PRESENCE_GAIN
from app.engine.predictor import Conditioning, Context, PassDirection, TrackRequest
from app.masks.mask import Mask
from app.project.model import Click, FrameIndex, ObjectId, Prompts
from tests.engine.inference.test_predictor import disc
from tests.engine.networks import CPU, clip, model

ONE, TWO = ObjectId(1), ObjectId(2)
NOTHING = Mask.empty(96, 160)
SURE, FAINT = 0.9, 0.3


class Scores(nn.Module):
    """Stands for the heads of predicted IoU and presence: each pass of the mask decoder takes the next scores.

    One score for each object of the pass; the last ones are repeated. A painted mask takes two passes: one for its
    object pointer, one for its own score.
    """

    def __init__(self, passes: Sequence[Sequence[float]]) -> None:
        super().__init__()
        self.passes = list(passes)
        self.count = 0

    def now(self, objects: int) -> Tensor:
        scores = self.passes[min(self.count, len(self.passes) - 1)]
        assert len(scores) == objects, f"pass {self.count} has {objects} objects"
        return torch.tensor(scores)[:, None]

    def forward(self, tokens: Tensor) -> Tensor:
        return self.now(len(tokens)).expand(-1, 4)


class Presence(nn.Module):
    """The presence that `presence_from_iou` computes of the same scores."""

    def __init__(self, scores: Scores) -> None:
        super().__init__()
        self.scores = scores

    def forward(self, tokens: Tensor) -> Tensor:
        presence = PRESENCE_GAIN * (self.scores.now(len(tokens)) - PRESENCE_DOUBT)
        self.scores.count += 1
        return presence


def engine_with(passes: Sequence[Sequence[float]], *, relative: bool = True) -> tuple[Sam2Predictor, Scores]:
    torch.set_num_threads(1)
    network = model("own")
    network.relative_presence = relative
    scores = Scores(passes)
    network.sam_mask_decoder.iou_prediction_head = scores
    network.sam_mask_decoder.pred_obj_score_head = Presence(scores)
    return Sam2Predictor(Sam2Model(network, exact=True), Mode(CPU), "scripted"), scores


def shown(frame: int, mask: Mask | None = None, prompts: Prompts | None = None) -> Conditioning:
    return Conditioning(FrameIndex(frame), disc(20 + 4 * frame) if mask is None else mask, prompts or Prompts())


def request(frames: range, *cells: Conditioning, **changes: object) -> TrackRequest:
    return TrackRequest((ONE,), frames, {ONE: Context(cells)}, **changes)  # type: ignore[arg-type]


def empty_frames(engine: Sam2Predictor, wanted: TrackRequest, name: ObjectId = ONE) -> list[int]:
    steps = engine.track("v", clip(8), wanted)
    return [step.frame for step in steps if name in step.predictions and not step.predictions[name].mask.area]


@pytest.mark.parametrize("frames", [range(8), range(7, -1, -1)], ids=["forward", "backward"])
def test_a_faint_object_stays(frames: range) -> None:
    wanted = request(frames, shown(frames.start))
    relative, _ = engine_with([[FAINT]])
    assert empty_frames(relative, wanted) == []
    absolute, _ = engine_with([[FAINT]], relative=False)
    assert empty_frames(absolute, wanted) == list(frames)[1:]


def test_a_faint_object_that_a_click_shows_stays() -> None:
    engine, scores = engine_with([[FAINT]])
    prompts = Prompts(clicks=(Click(20, 48),))
    mask = engine.segment("v", clip(8), FrameIndex(0), prompts, Context(), None).mask
    assert empty_frames(engine, request(range(8), shown(0, mask, prompts))) == []
    assert scores.count == 1 + 1 + 7, "the click, its frame once more, each tracked frame"


@pytest.mark.parametrize("own", [0.75, FAINT])
def test_an_object_is_absent_at_half_of_its_own_score(own: float) -> None:
    engine, _ = engine_with([[1.0], [own], [0.51 * own], [0.49 * own], [0.51 * own]])
    assert empty_frames(engine, request(range(5), shown(0))) == [2]


def test_objects_of_one_batch_have_thresholds_of_their_own() -> None:
    engine, scores = engine_with([[1.0], [SURE], [1.0], [FAINT], [0.39, 0.39]])
    context = {ONE: Context((shown(0),)), TWO: Context((shown(0, disc(100)),))}
    (found,) = engine.track("v", clip(8), TrackRequest((ONE, TWO), range(1, 2), context))
    assert scores.count == 5
    assert not found.predictions[ONE].mask.area
    assert found.predictions[TWO].mask.area
    assert found.predictions[ONE].presence < 0.5 < found.predictions[TWO].presence


def test_the_nearest_frame_of_a_person_holds_or_a_surer_one_that_was_tracked() -> None:
    passes = [[1.0], [0.75], [1.0], [FAINT], [0.39], [0.37], [0.37], [0.2], [0.37]]
    engine, _ = engine_with(passes)
    assert empty_frames(engine, request(range(8), shown(0), shown(7))) == [2, 3], "near frame 7 it is faint"
    engine, _ = engine_with([*passes[:4], [0.37]])
    away = [1, 2, 3, 4, 5, 6]
    assert empty_frames(engine, request(range(8), shown(0), shown(7))) == away, "it has to come back as sure as ever"
    engine, _ = engine_with([[1.0], [0.5], [0.7], [0.3], [0.4]])
    assert empty_frames(engine, request(range(4), shown(0))) == [2], "the first frame that was tracked is surer"


def test_no_object_is_absent_where_the_fixed_threshold_would_show_it() -> None:
    engine, _ = engine_with([[1.0], [1.0], [0.41], [0.39]])
    assert empty_frames(engine, request(range(3), shown(0))) == [2]


def test_saved_masks_of_which_the_model_has_no_score_say_nothing_of_presence() -> None:
    engine, _ = engine_with([[1.0], [1.0], [0.5], [0.3]])
    context = Context((shown(0),), {FrameIndex(1): disc(24)})
    assert empty_frames(engine, TrackRequest((ONE,), range(2, 4), {ONE: context})) == []


def test_a_frame_is_asked_for_its_own_score_once() -> None:
    engine, scores = engine_with([[SURE]])
    wanted = request(range(8), shown(0))
    for _ in range(2):
        list(engine.track("v", clip(8), wanted))
    assert scores.count == 2 + 7 + 7


def test_a_frame_without_the_object_has_no_own_score() -> None:
    engine, scores = engine_with([[1.0], [0.41], [0.39]])
    wanted = request(range(3), shown(0, NOTHING))
    assert empty_frames(engine, wanted) == [2], "the fixed threshold of the weights holds"
    assert scores.count == 3


def propagator(engine: Sam2Predictor, wanted: TrackRequest) -> Propagator:
    return Propagator(
        engine._model, engine._encoder, engine._restorer, engine._outputs, VideoInput("v", clip(8)), wanted
    )


def memory_after(engine: Sam2Predictor, wanted: TrackRequest) -> ObjectMemory:
    steps = propagator(engine, wanted)
    with torch.inference_mode():
        for frame in map(FrameIndex, wanted.frames):
            steps.advance(frame)
    return steps._memories[ONE]


def test_absent_frames_do_not_enter_memory() -> None:
    engine, _ = engine_with([[1.0], [SURE], [0.8], [0.1], [0.1], [0.8]])
    memory = memory_after(engine, request(range(5), shown(0)))
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([1, 4], [2, 3])
    old, _ = engine_with([[1.0], [0.8], [0.1], [0.1], [0.8]], relative=False)
    memory = memory_after(old, request(range(5), shown(0)))
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([1, 2, 3, 4], [2, 3])


def test_a_mask_that_is_rejected_is_remembered_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, _ = engine_with([[1.0], [SURE], [0.8], [0.1], [0.8]])
    rejected = FrameIndex(3)

    def check(
        self: Reidentifier,
        _features: object,
        frame: int,
        _memories: object,
        outputs: list[Output],
        high: Tensor,
        *_: object,
    ) -> tuple[list[Output], Tensor]:
        if frame != rejected:
            return outputs, high
        return [self._model.absent(output) for output in outputs], torch.full_like(high, ABSENT)

    monkeypatch.setattr(Reidentifier, "check", check)
    wanted = request(range(5), shown(0))
    memory = memory_after(engine, wanted)
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([1, 3, 4], [2, 3])
    masks = {FrameIndex(at): NOTHING if at in memory.absent else disc(20 + 4 * at) for at in (1, 2, 3)}
    memory = memory_after(engine, TrackRequest((ONE,), range(4, 5), {ONE: Context((shown(0),), masks)}))
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([1, 3, 4], [2, 3]), (
        "its output is kept for the next pass"
    )


def test_locked_and_saved_absent_frames_do_not_enter_memory_either() -> None:
    engine, _ = engine_with([[SURE]])
    locked = {FrameIndex(2): NOTHING, FrameIndex(3): disc(32)}
    memory = memory_after(engine, request(range(5), shown(0), fixed=lambda _name, frame: locked.get(frame)))
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([1, 3, 4], [2])
    saved = {FrameIndex(1): disc(24), FrameIndex(2): NOTHING, FrameIndex(3): disc(32)}
    wanted = TrackRequest((ONE,), range(4, 5), {ONE: Context((shown(0),), saved)})
    memory = memory_after(engine, wanted)
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([1, 3, 4], [2])


def test_a_conditioning_frame_clears_what_was_noted_as_absent() -> None:
    engine, _ = engine_with([[1.0], [SURE], [1.0], [SURE], [0.1]])
    memory = memory_after(engine, request(range(4), shown(0), shown(3)))
    assert (sorted(memory.tracked), sorted(memory.absent)) == ([], [])


def test_absent_frames_leave_the_window_with_the_others() -> None:
    memory = ObjectMemory(Reach(2, 3, 4), PassDirection.FORWARD, keeps_absent=False)
    nothing = Output(torch.full((1, 1, 4, 4), -8.0), torch.ones(1, 4), torch.full((1, 1), -5.0), 0.1)
    for at in range(1, 6):
        memory.add(FrameIndex(at), nothing)
    memory.forget(FrameIndex(6), [])
    assert (memory.tracked, memory.absent) == ({}, {3, 4, 5})


def test_other_networks_keep_the_presence_of_their_weights() -> None:
    wrapped = Sam2Model(model("meta"))
    assert not wrapped.relative_presence
    assert wrapped.presence_shift([0.3, None]) is None
