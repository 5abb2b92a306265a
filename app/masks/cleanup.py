"""Operations that tidy up a mask: holes, specks, larger, smaller, smoother. Each returns a new mask."""

from collections.abc import Callable
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask

Pixels = NDArray[np.bool_]


def fill_holes(mask: Mask, max_area: int | None = None) -> Mask:
    """Fill the holes of at most `max_area` pixels (all when None). A hole reaches the frame's edge nowhere."""

    def filled(inside: Pixels) -> Pixels:
        labels, areas = _components(~inside, connectivity=4)
        outside = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
        fill = np.ones(len(areas), np.bool_) if max_area is None else areas <= max_area
        fill[outside] = False
        fill[0] = False
        return inside | fill[labels]

    # One pixel of room: what reaches around the object is outside, not a hole, unless the frame cuts it off.
    return _near(mask, 1, filled)


def remove_specks(mask: Mask, max_area: int) -> Mask:
    """Remove parts of at most `max_area` pixels. The largest part stays however small: nothing becomes absent by it."""

    def cleaned(inside: Pixels) -> Pixels:
        labels, areas = _components(inside, connectivity=8)
        keep = areas > max_area
        keep[1 + np.argmax(areas[1:])] = True
        keep[0] = False
        return keep[labels]

    return _near(mask, 0, cleaned)


def largest_part(mask: Mask) -> Mask:
    """Keep only the largest part (pixels that touch by a side or a corner)."""
    return remove_specks(mask, mask.area)


def grow(mask: Mask, pixels: float) -> Mask:
    """Add what is at most `pixels` away, measured between centers of pixels."""
    return _near(mask, ceil(pixels), lambda inside: _distance(~inside) <= pixels)


def shrink(mask: Mask, pixels: float) -> Mask:
    """Remove what is at most `pixels` away from the outside. The frame's edge is not outside: objects go on there."""
    return _near(mask, 1, lambda inside: _distance(inside) > pixels)


def smooth(mask: Mask, pixels: float) -> Mask:
    """Round the outline: what a Gaussian of this radius sees as mostly inside. Parts thinner than it vanish."""
    if pixels <= 0:
        return mask

    def rounded(inside: Pixels) -> Pixels:
        blurred = cv2.GaussianBlur(inside.astype(np.float32), (0, 0), pixels, borderType=cv2.BORDER_REPLICATE)
        return np.asarray(blurred > 0.5)

    return _near(mask, ceil(3 * pixels) + 1, rounded)


def _near(mask: Mask, margin: int, operation: Callable[[Pixels], Pixels]) -> Mask:
    """Apply `operation` to the rectangle around the mask, larger by `margin` on each side where the frame allows."""
    bbox = mask.bbox
    if bbox is None:
        return mask
    x0, y0 = max(bbox[0] - margin, 0), max(bbox[1] - margin, 0)
    x1, y1 = min(bbox[2] + margin, mask.width), min(bbox[3] + margin, mask.height)
    array = np.zeros(mask.shape, np.bool_)
    array[y0:y1, x0:x1] = operation(mask.to_rows(y0, y1)[:, x0:x1])
    return Mask.from_array(array)


def _components(inside: Pixels, connectivity: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the labels of connected parts (0: not inside) and the area of each label."""
    count, labels = cv2.connectedComponents(inside.astype(np.uint8), connectivity=connectivity, ltype=cv2.CV_32S)
    return np.asarray(labels, np.int32), np.bincount(labels.reshape(-1), minlength=count).astype(np.int64)


def _distance(inside: Pixels) -> NDArray[np.float32]:
    """Return each pixel's exact distance to the nearest one that is not inside; infinite when there is none."""
    if inside.all():
        return np.full(inside.shape, np.inf, np.float32)
    return np.asarray(cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE))
