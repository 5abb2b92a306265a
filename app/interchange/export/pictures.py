"""Pictures as bytes of files, and masks painted into one picture."""

from collections.abc import Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from app.errors import ExportError
from app.interchange.export.options import Winner
from app.masks.mask import Mask
from app.media.source import Image

JPEG_QUALITY: Final = 95


def encode_jpeg(image: Image) -> bytes:
    """Return an RGB picture as JPEG. ExportError when the encoder refuses it."""
    return _encoded(".jpg", cv2.cvtColor(image, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])


def encode_png(image: NDArray[Any]) -> bytes:
    """Return a picture as PNG: RGB or RGBA of 8 bits, or grey of 8 or 16. ExportError when the encoder refuses it."""
    if image.ndim == 3:
        image = cv2.cvtColor(image, cv2.COLOR_RGB2BGR if image.shape[2] == 3 else cv2.COLOR_RGBA2BGRA)
    return _encoded(".png", image, [cv2.IMWRITE_PNG_COMPRESSION, 3])


def painted(
    masks: Sequence[tuple[int, Mask]], height: int, width: int, winner: Winner, dtype: type[np.unsignedinteger[Any]]
) -> NDArray[Any]:
    """Paint (number, mask) into one picture of shape (H, W), 0 elsewhere; `winner` gets the pixels several have."""
    order = {
        Winner.LOWEST: lambda item: -item[0],
        Winner.HIGHEST: lambda item: item[0],
        Winner.SMALLEST: lambda item: (-item[1].area, -item[0]),
    }[winner]
    labels = np.zeros((height, width), dtype)
    for number, mask in sorted(masks, key=order):
        box = mask.bbox
        if box is not None:
            x0, y0, x1, y1 = box
            labels[y0:y1, x0:x1][mask.to_rows(y0, y1)[:, x0:x1]] = number
    return labels


def _encoded(suffix: str, picture: NDArray[Any], options: list[int]) -> bytes:
    try:
        done, data = cv2.imencode(suffix, picture, options)
    except cv2.error:
        done, data = False, np.zeros(0, np.uint8)
    if not done:
        raise ExportError("A picture of {width}×{height} pixels cannot be written as {kind}.",
                          width=picture.shape[1], height=picture.shape[0], kind=suffix[1:].upper())  # fmt: skip
    return bytes(data)
