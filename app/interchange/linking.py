"""Masks of a frame without a track, joined to objects by what they share with the frame before."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.errors import ImportFileError
from app.interchange.clip import Loss
from app.interchange.reading import ClipBuilder
from app.masks.mask import Mask
from app.phrases import Phrase

LEAST_IOU: Final = 0.3
LONGEST_GAP: Final = 5
"""Frames after which an object that was not seen is taken for gone."""
MOST_ON_A_FRAME: Final = 1_000
"""Masks without a track: each may have to be laid over each of the frames before."""


class Linker:
    """Gives each mask the number of an object; frames must come in order."""

    def __init__(self) -> None:
        self.objects = 0
        self._seen: dict[int, tuple[int, str, Mask]] = {}

    def link(self, frame: int, found: Sequence[tuple[str, Mask]]) -> list[int]:
        """Return the object of each (category, mask): the best agreement first, each object once; else a new one.

        ImportFileError: there are too many to tell which is which.
        """
        if len(found) > MOST_ON_A_FRAME:
            raise ImportFileError(
                "On frame {frame} there are {count} masks without a track; {most} at most can be joined.",
                frame=frame,
                count=len(found),
                most=MOST_ON_A_FRAME,
            )
        near = {id: seen for id, seen in self._seen.items() if frame - seen[0] <= LONGEST_GAP}
        chosen: dict[int, int] = {}
        given: set[int] = set()
        for _, place, id in sorted(_agreements(found, near)):
            if place not in chosen and id not in given:
                chosen[place] = id
                given.add(id)
        result = []
        for place, (category, mask) in enumerate(found):
            if place not in chosen:
                self.objects += 1
                chosen[place] = self.objects
            near[chosen[place]] = (frame, category, mask)
            result.append(chosen[place])
        self._seen = near
        return result


def put_loose(made: ClipBuilder, loose: Mapping[int, Sequence[tuple[str, Mask]]]) -> Iterator[Loss]:
    """Put masks that are of no object, (label, mask) by frame, into a clip, and yield what has to be told of it.

    What has a label alone on each frame is one object. Where several things have one label on a frame, they are joined
    by what they share with the frame before. Objects get numbers above those that are there.
    """
    crowded = {label for found in loose.values() for label in _repeated([label for label, _ in found])}
    linker, first = Linker(), made.highest_key
    labels = sorted({label for found in loose.values() for label, _ in found} - crowded)
    keys: dict[object, int] = {label: first + place for place, label in enumerate(labels, start=1)}
    for frame, found in sorted(loose.items()):
        several = [pair for pair in found if pair[0] in crowded]
        ids = iter(linker.link(frame, several))
        for label, mask in found:
            own: object = next(ids) if label in crowded else label
            new = own not in keys
            key = keys.setdefault(own, first + len(keys) + 1)
            if new or not made.knows(key):
                made.describe(key, f"{label} {own}".strip() if label in crowded else label, label)
            made.put(key, frame, mask)
    if linker.objects:
        yield joined_by_overlap(made.name, linker.objects)


def joined_by_overlap(name: str, count: int) -> Loss:
    """Return in words that masks without a track became objects."""
    return Loss(
        name,
        Phrase(
            "masks without a track were joined to {count} objects by what they share with the frame before.",
            count=count,
        ),
        Phrase("Look through them: identities may be wrong."),
    )


def _repeated(labels: Sequence[str]) -> set[str]:
    return {label for label, count in Counter(labels).items() if count > 1}


def _agreements(
    found: Sequence[tuple[str, Mask]], near: Mapping[int, tuple[int, str, Mask]]
) -> list[tuple[float, int, int]]:
    """Return (-IoU, place, object) of what may be the same; masks whose boxes lie apart are not looked at."""
    if not found or not near:
        return []
    ids = list(near)
    here, there = _boxes([mask for _, mask in found]), _boxes([mask for _, _, mask in near.values()])
    touch = (here[:, None, :2] < there[None, :, 2:]).all(axis=2) & (there[None, :, :2] < here[:, None, 2:]).all(axis=2)
    pairs = []
    for place, other in np.argwhere(touch).tolist():
        category, mask = found[place]
        _, known, seen = near[ids[other]]
        if known == category and seen.shape == mask.shape:
            iou = mask.iou(seen)
            if iou >= LEAST_IOU:
                pairs.append((-iou, place, ids[other]))
    return pairs


def _boxes(masks: Sequence[Mask]) -> NDArray[np.int64]:
    """Return left, top, right, bottom of each mask, shape (n, 4); of an empty one nothing."""
    return np.array([mask.bbox or (0, 0, 0, 0) for mask in masks], np.int64).reshape(-1, 4)
