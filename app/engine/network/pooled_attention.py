"""Memory attention over spatially pooled memories: SAM 2's rotary attention with keys on a coarser grid."""

import math

import torch
from sam2.modeling.position_encoding import apply_rotary_enc
from sam2.modeling.sam.transformer import RoPEAttention
from torch import Tensor
from torch.nn import functional as F


def grid_rotations(width: int, side: int, pool: int, theta: float = 10000.0) -> Tensor:
    """Return complex rotations, side*side x width/2, of a square grid whose cells lie `pool` image cells apart.

    Cell i stands for image cells i*pool .. i*pool+pool-1, so it rotates as their center does: attention between a
    pooled memory and an image cell depends on their true distance. With pool 1 these are SAM 2's own axial rotations.
    """
    steps = 1.0 / (theta ** (torch.arange(0, width, 4)[: width // 4].float() / width))
    cells = torch.arange(side, dtype=torch.float32) * pool + (pool - 1) / 2
    angles = torch.outer(cells, steps)
    across = angles.repeat(side, 1)
    down = angles.repeat_interleave(side, dim=0)
    both = torch.cat([across, down], dim=-1)
    return torch.polar(torch.ones_like(both), both)


class PooledRoPEAttention(RoPEAttention):  # type: ignore[misc]  # rf-sam-2 has no types
    """Cross attention whose keys are memories pooled `pool` x `pool`, then object pointers without a position."""

    def __init__(self, pool: int, embedding_dim: int, num_heads: int, kv_in_dim: int, dropout: float) -> None:
        super().__init__(
            embedding_dim, num_heads, kv_in_dim=kv_in_dim, dropout=dropout, rope_k_repeat=True, feat_sizes=(1, 1)
        )
        self.pool = pool
        self.rotations: dict[tuple[int, torch.device], tuple[Tensor, Tensor]] = {}

    def tables(self, side: int, device: torch.device) -> tuple[Tensor, Tensor]:
        """Return the rotations of image cells and of the cells of one memory, for an image of side x side cells."""
        known = self.rotations.get((side, device))
        if known is None:
            width = self.internal_dim // self.num_heads
            known = (
                grid_rotations(width, side, 1).to(device),
                grid_rotations(width, side // self.pool, self.pool).to(device),
            )
            self.rotations[(side, device)] = known
        return known

    def forward(self, q: Tensor, k: Tensor, v: Tensor, num_k_exclude_rope: int = 0) -> Tensor:
        """Attend from B x side*side x C to B x (memories * (side/pool)^2 + pointers) x M; returns B x side*side x C."""
        q = self._separate_heads(self.q_proj(q), self.num_heads)
        k = self._separate_heads(self.k_proj(k), self.num_heads)
        v = self._separate_heads(self.v_proj(v), self.num_heads)
        image, memory = self.tables(math.isqrt(q.shape[-2]), q.device)
        placed = k.shape[-2] - num_k_exclude_rope
        nothing = k[:, :, :0]
        q, _ = apply_rotary_enc(q, nothing, image)
        memories, _ = apply_rotary_enc(k[:, :, :placed], nothing, memory.repeat(placed // memory.shape[0], 1))
        k = torch.cat([memories, k[:, :, placed:]], dim=2)
        dropout = self.dropout_p if self.training else 0.0
        out = F.scaled_dot_product_attention(q, k, v, dropout_p=dropout)
        attended: Tensor = self.out_proj(self._recombine_heads(out))
        return attended
