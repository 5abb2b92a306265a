"""Video files as a source of frames: any frame by number, forward and backward at an even pace."""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import numpy as np
from av.error import FFmpegError
from av.sidedata.sidedata import SideDataContainer, Type
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from app.errors import FrameLost
from app.media.errors import lost_frame, no_pictures
from app.media.file import read_head
from app.media.fingerprint import fingerprint
from app.media.high_range import NAMES, is_high_range, to_standard_range
from app.media.orientation import Orientation, of_display_matrix, turned
from app.media.source import Image, MediaInfo, MediaKind
from app.media.videos.container import open_container
from app.media.videos.cut_short import is_cut_short
from app.media.videos.frame_index import VideoIndex, index_video
from app.media.videos.frame_window import MOST_PACKETS_BACK, FrameWindow
from app.media.videos.index_file import load_index, save_index
from app.phrases import ranges

FEWEST_FRAMES = 4
"""Held whatever the budget: with fewer, every step back would decode a whole group of pictures."""

KEPT_AFTER_JUMP = 20
"""Frames held before the one jumped to: enough to prepare the stretch before them while stepping back, few enough that
most pictures on the way can be skipped or stay in the processor's cache."""

WINDOW_BYTES = 256 << 20
"""For both windows together: about 80 frames of 1080p. Half of it holds the frames around the present one, the other
half is filled with the frames before them while stepping backward."""

FIRST_FRAMES_TRIED = 50
"""Frames at the start of a damaged file that are tried until one can be decoded."""

LONGEST_FRAME_SECONDS = 86_400

WAIT_S = 0.02
"""How often a thread looks whether another one is through with the index that it wants, too."""

_making: dict[Path, object] = {}
"""Who makes or reads an index, by the file it is kept in."""


@dataclass(frozen=True, slots=True, eq=False)
class _IndexedVideo:
    """A video file with its index and the facts of its first frame; readers of the same file share it."""

    path: Path
    index: VideoIndex
    first_shown: NDArray[np.int64]
    info: MediaInfo
    orientation: Orientation
    frame_bytes: int


