"""One picture file as an RGB image, turned upright; 16-bit, grey and alpha pictures become 8-bit RGB."""

from pathlib import Path

import cv2
import numpy as np

from app.errors import MediaError
from app.media.orientation import turned
from app.media.picture_header import PictureHeader, read_header
from app.media.source import Image
from app.media.words import quoted, unreadable

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"})
HEAD_BYTES = 1 << 18


def header_of(path: Path) -> PictureHeader:
    """Return size and orientation; decodes the picture when its first bytes do not tell. Raises MediaError."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise unreadable(path, error) from error
    header = read_header(head)
    if header is not None:
        return header
    height, width = read_picture(path).shape[:2]
    return PictureHeader(width, height)


def read_picture(path: Path) -> Image:
    """Return the picture, read-only. Pixels under transparency are returned as stored. Raises MediaError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    header = read_header(data)
    flags = cv2.IMREAD_COLOR if header is None else cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags) if data else None
    except cv2.error:
        decoded = None
    if decoded is None or decoded.dtype != np.uint8:
        raise MediaError(
            "The picture {file} cannot be decoded.", "It may be damaged; replace or remove it.", file=quoted(path)
        )
    rgb = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    image = turned(rgb, header.orientation) if header is not None else rgb
    image.flags.writeable = False
    return image
