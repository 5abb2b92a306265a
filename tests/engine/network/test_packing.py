"""Packed layers: the plain modules' numbers but for rounding, and the plain modules where they are missing or wrong."""

import logging
from typing import Any

import pytest
import torch
from torch import Tensor

from app.engine.network.checked_paths import BOUNDS, apart
from app.engine.network.packed_layers import PackedConv
from app.engine.network.packing import pack_layers
from tests.engine.networks import model

SIDE = 128
TYPES = sorted(BOUNDS, key=str)


def packed() -> Any:
    network = model("own")
    pack_layers(network)
    return network


def picture(seed: int = 1, side: int = SIDE) -> Tensor:
    return torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(seed))


def masks(count: int) -> Tensor:
    return torch.randn(count, 1, SIDE, SIDE, generator=torch.Generator().manual_seed(2)) * 10


def features(network: Any, image: Tensor) -> list[Tensor]:
    found: list[Tensor] = network.forward_image(image)["backbone_fpn"]
    return found


@pytest.mark.parametrize("dtype", TYPES, ids=str)
@torch.inference_mode()
def test_encoders_find_what_the_plain_ones_find(dtype: torch.dtype, caplog: pytest.LogCaptureFixture) -> None:
    plain, quick = model("own"), packed()
    caplog.set_level(logging.INFO, logger="app.engine.network")
    with torch.autocast("cpu", dtype, enabled=dtype is not torch.float32):
        for seed, side in ((1, SIDE), (2, SIDE), (3, 96)):
            wanted, found = features(plain, picture(seed, side)), features(quick, picture(seed, side))
            assert apart(found, wanted) < BOUNDS[dtype]
        coarse = features(plain, picture())[-1]
        for count in (1, 3):
            memories, expected = (one.memory_encoder(coarse, masks(count), True) for one in (quick, plain))
            assert apart([memories["vision_features"]], [expected["vision_features"]]) < BOUNDS[dtype]
            assert torch.equal(memories["vision_pos_enc"][0], expected["vision_pos_enc"][0])
    ways = [record.getMessage() for record in caplog.records]
    assert len(ways) == 3 + 3 + 1, "each module is compared once for a side; the memory encoder sees one"
    assert all("on packed layers" in way for way in ways), ways


def test_float32_differs_by_rounding_only() -> None:
    with torch.inference_mode():
        assert apart(features(packed(), picture()), features(model("own"), picture())) < 1e-5


def test_a_training_on_a_packed_network_has_the_plain_gradients() -> None:
    quick, plain = packed(), model("own")
    with torch.inference_mode():
        features(quick, picture())
    for network in (quick, plain):
        features(network, picture())[-1].sum().backward()
    assert torch.equal(quick.image_encoder.trunk.stem.weight.grad, plain.image_encoder.trunk.stem.weight.grad)
    assert quick.state_dict().keys() == plain.state_dict().keys()


@pytest.mark.parametrize("fault", ["missing", "refused", "wrong"])
def test_without_right_packed_layers_the_plain_ones_run_and_the_log_says_so(
    fault: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    convolve = PackedConv.__call__

    def faulty(layer: PackedConv, x: Tensor, added: Tensor | None = None) -> Tensor:
        if fault == "missing":
            return Tensor(torch.ops.mkldnn._no_such_operation(x))
        if fault == "refused":
            raise RuntimeError("could not create a primitive descriptor for a convolution")
        return convolve(layer, x, added).roll(1, -1)

    monkeypatch.setattr(PackedConv, "__call__", faulty)
    with torch.inference_mode():
        found = features(packed(), picture())
        assert all(map(torch.equal, found, features(model("own"), picture())))
    assert "The image encoder in float32 runs the plain way" in caplog.text
    assert ("differ" if fault == "wrong" else "not available") in caplog.text
