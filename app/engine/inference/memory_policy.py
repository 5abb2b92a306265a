"""Which tracked frames of an object are read, under each policy; on frame numbers alone."""

from collections.abc import Mapping

from app.engine.predictor import PassDirection
from app.project.model import FrameIndex, Policy

LEAST_SCORE = 0.01
"""Effective score above which a frame shows the object, as in SAM 3."""
STEP = 5
"""Under *look-alikes* the frames with numbers that are multiples of this are read, and the frame before."""


def effective_score(presence: float, score: float) -> float:
    """Return SAM 3's effective score of a frame: how sure it is that the object is there, times predicted IoU.

    `presence` is a probability.
    """
    return (2 * presence - 1) * score if presence > 0.5 else 0.0


def ranked(
    policy: Policy, frame: int, direction: PassDirection, shows: Mapping[FrameIndex, bool], most: int
) -> list[FrameIndex]:
    """Return the frames behind `frame` that are read there, nearest first, at most so many.

    `shows`: of each frame that can be read, whether the object is seen on it.
    """
    before = frame - direction.value
    behind = sorted((at for at in shows if (frame - at) * direction.value > 0), key=lambda at: abs(frame - at))
    if policy is Policy.LOOKALIKES:
        return [at for at in behind if shows[at] and (at == before or at % STEP == 0)][:most]
    return [at for at in behind if shows[at] or at == before][:most]
