"""Label pictures: PNGs whose pixel values are object numbers, as in DAVIS and YouTube-VOS. The one reader of them."""

import struct
import zlib
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from app.errors import ImportFileError
from app.media.file import read_picture_file
from app.media.picture import read_picture
from app.media.source import MAX_PIXELS

Labels = NDArray[np.uint8] | NDArray[np.uint16]
"""Object numbers, shape (H, W); 0 is the background."""

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
GREY, PALETTE = 0, 3
"""Color types of a PNG's header."""


def voc_palette() -> NDArray[np.uint8]:
    """Return the color map of PASCAL VOC, shape (256, 3): the bits of a number, spread over the three channels."""
    numbers = np.arange(256)
    palette = np.zeros((256, 3), np.uint8)
    for bit in range(8):
        for channel in range(3):
            palette[:, channel] |= ((numbers >> (3 * bit + channel) & 1) << (7 - bit)).astype(np.uint8)
    return palette


def encode_labels(labels: NDArray[np.uint8]) -> bytes:
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
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def read_labels(file: Path) -> Labels:
    """Return the stored pixel values of a palette or grey PNG: palette indices, grey values of 1 to 16 bits.

    ImportFileError when it is none, MediaError when unreadable.
    """
    labels = _read_values(file, read_picture_file(file))
    if labels is None:
        raise ImportFileError(
            "“{name}” is a colored picture; its pixel values do not say which object they belong to.",
            "Annotations are PNGs in palette mode (P).",
            name=file.name,
        )
    return labels


def read_foreground(file: Path) -> NDArray[np.bool_]:
    """Return where a mask picture is on, shape (H, W): not 0 in a palette or grey PNG, not black in any other picture.

    ImportFileError when a PNG is damaged, MediaError when the file is unreadable or no picture.
    """
    data = read_picture_file(file)
    labels = _read_values(file, data) if data.startswith(SIGNATURE) else None
    if labels is None:
        return np.asarray(cv2.cvtColor(read_picture(file), cv2.COLOR_RGB2GRAY) > 0)
    return labels > 0


def _read_values(file: Path, data: bytes) -> Labels | None:
    """Return the stored values of a palette or grey PNG, None for one with colors or with an alpha channel."""
    if not data.startswith(SIGNATURE):
        raise ImportFileError("“{name}” is not a PNG file.", "Annotations are palette PNGs.", name=file.name)
    try:
        decoder = av.CodecContext.create("png", "r")
        decoder.options = {"max_pixels": str(MAX_PIXELS)}
        frames = decoder.decode(av.Packet(data)) or decoder.decode(None)
    except (FFmpegError, EOFError) as error:
        raise ImportFileError("The annotation “{name}” is damaged.", "Copy it again.", name=file.name) from error
    if not frames or not isinstance(frames[0], av.VideoFrame):
        raise ImportFileError("The annotation “{name}” is damaged.", "Copy it again.", name=file.name)
    bits, color_type = data[24], data[25]
    if color_type == PALETTE:
        indices, _colors = frames[0].to_ndarray()
        return np.ascontiguousarray(indices, dtype=np.uint8)
    return _grey_values(frames[0], bits) if color_type == GREY else None


def _grey_values(frame: av.VideoFrame, bits: int) -> Labels:
    """Return the stored values. FFmpeg scales fewer than 8 bits up to 255, and adds alpha for a transparent value."""
    plane = frame.planes[0]
    if frame.format.name in ("monob", "monow"):
        return np.asarray(frame.reformat(format="gray").to_ndarray() // 255, dtype=np.uint8)
    stored: np.dtype[Any] = np.dtype(">u2" if bits == 16 else np.uint8)
    channels = 2 if frame.format.name.startswith("ya") else 1
    rows = np.frombuffer(bytes(plane), np.uint8).reshape(frame.height, plane.line_size)
    row_bytes = frame.width * channels * stored.itemsize
    values = np.ascontiguousarray(rows[:, :row_bytes]).view(stored)[:, ::channels]
    if bits >= 8:
        return values.astype(np.uint16) if bits == 16 else values.astype(np.uint8)
    return np.asarray(values // (255 // ((1 << bits) - 1)), dtype=np.uint8)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
