"""Presence that needs no learning: an object that is followed well is there."""

import torch
from sam2.modeling.sam2_base import SAM2Base

DOUBT = 0.4
"""Predicted IoU at which presence is undecided."""
GAIN = 20.0
"""How much surer presence gets with predicted IoU, in logits."""


@torch.no_grad()
def presence_from_iou(model: SAM2Base) -> None:
    """Let the presence head say what the head for predicted IoU knows, which has seen far more pictures.

    Learned, from frames with and without the object, it knew the few clips by heart and called new things absent.
    """
    decoder = model.sam_mask_decoder
    decoder.obj_score_token.weight.copy_(decoder.iou_token.weight)
    *hidden, last = decoder.pred_obj_score_head.layers
    *known, iou = decoder.iou_prediction_head.layers
    for layer, other in zip(hidden, known, strict=True):
        layer.load_state_dict(other.state_dict())
    last.weight.copy_(GAIN * iou.weight[:1])
    last.bias.copy_(GAIN * (iou.bias[:1] - DOUBT))
