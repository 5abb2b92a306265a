"""Looks at frames: takes them from their source, encodes them, and finds them again in the feature cache."""

from dataclasses import dataclass

from app.engine.inference.features import FeatureCache, Features
from app.engine.inference.model import Network
from app.engine.inference.transforms import picture
from app.errors import EngineError
from app.media.source import FrameSource
from app.project.model import FrameIndex


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A video as the engine is given it: a stable key for caches, and where its frames come from."""

    key: str
    source: FrameSource

    @property
    def height(self) -> int:
        """Of the pictures, in pixels."""
        return self.source.info.height

    @property
    def width(self) -> int:
        """Of the pictures, in pixels."""
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


class Sight:
    """Features of frames, computed at most once as long as they stay in the cache."""

    def __init__(self, network: Network, cache: FeatureCache) -> None:
        self._network = network
        self._cache = cache

    def features(self, clip: Clip, frame: FrameIndex) -> Features:
        """Return a frame's features. Raises MediaError when the frame cannot be read."""
        known = self._cache.get((clip.key, frame))
        if known is not None:
            return known
        clip.check(frame)
        image = clip.source.frame(frame)
        found = self._network.encode(picture(image, self._network.size, self._network.device))
        self._cache.put((clip.key, frame), found)
        return found

    def knows(self, clip: Clip, frame: FrameIndex) -> bool:
        """Tell whether a frame's features are there without computing."""
        return (clip.key, frame) in self._cache
