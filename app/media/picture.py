"""One picture file as an RGB image, turned upright; 16-bit, grey and alpha pictures become 8-bit RGB."""

from pathlib import Path

import cv2
import numpy as np

from app.errors import MediaError
from app.media.errors import quoted, undecodable
from app.media.file import read_head, read_picture_file
from app.media.orientation import turned
from app.media.picture_header import PictureHeader, read_header
from app.media.source import MAX_PIXELS, Image

HEAD_BYTES = 1 << 18


def header_of(path: Path) -> PictureHeader:
    """Return size and orientation; decodes the picture when its first bytes do not tell. Raises MediaError."""
    header = read_header(read_head(path, HEAD_BYTES))
    if header is not None:
        return checked(path, header)
    height, width = read_picture(path).shape[:2]
    return PictureHeader(width, height)


def checked(path: Path, header: PictureHeader) -> PictureHeader:
    """Return the header when its picture fits into memory. Raises MediaError."""
    if header.width * header.height > MAX_PIXELS:
        raise MediaError(
            "{file} claims to be {width}×{height} pixels, which is more than can be shown.",
            "It may be damaged; replace or remove it.",
            file=quoted(path),
            width=header.width,
            height=header.height,
        )
    return header


def read_picture(path: Path) -> Image:
    """Return the picture, read-only. Pixels under transparency are returned as stored. Raises MediaError."""
    return decode_picture(path, read_picture_file(path))


def decode_picture(path: Path, data: bytes) -> Image:
    """Return the picture in the bytes of the file `path`, as `read_picture` does."""
    header = read_header(data)
    if header is not None:
        checked(path, header)
    flags = cv2.IMREAD_COLOR if header is None else cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), flags) if data else None
    except cv2.error:
        decoded = None
    if decoded is None or decoded.dtype != np.uint8:
        raise undecodable(path)
    rgb = np.asarray(cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB), dtype=np.uint8)
    image = turned(rgb, header.orientation) if header is not None else rgb
    image.flags.writeable = False
    return image
