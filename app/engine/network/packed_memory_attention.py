"""Memory attention of the embedded network in packed layers, with keys of memories that are computed once.

The key of a memory's token is its projection, turned by its place. The projection is linear, so what depends on the
memory and its place is computed once, and what depends on how old the memory is once for each age; a frame adds them.
"""

import math
from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.network.fast_memory_attention import rotate, value_output, weighted
from app.engine.network.packed_layers import RELU, PackedLinear
from app.engine.network.pooled_attention import PooledRoPEAttention

IMAGE_SHARE = 0.1
"""The share of the position encoding that SAM 2 adds to the image before its memory attention."""


class PackedMemoryAttention:
    """A MemoryAttention over pooled memories, one object after the other."""

    def __init__(self, attention: Any, encoding: Tensor, ages: Tensor, dtype: torch.dtype) -> None:
        """`encoding`: position encoding of the image, N x C; `ages`: encodings of a memory's age, T x M."""
        cells = len(encoding)
        side = math.isqrt(cells)
        self.dtype = dtype
        self._encoding = (IMAGE_SHARE * encoding.float()).to(dtype).contiguous()
        self._layers = [_PackedLayer(layer, side, dtype) for layer in attention.layers]
        self._norm = attention.norm
        across = [layer.cross_attn_image for layer in attention.layers]
        assert all(isinstance(one, PooledRoPEAttention) for one in across)
        self._place = across[0].tables(side, encoding.device)[1][:, None]
        projections = [one.k_proj for one in across]
        self._key = PackedLinear.of(projections, dtype, len(self._place))
        aging = F.linear(ages.float(), torch.cat([one.weight for one in projections]))
        self._age_keys = [self._turned(age.repeat(len(self._place), 1)) for age in aging]

    def keys(self, memory: Tensor, encoding: Tensor) -> Tensor:
        """Return the keys of a memory (N x M, with its position encoding) for each layer, without age: L x N x C."""
        return self._turned(self._key((memory + encoding).to(self.dtype)))

    def pointer_keys(self, pointers: Tensor, encoding: Tensor) -> Tensor:
        """Return the keys of P tokens of object pointers (P x M) for each layer: L x P x C."""
        return self._by_layer(self._key((pointers + encoding).to(self.dtype)))

    def aged(self, keys: Tensor, age: int, out: Tensor) -> None:
        """Write the keys of a memory at an age (a row of `ages`) into `out`, L x N x C."""
        torch.add(keys, self._age_keys[age], out=out)

    def room(self, tokens: int) -> Tensor:
        """Return an empty tensor for the keys of all of an object's tokens: L x K x C."""
        layers, _, width = self._age_keys[0].shape
        return torch.empty(layers, tokens, width, dtype=self.dtype)

    def shared(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Return what all objects share: image features (N x C) after self attention, and the first queries."""
        first = self._layers[0]
        features = first.attend_self(image.to(self.dtype) + self._encoding)
        return features, first.queries(features)

    def __call__(self, shared: tuple[Tensor, Tensor], values: Tensor, keys: Tensor) -> Tensor:
        """Fuse shared features with the memory of an object: values K x M, keys L x K x C. Returns N x C."""
        output, queries = shared
        for index, layer in enumerate(self._layers):
            if index:
                output = layer.attend_self(output)
                queries = layer.queries(output)
            output = layer.attend(output, queries, values, keys[index])
        return _normed(self._norm, output)

    def _turned(self, projected: Tensor) -> Tensor:
        """Turn N x (L * C) projections by their place, in float32."""
        turned = projected.float().view(len(projected), len(self._layers), -1, 2)
        torch.view_as_complex(turned).mul_(self._place)
        return self._by_layer(turned.flatten(1)).contiguous()

    def _by_layer(self, projected: Tensor) -> Tensor:
        """N x (L * C) -> L x N x C."""
        return projected.to(self.dtype).view(len(projected), len(self._layers), -1).transpose(0, 1)


class _PackedLayer:
    """A MemoryAttentionLayer."""

    def __init__(self, layer: Any, side: int, dtype: torch.dtype) -> None:
        own, across, rows = layer.self_attn, layer.cross_attn_image, side * side
        self._norms = (layer.norm1, layer.norm2, layer.norm3)
        self._own = PackedLinear.of([own.q_proj, own.k_proj, own.v_proj], dtype, rows)
        self._own_output = PackedLinear.of([own.out_proj], dtype, rows)
        self._query = PackedLinear.of([across.q_proj], dtype, rows)
        self._value_output = PackedLinear(*value_output(across), dtype, rows)
        self._first = PackedLinear.of([layer.linear1], dtype, rows, RELU)
        self._last = PackedLinear.of([layer.linear2], dtype, rows)
        place = own.compute_cis(end_x=side, end_y=side)
        self._query_turn = place / math.sqrt(own.internal_dim)
        self._own_turn = torch.stack([self._query_turn, place], dim=1)
        self._width = own.internal_dim

    def attend_self(self, x: Tensor) -> Tensor:
        """Return N x C features with self attention added."""
        projected, width = self._own(_normed(self._norms[0], x)), self._width
        turned = projected[:, : 2 * width].float().view(-1, 2, width)
        query, key = rotate(turned, self._own_turn).to(x.dtype).unbind(1)
        return self._own_output(weighted(query, key, projected[:, 2 * width :]), x)

    def queries(self, x: Tensor) -> Tensor:
        """Return the queries to memory, N x C."""
        return rotate(self._query(_normed(self._norms[1], x)).float(), self._query_turn).to(x.dtype)

    def attend(self, x: Tensor, queries: Tensor, values: Tensor, keys: Tensor) -> Tensor:
        """Return N x C features with cross attention to memory and the MLP added."""
        x = self._value_output(weighted(queries, keys, values), x)
        return self._last(self._first(_normed(self._norms[2], x)), x)


def _normed(norm: Any, x: Tensor) -> Tensor:
    return F.layer_norm(x, norm.normalized_shape, norm.weight, norm.bias, norm.eps)


def memory_rows(spatial: Tensor) -> Tensor:
    """Return a spatial memory (1 x M x h x w) as tokens, N x M."""
    return spatial[0].permute(1, 2, 0).reshape(-1, spatial.shape[1])


def pointer_rows(pointers: Sequence[Tensor], width: int) -> Tensor:
    """Return object pointers (1 x C each) as tokens of a width: P x M."""
    return torch.cat([pointer.view(-1, width) for pointer in pointers])
