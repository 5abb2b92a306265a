"""The simulated annotator of the SAM 2 paper: the next click of a person who knows the true mask."""

import cv2
import numpy as np
from numpy.typing import NDArray

from app.project.model import Box, Click

Pixels = NDArray[np.bool_]
"""One object on one frame, shape (height, width)."""


def next_click(truth: Pixels, mask: Pixels | None) -> Click | None:
    """Return the click at the middle of the largest error of `mask` (None: no mask yet), or None where there is none.

    The middle is the point farthest from the border of the error (maximum of the distance transform), as in the
    evaluation of SAM 2 (arXiv 2408.00714, appendix on simulated annotators).
    """
    predicted = np.zeros_like(truth) if mask is None else mask
    missed, extra = _deepest(truth & ~predicted), _deepest(predicted & ~truth)
    if missed is None and extra is None:
        return None
    if extra is None or (missed is not None and missed[0] >= extra[0]):
        assert missed is not None
        return Click(missed[1] + 0.5, missed[2] + 0.5, positive=True)
    return Click(extra[1] + 0.5, extra[2] + 0.5, positive=False)


def tight_box(truth: Pixels) -> Box | None:
    """Return the smallest box around the object, None where it is absent."""
    rows, columns = np.flatnonzero(truth.any(axis=1)), np.flatnonzero(truth.any(axis=0))
    if not len(rows):
        return None
    return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def _deepest(error: Pixels) -> tuple[float, int, int] | None:
    """Return depth, x and y of the pixel of `error` farthest from what is not error; the picture's edge counts."""
    if not error.any():
        return None
    padded = np.pad(error.astype(np.uint8), 1)
    depth = cv2.distanceTransform(padded, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return float(depth[y, x]), int(x), int(y)
