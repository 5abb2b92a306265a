"""Which packet makes frame i, and when it is shown: from the packets where they tell the truth, else by decoding."""

from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.error import FFmpegError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.media.decoding_order import DecodingOrder
from app.media.errors import no_pictures
from app.media.videos.container import open_container
from app.media.videos.decoder import SKIPPABLE, Decoder
from app.media.videos.packets import UNKNOWN, PacketTable, read_packets

Order = NDArray[np.int64]
"""Ordinals of packets in the order in which their frames are shown."""

Seen = tuple[int, bool]
"""The ordinal of a decoded frame's packet, and whether the decoder calls the frame a key frame."""

INTRA_ONLY = frozenset({"mjpeg", "prores", "ffv1", "dnxhd", "png", "rawvideo", "huffyuv", "ffvhuff", "utvideo", "v210"})
"""Every packet is one frame, in order, whatever the times in the container."""

TRUSTED = INTRA_ONLY | {"h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "mpeg4", "mpeg2video", "gif", "apng", "qtrle"}
"""Codecs with one shown frame a packet, except where `PacketTable.shown` is false; others are decoded."""

SAMPLE_PACKETS = 32
"""Enough to show field coding, missing references and hidden frames at the start; in 1080p that takes about 0.2 s."""

TRIED = (1, 2, 3, 5, 8, 13, 21, 31)
"""Packets that are tried out where the decoder marks no frame as a key frame."""

DEEPEST_REORDER = 18
"""Sixteen reference frames is the most a codec reorders; two more for leading pictures."""

FIELDS_SHARE = 0.4
"""Field-coded video has up to twice as many packets as frames."""

FIELDS_BESIDE = 0.5
"""Share of packets without a picture that follow another one, from which they are damaged and no fields."""

LONGEST = 1 << 62
"""Most units of time between the first and the last frame; more would overflow 64 bits."""

FALLBACK_RATE = Fraction(25)


@dataclass(frozen=True, slots=True, eq=False)
class VideoIndex:
    """Frame i is the i-th picture a decoder would put out if it read an undamaged file once from its start.

    `ordinal[i]` numbers (in `packets`) the packet that holds it; `times[i]` is its time in seconds from the first
    frame, not decreasing. A packet that is damaged is a frame all the same: a hole, so that the frames behind it keep
    their numbers. `holes` are the frames known to be such, ascending; others turn out when they are decoded. `missing`
    counts the shown packets that gave no picture and are no frames, as their place is not known.
    """

    packets: PacketTable
    ordinal: Order
    times: NDArray[np.float64]
    rate: Fraction
    missing: int
    holes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ordinal)

    @property
    def order(self) -> DecodingOrder:
        """The order in which frames are decoded."""
        return DecodingOrder(self.ordinal, np.flatnonzero(self.packets.key))


def index_video(path: Path) -> Generator[float, None, VideoIndex]:
    """Build the index of a file; yields the fraction done. Raises MediaError when there is nothing to see."""
    video = open_container(path)
    try:
        for_packets = read_packets(path, video)
        packets = yield from for_packets
        stated_rate = _stated_rate(video.stream)
        codec, listed = video.stream.codec_context.name, video.stream.frames
    finally:
        video.close()
    order = None if _edit_cuts_references(packets, codec, listed) else order_by_times(packets, codec)
    if order is not None:
        order = _confirmed(path, packets, order, codec)
    decoded = order
    if order is None:
        packets, decoded, broken = yield from _by_decoding(path, packets, codec)
        order = with_holes(packets, decoded, codec) if broken else decoded
    if decoded is None or not len(decoded):
        raise no_pictures(path)
    times, rate = timing(packets, order, stated_rate)
    holes = np.flatnonzero(~np.isin(order, decoded))
    return VideoIndex(packets, order, times, rate, _missing(packets, order), holes)


def order_by_times(packets: PacketTable, codec: str) -> Order | None:
    """Return the frames as the packets' times order them; None when these times cannot be believed."""
    if packets.damaged or codec not in TRUSTED:
        return None
    shown = np.flatnonzero(packets.shown)
    if codec in INTRA_ONLY:
        return shown
    pts, dts = packets.pts[shown], packets.dts[shown]
    if (pts == UNKNOWN).any() or ((dts != UNKNOWN) & (pts < dts)).any():
        return None
    rank = np.argsort(pts, kind="stable")
    reordered = bool((np.diff(pts) < 0).any())
    if reordered and (np.diff(pts[rank]) == 0).any():
        return None
    if len(rank) and np.abs(rank - np.arange(len(rank))).max() > DEEPEST_REORDER:
        return None
    return shown[rank]


