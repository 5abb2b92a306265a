"""A network's memory cells can be made larger or smaller without learning anew."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.architecture import TEST_TINY, build
from app.errors import EngineError
from app.training.cells import POOLING, with_cells

FINE = replace(TEST_TINY, memory_pool=1)


def memory(model: SAM2Base) -> Tensor:
    generator = torch.Generator().manual_seed(2)
    side = TEST_TINY.image_size
    features = torch.randn(1, TEST_TINY.d_model, side // 16, side // 16, generator=generator)
    mask = torch.randn(1, 1, side, side, generator=generator)
    found: Tensor = model.memory_encoder(features, mask)["vision_features"]
    return found


@torch.inference_mode()
def test_a_wide_cell_remembers_the_mean_of_the_narrow_ones_in_it() -> None:
    torch.manual_seed(1)
    fine = with_cells(build(TEST_TINY), TEST_TINY, 1)
    coarse = with_cells(fine, FINE, 2)
    assert memory(fine).shape[-1] == 2 * memory(coarse).shape[-1]
    assert torch.allclose(F.avg_pool2d(memory(fine), 2), memory(coarse), atol=1e-5)


@torch.inference_mode()
def test_what_looks_alike_throughout_a_cell_is_remembered_as_before() -> None:
    torch.manual_seed(1)
    coarse = build(TEST_TINY)
    fine = with_cells(coarse, TEST_TINY, 1)
    even = torch.randn(1, TEST_TINY.memory_hidden, 4, 4).repeat_interleave(2, -1).repeat_interleave(2, -2)
    wide = coarse.memory_encoder.out_proj(even)
    assert torch.allclose(fine.memory_encoder.out_proj(even)[..., ::2, ::2], wide, atol=1e-5)


def test_everything_else_keeps_its_weights_and_the_original_is_untouched() -> None:
    torch.manual_seed(1)
    coarse = build(TEST_TINY)
    fine = with_cells(coarse, TEST_TINY, 1)
    for name, value in fine.state_dict().items():
        before = coarse.state_dict()[name]
        same = value.shape == before.shape and torch.equal(value, before)
        assert same != (name == POOLING), name
    fine.load_state_dict({name: value + 1 for name, value in fine.state_dict().items()})
    assert not torch.equal(coarse.state_dict()["no_obj_ptr"], fine.state_dict()["no_obj_ptr"])


def test_a_size_that_cannot_be_built_is_refused() -> None:
    with pytest.raises(EngineError):
        with_cells(build(TEST_TINY), TEST_TINY, 3)
