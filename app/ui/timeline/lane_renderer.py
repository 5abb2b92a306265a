"""The lane renderer: the lanes in view below each other in one image, of which only what changed is drawn again."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.project.model import VideoObject
from app.ui.theme.tokens import Palette
from app.ui.timeline.lane_image import LanePixels, color_table, device_height, draw_lanes
from app.ui.timeline.scale import Scale
from app.ui.timeline.summary import MARGIN, LaneSummary, columns_of


@dataclass(frozen=True, slots=True)
class ShownLane:
    """One lane as it is drawn. `version` is the summary's: equal ones are drawn alike."""

    record: VideoObject
    summary: LaneSummary
    version: int
    selected: bool


class LaneRenderer:
    """Owns the image's memory: drawing into pages that are there is cheaper than into fresh ones."""

    def __init__(self) -> None:
        self._pixels: LanePixels = np.zeros((0, 1, 1), np.uint32)
        self._keys: list[Hashable] = []

    def clear(self) -> None:
        """Forget what is drawn."""
        self._keys = [None] * len(self._keys)

    def image(self, lanes: Sequence[ShownLane], scale: Scale, ratio: float, palette: Palette) -> tuple[QImage, QRect]:
        """Return an image and the part of it that shows `lanes`, from top to bottom.

        That part and `scale` are in device pixels. The image is valid until the next call.
        """
        shape = len(lanes), device_height(ratio), scale.width + 2 * MARGIN
        if self._pixels.shape != shape:
            self._pixels, self._keys = np.zeros(shape, np.uint32), [None] * len(lanes)
        keys = [(scale, palette.window, lane) for lane in lanes]
        changed = [index for index, key in enumerate(keys) if key != self._keys[index]]
        if changed:
            self._draw([lanes[index] for index in changed], changed, scale, ratio, palette)
            self._keys = list(keys)
        count, height, width = shape
        image = QImage(self._pixels.data, width, count * height, width * 4, QImage.Format.Format_RGB32)
        return image, QRect(MARGIN, 0, scale.width, count * height)

    def _draw(
        self, lanes: Sequence[ShownLane], indices: list[int], scale: Scale, ratio: float, palette: Palette
    ) -> None:
        colors = np.stack(
            [color_table(palette, lane.record.color, lane.selected, not lane.record.visible) for lane in lanes]
        )
        columns = columns_of([lane.summary for lane in lanes], scale)
        if len(indices) == len(self._pixels):
            draw_lanes(columns, scale, ratio, colors, self._pixels)
        else:
            drawn = np.empty((len(indices), *self._pixels.shape[1:]), np.uint32)
            draw_lanes(columns, scale, ratio, colors, drawn)
            self._pixels[indices] = drawn
