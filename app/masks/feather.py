"""Soft edges of a mask, for pictures that are composited: how much of each pixel belongs to the object."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

from app.masks.between import signed_distances
from app.masks.mask import Mask

FULL = 255


def feathered(mask: Mask, width: float) -> NDArray[np.uint8]:
    """Return how much of each pixel belongs to the mask, 0..255, shape (H, W).

    It rises over `width` pixels across the outline, half of them inside; what is more than half is the mask, so that it
    can be got back. 0: inside 255, outside 0. At the frame's edge nothing fades: objects go on there.
    """
    bbox = mask.bbox
    found = np.zeros(mask.shape, np.uint8)
    if bbox is None:
        return found
    margin = ceil(width / 2) + 1
    x0, y0 = max(bbox[0] - margin, 0), max(bbox[1] - margin, 0)
    x1, y1 = min(bbox[2] + margin, mask.width), min(bbox[3] + margin, mask.height)
    inside = mask.to_rows(y0, y1)[:, x0:x1]
    if width <= 0 or inside.all():
        found[y0:y1, x0:x1] = inside * np.uint8(FULL)
        return found
    share = np.clip(0.5 + signed_distances(inside.astype(np.uint8)) / np.float32(width), 0.0, 1.0)
    found[y0:y1, x0:x1] = np.rint(share * FULL).astype(np.uint8)
    return found
