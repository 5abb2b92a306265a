"""Reads memories for the embedded network on a processor: what the keys of a memory need is computed once and kept.

SAM2Base makes the keys of all memories anew on every frame. Apart from that it reads the same, in the same order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import torch
from sam2.modeling.sam2_utils import get_1d_sine_pe, select_closest_cond_frames
from torch import Tensor

from app.engine.inference.memory_bank import ObjectMemory, Output
from app.engine.network.checked_paths import CheckedPaths, apart, number_type
from app.engine.network.packed_memory_attention import PackedMemoryAttention, memory_rows, pointer_rows
from app.engine.predictor import PassDirection
from app.project.model import FrameIndex


@dataclass(frozen=True, slots=True)
class Place:
    """Where an output is in a memory: its frame, and whether that was chosen as a conditioning frame."""

    frame: FrameIndex
    chosen: bool

    def of(self, memory: ObjectMemory) -> Output:
        """Return the output of an object."""
        tracked = None if self.chosen else memory.tracked.get(self.frame)
        return tracked or memory.conditioning[self.frame]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read of a memory on one frame, in the order of its tokens.

    `spatial`: rows in the model's encodings of age, and places. `pointers`: frames between, and places. `span`: how
    many frames between count as one in the encoding of pointers.
    """

    spatial: tuple[tuple[int, Place], ...]
    pointers: tuple[tuple[int, Place], ...]
    span: int

    @classmethod
    def of(
        cls, model: Any, memory: ObjectMemory, frame: FrameIndex, direction: PassDirection, frame_count: int
    ) -> "Reading":
        """Return what `_prepare_memory_conditioned_features` of an EmbeddedSam2 reads."""
        sign, rows = direction.value, int(model.num_maskmem)
        chosen, others = select_closest_cond_frames(frame, memory.conditioning, model.max_cond_frames_in_attn)
        recent = {**others, **memory.tracked}
        behind = [(age, FrameIndex(frame - sign * age)) for age in range(1, max(rows, model.max_obj_ptrs_in_encoder))]
        known = [(age, Place(at, chosen=False)) for age, at in behind if at in recent]
        given = [(sign * (frame - at), Place(at, chosen=True)) for at in chosen]
        reach = min(frame_count, int(model.max_obj_ptrs_in_encoder))
        return cls(
            (*((rows - 1, at) for _, at in given), *((age - 1, at) for age, at in reversed(known) if age < rows)),
            (*((age, at) for age, at in given if age >= 0), *((age, at) for age, at in known if age < reach)),
            max(1, reach - 1),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """The tokens of a spatial memory and their keys without age, N x M and L x N x C."""

    spatial: Tensor
    values: Tensor
    keys: Tensor


class MemoryReader:
    """Fuses a frame's features with memories. Keeps the keys of those that the last frame read, as long as they live.

    With the embedded model they take 0.7 MB for each memory in bfloat16 and 1.3 MB in float32: seven times that for an
    object that is tracked.
    """

    def __init__(self) -> None:
        self._paths: CheckedPaths[PackedMemoryAttention] = CheckedPaths("The memory attention")
        self._kept: WeakKeyDictionary[ObjectMemory, dict[Place, _Kept]] = WeakKeyDictionary()
        self._room: Tensor | None = None

    def fused(
        self,
        model: Any,
        coarse: Tensor,
        encodings: tuple[Tensor, Tensor],
        reading: Reading,
        memories: Sequence[ObjectMemory],
        plain: Callable[[Tensor], Tensor],
    ) -> Tensor:
        """Return B x C x h x w features of a frame, fused with the memories of B objects of equal shape.

        `coarse`: the frame's features, 1 x C x h x w. `encodings`: position encodings of the image (1 x C x h x w) and
        of a memory (1 x M x h x w). `plain`: fuses such features by SAM2Base's own code, where this one does not do.
        """
        dtype = number_type(coarse)

        def build() -> PackedMemoryAttention:
            ages = model.maskmem_tpos_enc.detach().flatten(1)
            return PackedMemoryAttention(model.memory_attention, encodings[0].flatten(2)[0].t(), ages, dtype)

        def run(path: PackedMemoryAttention) -> Tensor:
            with torch.autocast(coarse.device.type, enabled=False):
                return self._fused(path, model, coarse, memory_rows(encodings[1]), reading, memories)

        if not reading.pointers:  # before the first person-made frame; SAM2Base leaves the layer of their ages out
            return plain(coarse)
        found = self._paths.get(
            dtype, coarse.shape[-1], build, lambda path: apart([run(path)], [plain(coarse.float())])
        )
        return plain(coarse) if found is None else run(found)

    def _fused(
        self,
        path: PackedMemoryAttention,
        model: Any,
        coarse: Tensor,
        encoding: Tensor,
        reading: Reading,
        memories: Sequence[ObjectMemory],
    ) -> Tensor:
        shared = path.shared(coarse[0].flatten(1).t())
        width = int(model.mem_dim)
        spans = torch.tensor([between / reading.span for between, _ in reading.pointers], device=coarse.device)
        times = model.obj_ptr_tpos_proj(get_1d_sine_pe(spans, dim=int(model.hidden_dim)))
        times = times.repeat_interleave(int(model.hidden_dim) // width, dim=0)
        fused = []
        for memory in memories:
            kept = self._keys(path, encoding, reading, memory)
            pointers = pointer_rows([at.of(memory).pointer for _, at in reading.pointers], width)
            values = torch.cat([*(one.values for one in kept), pointers.to(path.dtype)])
            keys = self._room_for(path, len(values))
            first = 0
            for (age, _), one in zip(reading.spatial, kept, strict=True):
                path.aged(one.keys, age, keys[:, first : first + len(one.values)])
                first += len(one.values)
            keys[:, first:] = path.pointer_keys(pointers, times)
            fused.append(path(shared, values, keys))
        return torch.stack(fused).transpose(1, 2).view(len(memories), *coarse.shape[1:])

    def _keys(
        self, path: PackedMemoryAttention, encoding: Tensor, reading: Reading, memory: ObjectMemory
    ) -> list[_Kept]:
        """Return what is kept of the spatial memories that are read, and keep nothing else of this object."""
        before, now = self._kept.get(memory, {}), {}
        for _, at in reading.spatial:
            spatial, known = at.of(memory).spatial, before.get(at)
            assert spatial is not None, "in the spatial window every output has its memory"
            if known is None or known.spatial is not spatial or known.keys.dtype is not path.dtype:
                values = memory_rows(spatial).to(path.dtype)
                known = _Kept(spatial, values, path.keys(values, encoding))
            now[at] = known
        self._kept[memory] = now
        return list(now.values())

    def _room_for(self, path: PackedMemoryAttention, tokens: int) -> Tensor:
        """Return memory for the keys of one object's tokens, which the next object overwrites."""
        room = self._room
        usable = room is not None and room.dtype is path.dtype and room.shape[1] == tokens
        if room is None or not usable or room.is_inference() != torch.is_inference_mode_enabled():
            self._room = room = path.room(tokens)
        return room
