"""The first answer to a box is the mean of those on the frame and on its mirror image, on the embedded model."""

from dataclasses import replace

import numpy as np
import pytest

from app.engine.inference.predictor import Sam2Predictor
from app.engine.predictor import Conditioning, Context, Prediction, TrackRequest
from app.masks.mask import Mask
from app.project.model import Box, Click, FrameIndex, Prompts
from tests.engine.inference.test_predictor import ONE
from tests.engine.networks import MemoryClip, clip, predictor

BOX = Box(8.0, 30.0, 50.0, 68.0)
FRAME = FrameIndex(0)
WIDTH = 160


@pytest.fixture
def engine() -> Sam2Predictor:
    found = predictor()
    found._model._sam2.mirrors_boxes = True
    return found


def flipped_clip() -> MemoryClip:
    return MemoryClip([np.ascontiguousarray(frame[:, ::-1]) for frame in clip(4).frames])


def flipped(mask: Mask) -> Mask:
    return Mask.from_array(np.ascontiguousarray(mask.to_array()[:, ::-1]))


def asked(engine: Sam2Predictor, source: MemoryClip, prompts: Prompts, key: str = "v") -> Prediction:
    return engine.segment(key, source, FRAME, prompts, Context(()), None)


def test_a_box_is_answered_alike_in_a_mirror(engine: Sam2Predictor) -> None:
    mirrored = Prompts(box=replace(BOX, x0=WIDTH - BOX.x1, x1=WIDTH - BOX.x0))
    found = asked(engine, clip(4), Prompts(box=BOX))
    other = asked(engine, flipped_clip(), mirrored, "flipped")
    assert flipped(other.mask).iou(found.mask) >= 0.999
    assert other.score == pytest.approx(found.score, abs=1e-4)
    plain = asked(predictor(), clip(4), Prompts(box=BOX))
    assert plain != found, "the plain network finds another mask in a mirror"


def test_clicks_and_what_follows_a_box_are_answered_as_before(engine: Sam2Predictor) -> None:
    click = Prompts((Click(20.0, 48.0),))
    assert asked(engine, clip(4), click) == asked(predictor(), clip(4), click)
    source = clip(4)
    calls = source.asked
    asked(engine, source, Prompts(box=BOX))
    before = len(calls)
    asked(engine, source, Prompts((Click(24.0, 48.0),), box=BOX))
    assert len(calls) == before, "the frame and its mirror image are encoded once"


def test_an_object_is_tracked_from_its_box_as_from_its_mask(engine: Sam2Predictor) -> None:
    source = clip(4)
    found = asked(engine, source, Prompts(box=BOX))
    cell = Conditioning(FRAME, found.mask, Prompts(box=BOX), found.score)
    request = TrackRequest((ONE,), range(4), {ONE: Context((cell,))})
    fresh = predictor()
    fresh._model._sam2.mirrors_boxes = True
    steps, again = (list(one.track("v", clip(4), request)) for one in (engine, fresh))
    assert steps == again, "a fresh engine asks the box again and comes to the same memory"


def test_metas_models_look_once() -> None:
    engine, source = predictor("meta"), clip(4)
    encode, seen = engine._model.encode_image, []
    engine._model.encode_image = lambda picture: (seen.append(picture), encode(picture))[1]  # type: ignore[method-assign]
    asked(engine, source, Prompts(box=BOX))
    assert len(seen) == 1
