"""Masks from pictures, the one reader of them: label PNGs (as in DAVIS and YouTube-VOS), and masks of any kind."""

import struct
import zlib
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray

from app.errors import ImportFileError
from app.media.errors import undecodable
from app.media.file import read_picture_file
from app.media.pictures.picture import checked
from app.media.pictures.picture_header import read_header
from app.media.source import MAX_PIXELS
from app.phrases import Phrase

Labels = NDArray[np.uint8] | NDArray[np.uint16]
"""Object numbers, shape (H, W); 0 is the background."""

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
GREY, PALETTE = 0, 3
"""Color types of a PNG's header."""

MOST_MASK_COLORS: Final = 256
"""A picture with more colors than objects have numbers is a photograph, not a mask."""


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
    deflater = zlib.compressobj(6, strategy=zlib.Z_RLE)  # labels are runs: smaller, and in less than half the time
    chunks = (
        (b"IHDR", header),
        (b"PLTE", voc_palette().tobytes()),
        (b"IDAT", deflater.compress(rows.tobytes()) + deflater.flush()),
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
    """Return where a mask picture of any kind is on, shape (H, W).

    Stored values count, not the colors they stand for: on is what is not 0 in a palette or grey picture (any depth),
    and what is not black in a colored one. Where colors say nothing, as all are the same, transparency is the mask; in
    a cut-out picture what is opaque is on. ImportFileError when a PNG is damaged, MediaError when the file is
    unreadable or no picture.
    """
    return foreground_in(read_picture_file(file), file)


def foreground_in(data: bytes, file: Path) -> NDArray[np.bool_]:
    """Return where the mask picture of these bytes is on, as `read_foreground`; messages name it as `file`."""
    labels = _read_values(file, data) if data.startswith(SIGNATURE) else _palette_indices(data)
    return labels > 0 if labels is not None else _foreground_of(_decoded(file, data), lossy=_is_lossy(data))


def read_colors(file: Path) -> NDArray[np.uint32] | None:
    """Return red, green and blue of a picture as one number a pixel, shape (H, W); None where colors are not exact or
    there is an alpha channel. MediaError when the file is unreadable."""
    data = read_picture_file(file)
    picture = None if _is_lossy(data) else _decoded(file, data)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        return None
    blue, green, red = (picture[..., channel].astype(np.uint32) for channel in range(3))
    return np.asarray(red << 16 | green << 8 | blue, np.uint32)


def share_between(file: Path) -> float:
    """Return the share of pixels of a picture whose colors are not exact that are neither dark nor bright; else 0."""
    data = read_picture_file(file)
    if not _is_lossy(data):
        return 0.0
    picture = _decoded(file, data)
    bright = picture.max(axis=2) if picture.ndim == 3 else picture
    highest = max(int(bright.max()), 1)
    return float(np.mean((bright > highest // 4) & (bright < highest * 3 // 4)))


def doubt_about(mask: NDArray[np.bool_]) -> Phrase | None:
    """Return in words why a mask that was read may not be meant, None when it has an inside and an outside."""
    if not mask.any():
        return Phrase("not one pixel of it is on: its values are all 0")
    return Phrase("every pixel of it is on") if mask.all() else None


def _foreground_of(picture: NDArray[Any], *, lossy: bool) -> NDArray[np.bool_]:
    """Return where a picture of shape (H, W) or (H, W, channels), the second or fourth of them alpha, is on."""
    channels = picture if picture.ndim == 3 else picture[..., None]
    has_alpha = channels.shape[2] in (2, 4)
    colors = np.nan_to_num(channels[..., :-1] if has_alpha else channels)
    level = colors.max() // 2 if lossy else 0  # JPEG writes dark rings around what is on
    on = np.asarray((colors > level).any(axis=2))
    if not has_alpha:
        return on
    alpha = channels[..., -1]
    full = np.iinfo(alpha.dtype).max if np.issubdtype(alpha.dtype, np.integer) else 1.0
    opaque = np.asarray(alpha > full / 2)
    if opaque.all() or not opaque.any():
        return on
    kinds = len(np.unique(colors[opaque][:: max(1, int(opaque.sum()) // 10_000)], axis=0))
    return opaque if kinds == 1 or kinds > MOST_MASK_COLORS else on & opaque


def _decoded(file: Path, data: bytes) -> NDArray[Any]:
    """Return the stored values of a picture, shape (H, W) or (H, W, channels). Raises MediaError."""
    header = read_header(data)
    if header is not None:
        checked(file, header)
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
    except cv2.error:
        picture = None
    if picture is None:
        raise undecodable(file)
    return np.asarray(picture)


def _is_lossy(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8") or (data.startswith(b"RIFF") and data[12:16] == b"VP8 ")


def _palette_indices(data: bytes) -> Labels | None:
    """Return the indices of a TIFF or BMP with a palette, None for any other picture."""
    codec = {b"II": "tiff", b"MM": "tiff", b"BM": "bmp"}.get(data[:2])
    if codec is None:
        return None
    try:
        frames = _frames(codec, data)
    except (FFmpegError, EOFError):
        return None
    if not frames or frames[0].format.name != "pal8":
        return None
    indices, _colors = frames[0].to_ndarray()
    return np.ascontiguousarray(indices, dtype=np.uint8)


def _frames(codec: str, data: bytes) -> list[av.VideoFrame]:
    decoder = av.CodecContext.create(codec, "r")
    assert isinstance(decoder, VideoCodecContext)
    decoder.options = {"max_pixels": str(MAX_PIXELS)}
    found = decoder.decode(av.Packet(data)) or decoder.decode(None)
    return [frame for frame in found if isinstance(frame, av.VideoFrame)]


def _read_values(file: Path, data: bytes) -> Labels | None:
    """Return the stored values of a palette or grey PNG, None for one with colors or with an alpha channel."""
    if not data.startswith(SIGNATURE):
        raise ImportFileError("“{name}” is not a PNG file.", "Annotations are palette PNGs.", name=file.name)
    try:
        frames = _frames("png", data)
    except (FFmpegError, EOFError) as error:
        raise ImportFileError("The annotation “{name}” is damaged.", "Copy it again.", name=file.name) from error
    if not frames:
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
