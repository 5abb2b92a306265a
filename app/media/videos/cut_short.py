"""Whether a file ends before the length that it states at its beginning: Matroska, AVI, MPEG-2 transport streams."""

import struct
from pathlib import Path
from typing import Final

from app.media.file import read_head

HEAD_BYTES: Final = 4096
EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
SYNC: Final = 0x47
TS_PACKETS: Final = (188, 192, 204)
"""Bytes of a packet: broadcast, on discs with a time before each, with error correction."""


def is_cut_short(path: Path) -> bool:
    """Return whether bytes are missing at the end, as far as the file tells. Raises MediaError, OSError."""
    head, size = read_head(path, HEAD_BYTES), path.stat().st_size
    if head.startswith(EBML):
        return _matroska_end(head) > size
    if head[:4] == b"RIFF" and head[8:12] == b"AVI " and len(head) > 12:
        return int(struct.unpack_from("<I", head, 4)[0]) + 8 > size
    for length in TS_PACKETS:
        first = length - 188 if length == 192 else 0
        places = range(first, len(head), length)
        if len(places) > 4 and all(head[place] == SYNC for place in places):
            return size % length != 0
    return False


def _matroska_end(head: bytes) -> int:
    """Return where the segment ends, 0 where the file does not say, as streams do (RFC 8794)."""
    place = 0
    for wanted in (EBML, SEGMENT):
        if head[place : place + 4] != wanted or place + 5 > len(head):
            return 0
        place += 4
        width = 9 - head[place].bit_length()
        length = int.from_bytes(head[place : place + width], "big") & ((1 << 7 * width) - 1)
        if width > 8 or (wanted == SEGMENT and length == (1 << 7 * width) - 1):
            return 0
        place += width + length
    return place