class VideoSource:
    """Frames of a video file. Stepping backward prepares the stretch before while the present one is being shown."""

    def __init__(self, video: _IndexedVideo, window_bytes: int = WINDOW_BYTES) -> None:
        self._video = video
        self._window_bytes = window_bytes
        self._capacity = max(FEWEST_FRAMES, window_bytes // 2 // video.frame_bytes)
        self._present = self._new_window()
        self._earlier: FrameWindow | None = None
        self._last = -1
        self._lost: set[int] = set(video.index.holes.tolist())
        self._reformatter = VideoReformatter()

    @property
    def path(self) -> Path:
        """The file the frames come from."""
        return self._video.path

    @property
    def info(self) -> MediaInfo:
        """What is known about the whole video."""
        return self._video.info

    def frame(self, index: int) -> Image:
        """Return frame `index`, read-only. Raises MediaError when it cannot be decoded, IndexError outside."""
        if not 0 <= index < self.info.frame_count:
            raise IndexError(index)
        if index in self._lost:
            raise self._lost_frame(index)
        picture = self._picture(index)
        if picture is None:
            picture = self._carefully(index)
        if picture is None:
            self._lost.add(index)
            raise self._lost_frame(index)
        if index == self._last - 1:
            self._prepare_earlier(index)
        self._last = index
        try:
            return self._image(picture)
        except FFmpegError as error:  # a pixel format that cannot be converted
            raise lost_frame(self.path, index) from error

    def clone(self) -> "VideoSource":
        """Return an independent reader of the same frames for another thread; nothing is indexed again."""
        return VideoSource(self._video, self._window_bytes)

    def close(self) -> None:
        """Release files and decoders; the next call of `frame` opens them again."""
        self._present.close()
        if self._earlier is not None:
            self._earlier.close()
        self._earlier = None

    def _lost_frame(self, index: int) -> FrameLost:
        return lost_frame(self.path, index, sorted(self.info.behind((index,)).keys() - self._lost))

    def _new_window(self) -> FrameWindow:
        return FrameWindow(self._video.path, self._video.index, self._video.first_shown, self._capacity)

    def _picture(self, index: int) -> VideoFrame | None:
        held = self._present.get(index)
        if held is not None:
            return held
        if self._earlier is not None and index == self._earlier.goal:
            self._present, self._earlier = self._earlier, self._present
        if self._present.goal == index or self._present.is_ahead(index):
            found = self._present.decode_to(index)
            if found is not None:
                return found
        return self._enter(index)

    def _enter(self, index: int) -> VideoFrame | None:
        """Enter at the key packet; where that does not give the frame (gradual refresh, damage), ever earlier."""
        packets = self._video.index.packets
        far = int(self._video.index.ordinal[index]) > MOST_PACKETS_BACK
        last_resort = 2 if far else len(packets)
        for keys_back, skipping in ((0, True), (0, False), (1, False), (last_resort, False)):
            self._present.start_for(index, KEPT_AFTER_JUMP, skipping=skipping, keys_back=keys_back)
            found = self._present.decode_to(index)
            if found is not None or (self._present.entered_at_start and not skipping):
                return found
        return None

    def _carefully(self, index: int) -> VideoFrame | None:
        """Decode once more, and from now on, one frame at a time: in parallel a bad frame takes good ones with it.

        Raises MediaError when it is not the frame but the whole file that cannot be read any more.
        """
        read_head(self.path, 1)
        if self._video.index.packets.damaged:
            return None
        self.close()
        packets = replace(self._video.index.packets, damaged=True)
        self._video = replace(self._video, index=replace(self._video.index, packets=packets))
        self._present = self._new_window()
        return self._picture(index)

    def _prepare_earlier(self, index: int) -> None:
        """Decode a share of the stretch before the present one, such that it is ready when it is needed."""
        lowest = self._present.lowest
        if lowest <= 0 or index < lowest:
            return
        if self._earlier is None:
            self._earlier = self._new_window()
        if self._earlier.goal != lowest - 1:
            self._earlier.start_for(lowest - 1, self._earlier.even_length(lowest - 1))
        share = -(-self._earlier.packets_to_goal() // (index - lowest + 1))
        for _ in range(share):
            if not self._earlier.advance():
                return

    def _image(self, picture: VideoFrame) -> Image:
        """Return a decoded frame as RGB, turned, read-only.

        Color matrix and range are those the frame declares. A frame of another size in the middle of a file is scaled.
        """
        orientation = self._video.orientation
        width, height = self.info.width, self.info.height
        if orientation.swaps_sides:
            width, height = height, width
        try:
            rgb = self._to_rgb(picture, width, height)
        except FFmpegError:
            _replace_unknown_color_tags(picture)
            rgb = self._to_rgb(picture, width, height)
        image = np.asarray(turned(rgb, orientation), np.uint8)
        image.flags.writeable = False
        return image

    def _to_rgb(self, picture: VideoFrame, width: int, height: int) -> Image:
        if is_high_range(picture):
            return to_standard_range(picture, self._reformatter, width, height)
        rgb = self._reformatter.reformat(picture, width=width, height=height, format="rgb24", threads=1)
        return np.ascontiguousarray(rgb.to_ndarray(), dtype=np.uint8)


def open_video(path: Path, index_file: Path | None = None) -> Generator[float, None, VideoSource]:
    """Open a video; yields the fraction of the indexing done. Raises MediaError.

    `index_file` is where the index is kept between sessions; one that does not fit this file is made anew.
    """
    index = yield from (index_video(path) if index_file is None else _kept_index(path, index_file))
    first_shown = np.full(len(index.packets), -1, np.int64)
    first_shown[index.ordinal[::-1]] = np.arange(len(index))[::-1]
    return VideoSource(_described(path, index, first_shown))


def _kept_index(path: Path, file: Path) -> Generator[float, None, VideoIndex]:
    """Return the index that is kept in `file`, made before where there is none. Threads that want the same wait."""
    mark, mine = fingerprint(path), object()
    while _making.setdefault(file, mine) is not mine:
        time.sleep(WAIT_S)
        yield 0.0
    try:
        index = load_index(file, mark)
        if index is None:
            index = yield from index_video(path)
            save_index(file, index, mark)
    finally:
        del _making[file]
    return index


def _described(path: Path, index: VideoIndex, first_shown: NDArray[np.int64]) -> _IndexedVideo:
    """Find out size and orientation from the first frame that can be decoded."""
    window = FrameWindow(path, index, first_shown, FEWEST_FRAMES)
    try:
        picture = None
        for frame in range(min(len(index), FIRST_FRAMES_TRIED)):
            if picture is None:
                window.start_for(frame, FEWEST_FRAMES)
                picture = window.decode_to(frame)
        if picture is None:
            raise no_pictures(path)
        width, height, matrix = picture.width, picture.height, _matrix(picture)
        high_range = NAMES.get(int(picture.color_trc), "")
        frame_bytes = max(1, sum(plane.buffer_size for plane in picture.planes))
    finally:
        window.close()
    orientation = Orientation.UPRIGHT if matrix is None else of_display_matrix(matrix)
    warnings = _warnings(path, index)
    if high_range:
        words = "It is shown, tracked and exported in standard range: 203 nits are white."
        warnings = (*warnings, f"The video is HDR ({high_range}). {words}")
    if orientation is None:
        orientation, warnings = (
            Orientation.UPRIGHT,
            (*warnings, "The video is turned by an odd angle; it is shown as stored."),
        )
    aspect = _pixel_aspect(path)
    if orientation.swaps_sides:
        width, height, aspect = height, width, 1 / aspect
    info = MediaInfo(
        kind=MediaKind.VIDEO,
        width=width,
        height=height,
        frame_count=len(index),
        rate=index.rate,
        times=index.times,
        pixel_aspect=aspect,
        warnings=warnings,
        last_seconds=_last_seconds(index),
        holes=tuple(index.holes.tolist()),
        order=index.order,
    )
    return _IndexedVideo(path, index, first_shown, info, orientation, frame_bytes)


def _last_seconds(index: VideoIndex) -> float:
    """Return how long the last frame is shown; 0 where the file does not say, or what no frame can be meant to last."""
    seconds = float(index.packets.last_duration * index.packets.time_base)
    return seconds if 0 < seconds < LONGEST_FRAME_SECONDS else 0.0


def _replace_unknown_color_tags(picture: VideoFrame) -> None:
    """Let FFmpeg guess where a tag is reserved or beyond it; constant-luminance BT.2020 is nearest to the usual one."""
    constant_luminance, usual, unspecified = 10, 9, 2
    picture.colorspace = usual if picture.colorspace == constant_luminance else unspecified
    picture.color_range = picture.color_range if picture.color_range in (1, 2) else 0


def _matrix(picture: VideoFrame) -> list[int] | None:
    try:
        side_data = cast("SideDataContainer", picture.side_data)  # PyAV's stubs call it a dictionary of one key
        values = np.frombuffer(bytes(side_data[Type.DISPLAYMATRIX]), np.int32)
    except KeyError:
        return None
    return [int(value) for value in values] if len(values) == 9 else None


def _pixel_aspect(path: Path) -> Fraction:
    video = open_container(path)
    aspect = video.stream.sample_aspect_ratio
    video.close()
    return aspect if aspect else Fraction(1)


def _warnings(path: Path, index: VideoIndex) -> tuple[str, ...]:
    found = []
    if index.packets.cut:
        found.append(f"The file is cut short; frames missing at its end: {index.packets.cut}.")
    elif is_cut_short(path):
        found.append(f"The file is cut short; its {len(index)} frames can be used, others at its end are missing.")
    if index.missing:
        found.append(f"Frames that cannot be decoded and are left out: {index.missing}; usable: {len(index)}.")
    if len(index.holes):
        found.append(f"Frames that cannot be decoded: {ranges(index.holes.tolist())}; all others keep their numbers.")
        behind = index.order.behind(index.holes.tolist())
        found += [f"Frames that are built on these and may look wrong: {ranges(behind)}."] if behind else []
    return tuple(found)
