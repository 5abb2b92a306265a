"""Adapters: they begin as nothing, learn the mask of a correction, travel as a file, and are there for a step only."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch

from app.engine.adaptation import teaching
from app.engine.adaptation.fitting import best_cut
from app.engine.adaptation.low_rank import Factors, fresh, from_bytes, projections, to_bytes
from app.engine.adaptation.teaching import Example
from app.engine.network.embedded import EmbeddedSam2
from app.engine.predictor import Adapter, Conditioning, Context, Lesson, TrackRequest
from app.errors import EngineError
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from tests.engine.networks import MemoryClip, clip, predictor

ONE = ObjectId(1)
KINDS = ("own", "meta")


def disc(source: MemoryClip, frame: int, radius: int = 18) -> Mask:
    height, width, _ = source.frames[0].shape
    y, x = np.ogrid[:height, :width]
    return Mask.from_array((x - 20 - 4 * frame) ** 2 + (y - height // 2) ** 2 < radius**2)


def lesson(source: MemoryClip, frame: int, key: int, mask: Mask | None = None) -> Lesson:
    start = FrameIndex(0)
    context = Context((Conditioning(start, disc(source, 0)),))
    return Lesson(key, FrameIndex(frame), context, disc(source, frame) if mask is None else mask)


def learned(kind: str, source: MemoryClip, lessons: Sequence[Lesson], start: Adapter | None = None) -> Adapter:
    *_, last = predictor(kind).learn("clip", source, lessons, start)
    assert last.adapter is not None
    return last.adapter


def tracked(kind: str, source: MemoryClip, adapter: Adapter | None) -> list[Mask]:
    context = Context((Conditioning(FrameIndex(0), disc(source, 0)),))
    adapters = {} if adapter is None else {ONE: adapter}
    request = TrackRequest((ONE,), range(1, 3), {ONE: context}, adapters=adapters)
    return [found.predictions[ONE].mask for found in predictor(kind).track("clip", source, request)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_adapter_that_has_learned_nothing_changes_no_mask(kind: str) -> None:
    source, made = clip(4), predictor(kind)
    data = to_bytes(fresh(made._model.decoder_transformer), {"model": made.name})
    assert tracked(kind, source, Adapter("none", data)) == tracked(kind, source, None)


@pytest.mark.parametrize("kind", KINDS)
def test_what_it_learned_is_what_tracking_makes(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "STEPS", 6)
    monkeypatch.setattr("app.engine.inference.model.ADAPTER_RATE", 1e-2)
    monkeypatch.setattr(EmbeddedSam2, "adapter_rate", 1e-2)
    source = clip(6)
    everything = Mask.from_array(np.ones(source.frames[0].shape[:2], dtype=bool))
    plain = tracked(kind, source, None)[0]
    adapter = learned(kind, source, [lesson(source, 1, 1, everything)])
    again = learned(kind, source, [lesson(source, 1, 1, everything)])
    assert tracked(kind, source, adapter)[0].iou(everything) > plain.iou(everything) + 0.03
    assert again.name == adapter.name, "the same lessons teach the same"


def test_it_is_used_for_the_objects_it_was_learned_about_and_leaves_no_trace() -> None:
    source, made, two = clip(6), predictor("own"), ObjectId(2)
    adapter = learned("own", source, [lesson(source, 1, 1)])
    context = Context((Conditioning(FrameIndex(0), disc(source, 0)),))

    def both(adapters: dict[ObjectId, Adapter]) -> list[tuple[Mask, Mask]]:
        request = TrackRequest((ONE, two), range(1, 4), {ONE: context, two: context}, adapters=adapters)
        found = [frame.predictions for frame in made.track("clip", source, request)]
        return [(frame[ONE].mask, frame[two].mask) for frame in found]

    before = both({})
    with_it = both({ONE: adapter})
    assert [two for _, two in with_it] == [two for _, two in before]
    assert [one for one, _ in with_it] != [one for one, _ in before]
    assert both({}) == before


def test_a_file_that_is_damaged_or_of_another_model_is_not_understood() -> None:
    source = clip(4)
    adapter = learned("own", source, [lesson(source, 1, 1)])
    own, other = predictor("own"), predictor("meta")
    assert own.understands(adapter)
    assert not other.understands(adapter)
    for data in (b"", b"\x08\0\0\0\0\0\0\0{}      ", adapter.data[:-40], b"\xff" * 100):
        assert not own.understands(Adapter("x", data))
        with pytest.raises(EngineError):
            from_bytes(data, own._model.decoder_transformer)


def test_factors_come_back_from_their_file() -> None:
    transformer = predictor("own")._model.decoder_transformer
    factors = {name: Factors(pair.down, pair.up + 1) for name, pair in fresh(transformer).items()}
    back = from_bytes(to_bytes(factors, {}), transformer)
    assert back.keys() == projections(transformer).keys()
    assert all(torch.equal(back[name].down, factors[name].down) for name in factors)
    assert all(torch.equal(back[name].up, factors[name].up) for name in factors)


def test_lessons_that_cannot_be_seen_teach_nothing() -> None:
    source, made = clip(4), predictor("own")
    assert [found.adapter for found in made.learn("clip", source, [], None)] == [None]


def test_every_other_step_is_on_the_newest_correction_and_the_others_take_turns() -> None:
    sample = torch.zeros(1, 1, 1, 1)
    examples = [Example(sample, sample, confirmed) for confirmed in (True, True, True, False, False, False)]  # type: ignore[arg-type]
    order = list(teaching._order(examples))[:12]
    assert order[::2] == [5] * 6
    assert set(order[1::2]) == {1, 2, 3, 4}, "of what nobody objected to, the two newest"


def test_steps_that_lead_nowhere_end_in_an_adapter_that_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(teaching, "STEPS", 6)
    monkeypatch.setattr(EmbeddedSam2, "adapter_rate", 1e25)
    source = clip(4)
    assert predictor("own").understands(learned("own", source, [lesson(source, 1, 1)]))


def test_it_stops_when_every_frame_fits() -> None:
    source, made = clip(4), predictor("own")
    (mask,) = tracked("own", source, None)[:1]
    if not mask.area:
        pytest.skip("the random network shows nothing")
    steps = [found.steps for found in made.learn("clip", source, [lesson(source, 1, 1, mask)], None)]
    assert max(steps) < teaching.STEPS


def test_of_masks_and_thresholds_the_pair_is_chosen_that_fits() -> None:
    target = torch.zeros(1, 1, 4, 4)
    target[..., :2] = 1
    usual, other = torch.full((4, 4), -5.0), torch.full((4, 4), -5.0)
    other[:, :2] = -1.5
    cut = best_cut([torch.stack([usual, other])], [target])
    assert cut is not None
    assert (cut.token, cut.iou) == (1, 1.0)
    assert -5 <= cut.threshold < -1.5
    fits = torch.where(target[0, 0] > 0, 5.0, -5.0)
    assert best_cut([torch.stack([fits, fits])], [target]) is None, "the usual one does as well"
    assert best_cut([], []) is None
