"""How doubtful a whole masklet is, from the numbers that stand beside its masks: quick for hundreds of them."""

from dataclasses import dataclass

import numpy as np

from app.masks.mask import areas
from app.project.document import Document
from app.project.model import FrameIndex, ObjectId
from app.review.evidence import Evidence
from app.review.expected_loss import expected_loss


@dataclass(frozen=True, slots=True)
class MaskletDoubt:
    """The mean of 1 - J&F that a masklet's masks probably have, NaN where none was tracked; its most doubtful frame.

    `sure`: the first frame a person made that shows it, else that with the highest score: what it looks like.
    """

    doubt: float
    frame: FrameIndex
    sure: FrameIndex


def doubt_of(document: Document, object: ObjectId) -> MaskletDoubt:
    """Return how doubtful an object's masks are. The shapes of masks are not compared: that would take seconds."""
    cells = list(document.masks_of(object))
    if not cells:
        return MaskletDoubt(np.nan, FrameIndex(0), FrameIndex(0))
    masks = [mask for _, mask in cells]
    by_person = np.array([mask.source.conditions for mask in masks], np.bool_)
    unknown = np.full(len(masks), np.nan)
    evidence = Evidence(
        np.array([frame for frame, _ in cells], np.int64),
        areas([mask.mask for mask in masks]),
        by_person,
        by_person | np.array([mask.fine for mask in masks], np.bool_),
        np.array([mask.score for mask in masks], np.float64),
        unknown,
        unknown,
        unknown,
    )
    loss = expected_loss(evidence)
    shown = np.where(evidence.area > 0, loss, -1.0)  # a lost frame has nothing to be compared by its looks
    frame = cells[int(np.argmax(shown if (shown > 0).any() else loss))][0]
    sure = cells[int(np.argmax(np.where(evidence.area > 0, by_person + np.nan_to_num(evidence.score) / 2, -1.0)))][0]
    return MaskletDoubt(float(loss.mean()) if not by_person.all() else np.nan, frame, sure)
