"""Frame i is the i-th picture of one pass through the file, from wherever it is asked for."""

import random
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.generators import result_of
from app.media.opening import open_media
from app.media.source import FrameSource
from app.media.videos.video import VideoSource, open_video
from tests.media.clips import decoded_in_one_pass, number_of, numbered, write, x264

COUNT = 40
NUMBERS = range(COUNT)
OPEN_HEVC = {"preset": "ultrafast", "x265-params": "log-level=none:keyint=12:bframes=3:pools=1"}
OPEN_GOP = x264(open_gop=1, keyint=12, bframes=3, scenecut=0)
UNEVEN = [int(time) for time in np.cumsum(np.random.default_rng(0).integers(1, 90, COUNT))]
MILLISECOND = Fraction(1, 1000)


def opened_with_small_window(path: Path) -> VideoSource:
    """A source that holds four frames only, so that nearly every step has to enter the file anew."""
    source = result_of(open_video(path))
    small = VideoSource(source._video, window_bytes=1)
    source.close()
    return small


def asked_for(source: FrameSource) -> list[int]:
    """All frames forward, all backward, and some at random."""
    count = source.info.frame_count
    return [*range(count), *reversed(range(count)), *random.Random(0).choices(range(count), k=12)]


def assert_true_everywhere(path: Path) -> None:
    truth = decoded_in_one_pass(path)
    source = opened_with_small_window(path)
    assert source.info.frame_count == len(truth)
    wrong = [index for index in asked_for(source) if not np.array_equal(source.frame(index), truth[index])]
    source.close()
    assert not wrong
    times = source.info.times
    assert len(times) == len(truth)
    assert times[0] == 0
    assert (np.diff(times) >= 0).all()


