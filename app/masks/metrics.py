"""How well two masks agree, as the DAVIS challenge measures it: region similarity J and contour accuracy F.

Source: Perazzi et al., A Benchmark Dataset and Evaluation Methodology for Video Object Segmentation, CVPR 2016, and
the conventions of the DAVIS 2017 evaluation: boundaries of one pixel, a tolerance of 0.8 % of the diagonal.
"""

from dataclasses import dataclass
from math import ceil, hypot
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask, Rect

TOLERANCE: Final = 0.008
"""Distance within which boundaries match, as a fraction of the frame's diagonal."""


@dataclass(frozen=True, slots=True)
class JAndF:
    """Region similarity J and contour accuracy F of one frame, each 0..1."""

    j: float
    f: float

    @property
    def mean(self) -> float:
        """The mean of both, J&F: the number data sets are compared by."""
        return (self.j + self.f) / 2.0


def j_and_f(mask: Mask, truth: Mask) -> JAndF:
    """Return J and F of `mask` against `truth`."""
    return JAndF(jaccard(mask, truth), boundary_f(mask, truth))


def jaccard(mask: Mask, truth: Mask) -> float:
    """Return J, intersection over union; two empty masks agree: 1."""
    return mask.iou(truth)


def boundary_f(mask: Mask, truth: Mask, tolerance: float = TOLERANCE) -> float:
    """Return F, the harmonic mean of the parts of either boundary that lie near the other one.

    Two masks without boundary agree: 1. When only one has none: 0.
    """
    if mask.shape != truth.shape:
        raise ValueError(f"masks differ in size: {mask} and {truth}")
    radius = ceil(tolerance * hypot(*mask.shape))
    rect = _around_both(mask, truth, radius + 2)
    if rect is None:
        return 1.0
    found, wanted = _boundary(mask, rect), _boundary(truth, rect)
    found_count, wanted_count = int(found.sum()), int(wanted.sum())
    if not found_count or not wanted_count:
        return float(found_count == wanted_count)
    precision = int((found & _within(wanted, radius)).sum()) / found_count
    recall = int((wanted & _within(found, radius)).sum()) / wanted_count
    return 2.0 * precision * recall / (precision + recall) if precision + recall else 0.0


def _boundary(mask: Mask, rect: Rect) -> NDArray[np.bool_]:
    """Return the pixels that differ from the one to the right, below, or both; at the last row and column from one.

    DAVIS' own definition: it lies half a pixel up and left, and a mask that fills the frame has none.
    """
    x0, y0, x1, y1 = rect
    array = mask.to_rows(y0, y1)[:, x0:x1]
    edge = np.zeros_like(array)
    edge[:, :-1] |= array[:, :-1] ^ array[:, 1:]
    edge[:-1] |= array[:-1] ^ array[1:]
    edge[:-1, :-1] |= array[:-1, :-1] ^ array[1:, 1:]
    return edge


def _within(boundary: NDArray[np.bool_], radius: int) -> NDArray[np.bool_]:
    """Return the pixels at most `radius` from the boundary: its dilation by a disc."""
    return np.asarray(cv2.distanceTransform((~boundary).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) <= radius)


def _around_both(mask: Mask, truth: Mask, margin: int) -> Rect | None:
    """Return the rectangle around both masks and what their boundaries can match, clipped to the frame."""
    boxes = [bbox for bbox in (mask.bbox, truth.bbox) if bbox is not None]
    if not boxes:
        return None
    x0, y0 = min(box[0] for box in boxes) - margin, min(box[1] for box in boxes) - margin
    x1, y1 = max(box[2] for box in boxes) + margin, max(box[3] for box in boxes) + margin
    return max(x0, 0), max(y0, 0), min(x1, mask.width), min(y1, mask.height)
