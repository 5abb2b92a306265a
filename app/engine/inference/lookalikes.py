"""Anchors: tracked frames on which the model could have taken something else for the object, and did not.

The decoder makes alternatives to every mask. Where one of them reaches far beyond the chosen mask, something that looks
like the object is near; such a frame is worth remembering for long if the chosen mask is sure and of a usual size. The
idea and its numbers are those of the distractor-aware memory of Videnovic, Lukezic and Kristan, 2025.
"""

from collections import deque
from dataclasses import dataclass, field

import cv2
import numpy as np
from torch import Tensor

from app.engine.inference.memory_bank import Output
from app.project.model import FrameIndex

SURE = 0.8
"""Least predicted IoU of an anchor."""
USUAL_AREA = (0.8, 1.2)
"""An anchor's area by the median of the last ones."""
AREAS = 10
APART = 5
"""Frames between two anchors, at least one more than this."""
DISAGREEMENT = 0.7
"""Most box IoU of an anchor's mask with the same mask and the largest part that an alternative adds."""
MOST = 3


def agreement(logits: Tensor, alternatives: Tensor) -> float:
    """Return the least box IoU of a mask with itself and the largest part that one of its alternatives adds.

    `logits`: 1 x 1 x h x w, `alternatives`: A x h x w. 1 where nothing is added, or nothing is there.
    """
    mask = (logits[0, 0] > 0).cpu().numpy()
    own = _box(mask)
    if own is None:
        return 1.0
    least = 1.0
    for other in (alternatives > 0).cpu().numpy():
        part = _largest_part(other & ~mask)
        if part is not None:
            x0, y0 = np.minimum(own[:2], part[:2])
            x1, y1 = np.maximum(own[2:], part[2:])
            # the mask's own box lies in the box of both
            least = min(least, float((own[2] - own[0]) * (own[3] - own[1]) / ((x1 - x0) * (y1 - y0))))
    return least


def _box(mask: np.ndarray) -> np.ndarray | None:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]) if len(rows) else None


def _largest_part(mask: np.ndarray) -> np.ndarray | None:
    """Return the box of the largest connected component, None if there is none."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    if count < 2:
        return None
    x, y, width, height, _ = stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())]
    return np.array([x, y, x + width, y + height])


@dataclass(slots=True)
class Anchors:
    """The anchors of one object in one direction; at most MOST, the oldest goes."""

    outputs: dict[FrameIndex, Output] = field(default_factory=dict)
    _areas: deque[int] = field(default_factory=lambda: deque(maxlen=AREAS))

    def consider(self, frame: FrameIndex, output: Output) -> None:
        """Make a tracked frame that shows the object an anchor if it is worth it."""
        area = int((output.logits > 0).sum())
        usual = float(np.median(self._areas)) if self._areas else area
        self._areas.append(area)
        least, most = (share * usual for share in USUAL_AREA)
        apart = not self.outputs or abs(frame - next(reversed(self.outputs))) > APART
        if output.agreement > DISAGREEMENT or output.score <= SURE or not least <= area <= most or not apart:
            return
        self.outputs[frame] = output
        if len(self.outputs) > MOST:
            del self.outputs[next(iter(self.outputs))]

    def newest(self, most: int | None) -> dict[FrameIndex, Output]:
        """Return the newest anchors, at most so many (None: all)."""
        kept = list(self.outputs.items())
        return dict(kept[max(len(kept) - most, 0) :] if most is not None else kept)

    def clear(self) -> None:
        """Forget all of them."""
        self.outputs.clear()
        self._areas.clear()
