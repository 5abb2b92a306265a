"""Memory attention for several objects on a processor: what they share is done once, the rest object by object.

All objects look at the same picture until they first look into their own memory. What comes then is large enough to
fill a processor, and small enough for its caches if one object is done at a time. Memories are read as narrow as they
are kept: the projection of the values and the one behind it are one matrix, applied after the weighing.
"""

import math
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.network.pooled_attention import PooledRoPEAttention

# So many weights are computed at a time, in no fewer rows: more of them leave the caches, narrower ones waste time
WEIGHTS, FEWEST_ROWS = 1_000_000, 64


@dataclass(frozen=True, slots=True, eq=False)
class Turns:
    """Rotations of places, cells x C/2 complex. Those of queries also carry attention's 1 / sqrt(C)."""

    query: Tensor
    key: Tensor
    memory: Tensor


class Attending:
    """The layers of a MemoryAttention of SAM 2 as all configurations have them: rotary attention of one head, ReLU."""

    def __init__(self, attention: Any) -> None:
        self._attention = attention
        self._narrow = [_narrowed(layer.cross_attn_image) for layer in attention.layers]
        self._turns: dict[int, Turns] = {}

    def __call__(self, picture: Tensor, place: Tensor, memory: Tensor, memory_place: Tensor, pointers: int) -> Tensor:
        """Fuse a picture (N x C, its position encoding `place`) with the memories of B objects (B x K x M).

        The last `pointers` of the K tokens have no place on the picture. Returns B x N x C.
        """
        if self._attention.pos_enc_at_input:
            picture = picture + 0.1 * place
        first, turns = self._attention.layers[0], self._turned(len(picture))
        seen = picture + _around(first, picture, turns)
        asked = _asked(first, seen, turns)
        objects = zip(memory, memory + memory_place, strict=True)
        return torch.stack([self._fused(seen, asked, own, keys, pointers, turns) for own, keys in objects])

    def _fused(self, seen: Tensor, asked: Tensor, memory: Tensor, keys: Tensor, pointers: int, turns: Turns) -> Tensor:
        output = seen
        for index, layer in enumerate(self._attention.layers):
            if index:
                output.add_(_around(layer, output, turns))
                asked = _asked(layer, output, turns)
            key = layer.cross_attn_image.k_proj(keys).float()
            _turn(key[: len(key) - pointers], turns.memory)
            output = output + F.linear(_weighed(asked, key, memory), *self._narrow[index])
            output.add_(layer.linear2(layer.linear1(layer.norm3(output)).relu_()))
        fused: Tensor = self._attention.norm(output)
        return fused

    def _turned(self, cells: int) -> Turns:
        if cells not in self._turns:
            layer, side = self._attention.layers[0], math.isqrt(cells)
            device = layer.linear1.weight.device
            own, across = layer.self_attn, layer.cross_attn_image
            key = own.compute_cis(end_x=side, end_y=side).to(device)
            memory = across.tables(side, device)[1] if isinstance(across, PooledRoPEAttention) else key
            self._turns[cells] = Turns(key / math.sqrt(own.internal_dim), key, memory)
        return self._turns[cells]


def _around(layer: Any, output: Tensor, turns: Turns) -> Tensor:
    """Return what self attention adds to an object's view of the picture."""
    attention, normed = layer.self_attn, layer.norm1(output)
    query = _turn(attention.q_proj(normed).float(), turns.query)
    key = _turn(attention.k_proj(normed).float(), turns.key)
    added: Tensor = attention.out_proj(_weighed(query, key, attention.v_proj(normed)))
    return added


def _asked(layer: Any, output: Tensor, turns: Turns) -> Tensor:
    """Return the queries with which a layer looks into memory."""
    return _turn(layer.cross_attn_image.q_proj(layer.norm2(output)).float(), turns.query)


def _turn(x: Tensor, table: Tensor) -> Tensor:
    """Rotate places in place; `x` may hold the table's places several times over."""
    torch.view_as_complex(x.view(-1, *table.shape, 2)).mul_(table)
    return x


def _weighed(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Return the values (K x M) weighed by softmax(query key^T), rows of the queries (N x C) at a time."""
    rows = max(FEWEST_ROWS, WEIGHTS // len(key))
    parts = [torch.mm(torch.softmax(torch.mm(part, key.t()), -1), value) for part in torch.split(query, rows)]
    return parts[0] if len(parts) == 1 else torch.cat(parts)


@torch.no_grad()
def _narrowed(attention: Any) -> tuple[Tensor, Tensor]:
    """Return weight and bias that lead from weighed memories straight to the attention's output."""
    after = attention.out_proj.weight
    return after @ attention.v_proj.weight, after @ attention.v_proj.bias + attention.out_proj.bias
