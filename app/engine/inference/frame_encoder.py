"""Encodes frames: takes them from their source, runs the image encoder, and keeps the features in a cache."""

from dataclasses import dataclass

from torch import Tensor

from app.engine.inference.encoding_ahead import EncodingAhead
from app.engine.inference.features import FeatureCache, Features
from app.engine.inference.model import Sam2Model
from app.engine.inference.transforms import squared
from app.errors import EngineError, MediaError
from app.media.source import FrameSource
from app.project.model import FrameIndex


@dataclass(frozen=True, slots=True, eq=False)
class VideoInput:
    """A video as it comes through the engine's door: a stable key for caches, and the source of its frames."""

    key: str
    source: FrameSource

    @property
    def height(self) -> int:
        """Of the frames, in pixels."""
        return self.source.info.height

    @property
    def width(self) -> int:
        """Of the frames, in pixels."""
        return self.source.info.width

    @property
    def frame_count(self) -> int:
        """The number of frames."""
        return self.source.info.frame_count

    def check(self, frame: int) -> None:
        """Raise EngineError when the video has no such frame."""
        if not 0 <= frame < self.frame_count:
            raise EngineError(
                "There is no frame {frame}: the video has {frame_count}.", frame=frame, frame_count=self.frame_count
            )


class FrameEncoder:
    """Features of frames, computed once as long as they stay in the cache; with `ahead` some before they are needed."""

    def __init__(self, model: Sam2Model, cache: FeatureCache, ahead: EncodingAhead | None = None) -> None:
        self._model = model
        self._cache = cache
        self._ahead = ahead

    def features(self, video: VideoInput, frame: FrameIndex) -> Features:
        """Return a frame's features. Raises MediaError when the frame cannot be read."""
        key = video.key, frame
        known = self._cache.get(key)
        if known is not None:
            return known
        found = self._ahead.take(key) if self._ahead is not None else None
        if found is None:
            video.check(frame)
            found = self.encoded(squared(video.source.frame(frame), self._model.size))
        self._cache.put(key, found)
        return found

    def encoded(self, picture: Tensor) -> Features:
        """Return the features of any picture, 1 x 3 x S x S uint8; when nothing else is being encoded."""
        if self._ahead is not None:
            self._ahead.settle()
        return self._model.encode_image(picture)

    def begin(self, video: VideoInput, frame: FrameIndex) -> None:
        """Have a frame encoded while the caller goes on, where there is a core for it.

        A frame that cannot be read is none to encode ahead: whoever asks for its features is told.
        """
        key = video.key, frame
        if self._ahead is None or self._ahead.has(key) or key in self._cache:
            return
        try:
            image = video.source.frame(frame)
        except MediaError:
            return
        self._ahead.settle()
        self._ahead.begin(key, image)

    def is_cached(self, video: VideoInput, frame: FrameIndex) -> bool:
        """Tell whether a frame's features are in the cache."""
        return (video.key, frame) in self._cache
