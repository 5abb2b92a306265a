"""SAM 2's prompt encoder and mask decoder for training: all candidate masks, none blanked by the presence score."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

PREVIOUS_LIMIT = 32.0
"""SAM's authors clamp the logits of the previous mask to this before the decoder sees them as its prompt."""


@dataclass(frozen=True, slots=True)
class DecoderOutput:
    """Mask decoder output: logits B x 4 x h x w, predicted IoU B x 4, tokens B x 4 x C, presence B x 1.

    Candidate 0 is the single mask, 1 to 3 are the readings of an ambiguous click.
    """

    logits: Tensor
    ious: Tensor
    tokens: Tensor
    scores: Tensor


def decode(
    model: SAM2Base,
    features: Tensor,
    fine: Sequence[Tensor],
    points: dict[str, Tensor] | None,
    previous: Tensor | None,
) -> DecoderOutput:
    """Decode B prompts on B x C x s x s features and the two finer maps; no points: from memory alone.

    `previous` are mask logits (B x 1 x 4s x 4s) as a mask prompt, clamped. Unlike SAM2Base._forward_sam_heads this
    never blanks masks by the presence score, which would cut off every gradient while that head is still wrong.
    """
    count, device = len(features), features.device
    if points is None:
        points = {
            "point_coords": torch.zeros(count, 1, 2, device=device),
            "point_labels": -torch.ones(count, 1, dtype=torch.int32, device=device),
        }
    mask = None if previous is None else previous.clamp(-PREVIOUS_LIMIT, PREVIOUS_LIMIT)
    encoder = model.sam_prompt_encoder
    sparse, dense = encoder((points["point_coords"], points["point_labels"]), None, mask)
    logits, ious, tokens, scores = model.sam_mask_decoder.predict_masks(
        image_embeddings=features,
        image_pe=encoder.get_dense_pe(),
        sparse_prompt_embeddings=sparse,
        dense_prompt_embeddings=dense,
        repeat_image=False,
        high_res_features=list(fine),
    )
    return DecoderOutput(logits, ious, tokens, scores)
