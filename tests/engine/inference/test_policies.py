"""Memory policies: which frames the model reads under each, in both directions, after a restart, and in batches."""

from collections.abc import Sequence

import pytest
import torch

from app.engine.inference.frame_encoder import VideoInput
from app.engine.inference.lookalikes import Anchors, agreement
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach
from app.engine.inference.memory_policy import effective_score, ranked
from app.engine.inference.policy_memory import PolicyMemory, memory_of
from app.engine.inference.predictor import Sam2Predictor
from app.engine.inference.propagation import Propagator
from app.engine.predictor import Conditioning, Context, PassDirection, TrackRequest
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId, Policy, Prompts
from tests.engine.inference.test_predictor import disc
from tests.engine.networks import clip, predictor

ONE, TWO, THREE = ObjectId(1), ObjectId(2), ObjectId(3)
NOTHING = Mask.empty(96, 160)
FORWARD, BACKWARD = PassDirection.FORWARD, PassDirection.BACKWARD
REACH = Reach(6, 15, 4)


def output(shows: bool = True, score: float = 0.9, agreement: float = 1.0, side: int = 4) -> Output:
    logits = torch.full((1, 1, 8, 8), -8.0)
    logits[..., :side, :side] = 8.0 if shows else -8.0
    presence = torch.full((1, 1), 6.0 if shows else -6.0)
    return Output(logits, torch.ones(1, 4), presence, score, torch.ones(1, 4, 2, 2), agreement=agreement)


def after(policy: Policy, shows: Sequence[bool], direction: PassDirection = FORWARD) -> tuple[ObjectMemory, FrameIndex]:
    """Return a memory after frames 1, 2, ... (or 49, 48, ...), and the frame that comes next."""
    memory, start = memory_of(REACH, direction, policy), 0 if direction is FORWARD else 50
    memory.conditioning[FrameIndex(start)] = output()
    frame = FrameIndex(start + direction.value)
    for one in shows:
        memory.forget(frame, [FrameIndex(start)])
        memory.add(frame, output(one))
        frame = FrameIndex(frame + direction.value)
    memory.forget(frame, [FrameIndex(start)])
    return memory, frame


def read(memory: ObjectMemory, frame: FrameIndex) -> list[int]:
    """Return how far away the model is told that the frames are which it reads."""
    return sorted(abs(at - frame) for at in memory.as_read(frame).tracked)


@pytest.mark.parametrize("direction", [FORWARD, BACKWARD])
def test_clean_memory_holds_the_newest_frames_that_show_the_object_and_the_one_before(direction: PassDirection) -> None:
    seen = [True] * 8 + [False] * 20
    memory, frame = after(Policy.CLEAN, seen, direction)
    last = 28 if direction is FORWARD else 22
    start = 50 if direction is BACKWARD else 0
    assert sorted(memory.tracked) == sorted([*(abs(at - start) for at in range(1, 9)), last])
    assert read(memory, frame) == list(range(1, 10)), "by rank"
    assert all(out.spatial is not None for at, out in memory.as_read(frame).tracked.items() if abs(at - frame) <= 6)
    own, at = after(Policy.META, seen, direction)
    assert not any(out.present for distance, out in own.tracked.items() if abs(distance - at) <= 6)


def test_clean_memory_stays_small() -> None:
    memory, frame = after(Policy.CLEAN, [True] * 45)
    assert len(memory.tracked) == REACH.frames
    assert sum(out.spatial is not None for out in memory.tracked.values()) == REACH.spatial + 1
    assert read(memory, frame) == list(range(1, 16))


def test_lookalikes_are_told_apart_by_frames_some_way_apart_and_never_by_empty_ones() -> None:
    memory, frame = after(Policy.LOOKALIKES, [True] * 33)
    assert sorted(memory.tracked) == [10, 15, 20, 25, 30, 33]
    assert read(memory, frame) == [1, 2, 3, 4, 5, 6]
    memory, _ = after(Policy.LOOKALIKES, [True] * 9 + [False] * 8)
    assert sorted(memory.tracked) == [5]


def test_a_doubtful_frame_does_not_show_the_object() -> None:
    assert effective_score(0.4, 0.9) == 0
    assert effective_score(0.9, 0.5) == pytest.approx(0.4)
    shows = {FrameIndex(at): at < 3 for at in range(1, 6)}
    assert ranked(Policy.CLEAN, 6, FORWARD, shows, 15) == [5, 2, 1]
    assert ranked(Policy.CLEAN, 0, BACKWARD, shows, 15) == [1, 2]


def test_an_anchor_is_sure_of_usual_size_and_disputed() -> None:
    anchors = Anchors()
    for at in range(1, 40):
        disputed = at >= 10
        anchors.consider(FrameIndex(at), output(agreement=0.5 if disputed else 0.9))
    assert list(anchors.outputs) == [22, 28, 34], "six frames apart, the oldest go"
    for bad in (output(agreement=0.5, score=0.7), output(agreement=0.5, side=8)):
        anchors.consider(FrameIndex(60), bad)
    assert list(anchors.outputs) == [22, 28, 34]