def _edit_cuts_references(packets: PacketTable, codec: str, listed: int) -> bool:
    """True where an edit list leaves packets out or repeats them (`listed` are in the file), and leading pictures may
    miss some.

    Pictures that are shown before their key frame and stored after it refer to what lies before. Decoders of HEVC put
    nothing out for those without it; those of H.264 put them out all the same.
    """
    if codec != "hevc" or listed in (0, len(packets)):
        return False
    latest_key = np.maximum.accumulate(np.where(packets.key, packets.pts, UNKNOWN))
    return bool((packets.pts < latest_key).any())


def without_false_keys(packets: PacketTable, codec: str, seen: Sequence[Seen]) -> PacketTable:
    """Return the table without the key packets whose pictures, decoded after others, are no key frames.

    Containers call every packet a key packet by mistake, or because their list of them is missing. Decoders of H.264
    and HEVC put nothing out when they are made to start at such a one; the others make up a picture.
    """
    real = {ordinal for ordinal, is_key in seen if is_key}
    if codec in SKIPPABLE or not real:  # some decoders call no frame a key frame
        return packets
    false = [ordinal for ordinal, _ in seen if ordinal not in real and packets.key[ordinal]]
    if not false:
        return packets
    key = packets.key.copy()
    key[false] = False
    return replace(packets, key=key)


def _with_true_keys(path: Path, packets: PacketTable, codec: str, seen: Sequence[Seen]) -> PacketTable:
    """Return the table without false key packets; where the decoder calls no frame a key frame, it is tried out."""
    known = codec in INTRA_ONLY or any(is_key for _, is_key in seen)
    if known or not packets.key[1:].any() or _stand_alone(path, packets):
        return without_false_keys(packets, codec, seen)
    return replace(packets, key=np.arange(len(packets)) == 0)


def _stand_alone(path: Path, packets: PacketTable) -> bool:
    """True when some of the first key packets give the same pictures whether decoding begins at them or before."""
    tried = [ordinal for ordinal in TRIED if ordinal < len(packets) and packets.key[ordinal]]
    before = _pictures(path, packets, 0, tried)
    alone = {ordinal: _pictures(path, packets, ordinal, (ordinal,)).get(ordinal) for ordinal in tried}
    return all(
        picture is None or ordinal not in before or np.array_equal(picture, before[ordinal])
        for ordinal, picture in alone.items()
    )


def _pictures(path: Path, packets: PacketTable, start: int, wanted: Sequence[int]) -> dict[int, NDArray[np.uint8]]:
    """Return the pictures of the `wanted` packets, by ordinal, from a decoder that has seen nothing before `start`."""
    decoder = Decoder(path, packets)
    pictures: dict[int, NDArray[np.uint8]] = {}
    try:
        decoder.start_at(start)
        while decoder.next_ordinal <= max(wanted, default=-1) and (outputs := decoder.advance()) is not None:
            for ordinal, frame in outputs:
                with suppress(FFmpegError, ValueError):  # a pixel format that cannot be converted
                    if ordinal in wanted:
                        pictures[ordinal] = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    finally:
        decoder.close()
    return pictures


def _confirmed(path: Path, packets: PacketTable, order: Order, codec: str) -> Order | None:
    """Decode the first packets and compare. Pictures before the first key frame's that do not come out are left out of
    the order; None on any other difference, and for interlaced video, whose fields may be packets of their own.
    """
    decoder = Decoder(path, packets)
    seen: list[Seen] = []
    whole = len(packets) <= SAMPLE_PACKETS
    try:
        while whole or decoder.next_ordinal < SAMPLE_PACKETS:
            outputs = decoder.advance()
            if outputs is None:
                break
            if any(frame.interlaced_frame for _, frame in outputs):
                return None
            seen += [(ordinal, bool(frame.key_frame)) for ordinal, frame in outputs]
        in_file_order = bool((np.diff(order) > 0).all())
        if not in_file_order and not decoder.reorders:
            return None
    finally:
        decoder.close()
    if _with_true_keys(path, packets, codec, seen) is not packets:
        return None
    return _without_undecodable(packets, order, [ordinal for ordinal, _ in seen], whole)


