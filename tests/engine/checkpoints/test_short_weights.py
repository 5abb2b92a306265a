"""Weights of eight significant bits: how far they are from what they were, and that packing loses none of them."""

import zlib

import pytest
import torch

from app.engine.checkpoints.short_weights import SIGNIFICANT, packed, shortened, unpacked


def weights(*shape: int) -> torch.Tensor:
    return (torch.randn(shape, generator=torch.Generator().manual_seed(1)) * 0.05).to(torch.float16)


def test_each_is_the_nearest_of_so_many_bits() -> None:
    normal = weights(64, 65)[weights(64, 65).abs() > 1e-4]
    found = shortened(normal).double()
    ratio = (found / normal.double() - 1).abs()
    assert 0.5 * 2**-SIGNIFICANT < ratio.max() <= 2**-SIGNIFICANT
    whole, _exponent = torch.frexp(found)
    assert (whole * 2**SIGNIFICANT == (whole * 2**SIGNIFICANT).round()).all()


def test_in_bfloat16_they_are_what_they_were() -> None:
    normal = weights(64, 65)[weights(64, 65).abs() > 1e-4]
    assert torch.equal(shortened(normal).bfloat16(), normal.bfloat16())


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0.0, 0.0), (1.0, 1.0), (-1.0, -1.0), (65504.0, 65280.0), (-65504.0, -65280.0), (255 / 128 + 1 / 256, 2.0)],
)
def test_ends_of_the_scale(value: float, wanted: float) -> None:
    assert shortened(torch.tensor([value])).tolist() == [wanted]


def test_what_is_smaller_than_normal_stays_near() -> None:
    tiny = torch.tensor([6e-8, -5e-6, 3e-5], dtype=torch.float16)
    assert (shortened(tiny) - tiny).abs().max() <= 2**-24 * 4


@pytest.mark.parametrize("shape", [(1,), (3, 5), (0,), (), (7, 1, 3, 3)])
def test_packing_loses_no_bit(shape: tuple[int, ...]) -> None:
    for each in (weights(*shape), shortened(weights(*shape))):
        found = unpacked(packed(each), shape)
        assert found.dtype is torch.float16
        assert torch.equal(found, each)


def test_they_take_about_two_thirds() -> None:
    assert len(packed(shortened(weights(512, 256)))) < 0.7 * 512 * 256 * 2
    assert len(packed(weights(512, 256))) < 512 * 256 * 2


def damaged(row: torch.Tensor, how: str) -> torch.Tensor:
    coded = row.numpy().tobytes()
    bombs = zlib.compress(bytes(10_000_000)) * 2
    ways = {
        "cut": coded[:-20],
        "halved": coded[: len(coded) // 2],
        "empty": b"",
        "more": coded + b"more",
        "other": b"x" * len(coded),
        "bomb": bombs,
    }
    return torch.frombuffer(bytearray(ways[how]) or bytearray(1), dtype=torch.uint8)[: len(ways[how])]


@pytest.mark.parametrize("how", ["cut", "halved", "empty", "more", "other", "bomb"])
def test_damage_is_told(how: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        unpacked(damaged(packed(weights(30, 30)), how), (30, 30))
    with pytest.raises(ValueError, match=r"\w"):
        unpacked(packed(weights(30, 30)), (30, 31))
