"""Computed weights of the presence head: an object with a high predicted IoU is present."""

import torch
from sam2.modeling.sam2_base import SAM2Base

from app.engine.network.embedded import PRESENCE_DOUBT, PRESENCE_GAIN


@torch.no_grad()
def presence_from_iou(model: SAM2Base) -> None:
    """Copy the IoU head, which was trained on far more pictures, to the presence head.

    Trained on frames with and without the object, the presence head overfitted to the few clips and called new objects
    absent.
    """
    decoder = model.sam_mask_decoder
    decoder.obj_score_token.weight.copy_(decoder.iou_token.weight)
    *hidden, last = decoder.pred_obj_score_head.layers
    *known, iou = decoder.iou_prediction_head.layers
    for layer, other in zip(hidden, known, strict=True):
        layer.load_state_dict(other.state_dict())
    last.weight.copy_(PRESENCE_GAIN * iou.weight[:1])
    last.bias.copy_(PRESENCE_GAIN * (iou.bias[:1] - PRESENCE_DOUBT))
