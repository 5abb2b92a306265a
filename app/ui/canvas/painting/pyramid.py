"""Sampling an image at any zoom: from halved copies when zoomed out, so that it costs what the screen can show."""

from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from app.ui.canvas.geometry import View

Pixels = NDArray[np.uint8]

_NEAREST_FROM = 2.0
"""Above this zoom pixels are shown as squares."""
_MAX_LEVEL = 6


class Quality(Enum):
    """DRAFT is for the moment of zooming; FINE replaces it as soon as the view rests."""

    DRAFT = "draft"
    FINE = "fine"


class Pyramid:
    """One image, uint8, shape (height, width) or (height, width, 3) RGB; color is sampled as Qt's RGB32 (BGRX).

    The image is not copied and must not change while it is shown.
    """

    def __init__(self, image: Pixels) -> None:
        self._image = image
        self._levels: dict[int, Pixels] = {}

    def sample(self, view: View, rect: QRect, quality: Quality = Quality.FINE) -> Pixels:
        """Return the image under `rect`, device pixels that must lie on the image: shape (height, width[, 4])."""
        scale = min(view.scale_x, view.scale_y)
        level = 0
        while level < _MAX_LEVEL and scale * 2 ** (level + 1) <= 1:
            level += 1
        if scale > _NEAREST_FROM:
            return nearest(self._level(0), view, rect)
        # OpenCV's nearest is off by one here and there, but twice as fast: right for a draft.
        draft = quality is Quality.DRAFT
        return _warp(self._level(level), view, rect, cv2.INTER_NEAREST if draft else cv2.INTER_LINEAR)

    def _level(self, level: int) -> Pixels:
        if level not in self._levels:
            image = self._image
            if level:
                height, width = image.shape[:2]
                size = max(1, width >> level), max(1, height >> level)
                image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
            if image.ndim == 3:
                image = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2BGRA), np.uint8)
            self._levels[level] = image
        return self._levels[level]


def nearest(image: Pixels, view: View, rect: QRect) -> Pixels:
    """Return the pixels of `image`, the whole image of `view` in its own size, under each device pixel of `rect`.

    Exact, so that strips and patches composed at different times fit together without a seam.
    """
    height, width = image.shape[:2]
    rows = _pixels_under(rect.top() - view.top, rect.height(), view.scale_y, height)
    columns = _pixels_under(rect.left() - view.left, rect.width(), view.scale_x, width)
    colored = image.ndim == 3
    plain = image.view(np.uint32)[..., 0] if colored else image
    # The step that makes fewer pixels goes first.
    if rows[-1] - rows[0] < rect.height():
        found = plain[rows[0] : rows[-1] + 1].take(columns, axis=1).take(rows - rows[0], axis=0)
    else:
        found = plain.take(rows, axis=0).take(columns, axis=1)
    return np.asarray(found.view(np.uint8).reshape(*found.shape, 4) if colored else found, np.uint8)


def _pixels_under(first: int, count: int, scale: float, size: int) -> NDArray[np.intp]:
    """Return which of `size` image pixels, `scale` device pixels each, lie under `count` device pixels from `first`."""
    pixels = np.floor((np.arange(first, first + count) + 0.5) / scale)
    return np.asarray(np.clip(pixels, 0, size - 1), np.intp)


def _warp(image: Pixels, view: View, rect: QRect, interpolation: int) -> Pixels:
    """Sample `image`, which shows the whole image of `view` at any size, under `rect` in device pixels.

    Only the pixels around the rectangle are handed to OpenCV, which works for images beyond its limit of 32,767
    pixels a side.
    """
    height, width = image.shape[:2]
    step_x = width / (view.image_width * view.scale_x)
    step_y = height / (view.image_height * view.scale_y)
    first_x = (rect.left() + 0.5 - view.left) * step_x - 0.5
    first_y = (rect.top() + 0.5 - view.top) * step_y - 0.5
    x0, x1 = _span(first_x, step_x, rect.width(), width)
    y0, y1 = _span(first_y, step_y, rect.height(), height)
    matrix = np.array([[step_x, 0, first_x - x0], [0, step_y, first_y - y0]])
    return np.asarray(
        cv2.warpAffine(
            image[y0:y1, x0:x1],
            matrix,
            (rect.width(), rect.height()),
            flags=interpolation | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )


def _span(first: float, step: float, count: int, size: int) -> tuple[int, int]:
    """Return the range of source pixels that `count` samples from `first` on read, with a pixel to spare."""
    start = min(max(int(first) - 2, 0), size - 1)
    return start, max(start + 1, min(int(first + step * count) + 3, size))
