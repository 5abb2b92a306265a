"""Seeking in 1080p H.264 with 250-frame groups of pictures, beside PyAV decoding the same frames."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TypeVar

import av
import cv2
import numpy as np
from av.error import FFmpegError
from av.video.stream import VideoStream

from app.media import FrameSource, open_media
from app.project.model import FrameIndex
from tests.bench.result import Result, at_most

WIDTH, HEIGHT, RATE, GOP = 1920, 1080, 30, 250
ENCODED = 2 * GOP
MINUTE = 60 * RATE
JUMPS = 12
ROUNDS = 3
STEPS = 300

T = TypeVar("T")


def measure() -> list[Result]:
    """Encode a clip, repeat it to a minute, and measure indexing, jumps and steps."""
    with tempfile.TemporaryDirectory() as folder:
        clip = _minute(Path(folder))
        kept = Path(folder) / "kept.index"
        indexing, source = _timed(lambda: open_media(clip, kept))
        again, other = _timed(lambda: open_media(clip, kept))
        other.close()
        results = [at_most("index of a minute", indexing, "s", 1.0), at_most("open with a kept index", again, "s", 1.0)]
        results += _jumps(clip, source)
        results += _steps("forward step", source, range(700, 700 + STEPS), 30.0)
        results += _steps("backward step", source, range(1400, 1400 - STEPS, -1), 60.0, amortised=True)
        source.close()
    return results


def _timed(action: Callable[[], T], clock: Callable[[], float] = time.perf_counter) -> tuple[float, T]:
    start = clock()
    value = action()
    return clock() - start, value


def _minute(folder: Path) -> Path:
    """A minute of textured, moving pictures; two groups of pictures are encoded and repeated without re-encoding."""
    short, long = folder / "short.mp4", folder / "minute.mp4"
    _encode(short)
    with av.open(str(short)) as source, av.open(str(long), "w") as output:
        stream = source.streams.video[0]
        packets = [packet for packet in source.demux(stream) if packet.size]
        copied = output.add_stream_from_template(stream)
        length = int(ENCODED / RATE / _base(stream))
        for place in range(MINUTE):
            repeat, which = divmod(place, ENCODED)
            original = packets[which]
            packet = av.Packet(bytes(original))
            assert original.pts is not None
            assert original.dts is not None
            packet.pts, packet.dts = original.pts + repeat * length, original.dts + repeat * length
            packet.time_base, packet.stream = original.time_base, copied
            packet.is_keyframe = original.is_keyframe
            output.mux(packet)
    return long


def _encode(path: Path) -> None:
    random_texture = np.random.default_rng(0).integers(0, 255, (800, 1000, 3), np.uint8)
    texture = cv2.resize(cv2.GaussianBlur(random_texture, (5, 5), 0), None, fx=4, fy=4)
    parameters = f"keyint={GOP}:min-keyint={GOP}:scenecut=0"
    with av.open(str(path), "w") as output:
        options = {"preset": "veryfast", "crf": "23", "x264-params": parameters}
        stream = output.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.codec_context.gop_size = GOP
        for number in range(ENCODED):
            x, y = int(1000 + 900 * np.sin(number / 80)), int(1000 + 900 * np.cos(number / 70))
            picture = np.ascontiguousarray(texture[y : y + HEIGHT, x : x + WIDTH], np.uint8)
            center = (int(WIDTH / 2 + WIDTH / 3 * np.sin(number / 20)), HEIGHT // 2)
            cv2.circle(picture, center, 150, (255, 40, 40), -1)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))


def _base(stream: VideoStream) -> Fraction:
    assert stream.time_base is not None
    return stream.time_base


class _Plain:
    """PyAV as its documentation uses it: seek to the key frame, decode on, convert the frame that was wanted."""

    def __init__(self, path: Path) -> None:
        self._container = av.open(str(path))
        self._stream = self._container.streams.video[0]
        self._stream.thread_type = "AUTO"

    def frame(self, seconds: float) -> np.ndarray:
        wanted = round(seconds / _base(self._stream))
        self._container.seek(wanted, stream=self._stream)
        for frame in self._container.decode(self._stream):
            if frame.pts is not None and frame.pts >= wanted:
                return frame.to_ndarray(format="rgb24")
        raise FFmpegError(0, "the frame did not come")


def _jumps(path: Path, source: FrameSource) -> list[Result]:
    """Frames in another group of pictures each time, so that both enter anew; the best of some rounds counts."""
    chance = random.Random(3)
    groups = MINUTE // GOP
    wanted = [FrameIndex((jump * 3 % groups) * GOP + chance.randrange(GOP)) for jump in range(JUMPS)]
    plain = _Plain(path)
    ours, theirs = ([_Spent() for _ in wanted] for _ in range(2))
    for _ in range(ROUNDS):
        for place, index in enumerate(wanted):
            image = ours[place].add(partial(source.frame, index))
            expected = theirs[place].add(partial(plain.frame, float(source.info.times[index])))
            if not np.array_equal(image, expected):
                raise AssertionError(f"frame {index} is not the one PyAV decodes")
    passed = [mine.seconds / other.seconds for mine, other in zip(ours, theirs, strict=True)]
    worked = [mine.processor / other.processor for mine, other in zip(ours, theirs, strict=True)]
    mean = 1000 * statistics.mean(spent.seconds for spent in ours)
    return [
        at_most("random access / PyAV, median", statistics.median(passed), "x", 1.2),
        Result("random access / PyAV, worst", max(passed), "x", "told", True),
        at_most("random access / PyAV in processor time, median", statistics.median(worked), "x", 1.2),
        at_most("random access / PyAV in processor time, worst", max(worked), "x", 1.2),
        Result("random access, mean", mean, "ms", "told", True),
    ]


class _Spent:
    """The least time one thing took: on the clock, which other work on the machine disturbs, and of all processors."""

    def __init__(self) -> None:
        self.seconds = self.processor = float("inf")

    def add(self, action: Callable[[], T]) -> T:
        processor, (seconds, value) = _timed(lambda: _timed(action), time.process_time)
        self.seconds, self.processor = min(self.seconds, seconds), min(self.processor, processor)
        return value


def _steps(name: str, source: FrameSource, frames: range, limit: float, *, amortised: bool = False) -> list[Result]:
    """Walk frame by frame from a standing start; the jump to the first frame does not count."""
    source.frame(FrameIndex(frames[0]))
    taken = [1000 * _timed(partial(source.frame, FrameIndex(index)))[0] for index in frames[1:]]
    results = [at_most(f"{name}, median", statistics.median(taken), "ms", limit)]
    if amortised:
        results.append(at_most(f"{name}, amortised", statistics.mean(taken), "ms", limit))
    worst = max(taken)
    results.append(Result(f"{name}, worst", worst, "ms", "told", True))
    return results
