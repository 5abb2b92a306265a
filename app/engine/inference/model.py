"""The steps of SAM 2: image encoder, memory attention, mask decoder, memory encoder; a thin layer over SAM2Base."""

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.engine.adaptation.merged import MergedWeights
from app.engine.adaptation.student import NoPrompts, Student
from app.engine.inference.features import Features
from app.engine.inference.grids import FULL, Grid
from app.engine.inference.guided_filter import Guide
from app.engine.inference.lookalikes import agreement
from app.engine.inference.memory_bank import ObjectMemory, Output, Reach, stacked
from app.engine.inference.memory_reading import MemoryReader, Reading
from app.engine.inference.transforms import normalized
from app.engine.network.constant_folding import fold_constants
from app.engine.network.constants import ABSENT, LOGIT_LIMIT, NOT_THERE
from app.engine.network.embedded import EmbeddedSam2
from app.engine.network.object_batching import batch_objects
from app.engine.network.packing import pack_layers, packable
from app.engine.predictor import Adapter, PassDirection
from app.errors import EngineError
from app.project.model import Doubts, FrameIndex

ADAPTER_RATE = 1e-4
"""Of LIT-LoRA (arXiv 2603.26929), for Meta's models."""


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Clicks and box corners of one query in the model's coordinates: 1 x P x 2 float32 and 1 x P int32 labels."""

    coordinates: Tensor
    labels: Tensor

    @property
    def inputs(self) -> dict[str, Tensor]:
        """What SAM2Base calls point_inputs."""
        return {"point_coords": self.coordinates, "point_labels": self.labels}


