"""Where the person looks: the current video and frame, its picture, in and out point, playing."""

import time
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import FrameLost, UserError
from app.lru_cache import LruCache
from app.media.frame_times import FrameTimes
from app.media.source import Image, MediaInfo
from app.project.model import FrameIndex, Span, Video, VideoId
from app.workspace.jobs.worker import Ending, Priority, Task, Worker
from app.workspace.media.sources import Sources, picture_key

DEFAULT_CACHE_BYTES = 512 << 20
MOST_AHEAD = 3
"""Pictures that are kept because they will be shown soon, however many others are shown before."""
PLAY_TICK_MS = 8
SLOWEST, FASTEST = 0.25, 4.0


class Playhead(QObject):
    """Position in the current video. Pictures arrive from the decoder thread; only the newest request counts."""

    video_changed = Signal()
    frame_left = Signal()
    """The playhead is going to move: `frame` is the one left for as long as this is heard."""
    frame_changed = Signal(int)
    image_ready = Signal(int)
    image_failed = Signal(object)
    """A UserError: this frame cannot be shown."""
    range_changed = Signal()
    playing_changed = Signal(bool)
    times_changed = Signal()
    """The times of the current video's frames have become known."""
    holes_changed = Signal()
    """More frames of the current video are known to be undecodable."""
    pace_changed = Signal()
    """Speed or loop."""

    def __init__(self, folder: Path, decoder: Worker, cache_bytes: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._decoder = decoder
        self._sources = Sources(folder)
        self._cache = LruCache[tuple[str, int], Image](cache_bytes or DEFAULT_CACHE_BYTES, lambda image: image.nbytes)
        self._ahead: dict[tuple[str, int], Image] = {}
        """Pictures decoded ahead, oldest first: playing a long or large video would push them out of the cache."""
        self._video: Video | None = None
        self._frame = FrameIndex(0)
        self._image: Image | None = None
        self._image_frame = FrameIndex(0)
        self._image_error: UserError | None = None
        self._facts: dict[str, MediaInfo] = {}
        self._holes: dict[str, frozenset[int]] = {}
        self._behind: dict[str, tuple[frozenset[int], Mapping[int, int]]] = {}
        """Frames that are built on holes, for these holes. All by `picture_key`, as pictures are: an edit may change
        what is known of any video."""
        self._times: FrameTimes | None = None
        self._speed = 1.0
        self._loops = False
        self._range: Span | None = None
        self._places: dict[VideoId, tuple[FrameIndex, Span | None]] = {}
        self._play_from = (0.0, 0)
        self._decoding: Task[MediaInfo | Image] | None = None
        self._timer = QTimer(self, interval=PLAY_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def set_cache(self, cache_bytes: int) -> None:
        """Keep decoded pictures in so many bytes; 0: what is usual."""
        self._cache.resize(cache_bytes or DEFAULT_CACHE_BYTES)

    @property
    def video(self) -> Video | None:
        """The current video."""
        return self._video

    @property
    def frame(self) -> FrameIndex:
        """The frame asked for last."""
        return self._frame

    @property
    def image(self) -> Image | None:
        """The picture shown: of `image_frame`, which trails `frame` while decoding."""
        return self._image

    @property
    def image_frame(self) -> FrameIndex:
        """The frame `image` shows."""
        return self._image_frame

    @property
    def image_error(self) -> UserError | None:
        """Why the frame asked for cannot be shown; None while it is shown or on its way."""
        return self._image_error

    @property
    def pixel_aspect(self) -> float:
        """Width by height of a pixel of the current video, for the display; 1.0 until its first picture is there."""
        return float(self.facts.pixel_aspect) if self.facts is not None else 1.0

    @property
    def times(self) -> FrameTimes:
        """When each frame of the current video is shown; at an even rate until its first picture is there."""
        if self._times is None:
            video = self._video
            self._times = FrameTimes.even(video.frame_count, video.rate) if video else FrameTimes.even(1, 1.0)
        return self._times

    @property
    def facts(self) -> MediaInfo | None:
        """What is known about the current video's media; None until its first picture is there."""
        return self._facts.get(picture_key(self._video)) if self._video is not None else None

    @property
    def holes(self) -> frozenset[int]:
        """The frames of the current video that are known to be undecodable; `holes_changed` tells of more."""
        return self._holes.get(picture_key(self._video), frozenset()) if self._video is not None else frozenset()

    def behind_holes(self, video: Video) -> Mapping[int, int]:
        """Return the frames of a video that are built on one known to be undecodable, each with that one.

        Empty until the first picture of the video was there.
        """
        key = picture_key(video)
        holes, facts = self._holes.get(key), self._facts.get(key)
        if not holes or facts is None:
            return {}
        known = self._behind.get(key)
        if known is None or known[0] != holes:
            known = self._behind[key] = (holes, facts.behind(holes))
        return known[1]

    @property
    def speed(self) -> float:
        """How many seconds of the video are played in one."""
        return self._speed

    @property
    def loops(self) -> bool:
        """Whether playing begins anew at its end."""
        return self._loops

    def set_speed(self, speed: float) -> None:
        """Play slower or faster, from SLOWEST to FASTEST."""
        speed = max(SLOWEST, min(FASTEST, speed))
        if speed != self._speed:
            self._speed = speed
            self._play_from = (time.monotonic(), self._frame)
            self.pace_changed.emit()

    def set_loops(self, loops: bool) -> None:
        """Begin anew at the end of the range, or stop there."""
        if loops != self._loops:
            self._loops = loops
            self.pace_changed.emit()

    @property
    def range(self) -> Span | None:
        """In and out point, both included; None: the whole video."""
        return self._range

    @property
    def playing(self) -> bool:
        """True while the playhead moves by itself."""
        return self._timer.isActive()

    def open(self, video: Video | None, frame: FrameIndex | None = None) -> None:
        """Make `video` the current one, on one of its frames, None: where the playhead last stood in it."""
        self.pause()
        if self._video is not None:
            self._places[self._video.id] = (self._frame, self._range)
        self._video = video
        self._image = None
        self._take_times()
        self._frame, self._range = self._place_in(video) if video is not None else (FrameIndex(0), None)
        if frame is not None:
            self._frame = frame
        self.video_changed.emit()
        self.range_changed.emit()
        self.frame_changed.emit(self._frame)
        self._request()

    def _place_in(self, video: Video) -> tuple[FrameIndex, Span | None]:
        """Return frame and range at which a video was left, as far as it still has these frames."""
        frame, span = self._places.get(video.id, (FrameIndex(0), None))
        last = FrameIndex(video.frame_count - 1)
        return min(frame, last), span if span is not None and span[1] <= last else None

    def replace(self, video: Video) -> None:
        """Follow a change of the current video's record; the picture is read again when its media is another."""
        before = self._video
        if before is None or picture_key(before) == picture_key(video):
            self._video = video
            return
        self._cache.clear()
        self._ahead.clear()
        if before.frame_count != video.frame_count:
            self.open(video)
            return
        self._video = video
        self._take_times()
        self._request()

    def go_to(self, frame: int) -> None:
        """Move to `frame`, clamped to the video."""
        if self._video is None:
            return
        target = FrameIndex(max(0, min(frame, self._video.frame_count - 1)))
        if target == self._frame:
            return
        self.frame_left.emit()
        self._frame = target
        if not self._ticking:
            self._play_from = (time.monotonic(), target)
        self.frame_changed.emit(target)
        self._request()

    def is_decoded(self, video: Video, frame: FrameIndex) -> bool:
        """Return whether the picture of a frame is there."""
        return self._decoded(video, frame) is not None

    def _decoded(self, video: Video, frame: FrameIndex) -> Image | None:
        key = (picture_key(video), frame)
        found = self._cache.get(key)
        return found if found is not None else self._ahead.get(key)

    def prepare(self, video: Video, frame: FrameIndex) -> None:
        """Decode a frame of any video that will be shown soon, when nothing else is to be decoded. Failures wait."""
        if self.is_decoded(video, frame):
            return
        decode = partial(_decoding, self._sources, video, frame)

        def keep(found: MediaInfo | Image) -> None:
            if isinstance(found, MediaInfo):
                self._learn(video, found)
            else:
                self._ahead.pop((picture_key(video), frame), None)
                self._ahead[picture_key(video), frame] = found
                for old in tuple(self._ahead)[:-MOST_AHEAD]:
                    del self._ahead[old]

        key = f"ahead {picture_key(video)}"  # the newest of each video
        self._decoder.submit(decode, priority=Priority.IDLE, key=key, on_result=keep)

    def set_range(self, span: Span | None) -> None:
        """Set in and out point (clamped, swapped if reversed), or clear them with None."""
        if self._video is None:
            return
        if span is not None:
            last = self._video.frame_count - 1
            a, b = sorted(max(0, min(int(f), last)) for f in span)
            span = (FrameIndex(a), FrameIndex(b))
        if span != self._range:
            self._range = span
            self.range_changed.emit()

    def play(self) -> None:
        """Play from here, each frame for its own time; those that come too late are dropped. At the end, anew."""
        if self._video is None or self.playing:
            return
        first, last = self._range or (FrameIndex(0), FrameIndex(self._video.frame_count - 1))
        if not first <= self._frame < last:
            self.go_to(first)
        self._play_from = (time.monotonic(), self._frame)
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop playing."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def refresh(self) -> None:
        """Ask for the current picture again (after media came back)."""
        self._request()

    def close(self) -> None:
        """Stop playing."""
        self._timer.stop()

    def closing(self) -> Iterator[None]:
        """Close the media (on the decoder's thread)."""
        self._sources.close()
        yield

    _ticking = False

    def _tick(self) -> None:
        video = self._video
        if video is None:
            return
        first, last = self._range or (FrameIndex(0), FrameIndex(video.frame_count - 1))
        started, origin = self._play_from
        seconds = self.times.of(origin) + (time.monotonic() - started) * self._speed
        if seconds >= self.times.end_of(last):
            if self._loops:
                self._play_from = (time.monotonic(), first)
                self._move(first)
                return
            self.pause()
            self.go_to(last)
        elif self._image_frame == self._frame or self._image_error is not None:  # a damaged frame is passed over
            self._move(min(self.times.at(seconds), last))

    def _move(self, frame: int) -> None:
        """Go to a frame while playing: the clock goes on."""
        self._ticking = True
        self.go_to(frame)
        self._ticking = False

    def _take_times(self) -> None:
        """Use the times of the current video, as far as they are known, from now on."""
        self._times = self.facts.frame_times if self.facts is not None else None
        self._play_from = (time.monotonic(), self._frame)

    def _request(self) -> None:
        video, frame = self._video, self._frame
        self._image_error = None
        if self._decoding is not None:  # another frame's: neither its picture nor its failure is of interest now
            self._decoder.stop(self._decoding, discard=True)
            self._decoding = None
        if video is None:
            return
        cached = self._decoded(video, frame)
        if cached is not None:
            self._show(video, frame, cached)
            return
        decode = partial(_decoding, self._sources, video, frame)

        def show(found: MediaInfo | Image) -> None:
            if isinstance(found, MediaInfo):
                self._learn(video, found)
            else:
                self._show(video, frame, found)

        def ended(ending: Ending, error: UserError | None) -> None:
            if ending is Ending.FAILED and error is not None:
                if isinstance(error, FrameLost):
                    self.add_holes(video, (frame,))
                self._image_error = error
                self.image_failed.emit(error)

        self._decoding = self._decoder.submit(
            decode, priority=Priority.INTERACTIVE, key="frame", on_result=show, on_end=ended
        )

    def _learn(self, video: Video, facts: MediaInfo) -> None:
        """Take over what the decoder found out about a video."""
        key = picture_key(video)
        if self._facts.get(key) is facts:
            return
        self._facts[key] = facts
        self.add_holes(video, facts.holes)
        if self._video is not None and self._video.id == video.id:
            self._take_times()
            self.times_changed.emit()

    def add_holes(self, video: Video, frames: Iterable[int]) -> None:
        """Note frames that cannot be decoded."""
        key = picture_key(video)
        known = self._holes.get(key, frozenset())
        self._holes[key] = known.union(frames)
        if known != self._holes[key] and self._video is not None and picture_key(self._video) == key:
            self.holes_changed.emit()

    def _show(self, video: Video, frame: FrameIndex, image: Image) -> None:
        self._cache.put((picture_key(video), frame), image)
        if self._video is None or self._video.id != video.id or self._frame != frame:
            return  # late: another picture has come from the cache since
        self._image, self._image_frame, self._image_error = image, frame, None
        self.image_ready.emit(frame)


def _decoding(sources: Sources, video: Video, frame: FrameIndex) -> Iterator[MediaInfo | Image]:
    """Yield what is known of a video, then a frame of it (on the decoder's thread)."""
    source = sources.get(video)
    yield source.info
    yield source.frame(frame)
