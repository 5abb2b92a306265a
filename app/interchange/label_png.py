"""Palette PNGs whose pixel values are object numbers: the annotation files of DAVIS and YouTube-VOS."""

import struct
import zlib
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from app.errors import ImportFileError
from app.media.file import read_picture_file
from app.media.source import MAX_PIXELS

Labels = NDArray[np.uint8]
"""Object numbers, shape (H, W); 0 is the background."""


def voc_palette() -> NDArray[np.uint8]:
    """Return the color map of PASCAL VOC, shape (256, 3): the bits of a number, spread over the three channels."""
    numbers = np.arange(256)
    palette = np.zeros((256, 3), np.uint8)
    for bit in range(8):
        for channel in range(3):
            palette[:, channel] |= ((numbers >> (3 * bit + channel) & 1) << (7 - bit)).astype(np.uint8)
    return palette


def encode_labels(labels: Labels) -> bytes:
    """Return the labels as a palette PNG (8 bits, VOC colors)."""
    height, width = labels.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with filter type 0
    rows[:, 1:] = labels
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", header),
        (b"PLTE", voc_palette().tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def read_labels(file: Path) -> Labels:
    """Return the pixel values of a palette or grey PNG. ImportFileError when it is none, MediaError when unreadable."""
    data = read_picture_file(file)
    try:
        if not data.startswith(b"\x89PNG\r\n\x1a\n"):
            raise ImportFileError("“{name}” is not a PNG file.", "Annotations are palette PNGs.", name=file.name)
        decoder = av.CodecContext.create("png", "r")
        decoder.options = {"max_pixels": str(MAX_PIXELS)}
        frames = decoder.decode(av.Packet(data)) or decoder.decode(None)
    except (FFmpegError, EOFError) as error:
        raise ImportFileError("The annotation “{name}” is damaged.", "Copy it again.", name=file.name) from error
    if not frames or not isinstance(frames[0], av.VideoFrame):
        raise ImportFileError("The annotation “{name}” is damaged.", "Copy it again.", name=file.name)
    return _values(frames[0], file)


def _values(frame: av.VideoFrame, file: Path) -> Labels:
    if frame.format.name == "pal8":
        indices, _colors = frame.to_ndarray()
        return np.ascontiguousarray(indices, dtype=np.uint8)
    if frame.format.name in ("gray", "monob", "monow"):
        return np.ascontiguousarray(frame.reformat(format="gray").to_ndarray(), dtype=np.uint8)
    raise ImportFileError(
        "“{name}” is a colored picture; its pixel values do not say which object they belong to.",
        "Annotations are PNGs in palette mode (P).",
        name=file.name,
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
