"""Keys of memories that are kept: read as SAM2Base reads, computed once, and gone with the memory."""

import gc
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from app.engine.hardware.execution import Mode
from app.engine.inference import memory_reading
from app.engine.inference.features import Features
from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.inference.model import Sam2Model
from app.engine.network.checked_paths import BOUNDS, apart
from app.engine.network.packed_memory_attention import PackedMemoryAttention
from app.engine.predictor import PassDirection
from app.project.model import FrameIndex
from tests.engine.networks import CPU, model

FORWARD, BACKWARD = PassDirection.FORWARD, PassDirection.BACKWARD
COUNT = 40


@pytest.fixture(params=sorted(BOUNDS, key=str), ids=str)
def dtype(request: pytest.FixtureRequest) -> Iterator[torch.dtype]:
    with Mode(CPU, bfloat16=request.param is torch.bfloat16, threads=1).entered():
        yield request.param


@pytest.fixture
def quick(dtype: torch.dtype) -> Sam2Model:
    return Sam2Model(model("own"))


@pytest.fixture
def plain(dtype: torch.dtype) -> Sam2Model:
    return Sam2Model(model("own"), exact=True)


def frame_of(found: Sam2Model, seed: int = 1) -> Features:
    generator = torch.Generator().manual_seed(seed)
    return found.encode_image(
        torch.randint(0, 255, (1, 3, found.size, found.size), generator=generator, dtype=torch.uint8)
    )


def output(found: Sam2Model, features: Features, seed: int) -> Output:
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(1, 1, found.size // 4, found.size // 4, generator=generator) * 8
    pointer = torch.randn(1, features.levels[-1].shape[1], generator=generator)
    (made,) = found.encode_memory(features, [Output(logits, pointer, torch.ones(1, 1), 0.9)], None)
    return made


def memory_with(
    outputs: dict[int, Output], conditioning: set[int], reach_of: Sam2Model, way: PassDirection
) -> ObjectMemory:
    memory = ObjectMemory(reach_of.reach, way)
    for at, out in outputs.items():
        (memory.conditioning if at in conditioning else memory.tracked)[FrameIndex(at)] = out
    return memory


@pytest.mark.parametrize(
    ("way", "frame", "conditioning", "tracked"),
    [
        (FORWARD, 1, {0}, ()),
        (FORWARD, 4, {9}, ()),
        (FORWARD, 9, {0, 20}, range(1, 9)),
        (FORWARD, 20, {0, 3, 15, 17, 30}, (18, 19, 12, 16)),
        (BACKWARD, 12, {20, 4}, range(13, 20)),
        (BACKWARD, 30, {39}, (31, 32, 33, 38)),
    ],
)
def test_features_are_fused_as_sam2_fuses_them(
    quick: Sam2Model,
    plain: Sam2Model,
    dtype: torch.dtype,
    way: PassDirection,
    frame: int,
    conditioning: set[int],
    tracked: range,
) -> None:
    features = frame_of(plain)
    frame_of(quick)
    objects = []
    for name in range(2):
        outputs = {at: output(plain, features, at + 100 * name) for at in (*conditioning, *tracked)}
        objects.append(memory_with(outputs, conditioning, plain, way))
    output(quick, features, 0)
    found = quick.with_memory(features, FrameIndex(frame), way, COUNT, objects)
    wanted = plain.with_memory(features, FrameIndex(frame), way, COUNT, objects)
    assert apart([found], [wanted]) < (1e-5 if dtype is torch.float32 else BOUNDS[dtype])


def test_keys_of_a_memory_are_computed_once_and_kept_while_it_is_read(
    quick: Sam2Model, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    project = PackedMemoryAttention.keys

    def counted(path: PackedMemoryAttention, memory: Tensor, encoding: Tensor) -> Tensor:
        asked.append(len(memory))
        return project(path, memory, encoding)

    monkeypatch.setattr(PackedMemoryAttention, "keys", counted)
    features = frame_of(quick)
    memory = memory_with({0: output(quick, features, 0)}, {0}, quick, FORWARD)
    for frame in range(1, 12):
        at = FrameIndex(frame)
        quick.with_memory(features, at, FORWARD, COUNT, [memory])
        memory.tracked[at] = output(quick, features, frame)
        memory.forget(FrameIndex(frame + 1), [FrameIndex(0)])
    assert len(asked) == 11
    assert quick._reader is not None
    assert sorted(place.frame for place in quick._reader._kept[memory]) == [0, 5, 6, 7, 8, 9, 10]
    del memory
    gc.collect()
    assert not quick._reader._kept


def test_another_memory_of_the_same_frame_gets_keys_of_its_own(quick: Sam2Model, plain: Sam2Model) -> None:
    features = frame_of(quick)
    frame_of(plain)
    memory = memory_with({0: output(quick, features, 0)}, {0}, quick, FORWARD)
    output(plain, features, 0)
    quick.with_memory(features, FrameIndex(1), FORWARD, COUNT, [memory])
    memory.conditioning[FrameIndex(0)] = output(quick, features, 7)
    found, wanted = (one.with_memory(features, FrameIndex(1), FORWARD, COUNT, [memory]) for one in (quick, plain))
    assert apart([found], [wanted]) < BOUNDS[torch.bfloat16]


def test_memory_reading_is_the_embedded_networks_only() -> None:
    assert Sam2Model(model("meta"))._reader is None
    assert Sam2Model(model("own"), exact=True)._reader is None
    assert isinstance(Sam2Model(model("own"))._reader, memory_reading.MemoryReader)
