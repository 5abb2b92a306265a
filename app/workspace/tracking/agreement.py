"""When a re-tracking may end: as soon as its new masks are the old ones for a while."""

from collections.abc import Collection

from app.masks.mask import Mask

# Two masks agree above this IoU, and so many frames in a row end a re-tracking (DESIGN, section 5)
AGREEING_IOU = 0.98
AGREEING_FRAMES = 10


class Agreement:
    """Counts frames in a row on which new masks are the old ones; to be asked after each frame of a re-tracking.

    For several objects tracked together, all of them must agree on a frame for it to count.
    """

    def __init__(self, frames: int = AGREEING_FRAMES, iou: float = AGREEING_IOU) -> None:
        self._frames = frames
        self._iou = iou
        self._row = 0

    def reached(self, pairs: Collection[tuple[Mask | None, Mask]]) -> bool:
        """Take one frame's (old, new) masks; True once enough frames in a row agreed. No old mask: no agreement."""
        agree = all(old is not None and old.iou(new) > self._iou for old, new in pairs)
        self._row = self._row + 1 if agree and pairs else 0
        return self._row >= self._frames
