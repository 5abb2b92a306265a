"""numpy images as QImage and QPixmap."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from app.media.source import Image


def to_image(pixels: Image) -> QImage:
    """Return an RGB image, uint8 of shape (height, width, 3), as a QImage with its own copy of the pixels."""
    height, width = pixels.shape[:2]
    return QImage(pixels.tobytes(), width, height, width * 3, QImage.Format.Format_RGB888).copy()


def cover(image: QImage, size: QSize, ratio: float, radius: float) -> QPixmap:
    """Return `image` cut to fill `size` logical pixels, with rounded corners."""
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, size.width(), size.height()), radius, radius)
    painter.setClipPath(path)
    scaled = image.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    left, top = (size.width() - scaled.width()) / 2, (size.height() - scaled.height()) / 2
    painter.drawImage(QRectF(left, top, scaled.width(), scaled.height()), image)
    painter.end()
    return pixmap
