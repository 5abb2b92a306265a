"""The layer of filled masks: one label image for the frame, looked up in a table of 256 colors."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from app.project.model import Color, ObjectId
from app.ui.canvas.contours import Bits
from app.ui.canvas.geometry import ImageArea, View
from app.ui.canvas.layers.frame import wrapped
from app.ui.canvas.pyramid import Pixels, Pyramid, Quality, warp
from app.ui.canvas.scene import Scene, ShownObject, qcolor

_OTHERS = 0.72
"""How strongly objects that are not selected are filled, compared with selected ones."""
_LAST_LABEL = 255


class MaskLayer:
    """Label image of shape (height, width), uint8: 0 for nothing, else the look of the topmost object.

    A look is color and emphasis; objects that look the same share a label, so 255 are enough for any number of objects.
    While a stroke is painted, `live` stands for the mask of one object.
    """

    def __init__(self) -> None:
        self._labels: Pixels = np.zeros((1, 1), np.uint8)
        self._looks: dict[tuple[Color, bool], int] = {}
        self._objects: Sequence[ShownObject] = ()
        self._live: tuple[ObjectId, Bits] | None = None
        self._matte: Pyramid | None = None

    def show(self, scene: Scene, width: int, height: int) -> None:
        """Show all masks of `scene` on a picture of this size."""
        self._take(scene)
        if self._labels.shape == (height, width):
            self._labels.fill(0)
        else:
            self._labels = np.zeros((height, width), np.uint8)
        self._draw(ImageArea(0, 0, width, height))

    def update(self, scene: Scene, area: ImageArea) -> None:
        """Show `scene`, which differs from the one before only by masks in `area`, and not in its looks."""
        self._take(scene)
        self._labels[area.slices] = 0
        self._draw(area)

    def show_live(self, object: ObjectId | None, bits: Bits | None, area: ImageArea) -> None:
        """Let `bits`, shape (height, width), stand for the mask of `object`; they have changed in `area` only."""
        self._live = (object, bits) if object is not None and bits is not None else None
        self._matte = None
        self._labels[area.slices] = 0
        self._draw(area)

    def paint(self, painter: QPainter, view: View, rect: QRect, opacity: float) -> None:
        """Fill the masks under `rect` (device pixels, on the image)."""
        if not self._looks:
            return
        labels = warp(self._labels, view, rect, cv2.INTER_NEAREST)
        image = wrapped(labels, QImage.Format.Format_Indexed8)
        image.setColorTable(self._table(opacity))
        painter.drawImage(rect.topLeft(), image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))

    def matte(self, view: View, rect: QRect) -> Pixels:
        """Return how much of each pixel under `rect` belongs to the selected objects (to any if none is), 0..255."""
        if self._matte is None:
            chosen = any(selected for _, selected in self._looks)
            table = np.zeros(256, np.uint8)
            for (_, selected), label in self._looks.items():
                table[label] = 255 if selected or not chosen else 0
            self._matte = Pyramid(np.asarray(cv2.LUT(self._labels, table), np.uint8))
        return self._matte.sample(view, rect, Quality.FINE)

    def _take(self, scene: Scene) -> None:
        self._objects = scene.objects
        self._matte = None
        looks: dict[tuple[Color, bool], int] = {}
        for shown in reversed(scene.objects):
            looks.setdefault((shown.color, shown.selected), min(len(looks) + 1, _LAST_LABEL))
        self._looks = looks

    def _draw(self, area: ImageArea) -> None:
        for shown in self._objects:
            label = self._looks[shown.color, shown.selected]
            if self._live is not None and self._live[0] == shown.id:
                self._labels[area.slices][self._live[1][area.slices]] = label
                continue
            shared = shown.mask.area.intersected(area)
            if not shared.empty:
                self._labels[shared.slices][_within(shown, shared)] = label

    def _table(self, opacity: float) -> list[int]:
        table = [0] * 256
        for (color, selected), label in self._looks.items():
            table[label] = qcolor(color, round(255 * opacity * (1 if selected else _OTHERS))).rgba()
        return table


def _within(shown: ShownObject, area: ImageArea) -> NDArray[np.bool_]:
    """Return the bits of a mask in a part of its bounding box, without copying."""
    own = shown.mask.area
    return shown.mask.pixels[area.y0 - own.y0 : area.y1 - own.y0, area.x0 - own.x0 : area.x1 - own.x0]


def paint_matte(painter: QPainter, matte: Pixels, rect: QRect) -> None:
    """Paint coverage as white on black."""
    painter.drawImage(rect.topLeft(), wrapped(matte, QImage.Format.Format_Grayscale8))


def paint_cutout(
    painter: QPainter, frame: Pixels, matte: Pixels, rect: QRect, origin: tuple[int, int], colors: tuple[QColor, QColor]
) -> None:
    """Paint the covered part of `frame` (BGRX, changed by this) over a checkerboard that begins at `origin`."""
    _paint_checkerboard(painter, rect, origin, colors)
    frame[..., 3] = matte
    painter.drawImage(rect.topLeft(), wrapped(frame, QImage.Format.Format_ARGB32))


def _paint_checkerboard(
    painter: QPainter, rect: QRect, origin: tuple[int, int], colors: tuple[QColor, QColor], side: int = 12
) -> None:
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(colors[0])
    brush = QPainter(tile)
    brush.fillRect(0, 0, side, side, colors[1])
    brush.fillRect(side, side, side, side, colors[1])
    brush.end()
    painter.setBrushOrigin(*origin)
    painter.fillRect(rect, QBrush(tile))
