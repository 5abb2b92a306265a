"""Opening a file's video stream with FFmpeg, safely: local files only, known containers only, errors as MediaError."""

from dataclasses import dataclass
from pathlib import Path

import av

# PyAV loads this when it opens its first file. While torch's libraries are loaded the system makes that wait, with the
# interpreter's lock held: the window stood still for 200 ms.
import av.subtitles.stream
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Disposition
from av.video.stream import VideoStream

from app.errors import MediaError
from app.media.errors import not_a_video, quoted
from app.media.file import open_file
from app.media.source import MAX_PIXELS

CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm", "avi", "mpegts", "mpeg", "mpegvideo", "h264", "hevc", "vvc", "m4v",
    "flv", "live_flv", "asf", "ogg", "gif", "apng", "mxf", "nut", "ivf", "wtv", "dv", "yuv4mpegpipe", "obu", "av1",
    "vc1", "rm", "mjpeg", "gxf", "h263", "h261", "cavsvideo", "nsv", "dirac", "dnxhd", "amv", "cine",
)  # fmt: skip
"""Demuxers that read one local file. Playlists and scripts (HLS, DASH, concat, image patterns) would open others."""

INEXACT_IN_PARALLEL = frozenset({"mpeg4"})
"""Codecs of which FFmpeg (8.1), decoding several frames at once, gives interlaced ones with other pixels each time."""

THREADS = 4
"""More decoder threads cost memory and start-up for little; the engine needs the other cores."""


@dataclass(slots=True)
class OpenVideo:
    """An open container and its main video stream."""

    container: InputContainer
    stream: VideoStream

    def close(self) -> None:
        """Release the file and the decoder."""
        self.container.close()


def open_container(path: Path) -> OpenVideo:
    """Open the main video stream of a file. Raises MediaError: not there, not a video, no moving pictures in it."""
    try:
        open_file(path).close()
        # the prefix keeps FFmpeg from reading a protocol into names such as "a:b.mp4"
        container = av.open(
            f"file:{path.absolute()}",
            "r",
            container_options={"format_whitelist": ",".join(CONTAINERS), "protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except FFmpegError as error:
        raise not_a_video(path) from error
    except UnicodeEncodeError as error:
        raise MediaError("The name of {file} is not text.", "Rename the file.", file=quoted(path)) from error
    except (OSError, ValueError) as error:
        raise not_a_video(path) from error
    stream = _main_stream(container)
    if stream is None:
        has_sound = bool(container.streams.audio)
        container.close()
        raise _nothing_to_see(path, has_sound)
    return OpenVideo(container, _prepared(stream))


def _main_stream(container: InputContainer) -> VideoStream | None:
    """Return the stream a player would show: not a cover picture, decodable, the default one, the largest."""
    candidates = [
        stream
        for stream in container.streams.video
        if stream.codec_context is not None
        and not stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails)
    ]
    return max(candidates, key=_prominence) if candidates else None


def _prominence(stream: VideoStream) -> tuple[bool, int]:
    context = stream.codec_context
    return bool(stream.disposition & Disposition.default), context.width * context.height


def _prepared(stream: VideoStream) -> VideoStream:
    stream.thread_type = "SLICE" if stream.codec_context.name in INEXACT_IN_PARALLEL else "AUTO"
    stream.codec_context.thread_count = THREADS
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return stream


def _nothing_to_see(path: Path, has_sound: bool) -> MediaError:
    if has_sound:
        return MediaError("{file} holds sound but no video.", "Choose a file with moving pictures.", file=quoted(path))
    return not_a_video(path)
