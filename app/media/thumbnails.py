"""Small pictures for the filmstrip and the project list."""

import cv2
import numpy as np

from app.media.source import Image


def thumbnail(image: Image, max_side: int) -> Image:
    """Return the picture scaled down (area average) so that its longer side is `max_side` at most; never enlarged."""
    if max_side < 1:
        raise ValueError("a thumbnail has at least one pixel")
    height, width = image.shape[:2]
    scale = max_side / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.ascontiguousarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
