"""Which frames a change can touch: from the changed frame outwards until something a person fixed, or agreement."""

from collections.abc import Callable, Collection

from app.engine.predictor import Step
from app.masks.mask import Mask
from app.project.model import FrameIndex

# Two masks agree above this IoU, and so many frames in a row end a re-tracking (DESIGN, section 5)
AGREEING_IOU = 0.98
AGREEING_FRAMES = 10


def affected(
    changed: FrameIndex,
    step: Step,
    frame_count: int,
    conditioning: Collection[int],
    locked: Callable[[FrameIndex], bool] = lambda _frame: False,
) -> range:
    """Return the frames beside `changed` that a new mask there can change in one direction, nearest first.

    They end before the next conditioning frame or the next locked one: those masks stay, and beyond them the same
    memory leads to the same result as before. Empty when there is nothing to do on that side.
    """
    end = frame_count if step is Step.FORWARD else -1
    frames = range(changed + step.value, end, step.value)
    stops = frozenset(conditioning)
    for frame in map(FrameIndex, frames):
        if frame in stops or locked(frame):
            return range(changed + step.value, frame, step.value)
    return frames


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
