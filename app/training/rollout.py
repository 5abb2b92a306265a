"""Tracks objects through a short clip as SAM 2 does, with gradients, and returns the loss terms of all frames."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.data.prompt_sampling import PromptPoint, sample_box, sample_click, sample_correction, to_inputs
from app.training.heads import DecoderOutput, decode
from app.training.losses import SAM2_WEIGHTS, LossWeights, Terms, ambiguous_terms, single_terms

ASSUMED_FRAMES = 64
"""Object pointers encode their age as a share of the longest one; short training clips must not change that scale."""
ABSENT_LOGIT = -1024.0


class FirstPrompt(Enum):
    """The prompt of a clip's first frame."""

    MASK = "mask"
    CLICK = "click"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class RolloutBatch:
    """Frame by frame the neck's features (strides 4, 8, 16) and true masks B x 1 x H x W of 0 and 1.

    `others`, shaped as the truths: the mask of another object, which memory may confuse with the tracked one.
    """

    features: Sequence[Sequence[Tensor]]
    truths: Sequence[Tensor]
    others: Sequence[Tensor] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    fine: list[Tensor]
    coarse: Tensor
    flat: Tensor
    places: Tensor
    side: int


@dataclass(frozen=True, slots=True)
class FusedFrame:
    """What the mask decoder sees of a tracked frame, in half precision and main memory, and what it made of it.

    `features` 1 x C x s x s are fused with memory, `fine` are the two finer maps of the decoder; `truth` is a bool mask
    1 x 1 x H x W, `logits` and `iou` are the single mask's.
    """

    features: Tensor
    fine: tuple[Tensor, Tensor]
    truth: Tensor
    logits: Tensor
    iou: Tensor


@dataclass(frozen=True, slots=True)
class _Decoded:
    terms: Terms
    logits: Tensor
    token: Tensor


