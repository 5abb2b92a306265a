"""Which tracked frames a person should look at: lost, a doubtful score or presence, or an area that jumps."""

import numpy as np
from numpy.typing import NDArray

LOW_SCORE = 0.6
"""Predicted IoU under which a mask is doubtful."""
DOUBTFUL_PRESENCE = (0.15, 0.85)
"""Presence between these leaves open whether the object is there."""
AREA_JUMP = 1.6
"""Ratio of areas between neighboring frames that no ordinary motion explains."""


def suspicious(
    frames: NDArray[np.int64],
    area: NDArray[np.int32],
    score: NDArray[np.float32],
    presence: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Return for each of `frames`, shape (n,), whether its mask deserves a look.

    `area` (pixels, -1: no mask), `score` and `presence` (0..1, NaN: none) have shape (frame_count,). All frames on
    which it was lost are suspicious, not only the first: a person has to say of each whether the object is there. So is
    the one on which it appears again.
    """
    here = area[frames]
    seen = here > 0
    doubtful = (here == 0) | (seen & (score[frames] < LOW_SCORE))
    doubtful |= (here >= 0) & (presence[frames] > DOUBTFUL_PRESENCE[0]) & (presence[frames] < DOUBTFUL_PRESENCE[1])
    previous = np.where(frames > 0, area[np.maximum(frames - 1, 0)], -1)
    known = (here >= 0) & (previous >= 0)
    appears = known & seen & (previous == 0)
    smaller, larger = np.minimum(here, previous), np.maximum(here, previous)
    jumps = known & (smaller > 0) & (larger > AREA_JUMP * smaller)
    return np.asarray(doubtful | appears | jumps, dtype=np.bool_)
