"""The edge of a mask as lines: simplified to what the zoom can show, or along pixels' borders where they show."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from app.ui.canvas.geometry import ImageArea, View

Bits = NDArray[np.bool_]
Lines = NDArray[np.int64]
"""Horizontal and vertical lines: left, top, right and bottom end of each, shape (lines, 4)."""

PIXEL_BORDER_ZOOM = 3.0
"""From this zoom on the edge follows the pixels' borders."""
_TOLERANCE = 0.7
"""Device pixels by which a simplified edge may be off: enough to smooth the stairs of pixels into a slope."""


class Contours:
    """Edges of the part of a mask that lies in `area`.

    `framed` are its bits there with a rim of zeros around, shape (area.height + 2, area.width + 2).
    Traced on first use and kept for each power of two of the zoom.
    """

    def __init__(self, framed: Bits, area: ImageArea) -> None:
        self._framed = framed
        self._area = area
        self._raw: Sequence[NDArray[np.int32]] | None = None
        self._paths: dict[int, QPainterPath] = {}

    def path(self, zoom: float) -> QPainterPath:
        """Return outer edges and holes as closed lines in image pixels, exact enough for `zoom`. Fills odd-even."""
        octave = int(np.ceil(np.log2(max(zoom, 1e-6))))
        if octave not in self._paths:
            self._paths[octave] = self._traced(_TOLERANCE / 2.0**octave)
        return self._paths[octave]

    def _traced(self, tolerance: float) -> QPainterPath:
        path = QPainterPath()
        # Contours run through pixel centers: half a pixel, less the one of the rim.
        offset = np.array([self._area.x0 - 0.5, self._area.y0 - 0.5])
        for line in self._lines():
            points = offset + cv2.approxPolyDP(line, tolerance, True)[:, 0]
            if len(points) < 3:
                path.addRect(*_bounds(line, offset))
                continue
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points.tolist()]))
            path.closeSubpath()
        return path

    def _lines(self) -> Sequence[NDArray[np.int32]]:
        if self._raw is None:
            found = cv2.findContours(self._framed.view(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)[0]
            self._raw = [np.asarray(line, np.int32) for line in found]
        return self._raw


def _bounds(line: NDArray[np.int32], offset: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return the rectangle (x, y, width, height) of the pixels of a contour too small or thin to be simplified."""
    x0, y0 = (line[:, 0].min(axis=0) + offset - 0.5).tolist()
    x1, y1 = (line[:, 0].max(axis=0) + offset + 0.5).tolist()
    return x0, y0, x1 - x0, y1 - y0


def pixel_borders(pixels: Bits, area: ImageArea, view: View) -> Lines:
    """Return the borders between pixels inside and outside as lines in device pixels, joined where they are straight.

    `pixels` are the mask's bits in `area`, which should reach a pixel beyond what is shown: its own rim yields none.
    """
    across = np.round(view.left + np.arange(area.x0, area.x1 + 1) * view.scale_x).astype(np.int64)
    down = np.round(view.top + np.arange(area.y0, area.y1 + 1) * view.scale_y).astype(np.int64)
    row, left, right = _intervals(pixels[1:] != pixels[:-1])
    flat = np.column_stack((across[left], down[row + 1], across[right], down[row + 1]))
    column, top, bottom = _intervals((pixels[:, 1:] != pixels[:, :-1]).T)
    upright = np.column_stack((across[column + 1], down[top], across[column + 1], down[bottom]))
    return np.concatenate((flat, upright))


def _intervals(lines: Bits) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return the runs of true values in every row of `lines`: the row of each, where it starts and where it ends."""
    framed = np.zeros((lines.shape[0], lines.shape[1] + 2), np.bool_)
    framed[:, 1:-1] = lines
    row, column = np.nonzero(framed[:, 1:] != framed[:, :-1])
    return row[0::2], column[0::2], column[1::2]
