"""In which order frames are decoded: what lies between two key frames is built on what was decoded before it there."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class DecodingOrder:
    """`places[i]` is the place of frame i among all packets; `keys` are the places of key packets, ascending."""

    places: NDArray[np.int64]
    keys: NDArray[np.int64]

    def behind(self, holes: Collection[int]) -> dict[int, int]:
        """Return the frames that are built on one of `holes`, each with the last of these, none of which is among them.

        They are those that are decoded behind it up to the next key frame: decoders make up what they cannot know
        there, and say nothing. Where nothing is built on a hole (a disposable picture) they are good, too.
        """
        lost = np.array(sorted(holes), np.int64)
        if not len(lost):
            return {}
        lost = lost[np.argsort(self.places[lost], kind="stable")]
        nearest = np.searchsorted(self.places[lost], self.places) - 1
        cause = lost[np.maximum(nearest, 0)]
        stretch = np.searchsorted(self.keys, self.places, side="right")
        built = (nearest >= 0) & (stretch == stretch[cause])
        built[lost] = False
        frames = np.flatnonzero(built)
        return dict(zip(frames.tolist(), cause[frames].tolist(), strict=True))
