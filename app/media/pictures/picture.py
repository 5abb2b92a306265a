"""One picture file as an RGB image, turned upright; deep, grey and alpha pictures become 8-bit RGB."""

import io
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray

from app.errors import MediaError
from app.media.depth import ValueRange, range_of
from app.media.errors import quoted, undecodable, unreadable
from app.media.file import open_file, read_head, read_picture_file
from app.media.orientation import turned
from app.media.pictures.picture_header import EXR, PictureHeader, read_header
from app.media.pictures.tiff import TiffPage, is_tiff, make_first, read_pages
from app.media.source import MAX_PIXELS, Image

HEAD_BYTES = 1 << 18
HALF_FORMATS: Final = {"gbrpf16le": "gbrpf32le", "gbrapf16le": "gbrapf32le", "grayf16le": "grayf32le"}
"""Formats of half precision, which numpy's bridge does not take, and the same in single precision."""

SILENT: Final = 0
"""OpenCV's log level that keeps its words about a broken file from the terminal: ours are said elsewhere."""


def header_of(path: Path) -> PictureHeader:
    """Return size and orientation; decodes the picture when its first bytes do not tell. Raises MediaError."""
    head = read_head(path, HEAD_BYTES)
    header = _tiff_header(path) if is_tiff(head) else read_header(head)
    if header is not None:
        return checked(path, header)
    height, width = stored_picture(path, read_picture_file(path)).shape[:2]
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
    return as_image(stored_picture(path, read_picture_file(path)), None)


def as_image(stored: NDArray[Any], values: ValueRange | None) -> Image:
    """Return stored values, shape (H, W, 3), as an 8-bit picture, read-only."""
    values = values or range_of([stored])
    image = np.ascontiguousarray(stored if values is None else values.to_8_bit(stored), dtype=np.uint8)
    image.flags.writeable = False
    return image


def stored_picture(path: Path, data: bytes) -> NDArray[Any]:
    """Return the values of a picture as they are stored, in RGB, upright: shape (H, W, 3). Raises MediaError."""
    if data.startswith(EXR):
        checked_exr = read_header(data)
        if checked_exr is not None:
            checked(path, checked_exr)
        return _exr_picture(path, data)
    if is_tiff(data[:4]):
        return _tiff_picture(path, data)
    header = read_header(data)
    if header is not None:
        checked(path, header)
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH
    stored = decoded(np.frombuffer(data, np.uint8), flags if header is None else flags | cv2.IMREAD_IGNORE_ORIENTATION)
    if stored is None:
        raise undecodable(path)
    rgb = in_rgb(stored)
    return turned(rgb, header.orientation) if header is not None else rgb


def decoded(data: NDArray[np.uint8], flags: int) -> NDArray[Any] | None:
    """Return what OpenCV makes of a file's bytes, channels in its order; None when it cannot. It prints nothing."""
    cv2.utils.logging.setLogLevel(SILENT)
    try:
        found = cv2.imdecode(data, flags) if len(data) else None
    except cv2.error:
        return None
    return None if found is None else np.asarray(found)


def in_rgb(stored: NDArray[Any]) -> NDArray[Any]:
    """Return a picture of 1 to 4 channels in OpenCV's order (grey, with alpha, BGR, BGRA) as RGB."""
    if stored.ndim == 2 or stored.shape[2] < 3:
        grey = stored if stored.ndim == 2 else stored[..., 0]
        return np.repeat(grey[..., None], 3, axis=2)
    return np.ascontiguousarray(stored[..., 2::-1])


def _tiff_header(path: Path) -> PictureHeader | None:
    with open_file(path) as file:
        try:
            pages = read_pages(file, 2)
        except OSError as error:
            raise unreadable(path, error) from error
    return _header_of_page(pages) if pages else None


def _header_of_page(pages: tuple[TiffPage, ...]) -> PictureHeader:
    page = pages[0]
    whole = sum(not one.reduced for one in pages)
    return PictureHeader(page.width, page.height, page.orientation, max(8, page.bits), max(1, whole))


def _tiff_picture(path: Path, data: bytes) -> NDArray[Any]:
    pages = read_pages(io.BytesIO(data), 1)
    if not pages:
        raise undecodable(path)
    checked(path, _header_of_page(pages))
    stored = tiff_page(np.frombuffer(bytearray(data), np.uint8), pages[0])
    if stored is None:
        raise undecodable(path)
    return stored


def tiff_page(data: NDArray[np.uint8], page: TiffPage) -> NDArray[Any] | None:
    """Return a page's stored values in RGB, upright, shape (H, W, 3); None when they cannot be decoded.

    `data` is the whole file, which is changed (see `make_first`).
    """
    make_first(data, page)
    stored = decoded(data, cv2.IMREAD_UNCHANGED)
    if stored is None or _only_looks_black(data, stored):
        return None
    return turned(in_rgb(stored), page.orientation)


def _only_looks_black(data: NDArray[np.uint8], stored: NDArray[Any]) -> bool:
    """Return whether a picture is black because OpenCV could not read it, of which it tells nothing: FFmpeg does."""
    if stored.dtype not in (np.uint8, np.uint16) or stored.any():
        return False
    decoder = av.CodecContext.create("tiff", "r")
    decoder.options = {"max_pixels": str(MAX_PIXELS)}
    try:
        return not (decoder.decode(av.Packet(data.tobytes())) or decoder.decode(None))
    except (FFmpegError, EOFError, ValueError):
        return True


def _exr_picture(path: Path, data: bytes) -> NDArray[np.uint8]:
    """Return an OpenEXR picture, whose values are light, as sRGB; what is brighter than 1 is white."""
    decoder = av.CodecContext.create("exr", "r")
    decoder.options = {"max_pixels": str(MAX_PIXELS)}
    try:
        frames = decoder.decode(av.Packet(data)) or decoder.decode(None)
        if not frames:
            raise undecodable(path)
        frame = frames[0]
        half = HALF_FORMATS.get(frame.format.name)
        light = np.asarray((frame if half is None else frame.reformat(format=half)).to_ndarray(), np.float32)
    except (FFmpegError, EOFError, ValueError) as error:
        raise undecodable(path) from error
    light = np.nan_to_num(light, posinf=1, neginf=0).clip(0, 1)
    light = np.repeat(light[..., None], 3, axis=2) if light.ndim == 2 else light[..., :3]
    srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.power(light, 1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * srgb), np.uint8)
