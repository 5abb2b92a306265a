"""Small clips whose every frame carries its number in its pixels, in the shapes that real files come in."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError

WIDTH, HEIGHT, BITS = 160, 96, 10


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A picture with its number as ten light and dark columns, over a ground that changes with time."""
    y, x = np.mgrid[:height, :width]
    image = np.stack([(x + number * 3) % 64 + 60, (y * 2 + number) % 64 + 60, (x + y) % 64 + 60], axis=2).astype(
        np.uint8
    )
    step = width // BITS
    for bit in range(BITS):
        image[height // 4 : height * 3 // 4, bit * step : (bit + 1) * step] = 235 if number >> bit & 1 else 20
    return image


def number_of(image: np.ndarray) -> int:
    """Read the number back."""
    height, width = image.shape[:2]
    step = width // BITS
    rows = image[height * 3 // 8 : height * 5 // 8]
    return sum(
        (int(rows[:, bit * step + step // 4 : bit * step + step * 3 // 4].mean() > 128)) << bit for bit in range(BITS)
    )


def write(
    path: Path,
    numbers: Sequence[int],
    codec: str = "libx264",
    *,
    rate: Fraction | int = 25,
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    file_format: str | None = None,
    pts: Sequence[int] | None = None,
    time_base: Fraction | None = None,
    gop: int = 12,
    bframes: int | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    adjust: Callable[[av.VideoStream], None] | None = None,
    rewrite: Callable[[av.Packet, int], av.Packet | None] | None = None,
    draw: Callable[[int], av.VideoFrame] | None = None,
) -> Path:
    """Encode the numbers as frames; `adjust` sees the stream before it opens, `rewrite` each packet on its way out."""
    with av.open(str(path), "w", format=file_format, options=container or {}) as output:
        stream = output.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.gop_size = gop
        stream.codec_context.thread_count = 1
        if bframes is not None:
            stream.codec_context.max_b_frames = bframes
        if time_base is not None:
            stream.codec_context.time_base = time_base
        if adjust is not None:
            adjust(stream)
        sent = 0
        for place, number in enumerate([*numbers, None]):
            frame = None
            if number is not None:
                frame = draw(number) if draw else av.VideoFrame.from_ndarray(numbered(number, *size), format="rgb24")
                frame.pts = pts[place] if pts else place
                frame.time_base = time_base or 1 / Fraction(rate)
            for packet in stream.encode(frame):
                kept = rewrite(packet, sent) if rewrite else packet
                sent += 1
                if kept is not None:
                    output.mux(kept)
    return path


def decoded_in_one_pass(path: Path) -> list[np.ndarray]:
    """The truth: what PyAV puts out from the file's beginning; a packet it rejects gives nothing."""
    frames: list[np.ndarray] = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        for packet in container.demux(stream):
            try:
                frames += [frame.to_ndarray(format="rgb24") for frame in packet.decode()]
            except FFmpegError:
                continue
    return frames


def x264(**params: object) -> dict[str, str]:
    """Options for libx264: fast, and the given x264 parameters."""
    text = ":".join(f"{name.replace('_', '-')}={value}" for name, value in params.items())
    return {"preset": "veryfast", "crf": "20", **({"x264-params": text} if text else {})}
