"""A model that was exchanged is freed at once: two of them may not fit into a device's memory."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from sam2.modeling.sam2_base import SAM2Base

from app.engine.checkpoints import embedded_file
from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Sam2Predictor
from app.engine.network.embedded import TEST_TINY
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


FIRST_MODEL = """
import gc, sys, weakref
from app.engine.loader import open_predictor
assert "torch" not in sys.modules
for _ in range(2):
    engine = open_predictor(sys.argv[1], device="cpu", threads=1)
    network = weakref.ref(engine._model._sam2)
    engine.release()
    del engine
    gc.collect()
    print(network() is None)
"""


def test_the_first_model_of_a_process_is_freed_too(tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    embedded_file.save(model("own"), TEST_TINY, file, {})
    done = subprocess.run(
        [sys.executable, "-c", FIRST_MODEL, str(file)], capture_output=True, text=True, timeout=300, check=True
    )
    assert done.stdout.split() == ["True", "True"]


@pytest.mark.parametrize("kind", sorted(NETWORKS))
def test_an_exchanged_model_is_freed_without_the_collector(kind: str) -> None:
    network = model(kind)
    parts = [weakref.ref(part) for part in network.modules()]
    engine = used(network)
    del network
    engine.release()
    del engine
    assert [type(part()).__name__ for part in parts if part() is not None] == []
