"""What a search for objects goes through: frames of videos, one after the other, and what is new on each."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.engine.predictor import Prediction
from app.errors import MediaError
from app.masks.mask import Mask, Rect
from app.project.document import Document
from app.project.model import Cell, FrameIndex, Video
from app.workspace.engine import Engine

Place = tuple[Video, FrameIndex]
REPEATED_IOU: Final = 0.5
"""What overlaps a masklet or a candidate that is there by so much is not proposed again."""


@dataclass(frozen=True, slots=True)
class FoundCandidate:
    """What is new on a frame. `done`: how many frames are searched, with the part of this one.

    `error` says why a frame could not be searched.
    """

    video: Video
    frame: FrameIndex
    masks: tuple[Prediction, ...]
    done: float
    error: MediaError | None = None


def finding(engine: Engine, document: Document, places: Sequence[Place]) -> Iterator[FoundCandidate]:
    """Search the frames `places` and yield what is not in `document` yet, as it is found (on the engine's thread).

    Frames that cannot be read are passed over.
    """
    for number, (video, frame) in enumerate(places):
        known, told = Known(_there(document, video, frame)), 0
        try:
            for proposals in engine.propose(video, frame):
                fresh = tuple(one for one in proposals.found[told:] if not known.repeats(one.mask))
                told = len(proposals.found)
                yield FoundCandidate(video, frame, fresh, number + proposals.share)
        except MediaError as error:
            yield FoundCandidate(video, frame, (), number + 1.0, error)


def every_frame(video: Video, every: int) -> Iterator[Place]:
    """Yield every so many-th frame of a video, the first one first."""
    for frame in range(0, video.frame_count, max(every, 1)):
        yield video, FrameIndex(frame)


class Known:
    """Masks of a frame that are there already."""

    def __init__(self, masks: Iterable[Mask]) -> None:
        self._masks = [(mask, box) for mask in masks if (box := mask.bbox) is not None]

    def repeats(self, mask: Mask) -> bool:
        """Return whether a mask is mostly one of these."""
        box = mask.bbox
        return box is not None and any(
            _may_repeat(mask, box, other, there) and mask.iou(other) > REPEATED_IOU for other, there in self._masks
        )


def _there(document: Document, video: Video, frame: FrameIndex) -> Iterator[Mask]:
    for record in document.records(video.id):
        found = document.mask(Cell(record.id, frame))
        if found is not None and not found.empty:
            yield found.mask


def _may_repeat(one: Mask, box: Rect, other: Mask, there: Rect) -> bool:
    """Return whether sizes and places allow it: far quicker than to compare pixels."""
    apart = box[2] <= there[0] or there[2] <= box[0] or box[3] <= there[1] or there[3] <= box[1]
    return not apart and min(one.area, other.area) > REPEATED_IOU * max(one.area, other.area)
