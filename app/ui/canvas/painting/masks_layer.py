"""The layer of filled masks: one label image for the frame, looked up in a table of 256 colors."""

import cv2
import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from app.masks.labelmap import LabelMap
from app.project.model import FrameIndex, ObjectId
from app.ui.canvas.contours import Bits
from app.ui.canvas.geometry import ImageArea, View
from app.ui.canvas.painting.frame_layer import as_qimage
from app.ui.canvas.painting.pyramid import Pixels, Pyramid, Quality, nearest
from app.ui.canvas.scene import Scene, ShownObject, qcolor

_UNSELECTED_OPACITY = 0.72
"""How strongly objects that are not selected are filled, compared with selected ones."""
_NO_AREA = ImageArea(0, 0, 0, 0)


class MaskLayer:
    """The label map of the shown frame. While a stroke is painted, `live` bits stand for the mask of one object."""

    def __init__(self) -> None:
        self._map = LabelMap(1, 1)
        self._scene = Scene(FrameIndex(0))
        self._live: tuple[ShownObject, Bits] | None = None
        self._taken: Bits | None = None
        self._matte: Pyramid | None = None

    def show(self, scene: Scene, width: int, height: int) -> ImageArea:
        """Show the masks of `scene` on an image of this size. Returns where they changed."""
        if self._map.shape != (height, width):
            self._map = LabelMap(height, width)
        self._scene = scene
        self._matte = None
        live = self._live[0].id if self._live is not None else None
        dirty = self._map.show([(o.id, o.mask.mask) for o in scene.objects if o.id != live])
        return ImageArea(*dirty) if dirty is not None else _NO_AREA

    def show_live(self, object: ObjectId | None, bits: Bits | None, taken: Bits | None = None) -> ImageArea:
        """Let `bits`, shape (height, width), stand for the mask of `object`, on top of all others; None ends that.

        Others are shown without the pixels `taken`. Returns where masks changed besides the bits.
        """
        shown = next((o for o in self._scene.objects if o.id == object), None)
        before = self._live[0].id if self._live is not None else None
        self._live = (shown, bits) if shown is not None and bits is not None else None
        self._taken = taken if self._live is not None else None
        self._matte = None
        after = self._live[0].id if self._live is not None else None
        height, width = self._map.shape
        return self.show(self._scene, width, height) if before != after else _NO_AREA

    def paint(self, painter: QPainter, view: View, rect: QRect, opacity: float) -> None:
        """Fill the masks under `rect` (device pixels, on the image)."""
        if self._live is not None:
            shown, bits = self._live
            self._paint_labels(painter, view, rect, self._map.array, self._table(opacity), self._taken)
            self._paint_labels(painter, view, rect, bits.view(np.uint8), [0, _fill(shown, opacity)])
            return
        area = _NO_AREA
        for shown in self._scene.objects:
            area = area.united(shown.mask.area)
        rect = rect.intersected(view.device_rect(area))
        if not rect.isEmpty():
            self._paint_labels(painter, view, rect, self._map.array, self._table(opacity))

    @staticmethod
    def _paint_labels(
        painter: QPainter, view: View, rect: QRect, labels: Pixels, table: list[int], taken: Bits | None = None
    ) -> None:
        pixels = nearest(labels, view, rect)
        if taken is not None:
            pixels[nearest(taken.view(np.uint8), view, rect) > 0] = 0
        image = as_qimage(pixels, QImage.Format.Format_Indexed8)
        image.setColorTable(table)
        # Looking up first and blending then is several times faster than Qt's blending of indexed images.
        painter.drawImage(rect.topLeft(), image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))

    def matte(self, view: View, rect: QRect) -> Pixels:
        """Return how much of each pixel under `rect` belongs to the selected objects (to any if none is), 0..255."""
        if self._matte is None:
            self._matte = Pyramid(self._coverage())
        return self._matte.sample(view, rect, Quality.FINE)

    def _coverage(self) -> Pixels:
        any_selected = any(shown.selected for shown in self._scene.objects)
        labels, table = self._map.labels(), np.zeros(256, np.uint8)
        for shown in self._scene.objects:
            table[labels.get(shown.id, 0)] = 255 if shown.selected or not any_selected else 0
        table[0] = 0
        coverage = np.asarray(cv2.LUT(self._map.array, table), np.uint8)
        if self._taken is not None:
            coverage[self._taken] = 0
        if self._live is not None:
            np.copyto(coverage, 255, where=self._live[1])
        return coverage

    def _table(self, opacity: float) -> list[int]:
        labels, table = self._map.labels(), [0] * 256
        for shown in self._scene.objects:
            table[labels.get(shown.id, 0)] = _fill(shown, opacity)
        table[0] = 0
        return table


def _fill(shown: ShownObject, opacity: float) -> int:
    """Return the color a mask is filled with, as Qt's ARGB number."""
    return qcolor(shown.color, round(255 * opacity * (1 if shown.selected else _UNSELECTED_OPACITY))).rgba()


def paint_matte(painter: QPainter, matte: Pixels, rect: QRect) -> None:
    """Paint coverage as white on black."""
    painter.drawImage(rect.topLeft(), as_qimage(matte, QImage.Format.Format_Grayscale8))


def paint_cutout(
    painter: QPainter, frame: Pixels, matte: Pixels, rect: QRect, origin: tuple[int, int], colors: tuple[QColor, QColor]
) -> None:
    """Paint the covered part of `frame` (BGRX, changed by this) over a checkerboard that begins at `origin`."""
    _paint_checkerboard(painter, rect, origin, colors)
    frame[..., 3] = matte
    painter.drawImage(rect.topLeft(), as_qimage(frame, QImage.Format.Format_ARGB32))


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