def _without_undecodable(packets: PacketTable, order: Order, seen: list[int], whole: bool) -> Order | None:
    if not seen or not packets.key.any():
        return None
    first_key = int(np.argmax(packets.key))
    before_key = order[: int(np.argmax(order == first_key))]
    kept = order[~(np.isin(order, before_key) & ~np.isin(order, seen))]
    agrees = np.array_equal(kept if whole else kept[: len(seen)], seen)
    return kept if agrees else None


def _by_decoding(
    path: Path, packets: PacketTable, codec: str
) -> Generator[float, None, tuple[PacketTable, Order, bool]]:
    """Decode everything; return the table with true keys, the order, and whether what lacks in it is due to damage."""
    decoder = Decoder(path, packets)
    seen: list[Seen] = []
    interlaced = False
    try:
        while (outputs := decoder.advance()) is not None:
            seen += [(ordinal, bool(frame.key_frame)) for ordinal, frame in outputs]
            interlaced |= any(frame.interlaced_frame for _, frame in outputs)
            yield decoder.next_ordinal / len(packets)
    finally:
        decoder.close()
    order = np.array([ordinal for ordinal, _ in seen], np.int64)
    broken = not interlaced and (packets.damaged or decoder.rejected > 0)
    return _with_true_keys(path, packets, codec, seen), order, broken


def with_holes(packets: PacketTable, order: Order, codec: str) -> Order:
    """Return the order of a damaged file with the packets that gave no picture in their places.

    They are left out where their place is not known: for codecs that hide packets, or without times that agree with the
    decoder's order. Pictures before the first key frame's are not meant to be seen.
    """
    absent = np.setdiff1d(np.flatnonzero(packets.shown), order)
    if not len(order) or not len(absent) or codec not in TRUSTED or (np.bincount(order) > 1).any():
        return order
    if not packets.key.any() or _fields(absent, len(packets)):
        return order
    pts = packets.pts
    timed = not (pts[absent] == UNKNOWN).any() and bool((np.diff(pts[order]) > 0).all())
    if timed and pts[order[0]] != UNKNOWN:
        first_key = int(np.argmax(packets.key))
        both = np.concatenate([order, absent[pts[absent] >= pts[first_key]]])
        return both[np.argsort(pts[both], kind="stable")]
    if codec != "mpeg4" and (np.diff(order) > 0).all():  # in AVI, MPEG-4 has empty packets that are no frames
        return np.sort(np.concatenate([order, absent]))
    return order


def _fields(absent: NDArray[np.int64], count: int) -> bool:
    """True where the `absent` of `count` packets are second fields: many, and between others, not beside each other."""
    beside = int(np.count_nonzero(np.diff(absent) == 1))
    return len(absent) >= FIELDS_SHARE * count and beside < FIELDS_BESIDE * len(absent)


def _missing(packets: PacketTable, order: Order) -> int:
    """Count the shown packets without a picture; where that is half of them, each is a field and nothing is missing."""
    missing = int(packets.shown.sum()) - len(order)
    believed = packets.damaged or missing < FIELDS_SHARE * len(packets)
    return max(0, missing) if believed else 0


def timing(packets: PacketTable, order: Order, stated: Fraction) -> tuple[NDArray[np.float64], Fraction]:
    """Return the frames' times in seconds, and the frame rate: the stated one where the times do not contradict it."""
    ticks = packets.pts[order]
    if (ticks == UNKNOWN).any():
        ticks = packets.dts[order]  # AVI: the dts of all packets in ascending order are the frames' times
    span = int(ticks.max()) - int(ticks.min())
    if (ticks == UNKNOWN).any() or span > LONGEST or (len(ticks) > 1 and span == 0):
        return np.arange(len(order)) / float(stated or FALLBACK_RATE), stated or FALLBACK_RATE
    ticks = np.sort(ticks)
    times = (ticks - ticks[0]) * float(packets.time_base)
    if len(times) < 2:
        return times, stated or FALLBACK_RATE
    measured = (len(times) - 1) / float(times[-1])
    if stated and abs(float(stated) / measured - 1) < 0.05:
        return times, stated
    return times, Fraction(measured).limit_denominator(1001) or Fraction(1, round(1 / measured))


def _stated_rate(stream: VideoStream) -> Fraction:
    """Return the header's frame rate; zero when it gives none that a video can have."""
    rate = stream.average_rate or stream.guessed_rate or Fraction(0)
    return rate if 0 < rate <= 1000 else Fraction(0)