class Sam2Model:
    """Runs a SAM2Base without keeping state between calls.

    Enters no inference mode and no autocast: the caller does (both belong to a thread). `exact`: see
    app.engine.network.object_batching.
    """

    def __init__(self, model: SAM2Base, *, exact: bool | None = None) -> None:
        self._sam2 = model.eval()
        self._image_encodings: list[Tensor] = []
        self._memory_encoding: Tensor | None = None
        # Memories are kept in bfloat16; without object pointers nothing casts them to the weights' type.
        model.memory_attention.register_forward_pre_hook(_same_type, with_kwargs=True)
        fold_constants(model)
        batch_objects(model, exact=exact)
        self._merged = MergedWeights(model.sam_mask_decoder.transformer)
        self._reader: MemoryReader | None = None
        if isinstance(model, EmbeddedSam2) and not exact:
            pack_layers(model)
            self._reader = MemoryReader()

    @property
    def size(self) -> int:
        """The side of the square the model sees, in pixels."""
        return int(self._sam2.image_size)

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        found: torch.device = self._sam2.device
        return found

    @property
    def corrects_from_memory(self) -> bool:
        """Tell whether clicks on a tracked frame are decoded on features fused with memory, as SAM 2 was trained to."""
        return bool(getattr(self._sam2, "corrects_from_memory", True))

    @property
    def largest_grid(self) -> Grid:
        """The largest grid of clicks that is worth its time with this network: one of GRIDS."""
        return tuple(getattr(self._sam2, "largest_grid", FULL))

    @property
    def relative_presence(self) -> bool:
        """Tell whether presence is relative to the scores of conditioning frames, and absent frames not remembered."""
        return bool(getattr(self._sam2, "relative_presence", False))

    def presence_shift(self, own_scores: Sequence[float | None]) -> Tensor | None:
        """Return what to add to the presence logits of B objects (B x 1), None on a model with absolute presence.

        `own_scores`: what predicted IoU each object has where it is surely present, None if that is not known.
        """
        if not self.relative_presence:
            return None
        shifts = [0.0 if score is None else self._sam2.presence_shift(score) for score in own_scores]
        return torch.tensor(shifts, device=self.device)[:, None]

    @property
    def reach(self) -> Reach:
        """How far the model's memory reads."""
        model = self._sam2
        stride = int(model.memory_temporal_stride_for_eval)
        return Reach(
            spatial=1 + (int(model.num_maskmem) - 2) * stride if model.num_maskmem > 1 else 0,
            pointers=int(model.max_obj_ptrs_in_encoder) - 1 if model.use_obj_ptrs_in_encoder else 0,
            conditioning=int(model.max_cond_frames_in_attn),
        )

    def encode_image(self, picture: Tensor) -> Features:
        """Run the image encoder on a frame squared to the model's size: 1 x 3 x S x S uint8 in main memory."""
        found = self._sam2.forward_image(normalized(picture, self.device))
        levels = int(self._sam2.num_feature_levels)
        if not self._image_encodings:
            self._image_encodings = [encoding[:1].clone() for encoding in found["vision_pos_enc"][-levels:]]
        radius = int(getattr(self._sam2, "edge_radius", 0))
        guide = Guide(np.ascontiguousarray(picture[0].permute(1, 2, 0).numpy()), radius) if radius else None
        return Features(tuple(found["backbone_fpn"][-levels:]), guide)

    def without_memory(self, features: Features) -> Tensor:
        """Return 1 x C x h x w features of a frame that is not fused with memory."""
        return self._fused(
            features.levels[-1], 1, {}, frame=0, frame_count=1, direction=PassDirection.FORWARD, first=True
        )

    def with_memory(
        self,
        features: Features,
        frame: FrameIndex,
        direction: PassDirection,
        frame_count: int,
        memories: Sequence[ObjectMemory],
    ) -> Tensor:
        """Return B x C x h x w features of a frame, fused with the memory of each of B objects (equal in shape)."""

        def plain(coarse: Tensor) -> Tensor:
            return self._fused(
                coarse,
                len(memories),
                stacked(memories, self._memory_encoding),
                frame=frame,
                frame_count=frame_count,
                direction=direction,
                first=False,
            )

        coarse = features.levels[-1]
        if self._reader is None or self._memory_encoding is None or not packable(coarse):
            return plain(coarse)
        reading = Reading.of(self._sam2, memories[0], frame, direction, frame_count)
        encodings = (self._image_encodings[-1], self._memory_encoding)
        return self._reader.fused(self._sam2, coarse, encodings, reading, memories, plain)

    def decode(
        self,
        features: Features,
        fused: Tensor,
        *,
        points: Points | None,
        prior: Tensor | None,
        first: bool,
        shift: Tensor | None = None,
        compares: bool = False,
    ) -> tuple[list[Output], Tensor]:
        """Run the mask decoder; returns an Output for each object and their mask logits at S x S (B x 1 x S x S).

        `prior`: 1 x 1 x S/4 x S/4 mask logits that the prompts refine. `first`: the frame is not fused with memory.
        `shift`: see `presence_shift`. `compares`: outputs say how much they agree with their alternatives.
        """
        decoder = self._sam2.sam_mask_decoder
        decoder.keeps_alternatives = compares
        inputs = None if points is None else points.inputs
        multimask = self._sam2._use_multimask(first, inputs)
        _, _, scores, low, high, pointers, presence = self._sam2._forward_sam_heads(
            backbone_features=fused,
            point_inputs=inputs,
            mask_inputs=None if prior is None else prior.clamp(-LOGIT_LIMIT, LOGIT_LIMIT),
            high_res_features=list(features.levels[:-1]) or None,
            multimask_output=multimask,
            **({} if shift is None else {"shift": shift}),
        )
        best = scores.float().amax(dim=-1).clamp(0.0, 1.0).tolist()
        if not (all(map(math.isfinite, best)) and bool(low.isfinite().all()) and bool(presence.isfinite().all())):
            raise no_numbers()
        doubts = [Doubts(share) for share in self._sam2.sam_mask_decoder.disagreement.tolist()]
        split = zip(low.split(1), pointers.split(1), presence.split(1), best, doubts, strict=True)
        found = [Output(logits, pointer, seen, score, doubts=own) for logits, pointer, seen, score, own in split]
        if compares:
            pairs = zip(found, decoder.alternatives, strict=True)
            found = [replace(out, agreement=agreement(out.logits, others)) for out, others in pairs]
        return found, high

    def adapted(self, adapter: Adapter | None) -> AbstractContextManager[None]:
        """Let the mask decoder compute with an adapter inside; None: as it is."""
        return self._merged.used(adapter)

    @property
    def decoder_transformer(self) -> Any:
        """What adapters add to."""
        return self._sam2.sam_mask_decoder.transformer

    @property
    def adapter_rate(self) -> float:
        """The learning rate of adapters; a small network takes more than the published one."""
        return float(getattr(self._sam2, "adapter_rate", ADAPTER_RATE))

    def student(self) -> Student:
        """Return a mask decoder of tracked frames that can be trained."""
        with torch.inference_mode():
            sparse, dense = self._no_prompts()
            places = self._sam2.sam_prompt_encoder.get_dense_pe()
        several = bool(self._sam2._use_multimask(is_init_cond_frame=False, point_inputs=None))
        prompts = NoPrompts(sparse.clone(), dense.clone(), places.clone())
        return Student(self._sam2.sam_mask_decoder, prompts, several=several)

    def all_masks(self, fused: Tensor, fine: Sequence[Tensor]) -> Tensor:
        """Return the logits of all masks that the decoder has for a tracked frame: T x S/4 x S/4."""
        sparse, dense = self._no_prompts()
        logits, *_ = self._sam2.sam_mask_decoder.predict_masks(
            image_embeddings=fused,
            image_pe=self._sam2.sam_prompt_encoder.get_dense_pe(),
            sparse_prompt_embeddings=sparse,
            dense_prompt_embeddings=dense,
            repeat_image=False,
            high_res_features=list(fine),
        )
        found: Tensor = logits[0].float()
        return found

    def _no_prompts(self) -> tuple[Tensor, Tensor]:
        nowhere = torch.zeros(1, 1, 2, device=self.device)
        labels = -torch.ones(1, 1, dtype=torch.int32, device=self.device)
        encoded: tuple[Tensor, Tensor] = self._sam2.sam_prompt_encoder((nowhere, labels), None, None)
        return encoded

    def absent(self, output: Output) -> Output:
        """Return the output that the model gives for an absent object."""
        return Output(
            torch.full_like(output.logits, ABSENT),
            self._sam2.no_obj_ptr.to(output.pointer.dtype).expand_as(output.pointer),
            torch.full_like(output.presence, NOT_THERE),
            score=0.0,
        )

    @property
    def has_appearance(self) -> bool:
        """Tell whether the model has weights to embed the appearance of cells."""
        return getattr(self._sam2, "looks", None) is not None

    def appearance(self, features: Features) -> Tensor:
        """Return an embedding for each cell of a frame: N x R float32 of unit length, row by row."""
        coarse = features.levels[-1]
        with torch.autocast(coarse.device.type, enabled=False):
            return F.normalize(self._sam2.looks(coarse[0].float().flatten(1).T), dim=1)

    def decode_clicks(self, features: Features, points: Points) -> tuple[Tensor, Tensor]:
        """Return the three masks of each of N single clicks (N x 1 x 2): logits N x 3 x S/4 x S/4 and scores N x 3.

        Calls the mask decoder itself: SAM2Base would enlarge all 3 N masks to S x S.
        """
        model, count = self._sam2, points.coordinates.shape[0]
        sparse, dense = model.sam_prompt_encoder(points=(points.coordinates, points.labels), boxes=None, masks=None)
        logits, scores, _, presence = model.sam_mask_decoder(
            image_embeddings=self.without_memory(features).expand(count, -1, -1, -1),
            image_pe=model.sam_prompt_encoder.get_dense_pe(),
            sparse_prompt_embeddings=sparse,
            dense_prompt_embeddings=dense,
            multimask_output=True,
            repeat_image=False,
            high_res_features=list(features.levels[:-1]) or None,
        )
        if not bool(scores.isfinite().all()):
            raise no_numbers()
        seen = presence > 0
        return torch.where(seen[:, :, None, None], logits, -LOGIT_LIMIT), scores.float().clamp(0.0, 1.0)

    def from_mask(self, features: Features, mask: Tensor) -> Output:
        """Return the output that a 1 x 1 x S x S mask of 0 and 1 stands for; an empty mask is an absent object."""
        coarse = features.levels[-1]
        low, _, _, _, _, pointer, presence = self._sam2._use_mask_as_output(
            coarse, list(features.levels[:-1]) or None, mask
        )
        return Output(low, pointer, presence, 1.0, predicted=False)

    def encode_memory(self, features: Features, outputs: Sequence[Output], high: Tensor | None) -> list[Output]:
        """Run the memory encoder on outputs of one frame; returns them with their spatial memories.

        `high`: the S x S logits from `decode` on tracked frames; None on conditioning frames, which SAM 2 encodes from
        the low resolution and, if the model is set up so, binarized.
        """
        conditioning = high is None
        if high is None:
            low = torch.cat([out.logits for out in outputs])
            high = F.interpolate(low, (self.size, self.size), mode="bilinear", align_corners=False)
        coarse = features.levels[-1]
        spatial, encodings = self._sam2._encode_new_memory(
            current_vision_feats=[_sequence(coarse, 1)],  # the same for all objects
            feat_sizes=[tuple(coarse.shape[-2:])],
            pred_masks_high_res=high,
            object_score_logits=torch.cat([out.presence for out in outputs]),
            is_mask_from_pts=conditioning,
        )
        if self._memory_encoding is None:
            self._memory_encoding = encodings[-1][:1].clone()
        # Slices of a batch are copied, else one object's memory would keep the memory of the whole batch.
        slices = [one.clone() for one in spatial.to(torch.bfloat16).split(1)] if len(outputs) > 1 else [spatial]
        return [out.with_memory(one) for out, one in zip(outputs, slices, strict=True)]

    def _fused(
        self,
        coarse: Tensor,
        count: int,
        outputs: dict[str, Any],
        *,
        frame: int,
        frame_count: int,
        direction: PassDirection,
        first: bool,
    ) -> Tensor:
        fused: Tensor = self._sam2._prepare_memory_conditioned_features(
            frame_idx=frame,
            is_init_cond_frame=first,
            current_vision_feats=[_sequence(coarse, count)],
            current_vision_pos_embeds=[_sequence(self._image_encodings[-1], count)],
            feat_sizes=[tuple(coarse.shape[-2:])],
            output_dict=outputs,
            num_frames=frame_count,
            track_in_reverse=direction is PassDirection.BACKWARD,
        )
        return fused


def _sequence(feature: Tensor, count: int) -> Tensor:
    """1 x C x h x w -> hw x count x C, sharing memory between objects."""
    return feature.flatten(2).permute(2, 0, 1).expand(-1, count, -1)


def _same_type(_module: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    current = kwargs["curr"]
    wanted = (current[0] if isinstance(current, list) else current).dtype
    return args, {**kwargs, "memory": kwargs["memory"].to(wanted)}


def no_numbers() -> EngineError:
    """Return the error for a model whose output is no number."""
    return EngineError(
        "The model's answer is not a number: its weights are damaged, or too large for the chosen precision.",
        "Choose another model, or the precision float32, in the settings. Masks made so far are kept.",
    )
