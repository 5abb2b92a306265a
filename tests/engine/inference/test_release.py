"""A model that was exchanged is freed at once: two of them may not fit into a device's memory."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from sam2.modeling.sam2_base import SAM2Base

from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Sam2Predictor
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.project.model import FrameIndex, ObjectId
from tests.engine.inference.test_predictor import click, disc
from tests.engine.networks import CPU, NETWORKS, clip, model


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def used(network: SAM2Base) -> Sam2Predictor:
    """A predictor that has done everything a predictor does."""
    source, engine = clip(4), Sam2Predictor(Sam2Model(network), Mode(CPU), "tiny")
    engine.preview("v", source, FrameIndex(0), click(20))
    names = tuple(map(ObjectId, (1, 2)))
    context = {name: Context((Conditioning(FrameIndex(0), disc(30 * name)),)) for name in names}
    for _ in engine.track("v", source, TrackRequest(names, range(3), context)):
        pass
    next(engine.proposing("v", source, FrameIndex(0)))
    return engine


@pytest.mark.parametrize("kind", sorted(NETWORKS))
def test_an_exchanged_model_is_freed_without_the_collector(kind: str) -> None:
    network = model(kind)
    parts = [weakref.ref(part) for part in network.modules()]
    engine = used(network)
    del network
    engine.release()
    del engine
    assert [type(part()).__name__ for part in parts if part() is not None] == []
