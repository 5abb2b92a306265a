"""The embedded trunk with reused buffers: every bit as before, whatever was computed in between."""

import copy

import pytest
import torch
from torch import Tensor

from app.engine.network.backbone import MobileTrunk
from app.engine.network.embedded import TEST_TINY
from app.engine.network.fast_backbone import reuse_buffers


@pytest.fixture
def trunks() -> tuple[MobileTrunk, MobileTrunk]:
    """A trunk as it is, and the same one in kept memory."""
    torch.set_num_threads(1)
    torch.manual_seed(3)
    plain = MobileTrunk(TEST_TINY.stem, TEST_TINY.stages).eval()
    kept = copy.deepcopy(plain)
    reuse_buffers(kept)
    return plain, kept


def picture(seed: int, side: int = 128) -> Tensor:
    return torch.randn(1, 3, side, side, generator=torch.Generator().manual_seed(seed))


def assert_same(found: list[Tensor], wanted: list[Tensor]) -> None:
    assert all(torch.equal(a, b) for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("mode", [torch.inference_mode, torch.no_grad])
def test_levels_are_the_same_bit_for_bit(trunks: tuple[MobileTrunk, MobileTrunk], mode: type) -> None:
    plain, kept = trunks
    with mode():
        for seed in range(3):
            assert_same(kept(picture(seed)), plain(picture(seed)))


def test_what_was_found_stays_when_the_next_picture_comes(trunks: tuple[MobileTrunk, MobileTrunk]) -> None:
    plain, kept = trunks
    with torch.inference_mode():
        first = kept(picture(1))
        kept(picture(2))
        kept(picture(3, side=64))
        assert_same(first, plain(picture(1)))
        assert_same(kept(picture(4)), plain(picture(4)))


def test_modes_may_alternate_and_a_training_still_gets_its_gradients(
    trunks: tuple[MobileTrunk, MobileTrunk],
) -> None:
    plain, kept = trunks
    with torch.inference_mode():
        kept(picture(1))
    with torch.no_grad():
        assert_same(kept(picture(1)), plain(picture(1)))
    kept(picture(1))[-1].sum().backward()
    plain(picture(1))[-1].sum().backward()
    assert torch.equal(kept.stem.weight.grad, plain.stem.weight.grad)


def test_several_pictures_and_other_numbers_go_the_plain_way(trunks: tuple[MobileTrunk, MobileTrunk]) -> None:
    plain, kept = trunks
    both = torch.cat([picture(1), picture(2)])
    with torch.inference_mode():
        assert_same(kept(both), plain(both))
        with torch.autocast("cpu", torch.bfloat16):
            assert_same(kept(picture(1)), plain(picture(1)))
