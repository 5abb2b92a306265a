"""What the image encoder finds on a frame, and where it is looked up before it is computed again."""

from dataclasses import dataclass

from torch import Tensor

from app.engine.inference.guided_filter import Guide
from app.engine.inference.lru_cache import Kept
from app.project.model import FrameIndex

FrameKey = tuple[str, FrameIndex]
"""A video's stable key and the frame."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """The levels of one frame's feature pyramid that the model reads, finest first, each 1 x C x h x w.

    `guide`: the picture whose edges masks follow, for a model that wants it so.
    """

    levels: tuple[Tensor, ...]
    guide: Guide | None = None

    @property
    def size_bytes(self) -> int:
        """The memory they occupy, the picture's in main memory included."""
        kept = self.guide.picture.nbytes if self.guide is not None else 0
        return kept + sum(level.numel() * level.element_size() for level in self.levels)


FeatureCache = Kept[FrameKey, Features]
"""Features by video and frame within a byte budget of the device's memory."""
