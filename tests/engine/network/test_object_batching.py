"""Several objects on one frame: other arithmetic than Meta's modules, the same numbers but for rounding."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from app.engine.hardware.execution import Mode
from app.engine.inference.model import Sam2Model
from app.engine.inference.predictor import Sam2Predictor
from app.engine.network.object_batching import batch_objects, batched
from app.engine.predictor import Conditioning, Context, TrackRequest
from app.project.model import FrameIndex, ObjectId
from tests.engine.inference.test_predictor import disc
from tests.engine.networks import CPU, NETWORKS, clip, model

OBJECTS, MEMORIES, POINTERS = 3, 2, 6


@pytest.fixture(params=sorted(NETWORKS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def inputs(kind: str) -> dict[str, Tensor]:
    """What memory attention is called with: one picture for every object, a memory of each."""
    network, generator = model(kind), torch.Generator().manual_seed(3)
    cells = (network.image_size // 16) ** 2
    pool = getattr(network.memory_attention.layers[0].cross_attn_image, "pool", 1)
    tokens = MEMORIES * cells // pool**2 + POINTERS

    def some(*shape: int) -> Tensor:
        return torch.randn(shape, generator=generator)

    picture, place = some(cells, 1, network.hidden_dim), some(cells, 1, network.hidden_dim)
    return {
        "curr": picture.expand(-1, OBJECTS, -1),
        "curr_pos": place.expand(-1, OBJECTS, -1),
        "memory": some(tokens, OBJECTS, network.mem_dim),
        "memory_pos": some(tokens, OBJECTS, network.mem_dim),
    }


def counted(module: torch.nn.Module) -> list[int]:
    """The batches a layer was called with from now on."""
    batches: list[int] = []
    module.register_forward_pre_hook(lambda _module, inputs: batches.append(inputs[0].numel()))
    return batches


@torch.inference_mode()
def test_memory_attention_of_several_objects_is_metas(kind: str) -> None:
    network, given = model(kind), inputs(kind)
    expected = network.memory_attention(**given, num_obj_ptr_tokens=POINTERS)
    batch_objects(network)
    found = network.memory_attention(**given, num_obj_ptr_tokens=POINTERS)
    assert found.shape == expected.shape
    assert torch.allclose(found, expected, atol=2e-5)
    assert not torch.allclose(found[:, 0], found[:, 1], atol=1e-2), "objects with other memories see other things"


@torch.inference_mode()
def test_memory_attention_in_small_parts_is_metas(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.engine.network.fast_memory_attention.WEIGHTS", 1)
    monkeypatch.setattr("app.engine.network.fast_memory_attention.FEWEST_ROWS", 3)
    network, given = model(kind), inputs(kind)
    expected = network.memory_attention(**given, num_obj_ptr_tokens=POINTERS)
    batch_objects(network)
    assert torch.allclose(network.memory_attention(**given, num_obj_ptr_tokens=POINTERS), expected, atol=2e-5)


@torch.inference_mode()
def test_memory_attention_as_one_batch_is_metas(kind: str) -> None:
    network, given = model(kind), inputs(kind)
    attention = network.memory_attention
    expected = attention(**given, num_obj_ptr_tokens=POINTERS).transpose(0, 1)
    picture, place = given["curr"][:, :1].transpose(0, 1), given["curr_pos"][:, :1].transpose(0, 1)
    memory, memory_place = given["memory"].transpose(0, 1), given["memory_pos"].transpose(0, 1)
    found = batched(attention, picture, place, memory, memory_place, POINTERS)
    assert torch.allclose(found, expected, atol=2e-5)


@torch.inference_mode()
def test_what_objects_share_is_computed_once(kind: str) -> None:
    network, given = model(kind), inputs(kind)
    batch_objects(network)
    first, *others = network.memory_attention.layers
    shared, own = counted(first.self_attn.q_proj), [counted(layer.self_attn.q_proj) for layer in others]
    network.memory_attention(**given, num_obj_ptr_tokens=POINTERS)
    picture = given["curr"][:, 0].numel()
    assert sum(shared) == picture
    assert all(sum(batches) == OBJECTS * picture for batches in own)


@pytest.mark.parametrize("several", [False, True])
@torch.inference_mode()
def test_masks_of_several_objects_are_metas(kind: str, several: bool) -> None:
    network = model(kind)
    decide = decoding(network, several)
    expected = decide()
    batch_objects(network)
    for ours, metas in zip(decide(), expected, strict=True):
        assert ours.shape == metas.shape
        assert torch.allclose(ours, metas, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_a_single_object_takes_metas_way_to_the_bit_where_it_has_to(kind: str) -> None:
    one = {name: value[:, :1] for name, value in inputs(kind).items()}
    expected = model(kind).memory_attention(**one, num_obj_ptr_tokens=POINTERS)
    found = {}
    for exact in (True, False, None):
        network = model(kind)
        batch_objects(network, exact=exact)
        found[exact] = network.memory_attention(**one, num_obj_ptr_tokens=POINTERS)
        assert torch.allclose(found[exact], expected, atol=2e-5)
    assert torch.equal(found[True], expected)
    assert not torch.equal(found[False], expected), "this way has other arithmetic"
    assert torch.equal(found[None], found[kind == "meta"])


def test_several_objects_in_bfloat16_have_nearly_the_same_masks(kind: str) -> None:
    frames, names = 5, tuple(map(ObjectId, range(OBJECTS)))
    context = {name: Context((Conditioning(FrameIndex(0), disc(30 + 40 * name)),)) for name in names}
    found = []
    for wide in (False, True):
        engine = Sam2Predictor(Sam2Model(model(kind)), Mode(CPU, bfloat16=wide), kind)
        steps = engine.track("v", clip(frames), TrackRequest(names, range(frames), context))
        found.append([step.predictions[name].mask for step in steps if step.predictions for name in names])
    assert np.mean([one.iou(other) for one, other in zip(*found, strict=True)]) > 0.8


def decoding(network: torch.nn.Module, several: bool) -> Callable[[], tuple[Tensor, ...]]:
    """The mask decoder with a click on each of three objects."""
    generator = torch.Generator().manual_seed(4)
    side, width = network.image_size // 16, network.hidden_dim
    picture = torch.randn(OBJECTS, width, side, side, generator=generator)
    fine = torch.randn(1, width // 8, 4 * side, 4 * side, generator=generator)
    middle = torch.randn(1, width // 4, 2 * side, 2 * side, generator=generator)
    clicks = torch.rand(OBJECTS, 1, 2, generator=generator) * network.image_size, torch.ones(OBJECTS, 1)
    sparse, dense = network.sam_prompt_encoder(points=clicks, boxes=None, masks=None)

    def decide() -> tuple[Tensor, ...]:
        found: tuple[Tensor, ...] = network.sam_mask_decoder(
            image_embeddings=picture,
            image_pe=network.sam_prompt_encoder.get_dense_pe(),
            sparse_prompt_embeddings=sparse,
            dense_prompt_embeddings=dense,
            multimask_output=several,
            repeat_image=False,
            high_res_features=[fine, middle],
        )
        return found

    return decide
