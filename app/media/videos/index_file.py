"""A frame index kept on disk. What does not fit the video, this version or its own checksum is ignored."""

import hashlib
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import msgspec
import numpy as np
from numpy.typing import NDArray

from app.errors import DAMAGED
from app.media.fingerprint import Fingerprint
from app.media.videos.frame_index import VideoIndex
from app.media.videos.packets import PacketTable
from app.whole_file import write_whole

MAGIC = b"masklane frame index 4\n"
DIGEST_BYTES = 32


class _Stored(msgspec.Struct, frozen=True):
    """The index as MessagePack: arrays as little-endian bytes, fractions as (numerator, denominator)."""

    size_bytes: int
    head_sha256: str
    library: str
    position: bytes
    size: bytes
    pts: bytes
    dts: bytes
    key: bytes
    shown: bytes
    time_base: tuple[int, int]
    damaged: bool
    cut: int
    last_duration: int
    ordinal: bytes
    times: bytes
    rate: tuple[int, int]
    missing: int
    holes: bytes


def save_index(file: Path, index: VideoIndex, fingerprint: Fingerprint) -> None:
    """Write the index beside its final place, then move it there: a reader sees all of it or none.

    A cache that cannot be written is none; this raises nothing for a full or read-only disk.
    """
    packets = index.packets
    stored = _Stored(
        size_bytes=fingerprint.size_bytes,
        head_sha256=fingerprint.head_sha256,
        library=av.__version__,
        position=packets.position.astype("<i8").tobytes(),
        size=packets.size.astype("<i8").tobytes(),
        pts=packets.pts.astype("<i8").tobytes(),
        dts=packets.dts.astype("<i8").tobytes(),
        key=packets.key.tobytes(),
        shown=packets.shown.tobytes(),
        time_base=packets.time_base.as_integer_ratio(),
        damaged=packets.damaged,
        cut=packets.cut,
        last_duration=packets.last_duration,
        ordinal=index.ordinal.astype("<i8").tobytes(),
        times=index.times.astype("<f8").tobytes(),
        rate=index.rate.as_integer_ratio(),
        missing=index.missing,
        holes=index.holes.astype("<i8").tobytes(),
    )
    payload = msgspec.msgpack.encode(stored)
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)  # but not what holds it: a project that was moved away is not made anew
        write_whole(file, MAGIC + hashlib.sha256(payload).digest() + payload)


def load_index(file: Path, fingerprint: Fingerprint) -> VideoIndex | None:
    """Return the index kept in `file` if it is whole and made for this video by this version of FFmpeg, else None."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    payload = data[len(MAGIC) + DIGEST_BYTES :]
    if data[: len(MAGIC)] != MAGIC or hashlib.sha256(payload).digest() != data[len(MAGIC) : len(MAGIC) + DIGEST_BYTES]:
        return None
    try:
        stored = msgspec.msgpack.decode(payload, type=_Stored)
        same = (stored.size_bytes, stored.head_sha256) == (fingerprint.size_bytes, fingerprint.head_sha256)
        return _index(stored) if same and stored.library == av.__version__ else None
    except (*DAMAGED, ValueError, ZeroDivisionError):
        return None


def _index(stored: _Stored) -> VideoIndex | None:
    packets = PacketTable(
        position=_integers(stored.position),
        size=_integers(stored.size),
        pts=_integers(stored.pts),
        dts=_integers(stored.dts),
        key=np.frombuffer(stored.key, np.bool_),
        shown=np.frombuffer(stored.shown, np.bool_),
        time_base=Fraction(*stored.time_base),
        damaged=stored.damaged,
        cut=stored.cut,
        last_duration=stored.last_duration,
    )
    index = VideoIndex(
        packets=packets,
        ordinal=_integers(stored.ordinal),
        times=np.frombuffer(stored.times, "<f8").astype(np.float64),
        rate=Fraction(*stored.rate),
        missing=stored.missing,
        holes=_integers(stored.holes),
    )
    return index if _sound(index) else None


def _sound(index: VideoIndex) -> bool:
    """A checksum can be forged; sizes and ids are checked all the same."""
    packets, count = index.packets, len(index)
    columns = (packets.position, packets.pts, packets.dts, packets.key, packets.shown)
    return (
        0 < count == len(index.times)
        and all(len(column) == len(packets) for column in columns)
        and int(index.ordinal.min()) >= 0
        and int(index.ordinal.max()) < len(packets)
        and bool(((index.holes >= 0) & (index.holes < count)).all())
        and bool(np.isfinite(index.times).all())
        and bool((np.diff(index.times) >= 0).all())
        and index.rate > 0
        and packets.time_base > 0
        and packets.last_duration >= 0
    )


def _integers(data: bytes) -> NDArray[np.int64]:
    return np.frombuffer(data, "<i8").astype(np.int64)
