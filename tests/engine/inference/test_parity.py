"""Our loop gives the masks of Meta's SAM2VideoPredictor, bit for bit."""

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.inference.predictor import Sam2Predictor
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.masks.mask import Mask
from app.project.model import Box, Click, FrameIndex, ObjectId, Prompts
from tests.engine.networks import NETWORKS, MemoryClip, Meta, clip, model, predictor

ONE = ObjectId(1)
Masks = dict[int, NDArray[np.bool_]]


@pytest.fixture(params=sorted(NETWORKS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def cond(frame: int, mask: Mask, prompts: Prompts = Prompts()) -> Conditioning:  # noqa: B008
    return Conditioning(FrameIndex(frame), mask, prompts)


def clicks(*places: tuple[float, float, int]) -> Prompts:
    return Prompts(clicks=tuple(Click(x, y, bool(label)) for x, y, label in places))


def tracked(engine: Sam2Predictor, source: MemoryClip, cells: list[Conditioning], frames: range) -> Masks:
    request = TrackRequest((ONE,), frames, {ONE: Context(tuple(cells))})
    return {
        found.frame: found.predictions[ONE].mask.to_array()
        for found in engine.track("v", source, request)
        if found.predictions
    }


def said(engine: Sam2Predictor, source: MemoryClip, frame: int, prompts: Prompts) -> Conditioning:
    found = engine.segment("v", source, FrameIndex(frame), prompts, Context(), None)
    return cond(frame, found.mask, prompts)


def assert_same(ours: Masks, theirs: Masks, frames: range) -> None:
    for frame in frames:
        np.testing.assert_array_equal(ours[frame], theirs[frame][0], err_msg=f"frame {frame}")
    areas = [int(ours[frame].sum()) for frame in frames]
    assert len(set(areas)) > 1, "masks that never change would prove nothing"
    assert any(0 < area < ours[frames[0]].size for area in areas)


def test_click_start_is_bit_identical(kind: str) -> None:
    source, engine = clip(), predictor(kind)
    meta = Meta(model(kind), source)
    start = said(engine, source, 0, clicks((20.5, 48.5, 1)))
    np.testing.assert_array_equal(start.mask.to_array(), meta.point(0, [(20.5, 48.5, 1)]))
    assert_same(tracked(engine, source, [start], range(18)), meta.run(), range(1, 18))


def test_every_further_click_is_bit_identical(kind: str) -> None:
    source, engine = clip(), predictor(kind)
    meta = Meta(model(kind), source)
    places = [(20.5, 48.5, 1), (60.0, 20.0, 0), (30.0, 52.0, 1)]
    for count in (1, 2, 3):
        ours = said(engine, source, 5, clicks(*places[:count]))
        np.testing.assert_array_equal(ours.mask.to_array(), meta.point(5, places[:count]))
    replayed = said(predictor(kind), source, 5, clicks(*places))
    assert replayed.mask == ours.mask, "all clicks at once count as one after the other"


def test_box_start_is_bit_identical(kind: str) -> None:
    source, engine = clip(), predictor(kind)
    meta = Meta(model(kind), source)
    start = said(engine, source, 0, Prompts(box=Box(2.0, 30.0, 38.0, 66.0)))
    np.testing.assert_array_equal(start.mask.to_array(), meta.point(0, [], box=(2.0, 30.0, 38.0, 66.0)))
    assert_same(tracked(engine, source, [start], range(18)), meta.run(), range(1, 18))


def disc(x: float, y: float, radius: float = 18, height: int = 96, width: int = 160) -> Mask:
    rows, columns = np.ogrid[:height, :width]
    return Mask.from_array((columns - x) ** 2 + (rows - y) ** 2 < radius**2)


def test_mask_start_is_bit_identical(kind: str) -> None:
    source, engine = clip(), predictor(kind)
    meta = Meta(model(kind), source)
    meta.mask(0, disc(20, 48).to_array())
    ours = tracked(engine, source, [cond(0, disc(20, 48))], range(18))
    assert_same(ours, meta.run(), range(1, 18))


def test_absent_start_is_bit_identical(kind: str) -> None:
    """An explicit empty mask conditions as Meta's does: here beside the frame that shows the object."""
    source, engine = clip(), predictor(kind, clears_at_corrections=False)
    meta = Meta(model(kind), source)
    nothing = Mask.empty(96, 160)
    meta.mask(0, disc(20, 48).to_array())
    meta.mask(8, nothing.to_array())
    ours = tracked(engine, source, [cond(0, disc(20, 48)), cond(8, nothing)], range(18))
    theirs = meta.run()
    assert_same(ours, theirs, range(1, 8))
    assert_same(ours, theirs, range(9, 18))


def test_backward_pass_is_bit_identical(kind: str) -> None:
    source, engine = clip(), predictor(kind)
    meta = Meta(model(kind), source)
    meta.mask(17, disc(88, 48).to_array())
    ours = tracked(engine, source, [cond(17, disc(88, 48))], range(17, -1, -1))
    assert_same(ours, meta.run(start=17, reverse=True), range(16, -1, -1))


@pytest.mark.parametrize(("again_from", "clears_at_corrections"), [(0, False), (10, False), (0, True), (10, True)])
def test_correction_and_second_pass_are_bit_identical(kind: str, again_from: int, clears_at_corrections: bool) -> None:
    source, engine = clip(), predictor(kind, clears_at_corrections=clears_at_corrections)
    meta = Meta(model(kind), source)
    if clears_at_corrections:
        meta.forgetting()
    start = said(engine, source, 0, clicks((20.5, 48.5, 1)))
    meta.point(0, [(20.5, 48.5, 1)])
    first = tracked(engine, source, [start], range(18))
    meta.run()

    neighbors = {FrameIndex(at): Mask.from_array(mask) for at, mask in first.items() if at < 10}
    correction = clicks((100.0, 30.0, 0), (60.0, 48.0, 1))
    before = Mask.from_array(first[10])
    found = engine.segment("v", source, FrameIndex(10), correction, Context((start,), neighbors), before)
    meta.point(10, [(100.0, 30.0, 0)])
    theirs = meta.point(10, [(100.0, 30.0, 0), (60.0, 48.0, 1)])
    np.testing.assert_array_equal(found.mask.to_array(), theirs)
    assert found.mask != before

    cells = (start, cond(10, found.mask, correction))
    request = TrackRequest((ONE,), range(again_from, 18), {ONE: Context(cells, neighbors)})
    again = {
        step.frame: step.predictions[ONE].mask.to_array()
        for step in engine.track("v", source, request)
        if step.predictions
    }
    theirs_again = meta.run(start=again_from)
    assert_same(again, theirs_again, range(11, 18))
    assert 10 not in again, "a correction is never overwritten"
    np.testing.assert_array_equal(theirs_again[10][0], found.mask.to_array())


@pytest.mark.parametrize("clears_at_corrections", [False, True])
def test_many_corrections_are_bit_identical_with_the_four_nearest_in_reach(
    kind: str, clears_at_corrections: bool
) -> None:
    source, engine = clip(24), predictor(kind, clears_at_corrections=clears_at_corrections)
    meta = Meta(model(kind), source)
    if clears_at_corrections:
        meta.forgetting()
    cells = [cond(at, disc(20 + 3 * at, 40 + at % 7)) for at in range(0, 24, 3)]
    for cell in cells:
        meta.mask(cell.frame, cell.mask.to_array())
    ours, theirs = tracked(engine, source, cells, range(24)), meta.run()
    for frame in ours:
        np.testing.assert_array_equal(ours[frame], theirs[frame][0], err_msg=f"frame {frame}")
    assert len(ours) == 16


def test_objects_in_one_batch_agree_with_objects_alone(kind: str) -> None:
    source, engine = clip(12), predictor(kind)
    meta = Meta(model(kind), source)
    objects = tuple(map(ObjectId, range(1, 6)))
    starts = {name: disc(12 + 22 * name, 30 + 6 * name, 8 + name) for name in objects}
    for name, mask in starts.items():
        meta.mask(0, mask.to_array(), name)
    context = {name: Context((cond(0, mask),)) for name, mask in starts.items()}
    theirs = meta.run()
    for step in engine.track("v", source, TrackRequest(objects, range(12), context)):
        for name, found in step.predictions.items():
            assert found.mask.iou(Mask.from_array(theirs[step.frame][name - 1])) >= 0.999
    assert step.frame == 11
    assert set(step.predictions) == set(objects)
