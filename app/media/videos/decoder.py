"""A video decoded packet by packet from any key packet, every frame known by the number of the packet that holds it."""

from collections.abc import Iterator
from pathlib import Path

from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from app.media.videos.container import OpenVideo, open_container
from app.media.videos.packets import PacketTable, numbered

SKIPPABLE = frozenset({"h264", "hevc"})
"""Codecs that mark pictures nothing refers to, so that they need not be decoded on the way to another frame."""

LOST_AFTER = 64
"""So many unknown packets after a seek mean that this container cannot be entered here."""


class Decoder:
    """Reads packets and puts out frames. Times are replaced by ordinals on the way in, so that a frame carries the
    ordinal of its packet out, through any reordering, whatever the file's own times are worth.
    """

    def __init__(self, path: Path, packets: PacketTable) -> None:
        self._path = path
        self._packets = packets
        self._video: OpenVideo | None = None
        self._ahead: Iterator[Packet[VideoStream]] = iter(())
        self._held: Packet[VideoStream] | None = None
        self._last_out = -1
        self._ended = False
        self.next_ordinal = 0
        self.skip_before = 0
        self.rejected = 0
        """Packets that the decoder could make nothing of."""

    def start_at(self, ordinal: int) -> None:
        """Go to a key packet: the next packet decoded is `ordinal`. Unreferenced pictures before `skip_before` (which
        the caller may set afterwards) are passed over undecoded.
        """
        self.skip_before = 0
        self._last_out = ordinal - 1
        self._ended = False
        if ordinal == 0 or not self._seek(ordinal):
            self._reopen()
            while self.next_ordinal < ordinal and self._pull() is not None:
                pass

    def advance(self) -> list[tuple[int, VideoFrame]] | None:
        """Decode one packet; return what comes out as (ordinal, frame), None when everything has come out.

        Packets the decoder rejects give nothing. Raises MediaError when the file cannot be opened any more.
        """
        if self._ended:
            return None
        if self._video is None:
            self.start_at(0)
        ordinal = self.next_ordinal
        packet = self._pull()
        if packet is None:
            self._ended = True
        else:
            packet.pts = packet.dts = ordinal
        return [(self._ordinal_of(frame), frame) for frame in self._decode(packet, ordinal)]

    def close(self) -> None:
        """Release the file and the decoder's memory; the next use opens them again."""
        if self._video is not None:
            self._video.close()
        self._video, self._held, self._ahead, self._ended = None, None, iter(()), False
        self.next_ordinal = 0

    @property
    def reorders(self) -> bool:
        """True when the codec puts frames out in another order than their packets', as far as is known by now."""
        return self._video is not None and bool(self._video.stream.codec_context.has_b_frames)

    def _decode(self, packet: "Packet[VideoStream] | None", ordinal: int) -> list[VideoFrame]:
        if self._video is None:
            return []
        context = self._video.stream.codec_context
        if context.name in SKIPPABLE:
            context.skip_frame = "NONREF" if packet is not None and ordinal < self.skip_before else "DEFAULT"
        try:
            return list(context.decode(packet))
        except FFmpegError:
            self.rejected += 1
            return []

    def _ordinal_of(self, frame: VideoFrame) -> int:
        """A frame without a number is a second one from the packet before it."""
        self._last_out = self._last_out if frame.pts is None else int(frame.pts)
        return self._last_out

    def _pull(self) -> "Packet[VideoStream] | None":
        packet, self._held = self._held, None
        if packet is None:
            try:
                packet = next(self._ahead, None)
            except FFmpegError:
                packet = None
        if packet is not None:
            self.next_ordinal += 1
        return packet

    def _reopen(self) -> None:
        self.close()
        self._video = open_container(self._path)
        if self._packets.damaged:
            self._video.stream.thread_type = "SLICE"  # decoding whole frames in parallel loses good ones beside bad
        self._ahead = numbered(self._video)

    def _seek(self, ordinal: int) -> bool:
        """Try the packet's own times, then earlier ones; True when the next packet to be pulled is `ordinal`."""
        if self._video is None:
            self._reopen()
        for offset in self._packets.entrances(ordinal):
            if self._video is None:
                return False
            try:
                self._video.container.seek(offset, stream=self._video.stream)
            except FFmpegError:
                continue
            self._held, self._ahead = None, numbered(self._video)
            if self._synchronised(ordinal):
                return True
        return False

    def _synchronised(self, ordinal: int) -> bool:
        """Read on to `ordinal`; False when the packets there are later ones, or not those the table knows."""
        for tries in range(len(self._packets)):
            try:
                packet = next(self._ahead, None)
            except FFmpegError:
                return False
            found = None if packet is None else self._packets.find(packet)
            if packet is None or (found is None and tries > LOST_AFTER) or (found is not None and found > ordinal):
                return False
            if found == ordinal:
                self._held, self.next_ordinal = packet, ordinal
                return True
        return False
