"""Changes how large a part of the picture one memory cell of a network stands for, with the same weights."""

from dataclasses import replace

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.architecture import Architecture, build

POOLING = "memory_encoder.out_proj.weight"


@torch.no_grad()
def with_cells(model: SAM2Base, architecture: Architecture, pool: int) -> SAM2Base:
    """Return a copy of `model`, on the CPU, whose memory cells are `pool` x `pool` image cells large.

    What the memory encoder made of a cell it makes of the cell's mean: what looks alike throughout a cell is remembered
    as before. Attention knows where cells lie (see PooledRoPEAttention), so nothing else changes. Raises EngineError
    for a size of cells that cannot be built.
    """
    changed = build(replace(architecture, memory_pool=pool))
    weights = {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
    summed = weights[POOLING].sum(dim=(2, 3), keepdim=True)
    weights[POOLING] = (summed / pool**2).expand(-1, -1, pool, pool).contiguous()
    changed.load_state_dict(weights)
    return changed