def test_agreement_is_the_box_that_an_alternative_leaves_of_the_mask() -> None:
    own = torch.full((1, 1, 8, 8), -1.0)
    own[..., :4, :4] = 1
    assert agreement(own, own[0]) == 1
    wider = own.clone()
    wider[..., :4, :8] = 1
    assert agreement(own, torch.cat([own[0], wider[0]])) == 0.5
    assert agreement(torch.full((1, 1, 8, 8), -1.0), own[0]) == 1


def test_anchors_take_the_places_that_a_persons_frames_leave() -> None:
    memory = PolicyMemory(REACH, FORWARD, Policy.LOOKALIKES)
    for at in range(1, 40):
        memory.add(FrameIndex(at), output(agreement=0.5))
    for person in range(41, 44):
        memory.conditioning[FrameIndex(person)] = output()
    assert list(memory.as_read(FrameIndex(45)).conditioning) == [41, 42, 43, 37]
    memory.clear_tracked()
    assert list(memory.as_read(FrameIndex(45)).conditioning) == [41, 42, 43]


def shown(frame: int, mask: Mask) -> Conditioning:
    return Conditioning(FrameIndex(frame), mask, Prompts())


def memory_at_end(engine: Sam2Predictor, wanted: TrackRequest) -> ObjectMemory:
    video = VideoInput("v", clip(18))
    steps = Propagator(engine._model, engine._encoder, engine._restorer, engine._outputs, video, wanted)
    with torch.inference_mode():
        for frame in map(FrameIndex, wanted.frames):
            steps.advance(frame)
    return steps._memories[ONE]


@pytest.mark.parametrize("policy", [Policy.CLEAN, Policy.LOOKALIKES])
@pytest.mark.parametrize("forward", [True, False])
def test_a_pass_that_starts_in_the_middle_reads_the_saved_frames_of_its_policy(policy: Policy, forward: bool) -> None:
    saved = {FrameIndex(at): disc(20 + 4 * at, 48) for at in range(1, 17)}
    saved[FrameIndex(10 if forward else 7)] = NOTHING
    person, frames = (0, range(11, 12)) if forward else (17, range(6, 5, -1))
    context = Context((shown(person, disc(20, 48)),), saved, policy)
    memory = memory_at_end(predictor(), TrackRequest((ONE,), frames, {ONE: context}))
    restored = sorted(at for at in memory.tracked if at != frames[0])
    if policy is Policy.LOOKALIKES:
        assert restored == ([5] if forward else [10, 15])
    else:
        assert restored == ([4, 5, 6, 7, 8, 9] if forward else [8, 9, 10, 11, 12, 13])
    assert memory.absent >= {10 if forward else 7}


def test_what_a_person_called_absent_is_never_remembered_and_never_predicted() -> None:
    cells = (shown(0, disc(20, 48)), shown(4, NOTHING), shown(5, NOTHING))
    for policy in Policy:
        engine = predictor()
        wanted = TrackRequest((ONE,), range(8), {ONE: Context(cells, policy=policy)})
        found = {step.frame: step.predictions for step in engine.track("v", clip(18), wanted)}
        assert [frame for frame, predictions in found.items() if not predictions] == [0, 4, 5]
        memory = memory_at_end(predictor(), wanted)
        assert list(memory.conditioning) == [0]
        assert not {4, 5} & memory.tracked.keys()
        assert memory.absent >= {4, 5}, "it is searched for afterwards"


def test_objects_of_different_policies_are_tracked_as_if_alone() -> None:
    policies = dict(zip((ONE, TWO, THREE), Policy, strict=True))
    starts = {name: disc(20 + 40 * (name - 1), 48) for name in policies}
    context = {name: Context((shown(0, mask),), policy=policies[name]) for name, mask in starts.items()}

    def masks(names: Sequence[ObjectId]) -> dict[tuple[FrameIndex, ObjectId], Mask]:
        steps = predictor().track("v", clip(18), TrackRequest(tuple(names), range(18), {n: context[n] for n in names}))
        return {(step.frame, name): found.mask for step in steps for name, found in step.predictions.items()}

    together = masks((ONE, TWO, THREE))
    for name in policies:
        for key, mask in masks((name,)).items():
            assert mask.iou(together[key]) >= 0.99


def test_exclusive_objects_share_no_pixel_and_what_others_own_is_theirs() -> None:
    left, right = disc(60, 48, 24), disc(80, 48, 24)
    theirs = disc(20, 48, 30)
    context = {ONE: Context((shown(0, left),)), TWO: Context((shown(0, right),))}

    def overlap(exclusive: frozenset[ObjectId]) -> tuple[int, int]:
        claimed = lambda _object, _frame: theirs if exclusive else None  # noqa: E731
        wanted = TrackRequest((ONE, TWO), range(1, 6), context, exclusive=exclusive, claimed=claimed)
        both = claims = 0
        for step in predictor("own").track("v", clip(18), wanted):
            one, two = (step.predictions[name].mask for name in (ONE, TWO))
            both += one.overlap(two)
            claims += one.overlap(theirs) + two.overlap(theirs)
        return both, claims

    free, kept = overlap(frozenset()), overlap(frozenset({ONE, TWO}))
    assert min(free) > 0
    assert kept == (0, 0)