class Rollout:
    """One pass over B clips at once, gradients through all of it. Presence comes from the truth (see heads.decode).

    With `misled`, the memory of some frames holds another object in place of the tracked one, or both: that happens
    where objects touch, and tracking has to recover. `outputs`: what was decoded, the first frame with a true mask not.
    """

    def __init__(
        self,
        model: SAM2Base,
        batch: RolloutBatch,
        rng: random.Random,
        weights: LossWeights = SAM2_WEIGHTS,
        *,
        misled: bool = False,
    ) -> None:
        self.model = model
        count = len(batch.truths)
        start = rng.randrange(1, count - 1) if misled and count > 2 else count
        self.misled = range(start, start + rng.randint(1, 3)) if start < count else range(0)
        self.both = bool(self.misled) and rng.random() < 0.5
        self.batch = batch
        self.rng = rng
        self.weights = weights
        self.device = batch.truths[0].device
        self.outputs: list[DecoderOutput] = []
        self.memories: dict[str, dict[int, dict[str, object]]] = {
            "cond_frame_outputs": {},
            "non_cond_frame_outputs": {},
        }

    def run(self, first: FirstPrompt, corrected: int | None) -> Terms:
        """Return the summed terms; the frame `corrected` gets up to three corrective clicks and conditions."""
        terms = self._first(first)
        for index in range(1, len(self.batch.truths)):
            terms = terms + self._track(index, clicks=self.rng.randint(1, 3) if index == corrected else 0)
        return terms

    @torch.no_grad()
    def recorded(self) -> Iterator[FusedFrame]:
        """Track one clip from its first true mask and yield what the decoder sees, one frame after the other.

        Memory holds what was predicted on half of the frames and the truth on the others, as after corrections.
        """
        self._first(FirstPrompt.MASK)
        for index in range(1, len(self.batch.truths)):
            frame, truth = self._frame(index), self.batch.truths[index]
            features = self._fused(index, frame)
            output = decode(self.model, features, frame.fine, None, None)
            logits = output.logits[:, :1]
            yield FusedFrame(
                _kept(features),
                (_kept(frame.fine[0]), _kept(frame.fine[1])),
                (truth > 0.5).cpu(),
                _kept(logits),
                output.ious[:, :1].cpu(),
            )
            followed = logits if self.rng.random() < 0.5 else 20 * truth - 10
            self._remember(index, frame, followed, output.tokens[:, 0], conditioning=False)

    def _frame(self, index: int) -> _Frame:
        quarter, eighth, coarse = self.batch.features[index]
        decoder = self.model.sam_mask_decoder
        places = self.model.image_encoder.neck.position_encoding(coarse)
        return _Frame(
            fine=[decoder.conv_s0(quarter), decoder.conv_s1(eighth)],
            coarse=coarse,
            flat=coarse.flatten(2).permute(2, 0, 1),
            places=places.flatten(2).permute(2, 0, 1),
            side=coarse.shape[-1],
        )

    def _inputs(self, prompts: Sequence[Sequence[PromptPoint]]) -> dict[str, Tensor]:
        return to_inputs(prompts, self.model.image_size, self.device)

    def _first(self, first: FirstPrompt) -> Terms:
        frame, truth = self._frame(0), self.batch.truths[0]
        if first is FirstPrompt.MASK:
            size = self.model.image_size
            mask = F.interpolate(truth, size=(size, size), mode="nearest")
            output = decode(self.model, frame.coarse, frame.fine, None, self.model.mask_downsample(mask))
            self._remember(0, frame, 20 * truth - 10, output.tokens[:, 0], conditioning=True)
            return presence_only(output, truth)
        masks = [mask > 0.5 for mask in truth[:, 0].cpu().numpy()]
        single = first is FirstPrompt.CLICK
        prompts = [
            [sample_click(mask, self.rng, central=True)] if single else sample_box(mask, self.rng) for mask in masks
        ]
        features = frame.coarse + self.model.no_mem_embed.permute(1, 2, 0)[..., None]
        inputs = self._inputs(prompts)
        decoded = self._decode(features, frame, truth, inputs, None, starting=True)
        terms = decoded.terms
        if not single:  # a box is decoded twice, as app.engine does it
            decoded = self._decode(features, frame, truth, inputs, decoded.logits.detach().float(), starting=True)
            terms = terms + decoded.terms
        self._remember(0, frame, decoded.logits, decoded.token, conditioning=True)
        return terms

    def _decode(
        self,
        features: Tensor,
        frame: _Frame,
        truth: Tensor,
        points: dict[str, Tensor] | None,
        previous: Tensor | None,
        *,
        starting: bool,
    ) -> _Decoded:
        """Decode, and choose among the three readings where SAM 2 does (SAM2Base._use_multimask)."""
        output = decode(self.model, features, frame.fine, points, previous)
        self.outputs.append(output)
        if not self.model._use_multimask(starting, points):
            terms = single_terms(output, truth, self.weights, presence=True)
            return _Decoded(terms, output.logits[:, :1], output.tokens[:, 0])
        terms = ambiguous_terms(output, truth, self.weights, presence=True)
        rows = torch.arange(len(truth), device=self.device)
        best = 1 + output.ious[:, 1:].argmax(1)
        readings = self.model.sam_mask_decoder.use_multimask_token_for_obj_ptr
        token = output.tokens[rows, best] if readings else output.tokens[:, 0]
        if not readings:
            # The pointer comes from the single mask's token: keep teaching that one, too.
            terms = terms + replace(single_terms(output, truth, self.weights), count=0)
        return _Decoded(terms, output.logits[rows, best][:, None], token)

    def _track(self, index: int, clicks: int) -> Terms:
        frame, truth = self._frame(index), self.batch.truths[index]
        features = self._fused(index, frame)
        decoded = self._decode(features, frame, truth, None, None, starting=False)
        terms = decoded.terms
        prompts: list[list[PromptPoint]] = [[] for _ in truth]
        for _ in range(clicks):
            previous = decoded.logits.detach().float()
            masks = F.interpolate(previous, size=truth.shape[-2:], mode="bilinear", align_corners=False) > 0
            pairs = zip(prompts, truth[:, 0].cpu().numpy() > 0.5, masks[:, 0].cpu().numpy(), strict=True)
            for points, mask, predicted in pairs:
                points.append(sample_correction(mask, predicted, self.rng, central=self.rng.random() < 0.7))
            decoded = self._decode(features, frame, truth, self._inputs(prompts), previous, starting=False)
            terms = terms + decoded.terms
        self._remember(index, frame, decoded.logits, decoded.token, conditioning=clicks > 0)
        return terms

    def _fused(self, index: int, frame: _Frame) -> Tensor:
        """Return B x C x s x s features of a frame, fused with the memories so far."""
        fused: Tensor = self.model._prepare_memory_conditioned_features(
            frame_idx=index,
            is_init_cond_frame=False,
            current_vision_feats=[frame.flat],
            current_vision_pos_embeds=[frame.places],
            feat_sizes=[(frame.side, frame.side)],
            output_dict=self.memories,
            num_frames=ASSUMED_FRAMES,
        )
        return fused

    def _remember(self, index: int, frame: _Frame, logits: Tensor, token: Tensor, *, conditioning: bool) -> None:
        size = self.model.image_size
        truth = self.batch.truths[index]
        here = (truth.flatten(1) > 0.5).any(1, keepdim=True).float()
        mask = torch.where(here[..., None, None] > 0, logits.float(), ABSENT_LOGIT)
        if index in self.misled and not conditioning:
            mask, here = self._mislead(index, mask, here)
        memory, places = self.model._encode_new_memory(
            current_vision_feats=[frame.flat],
            feat_sizes=[(frame.side, frame.side)],
            pred_masks_high_res=F.interpolate(mask, size=(size, size), mode="bilinear", align_corners=False),
            object_score_logits=20 * here - 10,
            is_mask_from_pts=False,
        )
        pointer = here * self.model.obj_ptr_proj(token) + (1 - here) * self.model.no_obj_ptr
        bank = self.memories["cond_frame_outputs" if conditioning else "non_cond_frame_outputs"]
        bank[index] = {"maskmem_features": memory, "maskmem_pos_enc": places, "obj_ptr": pointer}

    def _mislead(self, index: int, mask: Tensor, here: Tensor) -> tuple[Tensor, Tensor]:
        """Return mask logits of the other object, or of both, and whether anything is there."""
        other = F.interpolate(self.batch.others[index], size=mask.shape[-2:], mode="area")
        some = (other.flatten(1) > 0.5).any(1, keepdim=True).float()
        taken = 20 * other - 10
        wrong = torch.maximum(mask, taken) if self.both else taken
        return torch.where(some[..., None, None] > 0, wrong, mask), torch.maximum(here, some)


def _kept(value: Tensor) -> Tensor:
    return value.half().cpu()


def presence_only(output: DecoderOutput, truth: Tensor) -> Terms:
    """Return the terms of a frame with a mask prompt: the presence loss only."""
    terms = single_terms(output, truth, presence=True)
    nothing = torch.zeros_like(terms.presence)
    return Terms(nothing, nothing, nothing, terms.presence, 0)
