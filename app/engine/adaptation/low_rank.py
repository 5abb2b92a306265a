"""Low-rank additions to query, key and value projections of a mask decoder's attentions (LoRA, arXiv 2106.09685)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor, nn

from app.errors import EngineError

RANK: Final = 4
SEED = 0
"""Of what lessons begin with: the same lessons teach the same."""
PROJECTIONS: Final = ("q_proj", "k_proj", "v_proj")


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """What is added to a projection's weights, `up @ down`: out x RANK and RANK x in."""

    down: Tensor
    up: Tensor


LowRank = Mapping[str, Factors]
"""By the projection's name within the decoder's transformer."""


def projections(transformer: Any) -> dict[str, nn.Linear]:
    """Return the linear layers of a TwoWayTransformer that are added to, by name."""
    return {
        name: module
        for name, module in transformer.named_modules()
        if isinstance(module, nn.Linear) and name.rpartition(".")[2] in PROJECTIONS
    }


def fresh(transformer: Any) -> LowRank:
    """Return factors whose product is nothing: they change no mask until they are trained. The same at every call."""
    generator = torch.Generator().manual_seed(SEED)
    made = {}
    for name, layer in projections(transformer).items():
        outputs, inputs = layer.weight.shape
        bound = 1 / math.sqrt(inputs)
        down = torch.empty(RANK, inputs).uniform_(-bound, bound, generator=generator)
        made[name] = Factors(down.to(layer.weight.device), torch.zeros(outputs, RANK, device=layer.weight.device))
    return made


def to_bytes(factors: LowRank, facts: Mapping[str, str]) -> bytes:
    """Return the content of a safetensors file with the factors, and `facts` in its header."""
    tensors = {}
    for name, pair in factors.items():
        tensors[f"{name}.down"] = pair.down.detach().cpu().contiguous()
        tensors[f"{name}.up"] = pair.up.detach().cpu().contiguous()
    return bytes(save(tensors, dict(facts)))


def from_bytes(data: bytes, transformer: Any) -> LowRank:
    """Return the factors in such a file. Raises EngineError when it is damaged or was made for another network."""
    layers = projections(transformer)
    try:
        found = load(data)
    except SafetensorError as error:
        raise damaged() from error
    made = {}
    for name, layer in layers.items():
        down, up = found.get(f"{name}.down"), found.get(f"{name}.up")
        outputs, inputs = layer.weight.shape
        if down is None or up is None or down.shape != (RANK, inputs) or up.shape != (outputs, RANK):
            raise damaged()
        if not (bool(down.isfinite().all()) and bool(up.isfinite().all())):
            raise damaged()
        made[name] = Factors(down.float().to(layer.weight.device), up.float().to(layer.weight.device))
    return made


def facts_of(data: bytes) -> dict[str, str]:
    """Return what the header of such a file says, nothing where there is none."""
    try:
        length = int.from_bytes(data[:8], "little")
        header = msgspec.json.decode(data[8 : 8 + length], type=dict[str, object])
        return msgspec.convert(header.get("__metadata__", {}), type=dict[str, str])
    except (msgspec.MsgspecError, ValueError):
        return {}


def damaged() -> EngineError:
    """Return the error for an adapter that cannot be used."""
    return EngineError(
        "What the model has learned from the corrections of an object cannot be read.",
        "Reset it for this object; it is learned again from the next corrections.",
    )
