"""Converts images and masks to the model's square input, and logits to masks at the video's size."""

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from app.engine.inference.guided_filter import Guide
from app.masks.mask import Mask
from app.media.source import Image

# ImageNet statistics SAM 2 was trained with (sam2.utils.misc.load_video_frames)
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)


def image_input(image: Image, size: int, device: torch.device) -> Tensor:
    """Return an RGB image as the model's input: 1 x 3 x size x size, float32, normalized, on `device`."""
    return normalized(squared(image, size), device)


def squared(image: Image, size: int) -> Tensor:
    """Return an RGB image as a square in main memory: 1 x 3 x size x size uint8.

    It is resized as SAM 2 does, with an antialiasing bilinear filter, in whole numbers.
    """
    whole = torch.from_numpy(np.array(image)).permute(2, 0, 1)[None]  # a copy: frames of a source are read-only
    if whole.shape[-2:] != (size, size):
        whole = F.interpolate(whole, (size, size), mode="bilinear", align_corners=False, antialias=True)
    return whole


def normalized(picture: Tensor, device: torch.device) -> Tensor:
    """Return 1 x 3 x S x S uint8 RGB as float32 on `device`, with the statistics SAM 2 was trained with."""
    scaled = picture.to(device).float().div_(255.0)
    mean = torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
    deviation = torch.tensor(DEVIATION, device=device).view(1, 3, 1, 1)
    return scaled.sub_(mean).div_(deviation)


def mask_input(mask: Mask, size: int, device: torch.device) -> Tensor:
    """Return a mask as the model's input: 1 x 1 x size x size, float32, 0 or 1 (as `add_new_mask` of SAM 2).

    A mask too small to survive the resizing keeps its strongest cells, so that only an empty mask means absent.
    """
    whole = torch.from_numpy(mask.to_array())[None, None].float()
    if whole.shape[-2:] == (size, size):
        return whole.to(device)
    small = F.interpolate(whole, (size, size), mode="bilinear", align_corners=False, antialias=True)
    solid = small >= 0.5
    if not bool(solid.any()) and bool((small > 0).any()):
        solid = small >= small.max()
    return solid.float().to(device)


def to_mask(logits: Tensor, height: int, width: int, guide: Guide | None = None) -> Mask:
    """Return the mask of one object's logits (1 x 1 x h x w, any size) at the video's size: bilinear, above zero.

    With a guide the border first moves to the edges of that image.
    """
    if not bool((logits > 0).any()):
        return Mask.empty(height, width)
    if guide is not None:
        # cv2 is six times as quick as torch; numbers near zero may round to the other side, so Meta's models keep torch
        guided = guide.follow(logits[0, 0].float().cpu().numpy())
        return Mask.from_array(cv2.resize(guided, (width, height), interpolation=cv2.INTER_LINEAR) > 0)
    if logits.shape[-2:] != (height, width):
        logits = F.interpolate(logits.float(), (height, width), mode="bilinear", align_corners=False)
    return Mask.from_array((logits > 0)[0, 0].cpu().numpy())
