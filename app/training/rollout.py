"""Tracks objects through a short clip as SAM 2 would, and says how far from the truth it was at every frame."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import torch
import torch.nn.functional as F
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.training.heads import Answer, decode
from app.training.losses import SAM2_WEIGHTS, LossWeights, Terms, ambiguous_terms, single_terms
from app.training.prompt_sampling import Point, box, click, correction, to_inputs

# Object pointers tell their age as a share of the longest age; short training clips must not change that scale.
ASSUMED_FRAMES = 64
ABSENT_LOGIT = -1024.0


class First(Enum):
    """What the first frame of a clip is prompted with."""

    MASK = "mask"
    CLICK = "click"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Footage:
    """What a rollout sees: per frame the neck's features (strides 4, 8, 16) and truths B x 1 x H x W of 0 and 1.

    `others`, shaped as the truths: where another thing of the picture is, which memory may take for the object.
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
class _Reply:
    terms: Terms
    logits: Tensor
    token: Tensor


class Rollout:
    """One pass over B clips at once, gradients through all of it. Presence comes from the truth (see heads.decode).

    With `misled`, memory takes another thing for the object, or both for one, for some frames: that happens where
    things touch, and tracking has to find its way back.
    """

    def __init__(
        self,
        model: SAM2Base,
        footage: Footage,
        draw: random.Random,
        weights: LossWeights = SAM2_WEIGHTS,
        *,
        misled: bool = False,
    ) -> None:
        self.model = model
        count = len(footage.truths)
        start = draw.randrange(1, count - 1) if misled and count > 2 else count
        self.misled = range(start, start + draw.randint(1, 3)) if start < count else range(0)
        self.both = bool(self.misled) and draw.random() < 0.5
        self.footage = footage
        self.draw = draw
        self.weights = weights
        self.device = footage.truths[0].device
        self.memories: dict[str, dict[int, dict[str, object]]] = {
            "cond_frame_outputs": {},
            "non_cond_frame_outputs": {},
        }

    def run(self, first: First, corrected: int | None) -> Terms:
        """Return the summed terms; the frame `corrected` gets up to three corrective clicks and conditions."""
        terms = self._first(first)
        for index in range(1, len(self.footage.truths)):
            terms = terms + self._follow(index, clicks=self.draw.randint(1, 3) if index == corrected else 0)
        return terms

    def _frame(self, index: int) -> _Frame:
        quarter, eighth, coarse = self.footage.features[index]
        decoder = self.model.sam_mask_decoder
        places = self.model.image_encoder.neck.position_encoding(coarse)
        return _Frame(
            fine=[decoder.conv_s0(quarter), decoder.conv_s1(eighth)],
            coarse=coarse,
            flat=coarse.flatten(2).permute(2, 0, 1),
            places=places.flatten(2).permute(2, 0, 1),
            side=coarse.shape[-1],
        )

    def _inputs(self, prompts: Sequence[Sequence[Point]]) -> dict[str, Tensor]:
        return to_inputs(prompts, self.model.image_size, self.device)

    def _first(self, first: First) -> Terms:
        frame, truth = self._frame(0), self.footage.truths[0]
        if first is First.MASK:
            size = self.model.image_size
            mask = F.interpolate(truth, size=(size, size), mode="nearest")
            answer = decode(self.model, frame.coarse, frame.fine, None, self.model.mask_downsample(mask))
            self._remember(0, frame, 20 * truth - 10, answer.tokens[:, 0], conditioning=True)
            return presence_only(answer, truth)
        masks = [mask > 0.5 for mask in truth[:, 0].cpu().numpy()]
        lone = first is First.CLICK
        prompts = [[click(mask, self.draw, central=True)] if lone else box(mask, self.draw) for mask in masks]
        features = frame.coarse + self.model.no_mem_embed.permute(1, 2, 0)[..., None]
        inputs = self._inputs(prompts)
        reply = self._reply(features, frame, truth, inputs, None, starting=True)
        terms = reply.terms
        if not lone:  # a box gets a second look, as in engine.architecture
            reply = self._reply(features, frame, truth, inputs, reply.logits.detach().float(), starting=True)
            terms = terms + reply.terms
        self._remember(0, frame, reply.logits, reply.token, conditioning=True)
        return terms

    def _reply(
        self,
        features: Tensor,
        frame: _Frame,
        truth: Tensor,
        points: dict[str, Tensor] | None,
        previous: Tensor | None,
        *,
        starting: bool,
    ) -> _Reply:
        """Ask the decoder, and choose among readings where the model would (SAM2Base._use_multimask says when)."""
        answer = decode(self.model, features, frame.fine, points, previous)
        if not self.model._use_multimask(starting, points):
            terms = single_terms(answer, truth, self.weights, presence=True)
            return _Reply(terms, answer.logits[:, :1], answer.tokens[:, 0])
        terms = ambiguous_terms(answer, truth, self.weights, presence=True)
        rows = torch.arange(len(truth), device=self.device)
        best = 1 + answer.ious[:, 1:].argmax(1)
        readings = self.model.sam_mask_decoder.use_multimask_token_for_obj_ptr
        token = answer.tokens[rows, best] if readings else answer.tokens[:, 0]
        if not readings:
            # The pointer comes from the single mask's token: keep teaching that one, too.
            terms = terms + replace(single_terms(answer, truth, self.weights), count=0)
        return _Reply(terms, answer.logits[rows, best][:, None], token)

    def _follow(self, index: int, clicks: int) -> Terms:
        frame, truth = self._frame(index), self.footage.truths[index]
        features = self.model._prepare_memory_conditioned_features(
            frame_idx=index,
            is_init_cond_frame=False,
            current_vision_feats=[frame.flat],
            current_vision_pos_embeds=[frame.places],
            feat_sizes=[(frame.side, frame.side)],
            output_dict=self.memories,
            num_frames=ASSUMED_FRAMES,
        )
        reply = self._reply(features, frame, truth, None, None, starting=False)
        terms = reply.terms
        prompts: list[list[Point]] = [[] for _ in truth]
        for _ in range(clicks):
            previous = reply.logits.detach().float()
            given = F.interpolate(previous, size=truth.shape[-2:], mode="bilinear", align_corners=False) > 0
            pairs = zip(prompts, truth[:, 0].cpu().numpy() > 0.5, given[:, 0].cpu().numpy(), strict=True)
            for points, mask, seen in pairs:
                points.append(correction(mask, seen, self.draw, central=self.draw.random() < 0.7))
            reply = self._reply(features, frame, truth, self._inputs(prompts), previous, starting=False)
            terms = terms + reply.terms
        self._remember(index, frame, reply.logits, reply.token, conditioning=clicks > 0)
        return terms

    def _remember(self, index: int, frame: _Frame, logits: Tensor, token: Tensor, *, conditioning: bool) -> None:
        size = self.model.image_size
        truth = self.footage.truths[index]
        here = (truth.flatten(1) > 0.5).any(1, keepdim=True).float()
        kept = torch.where(here[..., None, None] > 0, logits.float(), ABSENT_LOGIT)
        if index in self.misled and not conditioning:
            kept, here = self._mislead(index, kept, here)
        memory, places = self.model._encode_new_memory(
            current_vision_feats=[frame.flat],
            feat_sizes=[(frame.side, frame.side)],
            pred_masks_high_res=F.interpolate(kept, size=(size, size), mode="bilinear", align_corners=False),
            object_score_logits=20 * here - 10,
            is_mask_from_pts=False,
        )
        pointer = here * self.model.obj_ptr_proj(token) + (1 - here) * self.model.no_obj_ptr
        bank = self.memories["cond_frame_outputs" if conditioning else "non_cond_frame_outputs"]
        bank[index] = {"maskmem_features": memory, "maskmem_pos_enc": places, "obj_ptr": pointer}

    def _mislead(self, index: int, kept: Tensor, here: Tensor) -> tuple[Tensor, Tensor]:
        """Return mask logits that take the other thing for the object, and whether anything is there."""
        other = F.interpolate(self.footage.others[index], size=kept.shape[-2:], mode="area")
        some = (other.flatten(1) > 0.5).any(1, keepdim=True).float()
        taken = 20 * other - 10
        wrong = torch.maximum(kept, taken) if self.both else taken
        return torch.where(some[..., None, None] > 0, wrong, kept), torch.maximum(here, some)


def presence_only(answer: Answer, truth: Tensor) -> Terms:
    """Return the terms of a frame whose mask was given: only its presence is taught."""
    terms = single_terms(answer, truth, presence=True)
    nothing = torch.zeros_like(terms.presence)
    return Terms(nothing, nothing, nothing, terms.presence, 0)
