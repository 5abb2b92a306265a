"""Keeps a small model from following a neighbor: what a tracked mask gains must have colors of its object.

Where two things touch, a small network lets the mask of one creep over the other, remembers both as one, and goes on
with the neighbor when the object leaves. Colors that an object has on the frames a person decided, and its surroundings
do not have, tell them apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

# Chosen on the sample (as JPEG pictures; on the clip itself it hardly helps) and every third frame of DAVIS' five
# validation sequences, first-frame mask: J&F 0.563 to 0.639 and 0.790 to 0.788, frames without the object left empty
# 0.51 to 1.00. Doubting all of a mask, not only what it gained, cost 0.06 on DAVIS: an object shows new colors as it
# turns.
BINS = 12
"""Shades of each color channel that are told apart."""
RARE = 1e-4
"""A share of colors that is as good as none."""
BENEFIT = 0.5
"""How much rarer (in natural logarithms) a color may be on the object than around it before it is doubted."""
WEIGHT = 5.0
"""Logits a unit of doubt takes."""
REACH = 2.0
"""Cells of the mask's grid that an object may move or grow by in a frame without being doubted."""


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """How much each color (BINS x BINS x BINS, float32, never above zero) speaks against belonging to an object."""

    doubts: np.ndarray

    @classmethod
    def of(cls, samples: Sequence[tuple[np.ndarray, np.ndarray]]) -> "Palette | None":
        """Learn from pictures (S x S x 3 uint8 RGB) with the object's masks (S x S bool); None when all are empty.

        Pixels on the border belong to neither side: they mix both.
        """
        own, other = [], []
        for picture, inside in samples:
            if inside.any():
                core = cv2.erode(inside.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
                around = cv2.dilate(inside.astype(np.uint8), np.ones((7, 7), np.uint8)) == 0
                own.append(picture[core if core.sum() > 30 else inside])
                other.append(picture[around])
        if not own:
            return None
        mine, theirs = (_shares(np.concatenate(pixels)) for pixels in (own, other))
        against = np.log(mine + RARE) - np.log(theirs + RARE) + BENEFIT
        return cls(np.minimum(against, 0).astype(np.float32))

    def seen(self, picture: np.ndarray, side: int) -> np.ndarray:
        """Return the doubts on a side x side grid over an S x S x 3 uint8 RGB picture."""
        small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        shade = small.astype(np.int32) * BINS // 256
        return np.asarray(cv2.blur(self.doubts[shade[..., 0], shade[..., 1], shade[..., 2]], (3, 3)))


def _shares(pixels: np.ndarray) -> np.ndarray:
    shade = pixels.astype(np.int32) * BINS // 256
    flat = (shade[:, 0] * BINS + shade[:, 1]) * BINS + shade[:, 2]
    counts = np.bincount(flat, minlength=BINS**3).reshape(BINS, BINS, BINS).astype(np.float32)
    for axis in range(3):  # neighbors in color are nearly the same color
        padded = np.pad(counts, [(1, 1) if other == axis else (0, 0) for other in range(3)])
        before, here, after = (np.take(padded, range(start, start + BINS), axis) for start in range(3))
        counts = 0.25 * before + 0.5 * here + 0.25 * after
    return counts / max(1.0, float(counts.sum()))


def doubted(logits: np.ndarray, doubts: np.ndarray, before: np.ndarray | None, frames: int) -> np.ndarray:
    """Return h x w logits less the doubts about what was not there `frames` frames ago (`before`, h x w bool).

    Without a `before`, an object that comes back has to have its colors all over.
    """
    weighed = WEIGHT * doubts
    if before is not None:
        away = cv2.distanceTransform((~before).astype(np.uint8), cv2.DIST_L2, 5)
        weighed = weighed * (away > REACH * frames)
    return np.asarray(logits + weighed, np.float32)


def touching(logits: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return h x w logits without the pieces above zero that hold nothing of `kept` (h x w bool)."""
    _, pieces = cv2.connectedComponents((logits > 0).astype(np.uint8), connectivity=8)
    good = np.isin(pieces, np.unique(pieces[kept & (logits > 0)]))
    return np.where((pieces > 0) & ~good, np.float32(-10), logits)
