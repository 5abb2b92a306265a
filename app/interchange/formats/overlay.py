"""An H.264 video of the frames with the masks drawn over them in their colors, with the frames' own times."""

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream
from numpy.typing import NDArray

from app.errors import ExportError
from app.interchange.clip import Loss, frame_or_none, left_out
from app.interchange.encoding.captions import Caption, draw
from app.interchange.encoding.label_png import voc_palette
from app.interchange.export.options import Outgoing
from app.interchange.export.output import PART
from app.interchange.export.writing import WriteJob
from app.masks.feather import FULL, feathered
from app.masks.labelmap import MAX_LABELS, LabelMap
from app.media.frame_times import FrameTimes
from app.media.source import FrameSource, Image, MediaInfo
from app.phrases import Phrase
from app.project.model import Color

PLAIN: Final = "plain"
NAMES: Final = "names"
BESIDE: Final = "side-by-side"
BESIDE_NAMES: Final = "side-by-side-names"
TIME_BASE: Final = Fraction(1, 90_000)
OPACITY: Final = 0.5
ENCODER: Final = "libx264"
OPTIONS: Final = {"preset": "veryfast", "crf": "18", "bf": "0"}
"""Without frames that are stored out of order: of these MP4 would take the length before they are put in order, and
players would cut the last long frame of an uneven video short."""
BT709: Final = 1

LARGEST_SIDE: Final = 16_384
"""Pixels of a picture that H.264 can hold (level 6.2, and what the encoder takes)."""
MOST_PIXELS: Final = (1 << 28) - (1 << 23)
"""FFmpeg takes pictures of 2^31 bits with a margin around them."""


def write_overlays(clips: Sequence[Outgoing], folder: Path) -> WriteJob:
    """Write one MP4 a video."""
    for clip in clips:
        with closing(_write_video(clip, folder / f"{clip.name}.mp4")) as steps:
            yield from steps


def losses_of(clip: Outgoing) -> Iterator[Loss]:
    """Yield what is lost: masks below 255 others on one frame, pixels of pictures that are too large for H.264."""
    video = clip.clip
    width, height = written_size(_beside(clip) * video.width, video.height)
    if width < _beside(clip) * video.width:
        words = Phrase(
            "its {width}×{height} pixels are more than H.264 can hold; it is written at {new_width}×{new_height}. "
            "DAVIS keeps all pixels.",
            width=_beside(clip) * video.width,
            height=video.height,
            new_width=width,
            new_height=height,
        )
        yield Loss(video.name, words)
    if len(clip.masklets) > MAX_LABELS:
        words = Phrase(
            "where more than {most} masks overlap on a frame, only the topmost {most} are drawn.", most=MAX_LABELS
        )
        yield Loss(video.name, words)


def _beside(clip: Outgoing) -> int:
    """Return how many pictures lie beside each other in a frame."""
    return 2 if clip.options.variant in (BESIDE, BESIDE_NAMES) else 1


