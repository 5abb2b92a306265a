"""The features of a frame, as the image encoder computes them, and the cache that keeps them."""

from dataclasses import dataclass

from torch import Tensor

from app.engine.inference.guided_filter import Guide
from app.lru_cache import LruCache
from app.project.model import FrameIndex

FrameKey = tuple[str, FrameIndex]
"""A video's stable key and the frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The levels of one frame's feature pyramid that the model reads, finest first, each 1 x C x h x w.

    `guide`: the frame whose edges masks follow, on models that refine masks so.
    """

    levels: tuple[Tensor, ...]
    guide: Guide | None = None

    @property
    def size_bytes(self) -> int:
        """The memory they occupy, the guide's in main memory included."""
        guide = self.guide.image.nbytes if self.guide is not None else 0
        return guide + sum(level.numel() * level.element_size() for level in self.levels)


FeatureCache = LruCache[FrameKey, Features]
"""Features by video and frame within a byte budget of the device's memory."""
