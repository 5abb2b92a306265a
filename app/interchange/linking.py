"""Masks of a frame without a track, joined to objects by what they share with the frame before."""

from collections.abc import Sequence
from typing import Final

from app.masks.mask import Mask

LEAST_IOU: Final = 0.3
LONGEST_GAP: Final = 5
"""Frames after which an object that was not seen is taken for gone."""


class Linker:
    """Gives each mask the number of an object; frames must come in order."""

    def __init__(self) -> None:
        self.objects = 0
        self._seen: dict[int, tuple[int, str, Mask]] = {}

    def link(self, frame: int, found: Sequence[tuple[str, Mask]]) -> list[int]:
        """Return the object of each (category, mask): the best agreement first, each object once; else a new one."""
        near = {id: seen for id, seen in self._seen.items() if frame - seen[0] <= LONGEST_GAP}
        pairs = sorted(
            (
                (-mask.iou(seen), place, id)
                for place, (category, mask) in enumerate(found)
                for id, (_, known, seen) in near.items()
                if known == category and seen.shape == mask.shape
            ),
        )
        chosen: dict[int, int] = {}
        for iou, place, id in pairs:
            if -iou >= LEAST_IOU and place not in chosen and id not in chosen.values():
                chosen[place] = id
        result = []
        for place, (category, mask) in enumerate(found):
            if place not in chosen:
                self.objects += 1
                chosen[place] = self.objects
            self._seen[chosen[place]] = (frame, category, mask)
            result.append(chosen[place])
        self._seen = {id: seen for id, seen in self._seen.items() if frame - seen[0] <= LONGEST_GAP}
        return result