def written_size(width: int, height: int) -> tuple[int, int]:
    """Return the size at which a video is written: its own, made even; smaller where that is too large for H.264."""
    scale = min(1.0, LARGEST_SIDE / max(width, height), math.sqrt(MOST_PIXELS / (width * height)))
    if scale == 1.0:
        return width + width % 2, height + height % 2
    return max(2, int(width * scale) // 2 * 2), max(2, int(height * scale) // 2 * 2)


class Painter:
    """Draws masks over frames of one size. Colors are looked up by label; a label map is kept from frame to frame.

    By the form of the export names are drawn too, and the frame as it is beside that.
    """

    def __init__(self, height: int, width: int) -> None:
        self._map = LabelMap(height, width)

    def paint(self, image: Image, clip: Outgoing, frame: int) -> Image:
        """Return the frame with its masks blended over it and their edges in full color, and what the form adds."""
        made = self._blended(image, clip, frame)
        if clip.options.variant in (NAMES, BESIDE_NAMES):
            made = draw(made, _captions(clip, frame))
        return made if _beside(clip) == 1 else np.hstack((image, made))

    def _blended(self, image: Image, clip: Outgoing, frame: int) -> Image:
        """Return the frame with its masks blended over it, and their edges in full color unless they are soft."""
        if clip.options.feather:
            return _softly_painted(image, clip, frame)
        shown = [(masklet.id, mask) for masklet, mask in clip.on(frame)]
        self._map.show(shown)
        labels = self._map.array
        table = _color_table({m.id: m.color or _free(m.id) for m in clip.masklets}, self._map.labels())
        if not labels.any():
            return image
        colors = table[labels]
        blended = cv2.addWeighted(image, 1 - OPACITY, colors, OPACITY, 0)
        edge = _edges(labels)
        return np.where(edge[..., None], colors, np.where(labels[..., None] > 0, blended, image))


def _captions(clip: Outgoing, frame: int) -> Iterator[Caption]:
    for masklet, mask in clip.on(frame):
        box = mask.bbox
        if box is not None:
            yield Caption(masklet.name, masklet.color or _free(masklet.id), box)


def _softly_painted(image: Image, clip: Outgoing, frame: int) -> Image:
    """Return the frame with masks blended over it one after the other, each as strongly as its soft edge says."""
    drawn = image.astype(np.float32)
    for masklet, mask in clip.on(frame):
        color = masklet.color or _free(masklet.id)
        share = feathered(mask, clip.options.feather)[..., None] * np.float32(OPACITY / FULL)
        drawn += share * (np.array((color.red, color.green, color.blue), np.float32) - drawn)
    return np.rint(drawn).astype(np.uint8)


def _free(id: int) -> Color:
    """Return a color for an object that has none."""
    red, green, blue = voc_palette()[(id - 1) % 255 + 1].tolist()
    return Color(red, green, blue)


def _end(clip: Outgoing, times: FrameTimes) -> float:
    """Return when the last written frame ends."""
    after = clip.frames[-1] + clip.frames.step
    return times.end if after >= clip.clip.frame_count else times.of(after)


def _color_table(colors: dict[int, Color], labels: dict[int, int]) -> NDArray[np.uint8]:
    table = np.zeros((256, 3), np.uint8)
    for name, label in labels.items():
        color = colors[name]
        table[label] = (color.red, color.green, color.blue)
    return table


def _edges(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return the labelled pixels that have a pixel of another label beside them."""
    edge = np.zeros(labels.shape, np.bool_)
    beside, below = labels[:, 1:] != labels[:, :-1], labels[1:] != labels[:-1]
    edge[:, 1:] |= beside
    edge[:, :-1] |= beside
    edge[1:] |= below
    edge[:-1] |= below
    return edge & (labels > 0)


def _write_video(clip: Outgoing, file: Path) -> WriteJob:
    if file.exists():
        return
    source, part = clip.clip.opened(), file.with_name(file.name + PART)
    try:
        with av.open(f"file:{part}", "w", format="mp4") as output:
            yield from _encode(clip, source, output)
        part.replace(file)
    except FFmpegError as error:
        raise ExportError(
            "The video “{name}” cannot be written: {reason}.", name=file.name, reason=error.strerror
        ) from error
    finally:
        source.close()


def _encode(clip: Outgoing, source: FrameSource, output: OutputContainer) -> WriteJob:
    stream = _stream(output, source.info, _beside(clip))
    painter = Painter(source.info.height, source.info.width)
    times, ticks = source.info.frame_times, -1
    holes: list[int] = []
    start = times.of(clip.frames.start)
    for frame in clip.frames:
        image = frame_or_none(source, frame)
        if image is None:  # the frame before it stays for its time
            holes.append(frame)
            yield None
            continue
        image = _fitted(painter.paint(image, clip, frame), stream.width, stream.height)
        picture = av.VideoFrame.from_ndarray(image, format="rgb24")
        picture = picture.reformat(format="yuv420p", dst_colorspace="itu709", dst_color_range="MPEG")
        ticks = max(round((times.of(frame) - start) / TIME_BASE), ticks + 1)  # equal times must not collide
        picture.pts, picture.time_base = ticks, TIME_BASE
        output.mux(stream.encode(picture))
        yield None
    for packet in stream.encode(None):
        if packet.pts == ticks:  # the last frame; for all others the next one's time says how long they stay
            packet.duration = max(1, round((_end(clip, times) - start) / TIME_BASE) - ticks)
        output.mux(packet)
    if holes:
        yield left_out(clip.clip.name, holes)


def _stream(output: OutputContainer, info: MediaInfo, beside: int) -> VideoStream:
    if ENCODER not in av.codecs_available:
        raise ExportError("This installation has no H.264 encoder.", "Install PyAV as a wheel.")
    stream = output.add_stream(ENCODER, rate=info.rate.limit_denominator(1001), options=OPTIONS)
    stream.width, stream.height = written_size(beside * info.width, info.height)
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = TIME_BASE
    context.sample_aspect_ratio = info.pixel_aspect
    context.colorspace = context.color_primaries = context.color_trc = BT709
    context.color_range = 1
    return stream


def _fitted(image: Image, width: int, height: int) -> Image:
    """Return the picture in the size that is written: scaled down, or with its last row and column repeated."""
    below, right = height - image.shape[0], width - image.shape[1]
    if below < 0 or right < 0:
        return np.asarray(cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    if not (below or right):
        return np.ascontiguousarray(image)
    return np.asarray(cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_REPLICATE), dtype=np.uint8)
