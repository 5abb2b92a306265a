"""Caches the features of the frozen image encoder layers, so that no training step computes them again."""

from collections.abc import Callable, Hashable, Sequence

import numpy as np
import torch
from sam2.modeling.sam2_base import SAM2Base
from torch import Tensor

from app.lru_cache import LruCache
from app.training.data.augmentation import to_input

UNBOUNDED = 1 << 62


class FeatureCache:
    """Features of the frozen layers in half precision and main memory; the layers after them run in every step.

    Where `budget_bytes` are used up the least recently used go, and are computed again.

    `frozen_blocks`: how many blocks of the trunk are cached (8 blocks at 384 px: 0.7 MB a picture), which only the
    embedded model's trunk supports. None caches the whole image encoder of any SAM 2 (0.9 MB; Meta's at 1024 px:
    43 MB), 0 nothing.
    """

    def __init__(self, frozen_blocks: int | None, device: torch.device, budget_bytes: int = UNBOUNDED) -> None:
        self.frozen_blocks = frozen_blocks
        self.device = device
        self.entries: LruCache[Hashable, list[Tensor]] = LruCache(budget_bytes, _bytes_of)

    def features(self, model: SAM2Base, keys: Sequence[Hashable], picture: Callable[[int], np.ndarray]) -> list[Tensor]:
        """Return the neck's features at strides 4, 8, 16 of a batch of S x S x 3 uint8 RGB pictures.

        `picture(i)` makes the picture of `keys[i]`; it is called only for keys that are not cached yet.
        """
        if self.frozen_blocks == 0:
            pixels = to_input([picture(place) for place in range(len(keys))], self.device)
            return self._trained(model, model.image_encoder.trunk.begin(pixels, 0))
        columns = zip(*(self._entry(model, key, place, picture) for place, key in enumerate(keys)), strict=True)
        return self._trained(model, [torch.cat([one.float() for one in column]).to(self.device) for column in columns])

    def _entry(self, model: SAM2Base, key: Hashable, place: int, picture: Callable[[int], np.ndarray]) -> list[Tensor]:
        found = self.entries.get(key)
        if found is None:
            found = [level.half().cpu() for level in self._frozen(model, picture(place))]
            self.entries.put(key, found)
        return found

    @torch.no_grad()
    def _frozen(self, model: SAM2Base, picture: np.ndarray) -> list[Tensor]:
        encoder, pixels = model.image_encoder, to_input([picture], self.device)
        if self.frozen_blocks is None:
            features: list[Tensor] = encoder(pixels)["backbone_fpn"][-3:]
            return features
        frozen: list[Tensor] = encoder.trunk.begin(pixels, self.frozen_blocks)
        return frozen

    def _trained(self, model: SAM2Base, frozen: list[Tensor]) -> list[Tensor]:
        if self.frozen_blocks is None:
            return frozen
        encoder = model.image_encoder
        features: list[Tensor] = encoder.neck(encoder.trunk.finish(frozen, self.frozen_blocks))[0]
        return features


def _bytes_of(levels: list[Tensor]) -> int:
    return sum(level.numel() * level.element_size() for level in levels)
