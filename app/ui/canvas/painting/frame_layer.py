"""The layer at the bottom: the decoded image."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from app.ui.canvas.geometry import View
from app.ui.canvas.painting.pyramid import Pixels, Pyramid, Quality


class FrameLayer:
    """Keeps a reference to the image it shows, and its smaller copies."""

    def __init__(self) -> None:
        self._pyramid: Pyramid | None = None

    def show(self, image: Pixels | None) -> None:
        """Show `image`, RGB of shape (height, width, 3), or nothing for None."""
        self._pyramid = Pyramid(image) if image is not None else None

    def sample(self, view: View, rect: QRect, quality: Quality) -> Pixels | None:
        """Return the image under `rect` (device pixels, on the image) as BGRX, shape (height, width, 4)."""
        return self._pyramid.sample(view, rect, quality) if self._pyramid is not None else None

    def paint(self, painter: QPainter, view: View, rect: QRect, quality: Quality) -> None:
        """Paint the image under `rect` (device pixels, on the image)."""
        pixels = self.sample(view, rect, quality)
        if pixels is not None:
            painter.drawImage(rect.topLeft(), as_qimage(pixels, QImage.Format.Format_RGB32))


def as_qimage(pixels: Pixels, format: QImage.Format) -> QImage:
    """Return an image that shares the memory of `pixels`, shape (height, width[, channels]), which must outlive it."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, pixels.strides[0], format)
