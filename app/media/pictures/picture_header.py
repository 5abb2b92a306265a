"""Size and orientation of a picture file from its first bytes, without decoding it."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.media.orientation import Orientation

EXR = b"\x76\x2f\x31\x01"
"""How an OpenEXR file begins."""


@dataclass(frozen=True, slots=True)
class PictureHeader:
    """Width and height as stored, and the turn that shows the picture upright; bits of a sample, pages of the file."""

    width: int
    height: int
    orientation: Orientation = Orientation.UPRIGHT
    bits: int = 8
    pages: int = 1

    @property
    def shown_size(self) -> tuple[int, int]:
        """(width, height) after turning."""
        return (self.height, self.width) if self.orientation.swaps_sides else (self.width, self.height)


def read_header(data: bytes) -> PictureHeader | None:
    """Return size and orientation from the start of a PNG, JPEG, BMP, WebP or EXR file; None for others."""
    readers: tuple[tuple[bytes, Callable[[bytes], PictureHeader | None]], ...] = (
        (b"\x89PNG\r\n\x1a\n", _png),
        (b"\xff\xd8", _jpeg),
        (b"BM", _bmp),
        (b"RIFF", _webp),
        (EXR, _exr),
    )
    for magic, reader in readers:
        if data.startswith(magic):
            try:
                header = reader(data)
            except (struct.error, IndexError):
                return None
            return header if header and header.width > 0 and header.height > 0 else None
    return None


def _exr(data: bytes) -> PictureHeader | None:
    """Read the display window, the last four numbers of an attribute: name, type, length, value (OpenEXR layout)."""
    mark = b"displayWindow\0box2i\0"
    place = data.find(mark, 8)
    if place < 0:
        return None
    x0, y0, x1, y1 = struct.unpack_from("<4i", data, place + len(mark) + 4)
    return PictureHeader(x1 - x0 + 1, y1 - y0 + 1)


def is_animated(data: bytes) -> bool:
    """True when the first bytes are those of an animated PNG or WebP, or of a GIF."""
    if data.startswith((b"GIF87a", b"GIF89a")):
        return True
    if data.startswith(b"RIFF") and data[8:16] == b"WEBPVP8X" and len(data) > 20:
        return bool(data[20] & 0x02)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return any(kind == b"acTL" for kind, _ in _png_chunks(data))
    return False


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, content) of the chunks before the pixels."""
    place = 8
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IDAT":
            return
        yield kind, data[place + 8 : place + 8 + length]
        place += 12 + length


def _png(data: bytes) -> PictureHeader:
    width, height = struct.unpack_from(">II", data, 16)
    exif = next((content for kind, content in _png_chunks(data) if kind == b"eXIf"), b"")
    return PictureHeader(width, height, _exif_orientation(exif), max(8, data[24]))


def _jpeg(data: bytes) -> PictureHeader | None:
    place, orientation = 2, Orientation.UPRIGHT
    while data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:  # fill byte
            place += 1
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, place + 5)
            return PictureHeader(width, height, orientation)
        content = data[place + 4 : place + 2 + length]
        if marker == 0xE1 and content.startswith(b"Exif\0\0"):
            orientation = _exif_orientation(content[6:])
        place += 2 + length
    return None


def _bmp(data: bytes) -> PictureHeader:
    width, height = struct.unpack_from("<ii", data, 18)
    return PictureHeader(abs(width), abs(height))


def _webp(data: bytes) -> PictureHeader | None:
    kind = data[12:16]
    if data[8:12] != b"WEBP":
        return None
    if kind == b"VP8X":
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return PictureHeader(width, height, _exif_orientation(_riff_chunk(data, b"EXIF")))
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return PictureHeader(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return PictureHeader(width & 0x3FFF, height & 0x3FFF)
    return None


def _riff_chunk(data: bytes, wanted: bytes) -> bytes:
    place = 12
    while place + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, place)
        if kind == wanted:
            return data[place + 8 : place + 8 + length].removeprefix(b"Exif\0\0")
        place += 8 + length + length % 2
    return b""


def _exif_orientation(exif: bytes) -> Orientation:
    """Return tag 0x0112 of the first directory of a TIFF block; upright when it is missing or broken."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    try:
        if order is not None:
            (place,) = struct.unpack_from(order + "I", exif, 4)
            (count,) = struct.unpack_from(order + "H", exif, place)
            for entry in range(place + 2, place + 2 + 12 * count, 12):
                tag, _kind, _count, value = struct.unpack_from(order + "HHIH", exif, entry)
                if tag == 0x0112:
                    return Orientation(value)
    except (struct.error, ValueError):
        return Orientation.UPRIGHT
    return Orientation.UPRIGHT