def move_edit_start(path: Path, frames: int, rate: int = 25) -> None:
    """Make the edit list of an MP4 begin `frames` later (ISO 14496-12, elst and mdhd boxes of version 0)."""
    data = bytearray(path.read_bytes())
    entry, header = data.index(b"elst") + 12, data.index(b"mdhd")
    (scale,) = struct.unpack_from(">I", data, header + 16)
    duration, start, speed = struct.unpack_from(">IiI", data, entry)
    struct.pack_into(">IiI", data, entry, duration - frames * 1000 // rate, start + frames * scale // rate, speed)
    path.write_bytes(data)


def show_parts(path: Path, *parts: tuple[int, int], rate: int = 25) -> None:
    """Make an MP4, whose index is at its end, show parts of itself, (first frame, frames): an edit list of entries."""
    data = bytearray(path.read_bytes())
    box, header = data.index(b"elst") - 4, data.index(b"mdhd")
    (scale,) = struct.unpack_from(">I", data, header + 16)
    (start,) = struct.unpack_from(">i", data, box + 20)
    edits = [struct.pack(">IiI", n * 1000 // rate, start + first * scale // rate, 1 << 16) for first, n in parts]
    data[box : box + 28] = struct.pack(">I4sII", 16 + 12 * len(edits), b"elst", 0, len(edits)) + b"".join(edits)
    for parent in (b"edts", b"trak", b"moov"):
        place = data.index(parent) - 4
        struct.pack_into(">I", data, place, struct.unpack_from(">I", data, place)[0] + 12 * (len(edits) - 1))
    path.write_bytes(data)


def all_key(packet: av.Packet, _place: int) -> av.Packet:
    packet.is_keyframe = True
    return packet


def interlaced(stream: av.VideoStream) -> None:
    stream.codec_context.flags |= 1 << 18 | 1 << 29  # interlaced DCT and motion estimation


CLIPS: dict[str, Callable[[Path], object]] = {
    "plain.mp4": lambda p: write(p, NUMBERS, options=x264()),
    "open group.mp4": lambda p: write(p, NUMBERS, options=OPEN_GOP),
    "open group.mkv": lambda p: write(p, NUMBERS, options=OPEN_GOP),
    "open group.ts": lambda p: write(p, NUMBERS, options=OPEN_GOP),
    "open group hevc.mp4": lambda p: write(p, NUMBERS, "libx265", options=OPEN_HEVC),
    "uneven.mp4": lambda p: write(p, NUMBERS, options=x264(), pts=UNEVEN, time_base=MILLISECOND),
    "uneven.mkv": lambda p: write(p, NUMBERS, options=x264(), pts=UNEVEN, time_base=MILLISECOND),
    "late start.mp4": lambda p: write(p, NUMBERS, options=x264(), pts=[500 + i for i in NUMBERS]),
    "late start.ts": lambda p: write(p, NUMBERS, options=x264(), pts=[500 + i for i in NUMBERS]),
    "same times.mkv": lambda p: write(p, NUMBERS, options=x264(bframes=3), rate=3000),
    "fragments.mp4": lambda p: write(p, NUMBERS, options=x264(), container={"movflags": "frag_keyframe+empty_moov"}),
    "no cues.mkv": lambda p: write(p, NUMBERS, options=x264(), container={"live": "1"}),
    "b-frames.avi": lambda p: write(p, NUMBERS, "mpeg4", bframes=2),
    "h264.avi": lambda p: write(p, NUMBERS, options=x264(bframes=3)),
    "program stream.mpg": lambda p: write(p, NUMBERS, "mpeg2video", bframes=2, file_format="vob"),
    "bare.h264": lambda p: write(p, NUMBERS, options=x264(bframes=3)),
    "bare.m2v": lambda p: write(p, NUMBERS, "mpeg2video", bframes=2, file_format="mpeg2video"),
    "interlaced.mp4": lambda p: write(p, NUMBERS, options=x264(tff=1)),
    "interlaced.ts": lambda p: write(p, NUMBERS, "mpeg2video", bframes=2, adjust=interlaced),
    "interlaced mpeg4.mkv": lambda p: write(p, NUMBERS, "mpeg4", bframes=2, adjust=interlaced),
    "all called key.mp4": lambda p: write(p, NUMBERS, "mpeg4", bframes=2, rewrite=all_key),
    "all called key h264.mp4": lambda p: write(p, NUMBERS, options=x264(bframes=3), rewrite=all_key),
    "all called key.flv": lambda p: write(p, NUMBERS, "flv", rewrite=all_key),
    "all called key ffv1.mp4": lambda p: write(p, NUMBERS, "ffv1", options={"level": "1"}, rewrite=all_key),
    "av1.webm": lambda p: write(p, NUMBERS, "libsvtav1", options={"preset": "12", "svtav1-params": "keyint=12"}),
    "av1 ten bit.mp4": lambda p: write(p, NUMBERS, "libsvtav1", pix_fmt="yuv420p10le", options={"preset": "12"}),
    "ten bit.mkv": lambda p: write(p, NUMBERS, pix_fmt="yuv420p10le", options=x264()),
    "odd size.mkv": lambda p: write(p, NUMBERS, "ffv1", size=(161, 97)),
    "alpha.mov": lambda p: write(p, NUMBERS, "prores_ks", pix_fmt="yuva444p10le", options={"profile": "4444"}),
    "alpha.webm": lambda p: write(
        p, NUMBERS, "libvpx-vp9", pix_fmt="yuva420p", options={"deadline": "realtime", "cpu-used": "8"}
    ),
    "hidden frames.webm": lambda p: write(
        p, NUMBERS, "libvpx-vp9", options={"deadline": "good", "cpu-used": "5", "lag-in-frames": "16"}
    ),
    "hidden frames vp8.mkv": lambda p: write(
        p, NUMBERS, "libvpx", options={"deadline": "good", "cpu-used": "5", "lag-in-frames": "16", "auto-alt-ref": "1"}
    ),
    "gradual refresh.mp4": lambda p: write(p, NUMBERS, options=x264(intra_refresh=1, keyint=16, bframes=0)),
    "painted over.gif": lambda p: write(p, NUMBERS, "gif", pix_fmt="rgb8"),
    "painted over.apng": lambda p: write(p, NUMBERS, "apng", pix_fmt="rgba"),
    "jpegs.mov": lambda p: write(p, NUMBERS, "mjpeg", pix_fmt="yuvj420p"),
    "flash.flv": lambda p: write(p, NUMBERS, options=x264(bframes=3)),
    "windows.wmv": lambda p: write(p, NUMBERS, "wmv2"),
    "animation.mov": lambda p: write(p, NUMBERS, "qtrle", pix_fmt="rgb24"),
    "animation all called key.mov": lambda p: write(p, NUMBERS, "qtrle", pix_fmt="rgb24", rewrite=all_key),
}


@pytest.mark.parametrize("name", CLIPS)
def test_every_frame_is_the_one_of_a_single_pass(tmp_path: Path, name: str) -> None:
    CLIPS[name](tmp_path / name)
    assert_true_everywhere(tmp_path / name)


def test_one_key_frame_in_600(tmp_path: Path) -> None:
    path = write(tmp_path / "long.mp4", range(600), options=x264(keyint=600, scenecut=0), gop=600)
    source = opened_with_small_window(path)
    assert [number_of(source.frame(index)) for index in (599, 0, 300, 299, 598)] == [599, 0, 300, 299, 598]


@pytest.mark.parametrize("options", [x264(bframes=3), OPEN_GOP])
def test_edit_list_skips_what_it_cuts_off(tmp_path: Path, options: dict[str, str]) -> None:
    path = write(tmp_path / "trimmed.mp4", NUMBERS, options=options)
    move_edit_start(path, 17)
    assert_true_everywhere(path)
    source = open_media(path)
    assert source.info.frame_count == COUNT - 17
    assert number_of(source.frame(0)) == 17
    assert number_of(source.frame(COUNT - 18)) == COUNT - 1


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_edit_list_that_shows_a_part_twice(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path / "twice.mp4", NUMBERS, codec, options=OPEN_GOP if codec == "libx264" else {}, bframes=2)
    show_parts(path, (0, COUNT // 2), (0, COUNT // 2))
    assert_true_everywhere(path)
    source = open_media(path)
    half = source.info.frame_count // 2
    assert number_of(source.frame(half + 3)) == number_of(source.frame(3))


@pytest.mark.parametrize("parts", [((0, 10), (20, 20)), ((5, 10), (29, 11)), ((20, 20), (0, 10))])
@pytest.mark.parametrize(("codec", "options"), [("libx264", OPEN_GOP), ("libx265", OPEN_HEVC)])
def test_edit_list_that_leaves_a_part_out_counts_only_frames_there_are(
    tmp_path: Path, codec: str, options: dict[str, str], parts: tuple[tuple[int, int], ...]
) -> None:
    path = write(tmp_path / "gap.mp4", NUMBERS, codec, options=options)
    show_parts(path, *parts)
    assert_true_everywhere(path)


@pytest.mark.parametrize(("name", "lost"), [("joined late.ts", 1), ("joined late.ts", 5), ("joined late.mkv", 14)])
def test_stream_joined_in_the_middle_starts_at_its_first_whole_picture(tmp_path: Path, name: str, lost: int) -> None:
    path = write(
        tmp_path / name, NUMBERS, options=OPEN_GOP, rewrite=lambda packet, place: packet if place >= lost else None
    )
    assert_true_everywhere(path)


def test_frame_count_in_the_header_is_not_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "wrong.avi", NUMBERS, "mpeg4", bframes=0)
    data = bytearray(path.read_bytes())
    struct.pack_into("<I", data, data.index(b"avih") + 8 + 16, 9)
    struct.pack_into("<I", data, data.index(b"strh") + 8 + 32, 9)
    path.write_bytes(data)
    assert_true_everywhere(path)
    assert open_media(path).info.frame_count == COUNT


def test_times_are_those_of_the_file_from_its_first_frame(tmp_path: Path) -> None:
    path = write(tmp_path / "uneven.mkv", NUMBERS, options=x264(), pts=UNEVEN, time_base=MILLISECOND)
    expected = (np.array(UNEVEN) - UNEVEN[0]) / 1000
    np.testing.assert_allclose(open_media(path).info.times, expected, atol=1e-6)


def test_a_frame_an_hour_has_a_rate(tmp_path: Path) -> None:
    hours = [hour * 3_600_000 for hour in range(4)]
    info = open_media(write(tmp_path / "slow.mkv", range(4), pts=hours, time_base=MILLISECOND, bframes=0)).info
    np.testing.assert_allclose(info.times, [0, 3600, 7200, 10800])
    assert info.rate == Fraction(1, 3600)


def test_even_times_of_a_container_without_any(tmp_path: Path) -> None:
    path = write(tmp_path / "bare.h264", NUMBERS, options=x264(bframes=3))
    info = open_media(path).info
    np.testing.assert_allclose(info.times, np.arange(COUNT) / float(info.rate))


def test_frames_are_read_only_contiguous_rgb(tmp_path: Path) -> None:
    source = open_media(write(tmp_path / "plain.mp4", range(3), options=x264()))
    image = source.frame(1)
    assert image.shape == (source.info.height, source.info.width, 3)
    assert image.dtype == np.uint8
    assert image.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        image[0, 0, 0] = 1


@pytest.mark.parametrize("index", [-1, COUNT])
def test_frames_outside_are_refused(tmp_path: Path, index: int) -> None:
    source = open_media(write(tmp_path / "plain.mp4", NUMBERS, options=x264()))
    with pytest.raises(IndexError):
        source.frame(index)


def test_clone_reads_on_its_own_and_survives_the_original(tmp_path: Path) -> None:
    source = open_media(write(tmp_path / "plain.mp4", NUMBERS, options=x264()))
    other = source.clone()
    assert number_of(source.frame(39)) == 39
    assert number_of(other.frame(3)) == 3
    source.close()
    source.close()
    assert number_of(other.frame(4)) == 4
    assert other.info is source.info


def test_a_closed_source_opens_again_when_asked(tmp_path: Path) -> None:
    source = open_media(write(tmp_path / "plain.mp4", NUMBERS, options=x264()))
    source.frame(30)
    source.close()
    assert number_of(source.frame(30)) == 30


def test_turning_back_in_the_middle_of_a_backward_walk(tmp_path: Path) -> None:
    source = opened_with_small_window(write(tmp_path / "plain.mp4", NUMBERS, options=OPEN_GOP))
    walk = [*range(38, 20, -1), *range(21, 33), *range(32, 5, -1), 39, 38, 37, 2, 1, 0]
    assert [number_of(source.frame(index)) for index in walk] == walk


@pytest.mark.parametrize("name", ["naïve 猫.mp4", 'it\'s "quoted" & #1 %03d.mp4', "a:b http:c.mp4", " leading.mp4"])
def test_names_with_anything_in_them(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Ordner mit Ümläuten 'x'"
    folder.mkdir()
    source = open_media(write(folder / "plain.mp4", range(3), options=x264()).rename(folder / name))
    assert number_of(source.frame(2)) == 2


def test_cover_picture_is_not_taken_for_the_video(tmp_path: Path) -> None:
    path = tmp_path / "two streams.mkv"
    with av.open(str(path), "w") as output:
        small = output.add_stream("mjpeg", rate=25)
        small.width, small.height, small.pix_fmt = 32, 32, "yuvj420p"
        main = output.add_stream("libx264", rate=25)
        main.width, main.height, main.pix_fmt = 160, 96, "yuv420p"
        for number in range(4):
            for stream, size in ((small, (32, 32)), (main, (160, 96))):
                frame = av.VideoFrame.from_ndarray(numbered(number, *size), format="rgb24")
                frame.pts = number
                output.mux(stream.encode(frame))
        output.mux(small.encode(None) + main.encode(None))
    source = open_media(path)
    assert (source.info.width, source.info.height) == (160, 96)
    assert number_of(source.frame(3)) == 3
