"""What the packets of a stream say about its frames, read without decoding anything."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.errors import MediaError
from app.media.errors import quoted
from app.media.videos.container import OpenVideo

UNKNOWN = -(1 << 63)
"""Stands for a time or a position a packet does not have."""

MOST_PACKETS = 20_000_000
"""About four days at 60 frames a second; more is a damaged header."""

PROGRESS_EVERY = 512


@dataclass(frozen=True, eq=False)
class PacketTable:
    """One row a packet in the file's order; the row's number is the packet's ordinal. Times in `time_base` units.

    `shown`: its picture is meant to be seen. `damaged`: the container said so. `cut`: packets the container's header
    promises after the last one. `last_duration`: how long the one shown last stays, 0: not known.
    """

    position: NDArray[np.int64]
    size: NDArray[np.int64]
    pts: NDArray[np.int64]
    dts: NDArray[np.int64]
    key: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    time_base: Fraction
    damaged: bool
    cut: int
    last_duration: int = 0

    def __len__(self) -> int:
        return len(self.size)

    def entrances(self, ordinal: int) -> Iterator[int]:
        """Yield the times to seek to for a packet, best first: containers differ in whether they mean pts or dts."""
        times = [int(time) for time in (self.pts[ordinal], self.dts[ordinal]) if time != UNKNOWN]
        if times:
            yield max(times)
            if min(times) < max(times):
                yield min(times)
            for seconds in (1, 4, 16):
                yield min(times) - int(seconds / self.time_base)

    def find(self, packet: "Packet[VideoStream]") -> int | None:
        """Return the ordinal of a packet that was read after a seek; None when it is not one of these."""
        order, columns = self._by_place
        low, high = 0, len(order)
        for column, value in zip(columns, (_place(packet), packet.size, self._extra(packet)), strict=True):
            part = column[low:high]
            low, high = low + int(np.searchsorted(part, value)), low + int(np.searchsorted(part, value, "right"))
        return int(order[low]) if low < high else None

    @cached_property
    def _needs_time(self) -> bool:
        """Position and size alone may repeat: edit lists show a packet twice, some containers know no positions."""
        return _repeats(np.lexsort((self.size, self.position)), self.position, self.size)

    @cached_property
    def _by_place(self) -> tuple[NDArray[np.int64], tuple[NDArray[np.int64], ...]]:
        """Ordinals by position, size and time, and these in that order; nothing where two packets share all three.

        Arrays: a map of tuples would hold up all threads while it is made, and when it goes.
        """
        times = self.pts if self._needs_time else np.zeros(len(self), np.int64)
        columns = (self.position, self.size, times)
        order = np.lexsort(columns[::-1])
        if _repeats(order, *columns):
            order = order[:0]
        return order, tuple(column[order] for column in columns)

    def _extra(self, packet: "Packet[VideoStream]") -> int:
        if not self._needs_time:
            return 0
        return UNKNOWN if packet.pts is None else packet.pts


def numbered(video: OpenVideo) -> "Iterator[Packet[VideoStream]]":
    """Yield the packets that count: empty ones do not, decoders would take them for the end."""
    try:
        for packet in video.container.demux(video.stream):
            if packet.size:
                yield packet
    except IndexError:
        return  # PyAV 18 stumbles at the end of a file in which more streams turned up than its header announced


def read_packets(path: Path, video: OpenVideo) -> Generator[float, None, PacketTable]:
    """Read all packets of a freshly opened video; yields the fraction of the file's bytes read.

    Raises MediaError when there is not one packet.
    """
    rows: list[tuple[int, int, int, int, bool, bool]] = []
    damaged, latest, last_duration = False, UNKNOWN, 0
    total = max(1, path.stat().st_size)
    codec = video.stream.codec_context.name
    # only MP4 lists every packet before the first is read; what edit lists leave out is left out there too
    promised = len(video.stream.index_entries) if video.container.format.name.startswith("mov") else 0
    begins = _first_key_time(video)
    try:
        for packet in numbered(video):
            if not rows and packet.has_sidedata("encryption_info"):
                raise MediaError(
                    "{file} is encrypted: its frames cannot be read without a key.",
                    "It is protected against copying (DRM). Use a copy without protection.",
                    file=quoted(path),
                )
            rows.append(_row(packet, codec))
            damaged |= packet.is_corrupt
            if packet.pts is not None and packet.pts > latest:
                latest, last_duration = packet.pts, packet.duration or 0
            if len(rows) % PROGRESS_EVERY == 0:
                yield min(1.0, max(0, packet.pos or 0) / total)
            if len(rows) > MOST_PACKETS:
                raise MediaError(
                    "{file} claims more frames than a video can have.", "It is damaged.", file=quoted(path)
                )
    except FFmpegError:
        damaged = True
    if not rows:
        raise MediaError("{file} holds no pictures.", "The file is empty or cut short.", file=quoted(path))
    numbers = np.array([row[:4] for row in rows], np.int64)
    flags = np.array([row[4:] for row in rows], np.bool_)
    key = flags[:, 0].copy()
    if codec in ("gif", "apng"):
        key[1:] = False  # later frames are painted over earlier ones, whatever the demuxer says
    position, size, pts, dts = (numbers[:, column].copy() for column in range(4))
    key[0] |= begins is not None and begins in (pts[0], dts[0])  # FFmpeg calls a damaged one no key packet
    cut = max(0, promised - len(rows))
    time_base = video.stream.time_base or Fraction(1, 1000)
    shown = flags[:, 1].copy()
    return PacketTable(position, size, pts, dts, key, shown, time_base, damaged or cut > 0, cut, last_duration)


def _first_key_time(video: OpenVideo) -> int | None:
    """Return the time of the first key packet in the container's own list of them, None without one."""
    listed = video.container.format.name.startswith(("mov", "matroska"))
    entries = video.stream.index_entries if listed else ()
    return next((entry.timestamp for entry in entries if entry.is_keyframe), None)


def _row(packet: "Packet[VideoStream]", codec: str) -> tuple[int, int, int, int, bool, bool]:
    times = [UNKNOWN if value is None else value for value in (packet.pts, packet.dts)]
    shown = not packet.is_discard and not _hidden(packet, codec)
    return _place(packet), packet.size, times[0], times[1], packet.is_keyframe, shown


def _repeats(order: NDArray[np.int64], *columns: NDArray[np.int64]) -> bool:
    """Return whether two rows are the same in all columns; `order` puts such beside each other."""
    same = np.ones(max(0, len(order) - 1), np.bool_)
    for column in columns:
        same &= np.diff(column[order]) == 0
    return bool(same.any())


def _place(packet: "Packet[VideoStream]") -> int:
    return -1 if packet.pos is None else packet.pos


def _hidden(packet: "Packet[VideoStream]", codec: str) -> bool:
    """True for VP8 and VP9 packets that only update a reference (bitstream: RFC 6386 9.1; VP9 specification 6.2)."""
    if codec == "vp8":
        return not memoryview(packet)[0] & 0x10
    if codec != "vp9":
        return False
    view = memoryview(packet)
    if view[-1] & 0xE0 == 0xC0:  # a superframe ends in the one that is shown
        return False
    first = view[0]
    bit = 2 if (first >> 4 & 0x03) == 0x03 else 3  # profile 3 has a reserved bit before show_existing_frame
    show_existing = first >> bit & 1
    show_frame = first >> (bit - 2) & 1
    return not show_existing and not show_frame
