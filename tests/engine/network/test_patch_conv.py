"""A convolution by patches: what nn.Conv2d computes, in bfloat16 too, where some processors get it wrong."""

import pytest
import torch
from torch import nn

from app.engine.network.embedded import TEST_TINY, build
from app.engine.network.patch_conv import PatchConv


@pytest.mark.parametrize(("channels", "side"), [(1, 4), (16, 4), (16, 8)])
def test_patches_are_convolved_right_in_bfloat16(channels: int, side: int) -> None:
    torch.manual_seed(1)
    found = PatchConv(channels, 24, side, side)
    x = torch.randn(2, channels, 4 * side, 8 * side, requires_grad=True)
    with torch.no_grad():
        wanted = nn.Conv2d.forward(found, x)
        assert torch.equal(found(x), wanted), "in float32 it is the convolution, to the bit"
    with torch.autocast("cpu", torch.bfloat16):
        narrow = found(x)
    assert narrow.dtype is torch.bfloat16
    assert torch.allclose(narrow.float(), wanted, atol=0.02)
    narrow.float().sum().backward()
    assert x.grad is not None
    assert found.weight.grad is not None


def test_the_embedded_networks_masks_are_made_smaller_by_it() -> None:
    layers = build(TEST_TINY).memory_encoder.mask_downsampler.encoder
    assert [type(layer).__name__ for layer in layers if isinstance(layer, nn.Conv2d)] == [
        "PatchConv",
        "PatchConv",
        "Conv2d",
    ]
