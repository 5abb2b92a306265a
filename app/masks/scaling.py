"""Masks of another size: a pixel is on where more than half of what it covers was on."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.masks.mask import Mask

FULL = 255
HALF = 128


def scaled(mask: Mask, height: int, width: int) -> Mask:
    """Return the mask at another size; one that has pixels keeps at least the one that most of it falls on."""
    if mask.shape == (height, width):
        return mask
    if not mask.area:
        return Mask.empty(height, width)
    smaller = height <= mask.height and width <= mask.width
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    pixels = mask.to_array().view(np.uint8) * np.uint8(FULL)
    covered: NDArray[np.uint8] = np.asarray(cv2.resize(pixels, (width, height), interpolation=how))
    on = covered >= HALF
    if not on.any():
        on[np.unravel_index(int(covered.argmax()), covered.shape) if covered.any() else _middle(mask, on.shape)] = True
    return Mask.from_array(on)


def _middle(mask: Mask, shape: tuple[int, int]) -> tuple[int, int]:
    """Return where the middle of a mask's box is in a picture of another size."""
    x0, y0, x1, y1 = mask.bbox or (0, 0, 1, 1)
    row = (y0 + y1) * shape[0] // (2 * mask.height)
    column = (x0 + x1) * shape[1] // (2 * mask.width)
    return min(row, shape[0] - 1), min(column, shape[1] - 1)
