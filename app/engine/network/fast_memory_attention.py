"""Memory attention for several objects on a processor: the shared part is computed once, the rest object by object.

All objects share the image up to the first cross attention to their own memory. From there on one object is large
enough to fill a processor, and small enough for its caches. Memories are read in their own width: the projections of
the values and of the output are one matrix, applied after the attention weights.
"""

import math
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.network.pooled_attention import PooledRoPEAttention

# Attention weights computed at a time, and the fewest rows of them: more weights exceed the caches, fewer rows are slow
WEIGHTS, FEWEST_ROWS = 1_000_000, 64


@dataclass(frozen=True, slots=True, eq=False)
class Rotations:
    """Rotary position encodings, cells x C/2 complex. Those of queries include attention's 1 / sqrt(C)."""

    query: Tensor
    key: Tensor
    memory: Tensor


class FastMemoryAttention:
    """Computes a MemoryAttention of SAM 2 as all configurations have it: rotary attention of one head, ReLU.

    Holds what it derives from the attention's weights, and not the attention, which holds it.
    """

    def __init__(self, attention: Any) -> None:
        self._value_output = [value_output(layer.cross_attn_image) for layer in attention.layers]
        self._rotations: dict[int, Rotations] = {}

    def __call__(
        self, attention: Any, image: Tensor, encoding: Tensor, memory: Tensor, memory_encoding: Tensor, pointers: int
    ) -> Tensor:
        """Fuse an image (N x C, with its position encoding) with the memories of B objects (B x K x M).

        The last `pointers` of the K tokens have no position in the image. Returns B x N x C.
        """
        if attention.pos_enc_at_input:
            image = image + 0.1 * encoding
        first = attention.layers[0]
        rotations = self._rotations_for(first, len(image))
        shared = image + _self_attention(first, image, rotations)
        queries = _queries(first, shared, rotations)
        objects = zip(memory, memory + memory_encoding, strict=True)
        return torch.stack(
            [self._fused(attention, shared, queries, own, keys, pointers, rotations) for own, keys in objects]
        )

    def _fused(
        self,
        attention: Any,
        shared: Tensor,
        queries: Tensor,
        memory: Tensor,
        keys: Tensor,
        pointers: int,
        rotations: Rotations,
    ) -> Tensor:
        output = shared
        for index, layer in enumerate(attention.layers):
            if index:
                output.add_(_self_attention(layer, output, rotations))
                queries = _queries(layer, output, rotations)
            key = layer.cross_attn_image.k_proj(keys).float()
            rotate(key[: len(key) - pointers], rotations.memory)
            output = output + F.linear(weighted(queries, key, memory), *self._value_output[index])
            output.add_(layer.linear2(layer.linear1(layer.norm3(output)).relu_()))
        fused: Tensor = attention.norm(output)
        return fused

    def _rotations_for(self, layer: Any, cells: int) -> Rotations:
        if cells not in self._rotations:
            side, device = math.isqrt(cells), layer.linear1.weight.device
            own, across = layer.self_attn, layer.cross_attn_image
            key = own.compute_cis(end_x=side, end_y=side).to(device)
            memory = across.tables(side, device)[1] if isinstance(across, PooledRoPEAttention) else key
            self._rotations[cells] = Rotations(key / math.sqrt(own.internal_dim), key, memory)
        return self._rotations[cells]


def _self_attention(layer: Any, output: Tensor, rotations: Rotations) -> Tensor:
    """Return what self attention adds to an object's image features."""
    attention, normed = layer.self_attn, layer.norm1(output)
    query = rotate(attention.q_proj(normed).float(), rotations.query)
    key = rotate(attention.k_proj(normed).float(), rotations.key)
    added: Tensor = attention.out_proj(weighted(query, key, attention.v_proj(normed)))
    return added


def _queries(layer: Any, output: Tensor, rotations: Rotations) -> Tensor:
    """Return the queries of a layer's cross attention to memory."""
    return rotate(layer.cross_attn_image.q_proj(layer.norm2(output)).float(), rotations.query)


def rotate(x: Tensor, table: Tensor) -> Tensor:
    """Rotate `x` in place; it may hold the table's cells several times over."""
    torch.view_as_complex(x.view(-1, *table.shape, 2)).mul_(table)
    return x


def weighted(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Return the values (K x M) weighted by softmax(query key^T), some rows of the queries (N x C) at a time."""
    rows = max(FEWEST_ROWS, WEIGHTS // len(key))
    parts = [torch.mm(torch.softmax(torch.mm(part, key.t()), -1), value) for part in torch.split(query, rows)]
    return parts[0] if len(parts) == 1 else torch.cat(parts)


@torch.no_grad()
def value_output(attention: Any) -> tuple[Tensor, Tensor]:
    """Return weight and bias of the value and output projections in one, to apply to weighted memories."""
    after = attention.out_proj.weight
    with torch.autocast(after.device.type, enabled=False):
        return after @ attention.v_proj.weight, after @ attention.v_proj.bias + attention.out_proj.bias
