"""A mask on the clipboard: as a picture for other programs, and as it is for this one."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter

from app.errors import ImportFileError, ProjectError
from app.interchange.encoding.label_png import doubt_about, foreground_in
from app.masks.mask import Mask

MASK = "application/x-masklane-mask"
PNG = "image/png"
NAME = Path("clipboard.png")
"""What messages about a picture call it."""


def copy_mask(mask: Mask) -> None:
    """Put a mask on the clipboard: white on black as a PNG of the frame's size, and packed for this program."""
    picture = _drawn(mask)
    data = QMimeData()
    data.setData(MASK, QByteArray(mask.height.to_bytes(4) + mask.width.to_bytes(4) + mask.to_bytes()))
    data.setData(PNG, QByteArray(_png(picture)))
    data.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(data)


def copied_mask() -> Mask | None:
    """Return the mask on the clipboard, None when there is no picture there.

    Of a picture that counts which is on as in any mask that is imported. UserError when it is none that can be meant.
    """
    data = QGuiApplication.clipboard().mimeData()
    packed = bytes(data.data(MASK).data())
    if packed:
        try:
            return Mask.from_bytes(packed[8:], int.from_bytes(packed[:4]), int.from_bytes(packed[4:8]))
        except ProjectError:  # of another version: the picture beside says the same
            pass
    picture = _picture(data)
    if not picture:
        return None
    pixels = foreground_in(picture, NAME)
    doubt = doubt_about(pixels)
    if doubt is not None:
        raise ImportFileError("The picture on the clipboard is no mask: {doubt}.", doubt=doubt)
    return Mask.from_array(pixels)


def _picture(data: QMimeData) -> bytes:
    """Return the picture as PNG; empty when there is none."""
    given = bytes(data.data(PNG).data())
    if given or not data.hasImage():
        return given
    return _png(QImage(data.imageData()))


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(picture)
    return bytes(buffer.data().data())


def _drawn(mask: Mask) -> QImage:
    """Return the mask in white on black, a bit a pixel."""
    bits = np.packbits(mask.to_array(), axis=1)
    picture = QImage(bits.data, mask.width, mask.height, bits.shape[1], QImage.Format.Format_Mono)
    picture.setColorTable([QColor(Qt.GlobalColor.black).rgb(), QColor(Qt.GlobalColor.white).rgb()])
    return picture.copy()
