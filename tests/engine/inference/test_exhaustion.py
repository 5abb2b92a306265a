"""Memory that runs out at any point of a run: the masks so far stay, and what can be done without caches is done."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from app.engine.inference.predictor import Sam2Predictor
from app.engine.predictor import Conditioning, Context, Prediction, TrackRequest
from app.errors import OutOfMemory
from app.masks.mask import Mask
from app.project.model import FrameIndex, ObjectId
from tests.engine.inference.test_predictor import click, disc
from tests.engine.networks import MemoryClip, clip, predictor

NAMES = tuple(map(ObjectId, (1, 2, 3)))
FRAMES = 6
STEPS = ("encode_image", "with_memory", "decode", "encode_memory")
"""What a frame is made of, in order; each of them may be the one that asks for too much."""

Masks = dict[ObjectId, Mask]


class Device:
    """Has no memory for one step of the model, as long as `lacks` says so of the objects in the batch."""

    def __init__(self, engine: Sam2Predictor, step: str) -> None:
        self.lacks: Callable[[int], bool] = lambda _objects: False
        self.refused = 0
        model, name = engine._model, step
        work = getattr(model, step)

        def scarce(*args: Any, **more: Any) -> Any:
            if self.lacks(_objects(name, args)):
                self.refused += 1
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
            return work(*args, **more)

        setattr(model, step, scarce)


def _objects(step: str, args: tuple[Any, ...]) -> int:
    """How many objects a step is about: of its arguments, memories, fused features and outputs come one an object."""
    place = {"encode_image": 0, "with_memory": -1, "decode": 1, "encode_memory": 1}[step]
    return len(args[place])


def request() -> TrackRequest:
    context = {name: Context((Conditioning(FrameIndex(0), disc(30 * name)),)) for name in NAMES}
    return TrackRequest(NAMES, range(FRAMES), context)


def masks(predictions: Any) -> Masks:
    found: dict[ObjectId, Prediction] = dict(predictions)
    return {name: prediction.mask for name, prediction in found.items()}


def undisturbed(source: MemoryClip) -> list[Masks]:
    return [masks(step.predictions) for step in predictor().track("v", source, request())]


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_once_is_done_again_with_the_same_masks(step: str) -> None:
    source, engine = clip(FRAMES), predictor()
    expected, device, found = undisturbed(source), Device(engine, step), []
    going = engine.track("v", source, request())
    for frame in range(FRAMES):
        if frame == 3:
            device.lacks = lambda _objects: device.refused == 0
        found.append(masks(next(going).predictions))
    assert device.refused == 1
    for ours, wanted in zip(found, expected, strict=True):
        assert ours.keys() == wanted.keys()
        assert all(ours[name].iou(wanted[name]) >= 0.999 for name in wanted)


@pytest.mark.parametrize("step", ["with_memory", "decode", "encode_memory"])
def test_a_batch_that_never_fits_is_done_object_by_object_from_then_on(step: str) -> None:
    source, engine = clip(FRAMES), predictor()
    expected, device = undisturbed(source), Device(engine, step)
    device.lacks = lambda objects: objects > 1
    for tracked in engine.track("v", source, request()):
        wanted = expected[tracked.frame]
        assert masks(tracked.predictions).keys() == wanted.keys()
        assert all(tracked.predictions[name].mask.iou(wanted[name]) >= 0.999 for name in wanted)
    assert device.refused == 1, "it is not tried in vain on every frame"


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_cannot_go_on_says_so_after_its_masks_and_leaves_the_engine_usable(step: str) -> None:
    source, engine = clip(FRAMES), predictor()
    expected, device, found = undisturbed(source), Device(engine, step), []

    def go() -> None:
        for tracked in engine.track("v", source, request()):
            found.append(masks(tracked.predictions))
            if tracked.frame == 2:
                device.lacks = lambda _objects: True

    with pytest.raises(OutOfMemory, match="not enough memory for tiny own at 128 px") as caught:
        go()
    assert "smaller model" in caught.value.hint
    assert "lower model resolution" in caught.value.hint
    assert found == expected[:3]
    assert not torch.is_inference_mode_enabled()
    device.lacks = lambda _objects: False
    assert [masks(step.predictions) for step in engine.track("v", source, request())] == expected


def test_a_click_that_runs_out_of_memory_frees_what_earlier_frames_left() -> None:
    source, engine = clip(FRAMES), predictor()
    for frame in range(FRAMES):
        engine.prepare("v", source, FrameIndex(frame))
    device = Device(engine, "decode")
    device.lacks = lambda _objects: device.refused == 0
    wanted = predictor().preview("v", source, FrameIndex(2), click(20)).mask
    assert engine.preview("v", source, FrameIndex(2), click(20)).mask == wanted
    assert engine.prepare("v", source, FrameIndex(5)), "features that can be made again were given up"
