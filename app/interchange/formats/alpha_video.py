"""Videos with the masks as alpha, for compositing: ProRes 4444 or FFV1, exact to the pixel."""

from collections.abc import Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from app.errors import ExportError
from app.interchange.clip import frame_or_none, left_out
from app.interchange.export.options import Outgoing
from app.interchange.export.output import PART
from app.interchange.export.sidecar import write_sidecar
from app.interchange.export.writing import WriteJob
from app.interchange.formats.mattes import with_alpha
from app.media.source import FrameSource, Image

PRORES: Final = "prores"
FFV1: Final = "ffv1"
_CODECS: Final = {
    PRORES: ("prores_ks", "yuva444p10le", ".mov", {"profile": "4444", "alpha_bits": "16"}),
    FFV1: ("ffv1", "bgra", ".mkv", {"level": "3"}),
}
_CONTAINERS: Final = {".mov": "mov", ".mkv": "matroska"}
TIME_BASE: Final = Fraction(1, 90_000)


def write_alpha_videos(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write one video a clip: its frames, transparent where no object is. Frames keep their own times."""
    for clip in clips:
        codec = clip.options.variant or PRORES
        with closing(_write(clip, folder / f"{clip.name}{_CODECS[codec][2]}", codec)) as steps:
            yield from steps
    write_sidecar(folder, clips)


def _write(clip: Outgoing, file: Path, codec: str) -> WriteJob:
    if file.exists():
        return
    source, part = clip.clip.opened(), file.with_name(file.name + PART)
    try:
        with av.open(f"file:{part}", "w", format=_CONTAINERS[file.suffix]) as output:
            yield from _encode(clip, source, output, codec)
        part.replace(file)
    except FFmpegError as error:
        raise ExportError(
            "The video “{name}” cannot be written: {reason}.", name=file.name, reason=error.strerror
        ) from error
    finally:
        source.close()


def _encode(clip: Outgoing, source: FrameSource, output: OutputContainer, codec: str) -> WriteJob:
    name, pixels, _, options = _CODECS[codec]
    if name not in av.codecs_available:
        raise ExportError("This installation has no encoder for {codec}.", "Install PyAV as a wheel.", codec=codec)
    rate = source.info.rate.limit_denominator(1001) / clip.frames.step
    stream = output.add_stream(name, rate=rate, options=options)
    assert isinstance(stream, VideoStream)
    stream.width, stream.height, stream.pix_fmt = source.info.width, source.info.height, pixels
    stream.codec_context.time_base = TIME_BASE
    times, ticks, holes = source.info.frame_times, -1, list[int]()
    start = times.of(clip.frames.start)
    for frame in clip.frames:
        image = frame_or_none(source, frame)
        if image is None:
            holes.append(frame)
        else:
            picture = _picture(clip, frame, image).reformat(format=pixels)
            ticks = max(round((times.of(frame) - start) / TIME_BASE), ticks + 1)
            picture.pts, picture.time_base = ticks, TIME_BASE
            output.mux(stream.encode(picture))
        yield None
    output.mux(stream.encode(None))
    if holes:
        yield left_out(clip.clip.name, holes)


def _picture(clip: Outgoing, frame: int, image: Image) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(with_alpha(clip, frame, image), format="rgba")
