"""Decoded pictures kept for a while: the least recently used go first, within a budget of bytes."""

from collections import OrderedDict
from collections.abc import Hashable

from app.media.source import Image


class FrameCache:
    """Pictures by (video key, frame index). Belongs to one thread, like the source it stands in front of."""

    def __init__(self, budget_bytes: int) -> None:
        if budget_bytes < 0:
            raise ValueError("a budget is not negative")
        self._budget = budget_bytes
        self._images: OrderedDict[tuple[Hashable, int], Image] = OrderedDict()
        self._bytes = 0

    @property
    def bytes_used(self) -> int:
        """Bytes of pixels held; never more than the budget."""
        return self._bytes

    def resize(self, budget_bytes: int) -> None:
        """Keep to another budget from now on."""
        self._budget = budget_bytes
        while self._bytes > budget_bytes:
            self._drop(next(iter(self._images)))

    def __len__(self) -> int:
        return len(self._images)

    def get(self, video: Hashable, index: int) -> Image | None:
        """Return the picture, now the most recently used, or None."""
        key = (video, index)
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        return image

    def put(self, video: Hashable, index: int, image: Image) -> None:
        """Keep a picture; older ones make room. One larger than the whole budget is not kept."""
        self._drop((video, index))
        if image.nbytes > self._budget:
            return
        while self._bytes + image.nbytes > self._budget:
            self._drop(next(iter(self._images)))
        self._images[(video, index)] = image
        self._bytes += image.nbytes

    def forget(self, video: Hashable) -> None:
        """Drop every picture of one video."""
        for key in [key for key in self._images if key[0] == video]:
            self._drop(key)

    def clear(self) -> None:
        """Drop everything."""
        self._images.clear()
        self._bytes = 0

    def _drop(self, key: tuple[Hashable, int]) -> None:
        image = self._images.pop(key, None)
        if image is not None:
            self._bytes -= image.nbytes
